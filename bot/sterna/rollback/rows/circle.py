"""Foreign keys that point to rows of the same statement: to the own table, or round a circle of tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sterna.rollback.rows.ground import NULL, Blocked, Ground, Manner, Row
from sterna.rollback.rows.link import Link
from sterna.rollback.rows.table import Table

_FIRST: Final = {"smallint": 10_000}
_FIRST_OF_OTHERS: Final = 1_000_000


def close(
    ground: Ground,
    group: Mapping[int, Table],
    inner: Mapping[int, int],
    rows: Mapping[int, list[Row]],
    manner: Manner,
) -> None:
    """Give the rows the keys of rows that come with them; raise Blocked when key follows key and none has a value.

    `inner` says which table of the group stands for a target.
    """
    waiting = [link for one in group.values() for link in one.links if link.parent in inner and link not in ground.late]
    while waiting:
        ready = [link for link in waiting if _known(group[inner[link.parent]], rows[inner[link.parent]], link, manner)]
        if not ready:
            raise Blocked("its keys are foreign keys that lead in a circle")
        for link in ready:
            _give(
                link, group[link.child], rows[link.child], group[inner[link.parent]], rows[inner[link.parent]], manner
            )
        waiting = [link for link in waiting if link not in ready]


def counting(table: Table, link: Link) -> set[str]:
    """Return the keys of a link that the target counts by itself, so that they are not known before it is filled."""
    return set(link.keys) & (table.counted | {column.name for column in table.identities})


def _known(target: Table, rows: list[Row], link: Link, manner: Manner) -> bool:
    by_itself = counting(target, link)
    return (link.soft and manner.bare) or all(key in row or key in by_itself for key in link.keys for row in rows)


def _give(link: Link, table: Table, rows: list[Row], target: Table, targets: list[Row], manner: Manner) -> None:
    for number, row in enumerate(rows):
        if link.soft and (manner.bare or (number == len(rows) - 1 and number)):
            row.update({column: NULL for column in link.columns if column in table.nullable and column not in row})
        waiting = [pair for pair in zip(link.columns, link.keys, strict=True) if pair[0] not in row]
        if not waiting:
            continue
        chosen = _chosen(link, table, number, row, targets, own=table is target)
        for column, key in waiting:
            if key not in targets[chosen]:
                _number(target, key, targets)
            row[column] = targets[chosen][key]


def _chosen(link: Link, table: Table, number: int, row: Row, targets: list[Row], *, own: bool) -> int:
    """Return which target a row points to: another row if possible, one that agrees in the columns given already."""
    given = [pair for pair in zip(link.columns, link.keys, strict=True) if pair[0] in row]
    last_first = [*range(len(targets) - 1, -1, -1)]
    next_first = [(number + step) % len(targets) for step in range(1, len(targets) + 1)]
    for place in next_first if set(link.columns) & table.distinct else last_first:
        if (not own or place != number) and all(row[column] == targets[place].get(key) for column, key in given):
            return place
    return min(number, len(targets) - 1)


def _number(table: Table, key: str, rows: list[Row]) -> None:
    """Give the rows numbers of our own, far from where the sequence counts."""
    column = next(one for one in (*table.columns, *table.identities) if one.name == key)
    first = _FIRST.get(column.type, _FIRST_OF_OTHERS)
    for number, row in enumerate(rows):
        row[key] = str(first + number)
