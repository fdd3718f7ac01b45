"""The entries of a Drizzle journal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from pathlib import Path
from typing import Final, TypeGuard

from sterna.history.markers import markers
from sterna.history.model import Entry, Fault
from sterna.problem import Problem

_DECODER: Final = JSONDecoder()
_ENTRIES: Final = re.compile(r'(?<!\\)"entries"\s*:\s*\[')
_BETWEEN: Final = re.compile(r"[\s,]*")
_KEYS: Final = frozenset({"version", "dialect", "entries"})
_ENTRY_KEYS: Final = frozenset({"idx", "version", "when", "tag", "breakpoints"})
_DIALECTS: Final = frozenset({"pg", "postgresql"})
_OTHER_DATABASES: Final = frozenset({"mysql", "sqlite", "turso", "singlestore", "gel", "mssql", "cockroach"})
_VERSIONS: Final = frozenset({"5", "6", "7"})
# Beyond this a number is no exact double, so JavaScript would read another one.
_LARGEST: Final = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a journal in its order, and what is wrong with their form."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def parse(raw: bytes, path: Path) -> Entries:
    """Read the text of a journal.

    Unknown keys and values of the wrong type are faults; an entry without a usable tag is left out.
    Raises Problem if the text is no journal at all, or that of another database.
    """
    journal, text = _json(raw, path)
    faults = list(_header_faults(journal, path))
    items = journal.get("entries")
    if not isinstance(items, list):
        raise Problem(
            "The Drizzle journal has no list of entries.",
            where=str(path),
            do='It must hold `"entries": [...]`. Take the file from the last commit in which it did.',
        )
    lines = _entry_lines(text, len(items))
    entries = []
    for position, (item, line) in enumerate(zip(items, lines, strict=True)):
        entry, wrong = _entry(item, position, line, path)
        faults += wrong
        if entry is not None:
            entries.append(entry)
    return Entries(tuple(entries), tuple(faults))


def _json(raw: bytes, path: Path) -> tuple[dict[str, object], str]:
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = markers(text)
    if lines:
        raise Problem(
            "The Drizzle journal holds the marks of a merge conflict.",
            where=f"{path}, lines {', '.join(map(str, lines))}",
            do="Keep the entries of both sides, each with an idx and a `when` of its own, and take the marks away.",
        )
    try:
        journal = _DECODER.decode(text)
    except JSONDecodeError as error:
        raise Problem(
            f"The Drizzle journal is not JSON: {error.msg}.",
            where=f"{path}:{error.lineno}:{error.colno}",
            do="Repair the file, or take it from the last commit in which it was whole.",
        ) from error
    except RecursionError as error:
        raise Problem("The Drizzle journal is not a journal: it is nested too deeply.", where=str(path)) from error
    if not isinstance(journal, dict):
        raise Problem(
            "The Drizzle journal is JSON but not an object.",
            where=str(path),
            do="Take the file from the last commit in which it was whole.",
        )
    return journal, text


def _header_faults(journal: dict[str, object], path: Path) -> list[Fault]:
    dialect, version = journal.get("dialect"), journal.get("version")
    if isinstance(dialect, str) and dialect in _OTHER_DATABASES:
        raise Problem(
            f"This Drizzle journal is for {dialect}, not for PostgreSQL.",
            where=str(path),
            do="Name the migrations folder of the PostgreSQL database.",
        )
    faults = [
        Fault(
            "unknown-journal-key",
            f"The journal has a key that Drizzle does not know: {key!r}.",
            path,
            do="Take it away; drizzle-kit may drop it or fail on it.",
        )
        for key in journal
        if key not in _KEYS
    ]
    if dialect not in _DIALECTS:
        faults.append(
            Fault(
                "wrong-dialect",
                f"The journal's dialect is {dialect!r}; for PostgreSQL it is 'postgresql' ('pg' before 0.21).",
                path,
                do='Write `"dialect": "postgresql"`.',
            )
        )
    if version not in _VERSIONS:
        faults.append(
            Fault(
                "unknown-journal-version",
                f"The journal's version is {version!r}; 5, 6 and 7 are known.",
                path,
                do="Check that drizzle-kit 0.x wrote the file; its entries are read all the same.",
            )
        )
    return faults


def _entry(item: object, position: int, line: int, path: Path) -> tuple[Entry | None, list[Fault]]:
    """Read one entry; without a tag there is none."""
    if not isinstance(item, dict):
        return None, [_wrong(f"Entry {position} of the journal is not an object.", path, line)]
    tag, idx, when = item.get("tag"), item.get("idx"), item.get("when")
    named = tag if isinstance(tag, str) else ""
    faults = [
        Fault(
            "unknown-journal-key",
            f"Entry {position} of the journal has a key that Drizzle does not know: {key!r}.",
            path,
            line,
            named,
            "Take it away; drizzle-kit may drop it or fail on it.",
        )
        for key in item
        if key not in _ENTRY_KEYS
    ]
    if not isinstance(tag, str) or not tag:
        return None, [*faults, _wrong(f"Entry {position} of the journal has no tag.", path, line)]
    if not _is_whole(idx):
        faults.append(_wrong(f"The idx of {tag} is {idx!r}, not a whole number.", path, line, tag, fatal=False))
    if not _is_whole(when):
        faults.append(_wrong(f"The `when` of {tag} is {when!r}, not a whole number of milliseconds.", path, line, tag))
    for key, sort, words in (("version", str, "a string"), ("breakpoints", bool, "true or false")):
        if key in item and not isinstance(item[key], sort):
            message = f"The {key} of {tag} is {item[key]!r}, not {words}."
            faults.append(_wrong(message, path, line, tag, fatal=False))
    return Entry(idx if _is_whole(idx) else position, when if _is_whole(when) else 0, tag, line), faults


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST


def _wrong(message: str, path: Path, line: int, tag: str = "", *, fatal: bool = True) -> Fault:
    return Fault(
        "wrong-journal-entry", message, path, line, tag, "Take the entry as drizzle-kit wrote it from git.", fatal
    )


def _entry_lines(text: str, count: int) -> list[int]:
    """Return the line on which each entry begins, or zeros if they cannot be told."""
    opened = _ENTRIES.search(text)
    lines: list[int] = []
    at = opened.end() if opened else len(text)
    counted, line = 0, 1
    while len(lines) < count:
        at = _skip(text, at)
        line += text.count("\n", counted, at)
        counted = at
        try:
            at = _DECODER.raw_decode(text, at)[1]
        except JSONDecodeError:
            return [0] * count
        lines.append(line)
    return lines


def _skip(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
