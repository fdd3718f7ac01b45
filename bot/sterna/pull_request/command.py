"""Commands that people write in comments: `/migration verb ...` at the start of a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

PREFIX: Final = "/migration"
REASON_LENGTH: Final = 500
"""Characters of a reason that are kept."""
MOST: Final = 10
"""Commands of one comment that are obeyed."""


class Verb(StrEnum):
    """What can be asked for."""

    HELP = "help"
    STATUS = "status"
    RECHECK = "recheck"
    ROLLBACK = "rollback"
    WAIVE = "waive"
    UNWAIVE = "unwaive"
    RESET_SECTION = "reset-section"


FORMS: Final = {
    Verb.HELP: ("help", "list the commands"),
    Verb.STATUS: ("status", "say what is open and why"),
    Verb.RECHECK: ("recheck", "look at everything anew"),
    Verb.ROLLBACK: ("rollback [tag]", "print the way back, and what was proven of it"),
    Verb.WAIVE: ("waive RULE reason", "accept the findings of a rule in these very files"),
    Verb.UNWAIVE: ("unwaive RULE", "take that back"),
    Verb.RESET_SECTION: ("reset-section", "write the section of the description anew, with open boxes"),
}
"""How each is written, and what it does."""

OF_WRITERS: Final = frozenset({Verb.WAIVE, Verb.UNWAIVE})
"""What needs write access; the rest may also be asked by the author of the pull request."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it was written; `argument` is a rule or a tag, `wrong` says why it cannot be obeyed."""

    verb: Verb | None
    argument: str = ""
    reason: str = ""
    wrong: str = ""


def commands(text: str) -> tuple[Command, ...]:
    """Return the commands of a comment, those in code, quotes, lists, tables and HTML left out."""
    found = [_read(line) for line in _lines(text) if line.split()[:1] == [PREFIX]]
    return tuple(found[:MOST])


def _lines(text: str) -> Iterator[str]:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for number, token in enumerate(tokens):
        if token.type == "paragraph_open" and token.level == 0:
            yield from _rows(tokens[number + 1].children or [])


def _rows(children: list[Token]) -> Iterator[str]:
    """Yield the lines of a paragraph as they are read; one that begins with code begins with no command."""
    row = ""
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            yield row
            row = ""
        elif child.type == "code_inline":
            row += f"`{child.content}`"
        elif child.type == "html_inline":
            row += "" if row else "<"
        else:
            row += child.content
    yield row


def _read(line: str) -> Command:
    words = line.split()[1:]
    if not words:
        return Command(Verb.HELP)
    try:
        verb = Verb(words[0].lower())
    except ValueError:
        near = get_close_matches(words[0].lower(), list(Verb), n=1, cutoff=0.4)
        meant = f" Did you mean `{PREFIX} {FORMS[Verb(near[0])][0]}`?" if near else ""
        return Command(None, argument=words[0], wrong=f"There is no such command.{meant}")
    argument = words[1].strip("`") if len(words) > 1 else ""
    reason = " ".join(words[2:])[:REASON_LENGTH]
    if verb in OF_WRITERS and not argument:
        return Command(verb, wrong=f"Name the rule: `{PREFIX} {FORMS[verb][0]}`.")
    if verb is Verb.WAIVE and not reason:
        return Command(verb, argument, wrong=f"Say why: `{PREFIX} {FORMS[verb][0]}`.")
    return Command(verb, argument, reason)
