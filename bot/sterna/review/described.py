"""Whether the migrations make what drizzle-kit's snapshot says that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sterna.history import LIMIT
from sterna.history.folded import Folded
from sterna.history.model import History, Migration
from sterna.history.schema import Described, Name, described
from sterna.postgres.catalog import Catalog
from sterna.postgres.observation import Observation
from sterna.postgres.platforms import platform_schemas
from sterna.sql.quote import kept
from sterna.sql.quote import name as quoted

DIFFERS: Final = "replay-differs-from-snapshot"

_TYPE: Final = re.compile(
    r"(?P<name>[a-z][a-z0-9_ ]*?)\s*(?:\((?P<arguments>[0-9, -]+)\))?(?P<rest> with(?:out)? time zone)?"
)
_ARRAY: Final = re.compile(r"(?:\s*\[\d*\])+$")
_NAMES: Final = {
    "bigserial": "bigint",
    "bool": "boolean",
    "bpchar": "character",
    "char": "character",
    "decimal": "numeric",
    "float": "double precision",
    "float4": "real",
    "float8": "double precision",
    "int": "integer",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "serial": "integer",
    "smallserial": "smallint",
    "timestamptz": "timestamp with time zone",
    "timetz": "time with time zone",
    "varchar": "character varying",
}
"""Other words for a type, and the one that the catalog says."""
_PLAIN: Final = frozenset(
    {
        *_NAMES.values(), "bytea", "cidr", "citext", "date", "inet", "json", "jsonb", "macaddr", "money", "text",
        "time", "time without time zone", "timestamp", "timestamp without time zone", "tsvector", "uuid", "vector",
        "xml",
    }
)  # fmt: skip
"""Types of which it is known how the catalog writes them; others are not compared."""


def differences(
    history: History, waiting: Sequence[Migration], observations: Mapping[str, Observation]
) -> Iterator[tuple[Migration, str]]:
    """Yield each migration that was run and does not make what its snapshot says, with a sentence on the difference.

    What an older migration left different is not told again. What the snapshot does not know, such as a table made by
    hand, is nobody's fault: drizzle-kit does not look at it.
    """
    folded = Folded(history.folder, (one.tag for one in history.migrations), LIMIT) if history.named else None

    def after(tag: str) -> Described | None:
        return folded.after(tag) if folded else described(history.folder, tag, LIMIT)

    for migration in waiting:
        seen = observations.get(migration.tag)
        wanted = after(migration.tag) if seen and seen.failure is None else None
        if seen is None or wanted is None:
            continue
        found = _missing(wanted, seen.after)
        if found and migration.index:
            earlier = folded.before(migration.tag) if folded else after(history.migrations[migration.index - 1].tag)
            # Without the snapshot before nobody can tell whose the difference is.
            old = _missing(earlier, seen.before) if earlier else found
            found = [one for one in found if one not in old]
        if found:
            yield migration, " ".join(found)


def _missing(wanted: Described, catalog: Catalog) -> list[str]:
    found: list[str] = []
    # What is in their place is a stand-in: what a platform brings along is not made by the migrations.
    brought = platform_schemas()
    for table, columns in sorted(wanted.tables.items()):
        if table[0] not in brought:
            found += _table(catalog, table, columns)
    types = {(one.schema, one.name): one for one in catalog.types.values()}
    for enum, values in sorted(wanted.enums.items()):
        there = types.get(_cut(enum))
        if there is None:
            found.append(f"There is no type {_said(enum)}.")
        elif there.kind == "e":
            gone = [value for value in values if value not in there.values]
            if gone:
                found.append(f"{_said(enum)} has no {', '.join(repr(value) for value in gone)}.")
    return found


def _table(catalog: Catalog, table: Name, columns: Mapping[str, str | Name]) -> Iterator[str]:
    relation = catalog.table(*_cut(table))
    if relation is None:
        yield f"There is no table {_said(table)}."
        return
    there = {column.name: column.type for column in catalog.columns_of(relation.oid)}
    for column, wanted in columns.items():
        is_type = there.get(kept(column))
        if is_type is None:
            yield f"{_said(table)} has no column {quoted(column)}."
        elif not _alike(wanted, is_type):
            word = _said(wanted) if isinstance(wanted, tuple) else wanted
            yield f"{_said(table)}.{quoted(column)} is {is_type} and should be {word}."


def _alike(wanted: str | Name, is_type: str) -> bool:
    """Tell whether two names of a type may mean the same; where that is not known they may."""
    one, other = _split(wanted if isinstance(wanted, str) else ""), _split(is_type)
    if isinstance(wanted, tuple):
        # The path decides whether the catalog writes the schema, and drizzle-kit loses it on arrays at times.
        return other is None or other[0] not in _PLAIN
    if one is None or one[0] not in _PLAIN:
        return True
    if other is None:
        return False
    return one == other


def _split(text: str) -> tuple[str, str, bool] | None:
    """Return the name of a type as the catalog writes it, its arguments, and whether it is an array."""
    # The types of extensions stand in the catalog with the schema that holds them.
    text = " ".join(text.lower().split()).rpartition(".")[2]
    plain = _ARRAY.sub("", text)
    found = _TYPE.fullmatch(plain)
    if found is None:
        return None
    name = _NAMES.get(found["name"], found["name"])
    rest = found["rest"] or ""
    if name in ("time", "timestamp"):
        rest = rest or " without time zone"
    arguments = (found["arguments"] or "").replace(" ", "")
    if name == "character" and not arguments:
        arguments = "1"
    if name == "numeric" and arguments and "," not in arguments:
        arguments += ",0"
    return name + rest, arguments, plain != text


def _cut(name: Name) -> Name:
    return kept(name[0]), kept(name[1])


def _said(name: Name) -> str:
    return quoted(name[1]) if name[0] == "public" else f"{quoted(name[0])}.{quoted(name[1])}"
