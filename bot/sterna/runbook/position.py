"""Where a database stands in a history: each migration with its row, and what Drizzle will do about it next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

from sterna.history.model import Entry, Fault, History, Migration
from sterna.runbook.tracking import Row
from sterna.sql.split import BREAKPOINT


class State(StrEnum):
    """What is true of a migration in a database. The value is the word that people and programs read."""

    APPLIED = "applied"
    PENDING = "pending"
    SKIPPED = "skipped"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the journal in the database.

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
    """All entries of the journal in its order, and the rows that belong to none of them.

    `newest` is the row by which Drizzle 0.x tells what is pending; None in an empty table.
    """

    places: tuple[Place, ...]
    unknown: tuple[Row, ...]
    newest: Row | None

    def of(self, *states: State) -> tuple[Place, ...]:
        """Return the entries in these states, in the order of the journal."""
        return tuple(place for place in self.places if place.state in states)

    @property
    def applied(self) -> tuple[Place, ...]:
        """Return the entries that have a row."""
        return tuple(place for place in self.places if place.row is not None)

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
    """Find the row of each entry, and say what Drizzle 0.x will do with each."""
    journal = history.entries
    migrations = _migrations(history, journal)
    pairs = _pair(journal, migrations, rows)
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


def _pair(journal: Sequence[Entry], migrations: Sequence[Migration | None], rows: Sequence[Row]) -> dict[int, Row]:
    """Give each entry at most one row, the surest first: hash and time, then a hash that is the only one, then time.

    By hash before time, because Drizzle 1.0 writes times in whole seconds, and people write others.
    """
    pairs: dict[int, Row] = {}
    free = list(rows)

    def take(number: int, row: Row) -> None:
        pairs[number] = row
        free.remove(row)

    def hashed(number: int) -> str:
        migration = migrations[number]
        return "" if migration is None else migration.hash

    for number, entry in enumerate(journal):
        both = [row for row in free if row.hash == hashed(number) and row.created_at == entry.when]
        if both:
            take(number, both[0])
    for alone in (True, False):
        if not alone:
            for number, entry in enumerate(journal):
                timed = [row for row in free if row.created_at == entry.when]
                if number not in pairs and timed:
                    take(number, timed[0])
        for number in range(len(journal)):
            same = [row for row in free if row.hash == hashed(number)]
            rivals = [other for other in range(len(journal)) if other not in pairs and hashed(other) == hashed(number)]
            if number not in pairs and same and (not alone or (len(same) == 1 and len(rivals) == 1)):
                take(number, same[0])
    return pairs


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
