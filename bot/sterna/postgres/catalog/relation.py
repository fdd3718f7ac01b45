"""Everything in pg_class that has columns or counts: tables, views, sequences, composite types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sterna.postgres.catalog.record import Grant, Identity, grants

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog


# A composite type has its grants where types have them.
_GRANTS = grants(
    """CASE WHEN r.relkind = 'c'
        THEN (SELECT coalesce(t.typacl, acldefault('T', t.typowner)) FROM pg_type t WHERE t.oid = r.reltype)
        ELSE coalesce(r.relacl, acldefault(CASE r.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", r.relowner)) END"""
)


@dataclass(frozen=True, slots=True)
class Sequence:
    """The parameters of a sequence."""

    type: str
    start: int
    increment: int
    minimum: int
    maximum: int
    cache: int
    cycle: bool


@dataclass(frozen=True, slots=True)
class OwnedBy:
    """The column a sequence belongs to; `internal` for identity columns."""

    table: int
    column: int
    internal: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """A table, view, sequence or composite type.

    `kind` is pg_class.relkind: `r` table, `p` partitioned table, `f` foreign table, `v` view, `m` materialized view,
    `S` sequence, `c` composite type; `row_type` is the OID that pg_type has for the latter. Sequences of identity
    columns are part of their column, not here.
    """

    TABLE_KINDS: ClassVar[str] = "rpf"
    VIEW_KINDS: ClassVar[str] = "vm"
    QUERY: ClassVar[str] = f"""
        SELECT r.oid, r.relkind AS kind, r.nspname AS schema, r.relname AS name, r.relpersistence AS persistence,
          r.relrowsecurity AS row_security, r.relforcerowsecurity AS force_row_security,
          r.relreplident AS replica_identity, coalesce(r.reloptions, '{{}}') AS options,
          coalesce((SELECT t.reloptions FROM pg_class t WHERE t.oid = r.reltoastrelid), '{{}}') AS toast_options,
          (SELECT spcname FROM pg_tablespace WHERE oid = r.reltablespace) AS tablespace,
          (SELECT amname FROM pg_am WHERE oid = r.relam AND amname <> 'heap') AS access_method,
          CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END AS partition_key,
          pg_get_expr(r.relpartbound, r.oid) AS partition_bound,
          coalesce((SELECT json_agg(i.inhparent::bigint ORDER BY i.inhseqno) FROM pg_inherits i
            WHERE i.inhrelid = r.oid), '[]') AS parents,
          CASE WHEN r.relkind IN ('v', 'm') THEN rtrim(pg_get_viewdef(r.oid), ';') END AS definition,
          r.relispopulated AS populated, pg_get_userbyid(r.relowner) AS owner, {_GRANTS} AS grants,
          CASE WHEN r.relkind = 'c' THEN r.reltype END AS row_type,
          (SELECT json_build_object('type', format_type(s.seqtypid, NULL), 'start', s.seqstart,
             'increment', s.seqincrement, 'minimum', s.seqmin, 'maximum', s.seqmax, 'cache', s.seqcache,
             'cycle', s.seqcycle) FROM pg_sequence s WHERE s.seqrelid = r.oid) AS sequence,
          CASE WHEN r.relkind = 'S' THEN
            (SELECT json_build_object('table', d.refobjid::bigint, 'column', d.refobjsubid, 'internal', d.deptype = 'i')
             FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid
               AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') LIMIT 1) END AS owned_by,
          CASE WHEN r.reloftype <> 0 THEN format_type(r.reloftype, NULL) END AS of_type,
          CASE WHEN r.relkind = 'f' THEN (SELECT s.srvname FROM pg_foreign_table f
            JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = r.oid) END AS server,
          coalesce((SELECT f.ftoptions FROM pg_foreign_table f WHERE f.ftrelid = r.oid), '{{}}') AS server_options
        FROM r WHERE NOT (r.relkind = 'S' AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
          AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'))"""

    oid: int
    kind: str
    schema: str
    name: str
    persistence: str
    row_security: bool
    force_row_security: bool
    replica_identity: str
    options: tuple[str, ...]
    toast_options: tuple[str, ...]
    tablespace: str | None
    access_method: str | None
    partition_key: str | None
    partition_bound: str | None
    parents: tuple[int, ...]
    definition: str | None
    populated: bool
    owner: str
    grants: tuple[Grant, ...]
    row_type: int | None
    sequence: Sequence | None
    owned_by: OwnedBy | None
    of_type: str | None
    server: str | None
    server_options: tuple[str, ...]

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    @property
    def is_table(self) -> bool:
        """Tell whether it holds rows of its own: plain, partitioned or foreign table."""
        return self.kind in self.TABLE_KINDS

    @property
    def is_view(self) -> bool:
        """Tell whether it is a view, materialized or not."""
        return self.kind in self.VIEW_KINDS

    @property
    def is_partition(self) -> bool:
        """Tell whether it is a partition of another table."""
        return self.partition_bound is not None

    def identity(self, _catalog: Catalog) -> Identity:
        """Return schema and name."""
        return (self.schema, self.name)

    def traits(self, catalog: Catalog) -> dict[str, object]:
        """Return all but its own name; parents and the owning column by name."""
        owned_by = None
        if self.owned_by is not None and (self.owned_by.table, self.owned_by.column) in catalog.columns:
            owned_by = (
                *catalog.relation_name(self.owned_by.table),
                catalog.columns[self.owned_by.table, self.owned_by.column].name,
            )
        return {
            "kind": self.kind,
            "persistence": self.persistence,
            "row security": self.row_security,
            "forced row security": self.force_row_security,
            "replica identity": self.replica_identity,
            "storage parameters": frozenset(self.options),
            "toast parameters": frozenset(self.toast_options),
            "tablespace": self.tablespace,
            "access method": self.access_method,
            "partition key": self.partition_key,
            "partition bound": self.partition_bound,
            "parents": tuple(catalog.relation_name(parent) for parent in self.parents),
            "definition": self.definition,
            "populated": self.populated,
            "owner": self.owner,
            "grants": frozenset(self.grants),
            "sequence": self.sequence,
            "owned by": owned_by,
            "of type": self.of_type,
            "server": (self.server, self.server_options),
        }
