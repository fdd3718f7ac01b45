"""What the rows of tables are, in a few digests, and what changed between two looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Final

from sterna.postgres.catalog import Catalog, Column, Relation
from sterna.postgres.connection import Connection
from sterna.rollback.rows.savepoint import Refused, attempt
from sterna.sql.quote import literal, name

TableName = tuple[str, str]
"""Schema and name."""

_SMALL: Final = 256 * 1024
"""Bytes on disk up to which a table is read as it is."""

_LONG: Final = "#"
"""Stands before a digest that does not tell its values apart."""


# Whatever the history sets: the text of a value must not depend on it.
_SETTINGS: Final = {
    "search_path": "",
    "TimeZone": "UTC",
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "lc_monetary": "C",
    "xmlbinary": "base64",
    "row_security": "off",
}


@dataclass(frozen=True, slots=True)
class Image:
    """The rows of a table: how many, a digest of whole rows and one of each column, whatever their order.

    A digest lists the hashes of the values, sorted; that of a large table is one hash of such a list, with `#` before
    it. `unread` says why the rows could not be read; then `count` is 0 and the rest is empty.
    """

    count: int
    columns: dict[str, str]
    rows: str = ""
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What of the rows before is not there after, by the names of before.

    `gone` pairs a table with how many of its rows are missing. `columns` names columns (schema, table, column) whose
    values differ or that are gone. `mixed` names tables whose columns hold the same values in other rows. `extra`
    pairs a table with how many rows came on top. `unread` pairs a table with why nothing is known of its rows.
    """

    gone: tuple[tuple[TableName, int], ...] = ()
    columns: tuple[tuple[str, str, str], ...] = ()
    mixed: tuple[TableName, ...] = ()
    extra: tuple[tuple[TableName, int], ...] = ()
    unread: tuple[tuple[TableName, str], ...] = ()

    @property
    def lost(self) -> tuple[str, ...]:
        """Say what does not come back: "rows of public.users", "values of public.users.name"; what is unread, too."""
        return (
            *(f"rows of {schema}.{table}" for (schema, table), _ in self.gone),
            *(f"values of {schema}.{table}.{column}" for schema, table, column in self.columns),
            *(f"which values belong together in {schema}.{table}" for schema, table in self.mixed),
            *(f"perhaps rows of {schema}.{table}: {why}" for (schema, table), why in self.unread),
        )


def fingerprint(
    connection: Connection, catalog: Catalog, tables: Collection[int] | None = None
) -> dict[TableName, Image]:
    """Return an Image of each table, or of those whose OIDs are given; foreign tables are left out.

    Materialized views are among them where their OIDs are given and they hold something.

    Values are told apart by what their type's output prints, NULL from everything else. Rows of an inheritance child
    count for the child only, rows of a partition for all tables above it too. A table that cannot be read in full has
    `unread`. Raises SqlError when the session is lost or its transaction has failed already.
    """
    wanted = [one for one in catalog.tables if one.kind in "rp" and (tables is None or one.oid in tables)]
    # What a materialized view holds is looked at only where somebody asks for it.
    views = [catalog.relations[oid] for oid in sorted(tables or ()) if oid in catalog.relations]
    wanted += [one for one in views if one.kind == "m" and one.populated]
    saved = connection.rows("SELECT " + ", ".join(f"current_setting({literal(setting)})" for setting in _SETTINGS))[0]
    connection.run("; ".join(f"SET {setting} = {literal(value)}" for setting, value in _SETTINGS.items()))
    found: dict[TableName, Image] = {}
    try:
        small = _small(connection, wanted)
        for one in wanted:
            look = partial(_bring if one.oid in small else _digest, connection, one, _columns(catalog, one))
            found[one.schema, one.name] = _unless_forced(connection, one, look)
    finally:
        if not connection.closed:
            connection.run(
                "; ".join(
                    f"SELECT set_config({literal(setting)}, {literal(value or '')}, false)"
                    for setting, value in zip(_SETTINGS, saved, strict=True)
                )
            )
    return found


