"""What the unprivileged run reports of the SQL that it ran: one JSON file, which nobody has to believe.

It crosses a border: whoever opens a pull request can write it. So its shape is strict, every text has an end, unknown
keys are refused, and what it says is shown as text and never as markup.
"""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from sterna.problem import Problem
from sterna.pull_request.sentence import Code, Name, Sentence

NAME: Final = "sterna-report.json"
"""The name of the file, alone in its archive."""
LIMIT: Final = 1024 * 1024
"""Bytes, at most."""
MOST: Final = 100
"""Migrations, at most."""
STATEMENT: Final = 200_000
"""Characters of one statement, at most."""
SHORT: Final = 300
"""Characters of a name, at most."""
LINE: Final = 4_000
"""Characters of a line, at most."""
PARTS: Final = 200
"""Parts of a sentence and sentences of an impact, at most."""
TOUCHES: Final = 2_000
STATEMENTS: Final = 2_000
LINES: Final = 500
CHANGES: Final = 1_000
FOUND: Final = 1_000
COLUMNS: Final = 400
REFERENCES: Final = 100
TABLES: Final = 60
"""How many there are of each, at most."""

Short = Annotated[str, Meta(max_length=SHORT)]
Line = Annotated[str, Meta(max_length=LINE)]
Sql = Annotated[str, Meta(max_length=STATEMENT)]
Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Rule = Annotated[str, Meta(pattern=r"\A[a-z0-9-]{1,80}\Z")]
Count = Annotated[int, Meta(ge=0, le=10_000_000)]
Told = Annotated[list[tuple[Literal["word", "code", "name"], Line]], Meta(max_length=PARTS)]
"""A sentence, part by part."""
LeftOut = Literal["diagrams", "details", "statements", "migrations"]
"""What a report says nothing of because it would be too long; `statements` are those of the ways back."""


class _Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Refuses what it does not know."""


class Touch(_Strict, frozen=True):
    """What a statement did to a table; `lock` is empty when none was seen."""

    statement: Count
    table: Short
    lock: Short
    rewrite: bool
    scan: bool


class Seen(_Strict, frozen=True):
    """A finding that only the server could tell, or one that it did not bear out."""

    rule: Rule
    line: Count
    column: Count
    statement: Count
    detail: Line = ""


class Column(_Strict, frozen=True):
    """A column of a drawn table; `key` is `PK`, `FK` or empty."""

    name: Short
    type: Short
    key: Literal["PK", "FK", ""] = ""


class Table(_Strict, frozen=True):
    """A table that the migration touches, as it is afterwards; `references` are tables it points to."""

    name: Short
    columns: Annotated[list[Column], Meta(max_length=COLUMNS)]
    references: Annotated[list[Short], Meta(max_length=REFERENCES)]


class Ran(_Strict, frozen=True):
    """How the migration ran: `how` is one word, `where` and `said` tell of a failure."""

    how: Literal["ran", "failed", "apart", "not run"]
    where: Short = ""
    said: Line = ""


class Effect(_Strict, frozen=True):
    """The performance impact and the downtime, as the section tells them."""

    summary: Told
    downtime: Literal["None", "Short lock", "Needs a window", "Not known"]
    reasons: Annotated[list[Told], Meta(max_length=PARTS)]
    notes: Annotated[list[Told], Meta(max_length=PARTS)]
    touches: Annotated[list[Touch], Meta(max_length=TOUCHES)]


class WayBack(_Strict, frozen=True):
    """The rollback and its verdict."""

    verdict: Literal["exact", "exact except column order", "structure only", "by hand", "failed", "not proven"]
    statements: Annotated[list[Sql], Meta(max_length=STATEMENTS)]
    reason: Line
    residue: Annotated[list[Line], Meta(max_length=LINES)]
    lost_rows: Annotated[list[Line], Meta(max_length=LINES)]
    provided: Annotated[list[Line], Meta(max_length=LINES)]


class Heard(_Strict, frozen=True):
    """What is reported of one migration; it holds for the bytes with this hash and no others."""

    tag: Short
    hash: Digest
    ran: Ran
    back: WayBack
    changes: Annotated[list[Told], Meta(max_length=CHANGES)]
    effect: Effect
    found: Annotated[list[Seen], Meta(max_length=FOUND)]
    refuted: Annotated[list[Seen], Meta(max_length=FOUND)]
    tables: Annotated[list[Table], Meta(max_length=TABLES)]
    failure: Told | None = None


class Testimony(_Strict, frozen=True):
    """The whole report. `version` is that of this shape, `server` the PostgreSQL that ran the SQL."""

    version: Literal[1]
    sterna: Short
    server: Short
    migrations: Annotated[list[Heard], Meta(max_length=MOST)]
    left_out: Annotated[list[LeftOut], Meta(max_length=4)] = []


def encode(told: Testimony) -> bytes:
    """Return the file; raise Problem when it would not be accepted."""
    raw = msgspec.json.encode(told) + b"\n"
    decode(raw)
    return raw


def decode(raw: bytes) -> Testimony:
    """Read the file; raise Problem for everything that is not exactly of its shape."""
    if len(raw) > LIMIT:
        raise Problem(f"The report has {len(raw)} bytes; more than {LIMIT} are not accepted.", where=NAME)
    try:
        return msgspec.json.decode(raw, type=Testimony)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Problem(f"The report is not of its shape: {error}.", where=NAME) from error


# Words like these can be no markup, no link, no mention and no reference.
_WORDS: Final = re.compile(r"(?!.*(?:www\.|GH-))[A-Za-z0-9 ,.;:()'…-]*", re.IGNORECASE | re.DOTALL)


def sentence(told: Told) -> Sentence:
    """Return a sentence of the report; what could be more than words becomes code."""
    parts: list[str | Code | Name] = []
    for number, (sort, text) in enumerate(told):
        if sort == "word" and _WORDS.fullmatch(text) and (number or not _LEADING.match(text)):
            parts.append(text)
        else:
            parts.append(Name(text) if sort == "name" else Code(text))
    return Sentence(tuple(parts))


# At the start of a line these would begin a list, a heading or a rule.
_LEADING: Final = re.compile(r"\s*(?:[-+=]|\d+[.)])|\s{4}")


def told(said: Sentence) -> list[tuple[Literal["word", "code", "name"], str]]:
    """Return the parts of a sentence, cut where they are too long."""
    found: list[tuple[Literal["word", "code", "name"], str]] = []
    for part in said.parts[:PARTS]:
        if isinstance(part, str):
            found.append(("word", part[:LINE]))
        else:
            found.append(("name" if isinstance(part, Name) else "code", part.text[:LINE]))
    return found
