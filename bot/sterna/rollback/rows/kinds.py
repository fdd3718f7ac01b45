"""The types that the columns of some tables are made of, down to the built-in ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from sterna.postgres.connection import Connection


@dataclass(frozen=True, slots=True)
class Kind:
    """A type; `sort` is pg_type.typtype.

    `base` is the spelled base type of a domain, `checks` the definitions of its constraints.
    `element` is the OID of an array's elements, `under` that of a domain's base, a range's subtype or a multirange's
    range. `attributes` pairs type OID and spelled type of a composite type's columns. `required`: a domain that takes
    no NULL.
    """

    oid: int
    schema: str
    name: str
    sort: str
    element: int | None
    under: int | None
    base: str | None
    labels: tuple[str, ...]
    attributes: tuple[tuple[int, str], ...]
    checks: tuple[str, ...]
    required: bool


_TYPES: Final = """
WITH RECURSIVE used(oid) AS (
    SELECT a.atttypid FROM pg_attribute a WHERE a.attrelid IN ({tables}) AND a.attnum > 0 AND NOT a.attisdropped
  UNION
    SELECT s.oid FROM used u JOIN pg_type t ON t.oid = u.oid, LATERAL (
      SELECT t.typelem WHERE t.typelem <> 0 AND t.typcategory = 'A'
      UNION ALL SELECT t.typbasetype WHERE t.typtype = 'd'
      UNION ALL SELECT a.atttypid FROM pg_attribute a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
      UNION ALL SELECT g.rngsubtype FROM pg_range g WHERE g.rngtypid = t.oid
      UNION ALL SELECT g.rngtypid FROM pg_range g WHERE g.rngmultitypid = t.oid) s(oid))
SELECT json_agg(row_to_json(x)) FROM (
  SELECT t.oid::bigint, n.nspname AS schema, t.typname AS name, t.typtype AS sort, t.typnotnull AS required,
    CASE WHEN t.typcategory = 'A' AND t.typname NOT IN ('int2vector', 'oidvector')
      THEN nullif(t.typelem, 0)::bigint END AS element,
    CASE t.typtype WHEN 'd' THEN t.typbasetype::bigint
      WHEN 'r' THEN (SELECT g.rngsubtype::bigint FROM pg_range g WHERE g.rngtypid = t.oid)
      WHEN 'm' THEN (SELECT g.rngtypid::bigint FROM pg_range g WHERE g.rngmultitypid = t.oid) END AS under,
    CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base,
    coalesce((SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '[]')
      AS labels,
    coalesce((SELECT json_agg(json_build_array(a.atttypid::bigint, format_type(a.atttypid, a.atttypmod))
        ORDER BY a.attnum) FROM pg_attribute a WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0
        AND NOT a.attisdropped), '[]') AS attributes,
    coalesce((SELECT json_agg(pg_get_constraintdef(k.oid) ORDER BY k.conname) FROM pg_constraint k
      WHERE k.contypid = t.oid AND k.contype = 'c'), '[]') AS checks
  FROM used u JOIN pg_type t ON t.oid = u.oid JOIN pg_namespace n ON n.oid = t.typnamespace) x"""

_BOUNDS: Final = """SELECT c.oid::text, pg_get_partition_constraintdef(c.oid) FROM pg_class c
  WHERE c.oid IN ({tables}) AND c.relispartition"""

# An empty search_path spells every name out, as the catalog does.
_BARE: Final = "SELECT set_config('sterna.path', current_setting('search_path'), false); SET search_path = ''; "
_BACK: Final = "SELECT set_config('search_path', current_setting('sterna.path'), false)"


def read_kinds(connection: Connection, tables: Collection[int]) -> dict[int, Kind]:
    """Return the types of the tables' columns and what these are made of, by OID; raise SqlError."""
    [(text,)] = _bare(connection, _TYPES.format(tables=_list(tables)))
    found = msgspec.json.decode(text or "[]", type=tuple[Kind, ...])
    return {kind.oid: kind for kind in found}


def read_bounds(connection: Connection, tables: Collection[int]) -> dict[int, str]:
    """Return for each partition the condition that its rows meet; raise SqlError."""
    return {
        int(oid): condition
        for oid, condition in _bare(connection, _BOUNDS.format(tables=_list(tables)))
        if oid and condition
    }


def modifiers(spelled: str) -> tuple[int, ...]:
    """Return the numbers in the parentheses of a type: `numeric(10,2)` gives 10 and 2."""
    found = re.search(r"\((-?\d+)(?:,(-?\d+))?\)", re.sub(r'"(?:[^"]|"")*"', "", spelled))
    return tuple(int(number) for number in found.groups() if number is not None) if found else ()


def plain_name(spelled: str) -> str:
    """Return the name of a type without its schema and its numbers."""
    bare = re.sub(r"\(.*?\)", "", spelled)
    return bare if bare.startswith('"') else bare.rpartition(".")[2]


def underlying(kinds: Mapping[int, Kind], kind: Kind, spelled: str) -> tuple[Kind, str]:
    """Return what is below all domains, and how it is spelled."""
    while kind.sort == "d" and (below := kinds.get(kind.under or 0)) is not None:
        spelled = kind.base or spelled
        kind = below
    return kind, spelled


def _bare(connection: Connection, sql: str) -> list[tuple[str | None, ...]]:
    rows = connection.rows(_BARE + sql)
    connection.run(_BACK)
    return rows


def _list(tables: Collection[int]) -> str:
    return ", ".join(str(oid) for oid in sorted(tables)) or "0"
