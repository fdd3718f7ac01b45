"""Where a database stands in a history: each migration with its row, and what Drizzle will do about it next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from sterna.history.model import Entry, Fault, History, Migration
from sterna.runbook.pairing import pair
from sterna.runbook.tracking import Row
from sterna.sql.split import BREAKPOINT

_SECOND: Final = 1000


class State(StrEnum):
    """What is true of a migration in a database. The value is the word that people and programs read."""

    APPLIED = "applied"
    PENDING = "pending"
    SKIPPED = "skipped"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the history in the database.

    `migration` is None where its SQL cannot be had; `fault` says why. `row` is its row, None where it is not tracked.
    `why` says in a sentence what is not as it should be: why Drizzle will skip it, how it differs from its row.
    """

    tag: str
    when: int
    state: State
    migration: Migration | None = None
    row: Row | None = None
    fault: Fault | None = None
    edited: bool = False
    why: tuple[str, ...] = ()

    @property
    def wrong(self) -> bool:
        """Tell whether somebody should look at it."""
        return bool(self.why) or self.fault is not None or self.state in (State.SKIPPED, State.AGAIN)


@dataclass(frozen=True, slots=True)
class Position:
    """All entries of the history in its order, and the rows that belong to none of them.

    `newest` is the row by which Drizzle 0.x tells what is pending; None in an empty table. `named` says that it is
    Drizzle 1.0 that reads the table, and goes by names.
    """

    places: tuple[Place, ...]
    unknown: tuple[Row, ...]
    newest: Row | None
    named: bool = False

    def of(self, *states: State) -> tuple[Place, ...]:
        """Return the entries in these states, in the order of the history."""
        return tuple(place for place in self.places if place.state in states)

    @property
    def applied(self) -> tuple[Place, ...]:
        """Return the entries that have a row; where Drizzle goes by names, in the order in which they were applied."""
        found = [place for place in self.places if place.row is not None]
        return tuple(sorted(found, key=lambda place: place.row.id if place.row else 0) if self.named else found)

    @property
    def foreign(self) -> bool:
        """Tell whether there are rows and none is of this history: a folder, or a database, of another project."""
        return bool(self.unknown) and not self.applied

    @property
    def late(self) -> frozenset[str]:
        """Return the tags of pending entries that stand before one that is applied, and run after it all the same."""
        last = max((number for number, place in enumerate(self.places) if place.row is not None), default=-1)
        return frozenset(place.tag for place in self.places[: last + 1] if place.state is State.PENDING)

    @property
    def wrong(self) -> bool:
        """Tell whether anything is not as it should be; that something is pending is not wrong."""
        return bool(self.unknown) or any(place.wrong for place in self.places)


def newest(rows: Iterable[Row]) -> Row | None:
    """Return the row that `ORDER BY created_at DESC LIMIT 1` gives: an empty `created_at` comes first."""
    return max(rows, key=lambda row: (row.created_at is None, row.created_at or 0), default=None)


def watermark(rows: Sequence[Row]) -> int | None:
    """Return the time, in milliseconds, after which Drizzle 0.x takes entries for pending; None for an empty table."""
    last = newest(rows)
    return None if last is None else last.created_at or 0


def locate(history: History, rows: Sequence[Row]) -> Position:
    """Find the row of each entry, and say what Drizzle will do with each: 0.x with a journal, 1.0 with folders."""
    if history.named:
        return _by_name(history, rows)
    journal = history.entries
    migrations = _migrations(history, journal)
    pairs = pair(journal, migrations, rows)
    last = newest(rows)
    mark = watermark(rows)
    faults = {fault.tag: fault for fault in history.faults if fault.fatal and fault.tag}
    tags = {id(row): journal[number].tag for number, row in pairs.items()}
    label = "" if last is None else tags.get(id(last), "which no migration here has")
    places = []
    for number, entry in enumerate(journal):
        row = pairs.get(number)
        runs = mark is None or mark < entry.when
        state = (State.AGAIN if runs else State.APPLIED) if row else (State.PENDING if runs else State.SKIPPED)
        place = Place(entry.tag, entry.when, state, migrations[number], row, faults.get(entry.tag))
        places.append(_told(place, last, label))
    used = {id(row) for row in pairs.values()}
    return Position(tuple(places), tuple(row for row in rows if id(row) not in used), last)