def compare(
    before: Mapping[TableName, Image],
    after: Mapping[TableName, Image],
    names: Mapping[TableName, TableName] | None = None,
) -> Changes:
    """Return what changed; `names` gives for a table of before the name it has after, where that is another."""
    gone: list[tuple[TableName, int]] = []
    columns: list[tuple[str, str, str]] = []
    mixed: list[TableName] = []
    extra: list[tuple[TableName, int]] = []
    unread: list[tuple[TableName, str]] = []
    for table, old in sorted(before.items()):
        new = after.get((names or {}).get(table, table))
        if old.unread or (new is not None and new.unread):
            unread.append((table, old.unread or (new.unread if new else "")))
            continue
        if new is None or new.count < old.count:
            gone.append((table, old.count - (new.count if new else 0)))
        elif new.count > old.count:
            extra.append((table, new.count - old.count))
        if new is None or not old.count:
            continue
        if new.count != old.count and _LONG in old.rows + new.rows:
            unread.append((table, "the number of its rows changed, and they are too many to tell which"))
            continue
        differing = [
            column
            for column, digest in sorted(old.columns.items())
            if not _kept(digest, new.columns.get(column), fewer=new.count < old.count)
        ]
        columns += [(*table, column) for column in differing]
        if (
            not differing
            and set(old.columns) == set(new.columns)
            and not _kept(old.rows, new.rows, fewer=new.count < old.count)
        ):
            mixed.append(table)
    return Changes(tuple(gone), tuple(columns), tuple(mixed), tuple(extra), tuple(unread))


def _kept(old: str, new: str | None, *, fewer: bool) -> bool:
    """Tell whether the smaller of two digests is part of the larger: nothing but whole rows came or went."""
    if new is None:
        return False
    if old == new:
        return True
    if _LONG in old + new:
        return False
    small, large = (new, old) if fewer else (old, new)
    return Counter(small.split()) <= Counter(large.split())


def _small(connection: Connection, tables: Sequence[Relation]) -> set[int]:
    """Return the tables that are worth bringing here as they are; the others are digested where they lie."""
    listed = ", ".join(str(one.oid) for one in tables) or "0"
    # Of a partitioned table the size is that of nothing: it counts with its partitions.
    rows = connection.rows(
        f"SELECT oid, CASE relkind WHEN 'p' THEN (SELECT sum(pg_table_size(relid)) FROM pg_partition_tree(oid))"
        f" ELSE pg_table_size(oid) END FROM pg_class WHERE oid IN ({listed})"
    )
    return {int(oid or 0) for oid, size in rows if int(size or 0) <= _SMALL}


def _unless_forced(connection: Connection, one: Relation, look: Callable[[], Image]) -> Image:
    """Return what a look at a table finds; an owner lifts forced row security for it, which is rolled back at once."""
    try:
        return look()
    except Refused as refused:
        reason = refused.error.message
    if one.force_row_security:
        nested = connection.in_transaction
        connection.run("SAVEPOINT sterna_look" if nested else "BEGIN")
        try:
            attempt(connection, f"ALTER TABLE ONLY {name(one.schema, one.name)} NO FORCE ROW LEVEL SECURITY")
            return look()
        except Refused as refused:
            reason = refused.error.message
        finally:
            if not connection.closed:
                back = "ROLLBACK TO SAVEPOINT sterna_look; RELEASE SAVEPOINT sterna_look"
                connection.run(back if nested else "ROLLBACK")
    return Image(0, {}, unread=reason)


def _bring(connection: Connection, one: Relation, columns: Sequence[Column]) -> Image:
    """Read all rows of a small table and digest them here."""
    given = ", ".join(name(column.name) for column in columns)
    rows = attempt(connection, f"SELECT {given} FROM {_source(one)}")
    hashed = [tuple(_hash(value) for value in row) for row in rows]
    digests = [" ".join(sorted(values)) for values in zip(*hashed, strict=True)] or [""] * len(columns)
    whole = sorted(_hash(" ".join(row)) for row in hashed)
    return Image(len(rows), dict(zip((column.name for column in columns), digests, strict=True)), " ".join(whole))


def _digest(connection: Connection, one: Relation, columns: Sequence[Column]) -> Image:
    """Digest the rows of a large table on the server."""
    shown = [name(column.name) for column in columns]
    digests = [_aggregate(f"format('%L', {column})") for column in shown]
    whole = _aggregate(f"format('%L', ROW({', '.join(shown)}))")
    [(count, rows, *found)] = attempt(
        connection, f"SELECT {', '.join(['count(*)', whole, *digests])} FROM {_source(one)}"
    )
    held = dict(zip((column.name for column in columns), (digest or "" for digest in found), strict=True))
    return Image(int(count or 0), held, rows or "")


def _aggregate(text: str) -> str:
    hashed = f"md5({text})"
    return f"'{_LONG}' || md5(coalesce(string_agg({hashed}, '' ORDER BY {hashed}), ''))"


def _hash(value: str | None) -> str:
    return "null" if value is None else blake2b(value.encode(), digest_size=8).hexdigest()


def _source(one: Relation) -> str:
    return name(one.schema, one.name) if one.kind in "pm" else f"ONLY {name(one.schema, one.name)}"


def _columns(catalog: Catalog, one: Relation) -> list[Column]:
    # By name: what matters is not where a column stands. A virtual column holds nothing; computing it may even fail.
    held = [column for column in catalog.columns_of(one.oid) if column.generated != "v"]
    return sorted(held, key=lambda column: column.name)
