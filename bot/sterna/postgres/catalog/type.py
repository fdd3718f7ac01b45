"""Enums, domains, range types and collations; composite types are relations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sterna.postgres.catalog.record import Grant, Identity, grants, outside_extensions

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Type:
    """An enum (`e`), a domain (`d`) or a range type (`r`).

    `labels` pairs the OID of each enum label with its text, in sort order. `array` is the OID of its array type.
    """

    QUERY: ClassVar[str] = f"""
        SELECT t.oid, t.nspname AS schema, t.typname AS name, t.typtype AS kind, t.typarray AS array,
          coalesce((SELECT json_agg(json_build_array(e.oid::bigint, e.enumlabel) ORDER BY e.enumsortorder) FROM
            pg_enum e
            WHERE e.enumtypid = t.oid), '[]') AS labels,
          CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base,
          t.typnotnull AS not_null, pg_get_expr(t.typdefaultbin, 0) AS default,
          CASE WHEN t.typtype = 'd' AND t.typcollation <> (SELECT b.typcollation FROM pg_type b WHERE b.oid =
            t.typbasetype)
            THEN (SELECT quote_ident(n.nspname) || '.' || quote_ident(c.collname) FROM pg_collation c
              JOIN pg_namespace n ON n.oid = c.collnamespace WHERE c.oid = t.typcollation) END AS collation,
          (SELECT k.conname FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'n') AS not_null_name,
          CASE WHEN t.typtype = 'r' THEN (SELECT json_build_object(
            'subtype', format_type(g.rngsubtype, NULL),
            'opclass', (SELECT quote_ident(n.nspname) || '.' || quote_ident(o.opcname) FROM pg_opclass o
               JOIN pg_namespace n ON n.oid = o.opcnamespace WHERE o.oid = g.rngsubopc AND NOT o.opcdefault),
            'collation', (SELECT quote_ident(n.nspname) || '.' || quote_ident(c.collname) FROM pg_collation c
               JOIN pg_namespace n ON n.oid = c.collnamespace JOIN pg_type s ON s.oid = g.rngsubtype
               WHERE c.oid = g.rngcollation AND g.rngcollation <> s.typcollation),
            'difference', nullif(g.rngsubdiff, 0)::regproc::text,
            'multirange', (SELECT quote_ident(n.nspname) || '.' || quote_ident(m.typname) FROM pg_type m
               JOIN pg_namespace n ON n.oid = m.typnamespace WHERE m.oid = g.rngmultitypid))
            FROM pg_range g WHERE g.rngtypid = t.oid) END AS range,
          pg_get_userbyid(t.typowner) AS owner, {grants("coalesce(t.typacl, acldefault('T', t.typowner))")} AS grants
        FROM ty t"""

    oid: int
    schema: str
    name: str
    kind: str
    array: int
    labels: tuple[tuple[int, str], ...]
    base: str | None
    not_null: bool
    default: str | None
    collation: str | None
    not_null_name: str | None
    range: RangeType | None
    owner: str
    grants: tuple[Grant, ...]

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    @property
    def values(self) -> tuple[str, ...]:
        """Return the labels of an enum, in order."""
        return tuple(label for _, label in self.labels)

    def identity(self, _catalog: Catalog) -> Identity:
        """Return schema and name."""
        return (self.schema, self.name)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return all but its name; labels as texts."""
        return {
            "kind": self.kind,
            "values": self.values,
            "base type": self.base,
            "not null": self.not_null,
            "not null name": self.not_null_name,
            "default": self.default,
            "collation": self.collation,
            "range": self.range,
            "owner": self.owner,
            "grants": frozenset(self.grants),
        }


@dataclass(frozen=True, slots=True)
class RangeType:
    """What a range type is made of; opclass and collation only where they are not the default."""

    subtype: str
    opclass: str | None
    collation: str | None
    difference: str | None
    multirange: str | None


@dataclass(frozen=True, slots=True)
class Collation:
    """A collation; `provider` is `i` (ICU), `c` (libc) or `b` (builtin)."""

    QUERY: ClassVar[str] = f"""
        SELECT c.oid, n.nspname AS schema, c.collname AS name, c.collprovider AS provider,
          c.collisdeterministic AS deterministic, c.collcollate AS lc_collate, c.collctype AS lc_ctype,
          coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale') AS locale,
          to_jsonb(c) ->> 'collicurules' AS rules, pg_get_userbyid(c.collowner) AS owner
        FROM pg_collation c JOIN ns n ON n.oid = c.collnamespace WHERE {outside_extensions("pg_collation", "c.oid")}"""

    oid: int
    schema: str
    name: str
    provider: str
    deterministic: bool
    lc_collate: str | None
    lc_ctype: str | None
    locale: str | None
    rules: str | None
    owner: str

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, _catalog: Catalog) -> Identity:
        """Return schema and name."""
        return (self.schema, self.name)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return all but its name."""
        return {
            "provider": self.provider,
            "deterministic": self.deterministic,
            "locale": (self.lc_collate, self.lc_ctype, self.locale, self.rules),
            "owner": self.owner,
        }
