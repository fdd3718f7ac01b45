"""What the conditions of a table allow, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sterna.rollback.rows.condition import TRIES
from sterna.rollback.rows.ground import NULL, Choice, Ground, Manner, Row, Spot, own_text, pick
from sterna.rollback.rows.savepoint import Refused
from sterna.rollback.rows.search import candidates, passing
from sterna.rollback.rows.table import Bundle, Table
from sterna.sql.quote import literal

_OFFERED: Final = {1: 120, 2: 22, 3: 8, 4: 6}
_OFFERED_MANY: Final = 5
_HASHED: Final = 60
_MOST: Final = 40
"""Columns that conditions may hold together before nothing is searched for them."""


def fit(ground: Ground, table: Table, count: int, manner: Manner) -> list[Row]:
    """Return for each row the columns that conditions name; a row beyond what was found stays empty."""
    oid = table.relation.oid
    if oid not in ground.passes:
        ground.passes[oid] = [_search(ground, table, bundle, count) for bundle in table.bundles]
    rows: list[Row] = [{} for _ in range(count)]
    for bundle, passes in zip(table.bundles, ground.passes[oid], strict=True):
        turned = passes[manner.offset % len(passes) :] + passes if passes else []
        taken: list[Choice] = []
        for number, row in enumerate(rows):
            spot = Spot(number, last=number == count - 1 and count > 1)
            choice = _best(turned, bundle, table, taken, (spot, manner))
            if choice is None:
                break
            taken.append(choice)
            row.update(
                (column.name, NULL if one is None else one)
                for column, one in zip(bundle.columns, choice, strict=True)
                if column in table.columns and column.name not in table.counted
            )
    return rows


def _best(
    passes: Sequence[Choice], bundle: Bundle, table: Table, taken: Sequence[Choice], where: tuple[Spot, Manner]
) -> Choice | None:
    spot, manner = where
    apart = [place for place, column in enumerate(bundle.columns) if column.name in table.distinct]

    def cost(choice: Choice) -> tuple[int, int, int]:
        repeated = sum(choice[place] == other[place] for place in apart for other in taken)
        nulls = sum(one is None for one in choice)
        changed = sum(one != first for other in taken[:1] for one, first in zip(choice, other, strict=True))
        if spot.last:
            return repeated, -nulls, -changed
        return repeated, -nulls if manner.bare else nulls, changed if manner.paired else -changed

    return min(passes, key=cost, default=None)


def _search(ground: Ground, table: Table, bundle: Bundle, count: int) -> list[Choice]:
    """Return what the conditions of a bundle let pass: first of what they name, then of guesses."""
    found: list[Choice] = []
    for guesses in (False, True):
        if len(bundle.columns) > _MOST or ground.over:
            break
        try:
            found = passing(ground.connection, bundle, _offers(ground, table, bundle, guesses=guesses), ground.until)
        except Refused:
            break
        if _enough(found, bundle, table, count):
            break
    return found


def _enough(found: Sequence[Choice], bundle: Bundle, table: Table, count: int) -> bool:
    apart = [place for place, column in enumerate(bundle.columns) if column.name in table.distinct]
    return len(found) > 1 and all(len({one[place] for one in found} - {None}) >= count for place in apart)


def _offers(ground: Ground, table: Table, bundle: Bundle, *, guesses: bool) -> list[list[str | None]]:
    inner = {table.relation.oid, *table.relation.parents}
    linked = {column: link for link in table.links if link.parent not in inner for column in link.columns}
    # Keys of rows that come with this one: nobody knows them yet.
    unknown = {
        column
        for link in table.links
        if link.parent in inner
        for column in link.columns
        if column not in link.keys and column not in linked
    }
    # One value in so many lands in a hash partition.
    hashed = any("satisfies_hash_partition" in held.text for held in bundle.conditions)
    places = [(False, place) for place in range(_HASHED if hashed else 3)]
    if len(bundle.columns) == 1:
        places.insert(0, (True, 0))
    own = [
        (
            column,
            [
                *(
                    text
                    for wide, place in places
                    if (text := own_text(ground.values, column, place, wide=wide)) is not None
                ),
                *(TRIES if guesses else ()),
            ],
        )
        for column in bundle.columns
        if column.name not in {*unknown, *linked, *table.counted} and column not in table.identities
    ]
    texts = candidates(ground.connection, bundle, own)
    limit = _OFFERED.get(len(bundle.columns), _OFFERED_MANY)
    offered: list[list[str | None]] = []
    for column in bundle.columns:
        nullable = column.name in table.nullable
        found: list[str | None] = list(texts.get(column.name, [])[: limit - nullable])
        if column.name in table.counted or column in table.identities:
            found = [literal(str(nth)) for nth in (1, 2, 3)]
        elif (link := linked.get(column.name)) is not None:
            key = link.keys[link.columns.index(column.name)]
            rows = 0 if link in ground.late else min(ground.held.get(link.parent, 0), 3)
            found = [pick(ground, link, key, place, {}) for place in range(rows)]
        offered.append([*found, None] if nullable else found)
    return offered
