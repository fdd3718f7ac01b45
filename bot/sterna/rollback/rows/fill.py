"""Expressions that fill a re-created column, for rows whose real values are lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from sterna.postgres.catalog import Catalog, Column, Type
from sterna.rollback.rows import distinct
from sterna.rollback.rows.condition import condition, hints, mentioned, read
from sterna.rollback.rows.kinds import modifiers, plain_name
from sterna.rollback.rows.table import constant
from sterna.sql.quote import literal, name

_PLAIN: Final[Mapping[str, str]] = {
    "text": "''",
    "character varying": "''",
    "character": "''",
    '"char"': "''",
    "name": "''",
    "citext": "''",
    "smallint": "0",
    "integer": "0",
    "bigint": "0",
    "numeric": "0",
    "real": "0",
    "double precision": "0",
    "money": "0::money",
    "oid": "0::oid",
    "boolean": "false",
    "date": "CURRENT_DATE",
    "timestamp without time zone": "now()",
    "timestamp with time zone": "now()",
    "time without time zone": "'00:00'",
    "time with time zone": "'00:00+00'",
    "interval": "'0'",
    "uuid": "gen_random_uuid()",
    "json": "'{}'",
    "jsonb": "'{}'",
    "bytea": "''",
    "xml": "'<value/>'",
    "hstore": "''",
    "ltree": "''",
    "tsvector": "''",
    "tsquery": "''",
    "inet": "'0.0.0.0'",
    "cidr": "'0.0.0.0/0'",
    "macaddr": "'00:00:00:00:00:00'",
    "macaddr8": "'00:00:00:00:00:00:00:00'",
    "bit varying": "''",
    "point": "'(0,0)'",
    "lseg": "'[(0,0),(0,0)]'",
    "box": "'(0,0),(0,0)'",
    "path": "'[(0,0)]'",
    "polygon": "'((0,0))'",
    "circle": "'<(0,0),0>'",
    "cube": "'(0)'",
    "pg_lsn": "'0/0'",
}
_RANGES: Final = frozenset(
    f"{inner}{outer}" for inner in ("int4", "int8", "num", "ts", "tstz", "date") for outer in ("range", "multirange")
)


def fill_value(column: Column, catalog: Catalog, *, unique: bool | None = None) -> str | None:
    """Return an SQL expression for `UPDATE t SET column = ...`, None where nothing is sensible.

    `unique` says that no two rows may get the same; None: look whether a unique constraint or index says so.
    The value is invented: whoever writes it into a rollback says so.
    """
    return next(iter(fill_values(column, catalog, unique=unique)), None)


def fill_values(
    column: Column, catalog: Catalog, *, unique: bool | None = None, constant: bool = False, number: str = ""
) -> tuple[str, ...]:
    """Return the expressions worth a try, best first; only a server can tell which pass the table's conditions.

    `constant` leaves out what reads other columns or tables. `number` is the number of a row that is put in.
    """
    if column.generated or column.identity_mode:
        return ()
    if constant:
        return tuple(_usual(column.type_oid, column.type, catalog))
    beside = distinct.beside(column, catalog) if unique is None else () if unique else None
    found = [] if beside is None else list(distinct.values(column, catalog, beside, number))
    if number and beside:
        # Another column of the key tells rows apart that are put in: this one heeds its own check.
        found = [*_allowed(column, catalog), *found]
    if beside is None or beside:
        # For a key too: where the parent holds no row any more, one is put in for whatever the key is.
        found += [text for text in (distinct.parent_key(column, catalog),) if text]
        found += _allowed(column, catalog)
        found += _usual(column.type_oid, column.type, catalog)
        found += _beside(column, catalog)
    return tuple(dict.fromkeys(found))


def _usual(oid: int, spelled: str, catalog: Catalog) -> Iterator[str]:
    own = catalog.types.get(oid)
    if own is not None:
        yield from _of_type(own, catalog)
        return
    if spelled.endswith("[]"):
        yield "'{}'"
        return
    plain = plain_name(spelled)
    sizes = modifiers(spelled)
    if plain in ("vector", "halfvec"):
        if sizes:
            yield f"('[' || repeat('0,', {sizes[0] - 1}) || '0]')::{spelled}"
    elif plain == "sparsevec":
        if sizes:
            yield f"'{{}}/{sizes[0]}'"
    elif plain == "bit":
        yield f"repeat('0', {sizes[0] if sizes else 1})::{spelled}"
    elif plain in _RANGES:
        yield "'empty'" if plain.endswith("range") and not plain.endswith("multirange") else "'{}'"
    elif plain.startswith("interval "):
        yield _PLAIN["interval"]
    elif plain in _PLAIN:
        yield _PLAIN[plain]


def _of_type(own: Type, catalog: Catalog) -> Iterator[str]:
    if own.kind == "e":
        if own.values:
            yield literal(own.values[0])
    elif own.kind == "r":
        yield "'empty'"
    elif own.kind == "d":
        if own.default is not None:
            yield own.default if own.default.endswith(")") or constant(own.default) else literal(own.default)
        checks = [one for one in catalog.constraints.values() if one.domain == own.oid and one.kind == "c"]
        for check in checks:
            yield from (literal(text) for text in hints(read(condition(check.definition))) if text)
        if not checks:
            below = next((one.oid for one in catalog.types.values() if _named(one) == own.base), 0)
            yield from _usual(below, own.base or "", catalog)


def _allowed(column: Column, catalog: Catalog) -> Iterator[str]:
    """Yield what the CHECK constraints of the column alone name."""
    if column.type.endswith("[]") or column.type in ("json", "jsonb"):
        return
    for constraint in catalog.constraints_of(column.table):
        if constraint.kind == "c" and constraint.columns == (column.number,):
            words = read(condition(constraint.definition))
            if mentioned(words, [column.name]):
                yield from (literal(text) for text in hints(words)[:8] if text and _fits(column, text))


def _beside(column: Column, catalog: Catalog) -> Iterator[str]:
    """Yield the values of other columns of the row, and those next to them, where a CHECK constraint compares them."""
    plain = plain_name(column.type)
    step = "'1 day'::interval" if plain.startswith("timestamp") else "1"
    if plain not in distinct.WHOLE and plain != "date" and not plain.startswith("timestamp"):
        return
    for constraint in catalog.constraints_of(column.table):
        if constraint.kind == "c" and column.number in constraint.columns:
            for number in constraint.columns:
                other = catalog.columns.get((column.table, number))
                if other is not None and other.number != column.number and other.type == column.type:
                    yield from (f"{name(other.name)} - {step}", f"{name(other.name)} + {step}", name(other.name))


def _fits(column: Column, text: str) -> bool:
    plain = plain_name(column.type)
    if plain in distinct.WHOLE or plain in ("real", "double precision"):
        return re.fullmatch(r"-?\d+", text) is not None
    if plain in ("text", "character varying", "character", "citext"):
        sizes = modifiers(column.type)
        return len(text) <= (sizes[0] if sizes else 10_000)
    return False


def _named(one: Type) -> str:
    def part(text: str) -> str:
        return text if re.fullmatch(r"[a-z_][a-z0-9_]*", text) else name(text)

    return f"{part(one.schema)}.{part(one.name)}"
