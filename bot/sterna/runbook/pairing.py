"""Which row of the tracking table belongs to which entry of the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sterna.history.model import Entry, Migration
from sterna.runbook.tracking import Row


def pair(
    entries: Sequence[Entry],
    migrations: Sequence[Migration | None],
    rows: Sequence[Row],
    done: Mapping[int, Row] | None = None,
    unit: int = 1,
) -> dict[int, Row]:
    """Give each entry at most one row, the surest first: hash and time, then a hash that is the only one, then time.

    By hash before time, because Drizzle 1.0 writes times in whole seconds, and people write others. Entries that are
    `done` get none; times are the same when they are in the same `unit` of milliseconds.
    """
    pairs: dict[int, Row] = dict(done or {})
    free = list(rows)

    def take(number: int, row: Row) -> None:
        pairs[number] = row
        free.remove(row)

    def timely(row: Row, entry: Entry) -> bool:
        return row.created_at is not None and row.created_at // unit == entry.when // unit

    def hashed(number: int) -> str:
        migration = migrations[number]
        return "" if migration is None else migration.hash

    for number, entry in enumerate(entries):
        both = [row for row in free if row.hash == hashed(number) and timely(row, entry)]
        if number not in pairs and both:
            take(number, both[0])
    for alone in (True, False):
        if not alone:
            for number, entry in enumerate(entries):
                timed = [row for row in free if timely(row, entry)]
                if number not in pairs and timed:
                    take(number, timed[0])
        for number in range(len(entries)):
            same = [row for row in free if row.hash == hashed(number)]
            rivals = [other for other in range(len(entries)) if other not in pairs and hashed(other) == hashed(number)]
            if number not in pairs and same and (not alone or (len(same) == 1 and len(rivals) == 1)):
                take(number, same[0])
    return {number: row for number, row in pairs.items() if number not in (done or {})}
