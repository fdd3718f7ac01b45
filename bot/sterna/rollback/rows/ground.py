"""What the planning of rows shares."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from sterna.postgres.catalog import Column
from sterna.postgres.connection import Connection
from sterna.rollback.rows.link import Link
from sterna.rollback.rows.table import constant
from sterna.rollback.rows.values import Values
from sterna.sql.quote import name

NULL: Final = "NULL"

Row = dict[str, str]
"""An SQL expression for each column; a column that is not there gets its default."""

Choice = tuple[str | None, ...]
"""An SQL expression for each column of a bundle; None is NULL."""


class Blocked(Exception):
    """A table that cannot be filled, and why."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How to fill a table.

    `wide` values only just fit, `paired` rows are alike where they may be, `bare` rows hold only what they must.
    `offset` moves the values on, away from those of rows that are there already.
    """

    wide: bool = False
    paired: bool = False
    bare: bool = False
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """A row among those of a table: its number from 0, and whether it is the last of several, the one with NULLs."""

    number: int
    last: bool


@dataclass(frozen=True)
class Ground:
    """What rows are planned from: values by type, how many rows each table holds, which tables are partitioned.

    `names` are quoted, `labels` are for people. `late` links stay NULL at first. `passes` remembers what was found
    for the conditions of a table. `until` is the moment, by the monotonic clock, after which nothing is searched any
    more.
    """

    connection: Connection
    values: Values
    held: dict[int, int]
    names: Mapping[int, str]
    labels: Mapping[int, str]
    partitioned: Collection[int]
    late: Collection[Link]
    until: float
    passes: dict[int, list[list[Choice]]] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Tell whether the time for filling tables is over."""
        return monotonic() > self.until

    def source(self, oid: int) -> str:
        """Return the FROM item of a parent: the rows a foreign key may point to."""
        return self.names[oid] if oid in self.partitioned else f"ONLY {self.names[oid]}"


def pick(ground: Ground, link: Link, key: str, place: int, fixed: Mapping[str, str]) -> str:
    """Return SQL that reads a key of the parent's row number `place`, among the rows that agree with what is fixed."""
    source = ground.source(link.parent)
    known = [f"{name(other)} = {expression}" for other, expression in fixed.items()]
    known += [f"{name(other)} IS NOT NULL" for other in link.keys if other not in fixed]
    where = " AND ".join(known)
    sort = ", ".join(name(other) for other in link.keys)
    offset = str(place % max(ground.held.get(link.parent, 1), 1))
    if fixed:
        offset = f"(SELECT {place} % greatest(count(*), 1) FROM {source} WHERE {where})"
    return f"(SELECT {name(key)} FROM {source} WHERE {where} ORDER BY {sort} OFFSET {offset} LIMIT 1)"


def own_text(values: Values, column: Column, place: int, *, wide: bool) -> str | None:
    """Return the value of a column in the row number `place`, not what its default gives if that can be helped."""

    def say(nth: int) -> str | None:
        return values.text(column.type_oid, column.type, nth, word=column.name, salt=column.number, wide=wide)

    default = constant(column.default)
    return say(place + 2) if default is not None and say(1) == default else say(place + 1)
