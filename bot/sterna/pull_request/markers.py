"""Where the section stands in a description that people write in too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sterna.problem import Problem

BEGIN: Final = "<!-- sterna:begin -->"
END: Final = "<!-- sterna:end -->"

# The line ends of Markdown; str.splitlines knows more, which to GitHub are letters.
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
# Within these, markup is text until they are closed.
_VERBATIM: Final = re.compile(r" {0,3}<(?:pre|script|style|textarea)(?:[\s>]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Split:
    """A description cut at its markers: what stands before the first, between them, and after the second.

    `begin` and `end` are the lines of the markers with their line ends; all five joined are the description.
    """

    before: str
    begin: str
    inside: str
    end: str
    after: str


def lines(text: str) -> list[str]:
    """Cut a text into its lines, each with its line end."""
    return _LINE.findall(text)


def split(body: str) -> Split | None:
    """Cut a description at its markers; None when there are none; raise Problem when they are not one pair.

    Markers in code, in quotes, in lists and in comments do not count: they are what people write about.
    """
    if BEGIN not in body and END not in body:
        return None
    begins, ends = _found(body)
    if not begins and not ends:
        return None
    if len(begins) != 1 or len(ends) != 1 or begins[0] > ends[0]:
        raise Problem(
            "The markers of the migration section are damaged: "
            f"{len(begins)} begin (line {_numbers(begins)}), {len(ends)} end (line {_numbers(ends)}).",
            do=f"Leave one line `{BEGIN}` and below it one line `{END}`, or delete both to have a new section.",
        )
    all_lines = lines(body)
    begin, end = begins[0], ends[0]
    return Split(
        "".join(all_lines[:begin]),
        all_lines[begin],
        "".join(all_lines[begin + 1 : end]),
        all_lines[end],
        "".join(all_lines[end + 1 :]),
    )


def code_lines(text: str) -> frozenset[int]:
    """Return the numbers, from 0, of the lines that are code or raw HTML and thus hold no task."""
    found: set[int] = set()
    for token in _parse(text):
        if token.map and token.type in ("fence", "code_block", "html_block"):
            found.update(range(*token.map))
    return frozenset(found)


def _found(body: str) -> tuple[list[int], list[int]]:
    begins: list[int] = []
    ends: list[int] = []
    numbered = lines(body)
    for token in _parse(body):
        if token.type != "html_block" or token.level or not token.map:
            continue
        first, after = token.map
        if _VERBATIM.match(numbered[first]):
            continue
        comment = False
        for number in range(first, min(after, len(numbered))):
            line = numbered[number].strip()
            if not comment and line == BEGIN:
                begins.append(number)
            elif not comment and line == END:
                ends.append(number)
            else:
                comment = line.rfind("<!--") > line.rfind("-->") or (comment and "-->" not in line)
    return begins, ends


def _parse(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(text)


def _numbers(found: list[int]) -> str:
    return ", ".join(str(number + 1) for number in found) or "none"
