"""How many rows are seen in tables."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from sterna.postgres.catalog import Relation
from sterna.postgres.connection import Connection
from sterna.rollback.rows.savepoint import Refused, attempt
from sterna.sql.quote import name

_CHUNK: Final = 100
_ENOUGH: Final = 100


def counts(connection: Connection, relations: Sequence[Relation]) -> dict[int, int]:
    """Return for each table how many rows are seen in it, up to _ENOUGH; foreign tables are not looked at."""
    found = dict.fromkeys((one.oid for one in relations), 0)
    readable = [one for one in relations if one.kind in "rp"]
    for start in range(0, len(readable), _CHUNK):
        chunk = readable[start : start + _CHUNK]
        try:
            rows = attempt(connection, " UNION ALL ".join(_count(one) for one in chunk))
        except Refused:
            rows = []
            for one in chunk:
                with suppress(Refused):
                    rows += attempt(connection, _count(one))
        found.update((int(oid or 0), int(count or 0)) for oid, count in rows)
    return found


def _count(one: Relation) -> str:
    source = name(one.schema, one.name) if one.kind == "p" else f"ONLY {name(one.schema, one.name)}"
    return f"SELECT {one.oid}, (SELECT count(*) FROM (SELECT FROM {source} LIMIT {_ENOUGH}) x)"
