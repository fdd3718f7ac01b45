"""A migration's SQL file: its bytes, its chunks, its statements, and what is wrong with it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from sterna.history.markers import markers
from sterna.history.model import MIGRATION, SNAPSHOT, Fault
from sterna.sql.split import BREAKPOINT, cut, spans
from sterna.sql.statement import Statement

_MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """What an SQL file holds: `chunks` as Drizzle sends them, Drizzle's `hash`, the statements."""

    hash: str
    chunks: tuple[str, ...]
    statements: tuple[Statement, ...]


def read(folder: Path, path: Path, tag: str, limit: int) -> tuple[Source | None, tuple[Fault, ...]]:
    """Read the SQL file of a tag and say what is wrong with it; no Source if its text cannot be had."""
    raw = contents(folder, path, limit, tag)
    if isinstance(raw, Fault):
        return None, (raw,)
    return parse(raw, path, tag)


def label(path: Path) -> str:
    """Return the name of a file; where Drizzle 1.0 gives all files one name, with that of their folder."""
    return f"{path.parent.name}/{path.name}" if path.name in (MIGRATION, SNAPSHOT) else path.name


def is_plain(name: str) -> bool:
    """Tell whether a name is that of something in the folder itself; the text of a pull request may name anything."""
    return name not in {"", ".", ".."} and name.isprintable() and not any(mark in name for mark in "/\\:")


def contents(folder: Path, path: Path, limit: int, tag: str) -> bytes | Fault:
    """Return the bytes of a file of the folder, or the fault that kept them from being read.

    A path that leaves the folder is not followed: in a pull request it may point at anything on the machine.
    """
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return Fault(
                "outside-folder",
                f"{label(path)} leads out of the migrations folder, so it was not read.",
                path,
                tag=tag,
                do="Put the file itself into the folder.",
                fatal=True,
            )
        # Without O_NONBLOCK the opening of a named pipe would wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return _unreadable(path, tag, "it is not a file")
            if status.st_size > limit:
                return _too_large(path, tag, status.st_size, limit)
            return file.read(limit + 1)
    except FileNotFoundError:
        return Fault(
            "missing-file",
            f"The journal names {tag}, but {label(path)} is not there. Drizzle stops at this, applied or not.",
            path,
            tag=tag,
            do=f"Bring {label(path)} back from git, or take the entry away if it was never applied anywhere.",
            fatal=True,
        )
    except OSError as error:
        return _unreadable(path, tag, (error.strerror or str(error)).lower())
    except RuntimeError:
        # What Path.resolve raises before Python 3.13 for links that lead in a circle.
        return _unreadable(path, tag, "its links lead in a circle")


def parse(raw: bytes, path: Path, tag: str) -> tuple[Source, tuple[Fault, ...]]:
    """Cut the bytes of a migration into chunks and statements.

    The hash is that of Drizzle: sha256 of the text that JavaScript decodes, where each invalid byte has become U+FFFD.
    """
    text = raw.decode("utf-8", "replace")
    digest = sha256(raw if _is_utf8(raw) else text.encode()).hexdigest()
    chunks = tuple(text.split(BREAKPOINT))
    if len(chunks) > 1 and _is_commented_out(text, chunks[0]):
        fault = Fault(
            "commented-out",
            f"All of {label(path)} is one comment with breakpoints inside. Drizzle sends the pieces one by one, "
            "and the first fails: unterminated /* comment.",
            path,
            1,
            tag,
            "Take the comment marks away so that an empty database gets this schema, and mark the migration as applied "
            "where the schema exists already.",
            fatal=True,
        )
        return Source(digest, chunks, ()), (*_text_faults(raw, text, path, tag), fault)
    statements: list[Statement] = []
    faults = list(_text_faults(raw, text, path, tag))
    line = column = 1
    for number, chunk in enumerate(chunks, 1):
        found = cut(chunk, path, chunk=number, first_number=len(statements) + 1, line=line, column=column)
        statements += found.statements
        # The first one only: a breakpoint inside a string breaks both halves, and Drizzle stops at the first.
        if found.flaw is not None and not any(fault.name == "unreadable-sql" for fault in faults):
            faults.append(
                Fault(
                    "unreadable-sql",
                    f"{found.flaw.message} ({path}:{found.flaw.line}:{found.flaw.column})",
                    path,
                    found.flaw.line,
                    tag,
                    _do_for_flaw(number, len(chunks)),
                    fatal=True,
                )
            )
        line, column = _after(chunk + BREAKPOINT, line, column)
    return Source(digest, chunks, tuple(statements)), tuple(faults)


def _text_faults(raw: bytes, text: str, path: Path, tag: str) -> list[Fault]:
    faults = []
    if not _is_utf8(raw):
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        faults.append(
            Fault(
                "not-utf-8",
                f"{label(path)} is not UTF-8. Drizzle puts U+FFFD for each byte it cannot read and runs the result.",
                path,
                line,
                tag,
                "Save the file as UTF-8.",
            )
        )
    if text.startswith("\ufeff"):
        faults.append(
            Fault(
                "bom",
                f"{label(path)} begins with a byte order mark, which PostgreSQL refuses as a syntax error.",
                path,
                1,
                tag,
                "Save the file as UTF-8 without a byte order mark.",
                fatal=True,
            )
        )
    if "\r\n" in text:
        faults.append(
            Fault(
                "crlf",
                f"{label(path)} has Windows line ends, so its hash is another than where the lines end with LF.",
                path,
                text.count("\n", 0, text.index("\r\n")) + 1,
                tag,
                "Put `*.sql text eol=lf` into .gitattributes and check the file out again.",
            )
        )
    lines = markers(text)
    if lines:
        faults.append(
            Fault(
                "conflict-markers",
                f"{label(path)} holds the marks of a merge conflict on lines {', '.join(map(str, lines))}.",
                path,
                lines[0],
                tag,
                "Resolve the conflict.",
                fatal=True,
            )
        )
    return faults


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_commented_out(text: str, first: str) -> bool:
    whole, broken = spans(text)
    return not whole and broken < 0 and spans(first)[1] >= 0


def _do_for_flaw(number: int, count: int) -> str:
    if count == 1:
        return "End it."
    return (
        f"End it within chunk {number}: Drizzle cuts at every `{BREAKPOINT}`, also inside strings and comments, "
        "and sends the pieces one by one."
    )


def _after(text: str, line: int, column: int) -> tuple[int, int]:
    """Return the place after a text that begins at a place."""
    lines = text.count("\n")
    return (line + lines, len(text) - text.rindex("\n")) if lines else (line, column + len(text))


def _too_large(path: Path, tag: str, size: int, limit: int) -> Fault:
    is_sql = path.suffix == ".sql"
    return Fault(
        "too-large",
        f"{label(path)} has {_amount(size)}; more than {_amount(limit)} is not read.",
        path,
        tag=tag,
        do="Load rows in another way than by a migration." if is_sql else "Bring the file back from git.",
        fatal=True,
    )


def _amount(size: int) -> str:
    return f"{size / _MIB:.1f} MiB" if size >= _MIB else f"{size} bytes"


def _unreadable(path: Path, tag: str, why: str) -> Fault:
    return Fault(
        "unreadable-file",
        f"{label(path)} cannot be read: {why}.",
        path,
        tag=tag,
        do="Let this user read the file, or put a file in its place.",
        fatal=True,
    )