def _by_name(history: History, rows: Sequence[Row]) -> Position:
    """Go by names, as Drizzle 1.0 does; a row that it takes for nothing or for another is told as well."""
    migrations = _migrations(history, history.entries)
    faults = {fault.tag: fault for fault in history.faults if fault.fatal and fault.tag}
    hashes = {migration.tag: migration.hash for migration in history.migrations}
    taken = {row.id: _taken(history.entries, hashes, row) for row in rows}
    own: dict[int, Row] = {}
    for number, (entry, migration) in enumerate(zip(history.entries, migrations, strict=True)):
        mine = [row for row in rows if taken[row.id] == entry.tag]
        # Of several that bear one name, the others may be those of other migrations.
        mine.sort(key=lambda row: migration is None or row.hash != migration.hash)
        if mine:
            own[number] = mine[0]
    used = {row.id for row in own.values()}
    others = pair(history.entries, migrations, [row for row in rows if row.id not in used], own, unit=_SECOND)
    places = []
    for number, entry in enumerate(history.entries):
        row = own.get(number) or others.get(number)
        state = State.APPLIED if number in own else State.AGAIN if number in others else State.PENDING
        migration = migrations[number]
        why = []
        edited = row is not None and migration is not None and row.hash != migration.hash
        if edited and row is not None and migration is not None:
            why.append(_edit(row, migration))
        if state is State.AGAIN and row is not None:
            why.append(f"Drizzle will run it again: {_mistaken(row, taken[row.id])}")
        places.append(Place(entry.tag, entry.when, state, migration, row, faults.get(entry.tag), edited, tuple(why)))
    used |= {row.id for row in others.values()}
    return Position(tuple(places), tuple(row for row in rows if row.id not in used), newest(rows), named=True)


def _taken(entries: Sequence[Entry], hashes: Mapping[str, str], row: Row) -> str:
    """Return the migration that Drizzle 1.0 takes a row for, empty for none.

    A table of 0.x gets its names at the first run of 1.0: by the second, by the hash only where that leaves a choice.
    """
    if row.name is not None:
        return row.name
    if row.created_at is not None:
        same = [entry.tag for entry in entries if entry.when // _SECOND == row.created_at // _SECOND]
        if len(same) == 1:
            return same[0]
        if same:
            return next((tag for tag in same if hashes.get(tag) == row.hash), "")
    return next((tag for tag, digest in reversed([*hashes.items()]) if digest == row.hash), "")


def _mistaken(row: Row, taken: str) -> str:
    if row.name is None and not taken:
        return f"it finds no migration for row {row.id}"
    if row.name is None:
        return f"it takes row {row.id} for {taken}, which falls into the same second"
    return f"row {row.id} bears {f'the name {row.name}' if row.name else 'no name'}"


def as_run(history: History, position: Position) -> History:
    """Return the history in the order in which this database runs it: what is applied, then what is pending.

    With Drizzle 1.0 a folder that was merged late runs after others that stand after it.
    """
    if not position.named:
        return history
    order = {place.tag: number for number, place in enumerate(position.applied)}
    there = sorted(history.migrations, key=lambda one: order.get(one.tag, len(order)))
    return replace(history, migrations=tuple(replace(one, index=number) for number, one in enumerate(there)))


def instant(milliseconds: int) -> str:
    """Return a time in milliseconds since 1970 as people read it, in UTC; out of range it stays a number."""
    try:
        return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (OverflowError, ValueError, OSError):
        return str(milliseconds)


def _migrations(history: History, journal: Sequence[Entry]) -> list[Migration | None]:
    """Pair entries and migrations, which come in the same order but may lack some; a tag may be there twice."""
    left = list(history.migrations)
    found: list[Migration | None] = []
    for entry in journal:
        here = left and (left[0].tag, left[0].when) == (entry.tag, entry.when)
        found.append(left.pop(0) if here else None)
    return found


def _told(place: Place, last: Row | None, label: str) -> Place:
    """Add what is to be said of an entry; `label` is whose row the newest one is."""
    row, migration = place.row, place.migration
    why = []
    edited = row is not None and migration is not None and row.hash != migration.hash
    if edited and row is not None and migration is not None:
        why.append(_edit(row, migration))
    if row is not None and row.created_at != place.when:
        kept = "empty" if row.created_at is None else str(row.created_at)
        why.append(f"its row has created_at {kept}, and the journal says {place.when}")
    if place.state is State.SKIPPED and last is not None:
        why.append(
            f"its `when` ({place.when}) is not after that of the newest row ({last.created_at}, {label}), so "
            "Drizzle skips it in silence"
        )
    if place.state is State.AGAIN and last is not None:
        cause = "a row without created_at comes first" if last.created_at is None else "the newest row is older"
        why.append(f"Drizzle will run it again: {cause}")
    return replace(place, edited=edited, why=tuple(why))


def _edit(row: Row, migration: Migration) -> str:
    text = BREAKPOINT.join(migration.chunks)
    lf = text.replace("\r\n", "\n")
    ends = {sha256(one.encode()).hexdigest() for one in (lf, lf.replace("\n", "\r\n"))}
    if row.hash in ends:
        return "its line ends are others than when it was applied (LF or CRLF); the SQL is the same"
    return f"the file was edited after it was applied: its hash is {migration.hash[:12]}, its row says {row.hash[:12]}"
