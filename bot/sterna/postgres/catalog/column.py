"""Columns, with what belongs to them: default, NOT NULL, identity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sterna.postgres.catalog.record import Grant, Identity, grants
from sterna.postgres.catalog.relation import Sequence

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog


@dataclass(frozen=True, slots=True)
class NotNull:
    """The NOT NULL constraint of a column, which has a name from PostgreSQL 18 on."""

    name: str
    no_inherit: bool
    validated: bool
    local: bool


@dataclass(frozen=True, slots=True)
class IdentitySequence:
    """The sequence behind an identity column."""

    schema: str
    name: str
    persistence: str
    parameters: Sequence


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table or view, or an attribute of a composite type.

    `generated` is `s` (stored), `v` (virtual) or empty; `identity` is `a` (always), `d` (by default) or empty.
    `default` is the default, or the expression of a generated column.
    """

    QUERY: ClassVar[str] = f"""
        SELECT a.attrelid AS table, a.attnum AS number, a.attname AS name,
          format_type(a.atttypid, a.atttypmod) AS type, a.atttypid AS type_oid,
          CASE WHEN a.attcollation <> t.typcollation THEN (SELECT quote_ident(n.nspname) || '.' ||
            quote_ident(c.collname)
            FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE c.oid = a.attcollation) END AS
              collation,
          a.attnotnull AS not_null, a.attgenerated AS generated, a.attidentity AS identity_mode,
          pg_get_expr(d.adbin, d.adrelid) AS default,
          CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage,
          nullif(a.attcompression, '') AS compression, nullif(a.attstattarget, -1) AS statistics,
          coalesce(a.attoptions, '{{}}') AS options, a.attislocal AS local, a.attinhcount > 0 AS inherited,
          {grants("a.attacl")} AS grants,
          CASE WHEN k.oid IS NOT NULL THEN json_build_object('name', k.conname, 'no_inherit', k.connoinherit,
            'validated', k.convalidated, 'local', k.conislocal) END AS not_null_constraint,
          CASE WHEN a.attidentity <> '' THEN (SELECT json_build_object('schema', n.nspname, 'name', c.relname,
              'persistence', c.relpersistence, 'parameters', json_build_object('type', format_type(s.seqtypid, NULL),
              'start', s.seqstart, 'increment', s.seqincrement, 'minimum', s.seqmin, 'maximum', s.seqmax,
              'cache', s.seqcache, 'cycle', s.seqcycle))
            FROM pg_depend x JOIN pg_class c ON c.oid = x.objid AND c.relkind = 'S' JOIN pg_sequence s ON s.seqrelid =
              c.oid
              JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE x.classid = 'pg_class'::regclass AND x.refclassid = 'pg_class'::regclass AND x.deptype = 'i'
              AND x.refobjid = a.attrelid AND x.refobjsubid = a.attnum LIMIT 1) END AS identity_sequence
        FROM pg_attribute a JOIN r ON r.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
          LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey[1] = a.attnum
        WHERE r.relkind <> 'S' AND a.attnum > 0 AND NOT a.attisdropped"""

    table: int
    number: int
    name: str
    type: str
    type_oid: int
    collation: str | None
    not_null: bool
    generated: str
    identity_mode: str
    default: str | None
    storage: str | None
    compression: str | None
    statistics: int | None
    options: tuple[str, ...]
    local: bool
    inherited: bool
    grants: tuple[Grant, ...]
    not_null_constraint: NotNull | None
    identity_sequence: IdentitySequence | None

    @property
    def key(self) -> tuple[int, int]:
        """Return the table's OID and the column's number."""
        return (self.table, self.number)

    @property
    def only_inherited(self) -> bool:
        """Tell whether it is here only because a parent has it."""
        return self.inherited and not self.local

    def identity(self, catalog: Catalog) -> Identity:
        """Return schema, table and name."""
        return (*catalog.relation_name(self.table), self.name)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return all but its name and place."""
        return {
            "type": self.type,
            "collation": self.collation,
            "not null": self.not_null,
            "not null constraint": self.not_null_constraint,
            "generated": self.generated,
            "identity": self.identity_mode,
            "identity sequence": self.identity_sequence,
            "default": self.default,
            "storage": self.storage,
            "compression": self.compression,
            "statistics": self.statistics,
            "options": frozenset(self.options),
            "local": self.local,
            "grants": frozenset(self.grants),
        }
