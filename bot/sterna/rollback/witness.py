"""The independent witness: what `pg_dump --schema-only` prints before and after, compared as text.

It shares no code with the catalog reader that wrote the rollback. Nothing is left out of the dump: owners, grants,
comments and storage count as well.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Likeness(StrEnum):
    """How alike two dumps are."""

    EXACT = "exact"
    COLUMN_ORDER = "column order"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two dumps are, and the lines that stand in only one: `- ` was there before, `+ ` is there now.

    `differing` holds the entries of either dump that the other does not have.
    """

    likeness: Likeness
    residue: tuple[str, ...] = ()
    differing: frozenset[str] = frozenset()

    @property
    def alike(self) -> bool:
        """Tell whether the schema is the same, perhaps but for the order of columns."""
        return self.likeness is not Likeness.DIFFERS


_ENTRY = re.compile(r"(?m)^(?=--\n-- Name: )")
# The header of an entry says its kind; what stands in the body of a function or in a comment must not be taken for one.
_HEADER = r"--\n-- Name: [^\n]*; Type: {kind}; Schema: [^\n]*\n--\n\n"
_ACCESS = re.compile(
    _HEADER.format(kind="(?:DEFAULT )?ACL") + r"(?:(?:GRANT|REVOKE|ALTER DEFAULT PRIVILEGES) [^\n]*;\n?)+"
)
_COLUMNS = re.compile(
    _HEADER.format(kind="(?:TABLE|FOREIGN TABLE|TYPE)")
    + r"CREATE (?:(?:UNLOGGED |FOREIGN )?TABLE [^\n]*\(|TYPE [^\n]* AS \()\n(?P<body>.*?)\n\)",
    re.DOTALL,
)
_COLUMN = re.compile(r",\n(?=(?:    |\t)\S)")
_NAME = r'(?:[a-z_][a-z0-9_$]*|"[^",\n]+")'
_STATISTICS = re.compile(
    _HEADER.format(kind="STATISTICS") + rf"CREATE STATISTICS [^\n]*? ON (?P<columns>{_NAME}(?:, {_NAME})+)(?=,| FROM )"
)
MOST_LINES = 40


def compare(before: str, after: str) -> Comparison:
    """Compare two dumps entry by entry; the order of entries does not count, nor that of lines of one ACL."""
    if before == after:
        return Comparison(Likeness.EXACT)
    old, new = Counter(map(_entry, entries(before))), Counter(map(_entry, entries(after)))
    if old == new:
        return Comparison(Likeness.EXACT)
    loose_old, loose_new = _loosely(old), _loosely(new)
    if loose_old == loose_new:
        return Comparison(Likeness.COLUMN_ORDER, _lines(old - new, new - old))
    lines = _lines(loose_old - loose_new, loose_new - loose_old)
    return Comparison(Likeness.DIFFERS, lines, frozenset((old - new) | (new - old)))


def entries(dump: str) -> list[str]:
    """Cut a dump into its entries, the settings at its head first."""
    return [entry.strip() for entry in _ENTRY.split(dump)]


def _entry(text: str) -> str:
    # pg_dump prints the grants of an object in the order in which they stand in its ACL.
    return "\n".join(sorted(text.split("\n"))) if _ACCESS.fullmatch(text) else text


def _loosely(entries: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for entry, count in entries.items():
        found[_sorted_columns(entry)] += count
    return found


def _sorted_columns(entry: str) -> str:
    if match := _STATISTICS.match(entry):
        # PostgreSQL prints them in the order of the table.
        columns = sorted(match["columns"].split(", "))
        return entry[: match.start("columns")] + ", ".join(columns) + entry[match.end("columns") :]
    match = _COLUMNS.match(entry)
    if match is None:
        return entry
    lines = sorted(line.rstrip(",") for line in _COLUMN.split(match["body"]))
    # What is said of single columns stands below, in the order of the columns too.
    rest = "\n".join(sorted(entry[match.end("body") :].split("\n")))
    return entry[: match.start("body")] + ",\n".join(lines) + rest


def _lines(gone: Counter[str], come: Counter[str]) -> tuple[str, ...]:
    old = Counter(line for entry in gone.elements() for line in entry.split("\n") if _says(line))
    new = Counter(line for entry in come.elements() for line in entry.split("\n") if _says(line))
    lines = [f"- {line.strip()}" for line in (old - new).elements()] + [
        f"+ {line.strip()}" for line in (new - old).elements()
    ]
    if not lines:
        lines = ["the same lines stand in another order"]
    return tuple(lines[:MOST_LINES])


def _says(line: str) -> bool:
    return bool(line.strip()) and line != "--"
