"""A pull request's description, filled in without touching what people wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sterna.problem import Problem
from sterna.pull_request.markers import BEGIN, END, Split, code_lines, lines, split
from sterna.pull_request.words import runs, traces, woven

_REFUSAL: Final = re.compile(r"\bN/?A\s*:\s*(?P<reason>\S.*)", re.IGNORECASE)
_STRUCK: Final = re.compile(r"\][ \t]+~~(?P<text>.*\S)~~(?P<reason>.*)")
_BOX: Final = re.compile(
    r"(?P<head>\s*(?:[-*+]|\d{1,9}[.)])[ \t]+\[)(?P<box>[ xX])(?P<text>\][ \t].*?)"
    r"<!-- item:(?P<id>[A-Za-z0-9._/@-]+)(?P<by> by:sterna)? -->(?P<answer>[^\r\n]*)(?P<eol>\r\n|\r|\n|\Z)"
)


@dataclass(frozen=True, slots=True)
class Box:
    """A box as it stands in a description.

    `by_sterna` says that the tick is ours and not a person's word. `answer` is what a person wrote behind it; `struck`
    that a person struck the text out.
    """

    id: str
    ticked: bool
    by_sterna: bool
    answer: str
    struck: bool = False

    @property
    def refusal(self) -> str:
        """Return why the box does not apply: what follows `N/A:`, or stands behind a text that is struck out."""
        found = _REFUSAL.search(self.answer)
        return found["reason"].strip() if found else self.answer.strip() if self.struck else ""


def fill(body: str, text: str, written: frozenset[str] | None = None) -> str:
    """Put the section between its markers, or below everything when there are none; all else stays byte for byte.

    Ticks and answers of people are carried over to boxes with the same id, so a changed migration has open ones.
    `written` holds the traces of the section that stood there before (`words.traces`): what is in neither is a person's
    and is kept. Without it, all between the markers is taken for ours.

    Raises Problem for damaged markers, and where the description ends inside something that would swallow the section.
    """
    parts = split(body)
    if parts is None:
        return _appended(body, text)
    eol = _eol(parts.before + parts.begin + parts.end + parts.after)
    inside = parts.inside.replace("\r\n", "\n").replace("\r", "\n")
    kept = runs(inside, written | traces(text)) if written is not None else ()
    filled = woven(_carried(text, boxes(inside)), kept)
    if filled and not filled.endswith("\n"):
        filled += "\n"
    begin = parts.begin if parts.begin.endswith(("\r", "\n")) else parts.begin + eol
    return _whole(Split(parts.before, begin, filled.replace("\n", eol), parts.end, parts.after))


def removed(body: str, written: frozenset[str] | None = None) -> str:
    """Take the section out, markers included; where a person wrote in it, only our lines and boxes go.

    Raises Problem for damaged markers.
    """
    parts = split(body)
    if parts is None:
        return body
    if written is not None and runs(parts.inside.replace("\r\n", "\n"), written):
        return fill(body, "", written)
    before = parts.before
    eol = _eol(body)
    # The empty line that we put above the section goes with it.
    if not parts.after and before.endswith(eol * 2):
        before = before.removesuffix(eol)
    return before + parts.after


def boxes(section: str) -> dict[str, Box]:
    """Return the boxes of a section by id; those in code do not count."""
    code = code_lines(section)
    found: dict[str, Box] = {}
    for number, line in enumerate(lines(section)):
        box = _BOX.fullmatch(line)
        if box and number not in code:
            found[box["id"]] = _box(box)
    return found


def _box(box: re.Match[str]) -> Box:
    answer, struck = box["answer"], _STRUCK.match(box["text"])
    said = struck["reason"].strip() if struck else ""
    if not said and (refusal := _REFUSAL.search(box["text"])):
        said = refusal[0].strip()
    # What a person wrote before our hidden name moves behind it, where it cannot be taken for our text.
    return Box(
        box["id"],
        box["box"] in "xX",
        box["by"] is not None,
        f" {said}{answer}" if said else answer,
        struck is not None,
    )


def _appended(body: str, text: str) -> str:
    eol = _eol(body)
    gap = "" if not body else eol if body.endswith(("\r", "\n")) else eol * 2
    inside = text if not text or text.endswith("\n") else f"{text}\n"
    return _whole(Split(body + gap, BEGIN + eol, inside.replace("\n", eol), END + eol, ""))


def _whole(parts: Split) -> str:
    """Join the parts, and make sure that they will be found again."""
    body = parts.before + parts.begin + parts.inside + parts.end + parts.after
    try:
        again = split(body)
    except Problem:
        again = None
    if again != parts:
        raise Problem(
            "The description is inside a code block, a quote or a comment where the migration section would stand, "
            "so nobody would see it.",
            do="Close what is open above the section.",
        )
    return body


def _carried(text: str, old: dict[str, Box]) -> str:
    code = code_lines(text)
    return "".join(_kept(line, old) if number not in code else line for number, line in enumerate(lines(text)))


def _kept(line: str, old: dict[str, Box]) -> str:
    box = _BOX.fullmatch(line)
    before = old.get(box["id"]) if box else None
    if box is None or before is None:
        return line
    ticked = before.ticked and not before.by_sterna
    mark = "x" if box["box"] != " " or ticked else " "
    by = (box["by"] or "") if box["box"] != " " else ""
    text = f"] ~~{box['text'][1:].strip()}~~ " if before.struck else box["text"]
    return f"{box['head']}{mark}{text}<!-- item:{box['id']}{by} -->{before.answer}{box['eol']}"


def _eol(text: str) -> str:
    first = re.search(r"\r\n|\r|\n", text)
    return first[0] if first else "\n"
