"""What belongs to the database as a whole: publications, event triggers, default privileges, comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sterna.postgres.catalog.record import Grant, Identity, grants

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table of a publication, with its row filter and column list."""

    schema: str
    name: str
    filter: str | None
    columns: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication; `operations` are insert, update, delete, truncate in this order.

    `generated_columns` is `s` where stored ones are published, which PostgreSQL can do from 18 on.
    """

    QUERY: ClassVar[str] = """
        SELECT p.oid, p.pubname AS name, p.puballtables AS all_tables,
          json_build_array(p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate) AS operations,
          p.pubviaroot AS via_root, nullif(to_jsonb(p) ->> 'pubgencols', 'n') AS generated_columns,
          coalesce((SELECT json_agg(json_build_object('schema', n.nspname, 'name', c.relname,
              'filter', pg_get_expr(x.prqual, x.prrelid), 'columns', (SELECT json_agg(a.attname ORDER BY a.attnum)
              FROM pg_attribute a WHERE a.attrelid = x.prrelid AND a.attnum = ANY (x.prattrs))) ORDER BY n.nspname,
                c.relname)
            FROM pg_publication_rel x JOIN pg_class c ON c.oid = x.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE x.prpubid = p.oid), '[]') AS tables,
          coalesce((SELECT json_agg(n.nspname ORDER BY n.nspname) FROM pg_publication_namespace x
            JOIN pg_namespace n ON n.oid = x.pnnspid WHERE x.pnpubid = p.oid), '[]') AS schemas,
          pg_get_userbyid(p.pubowner) AS owner
        FROM pg_publication p"""

    oid: int
    name: str
    all_tables: bool
    operations: tuple[bool, bool, bool, bool]
    via_root: bool
    generated_columns: str | None
    tables: tuple[PublishedTable, ...]
    schemas: tuple[str, ...]
    owner: str

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, _catalog: Catalog) -> Identity:
        """Return the name."""
        return (self.name,)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return all but its name."""
        return {
            "all tables": self.all_tables,
            "operations": self.operations,
            "via root": self.via_root,
            "generated columns": self.generated_columns,
            "tables": self.tables,
            "schemas": self.schemas,
            "owner": self.owner,
        }


@dataclass(frozen=True, slots=True)
class EventTrigger:
    """An event trigger; only superusers make them."""

    QUERY: ClassVar[str] = """
        SELECT e.oid, e.evtname AS name, e.evtevent AS event, coalesce(e.evttags, '{}') AS tags,
          e.evtfoid::regproc::text AS function, e.evtenabled AS enabled, pg_get_userbyid(e.evtowner) AS owner
        FROM pg_event_trigger e"""

    oid: int
    name: str
    event: str
    tags: tuple[str, ...]
    function: str
    enabled: str
    owner: str

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, _catalog: Catalog) -> Identity:
        """Return the name."""
        return (self.name,)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return all but its name."""
        return {
            "event": self.event,
            "tags": self.tags,
            "function": self.function,
            "enabled": self.enabled,
            "owner": self.owner,
        }


@dataclass(frozen=True, slots=True)
class DefaultPrivileges:
    """What ALTER DEFAULT PRIVILEGES set; `object_kind` is `r`, `S`, `f`, `T`, `n` or `L` as in pg_default_acl.

    `usual` is what holds without an entry for all schemas: the owner's own rights and those of PUBLIC.
    """

    QUERY: ClassVar[str] = f"""
        SELECT d.oid, pg_get_userbyid(d.defaclrole) AS role,
          (SELECT nspname FROM pg_namespace WHERE oid = d.defaclnamespace) AS schema, d.defaclobjtype AS object_kind,
          {grants("d.defaclacl")} AS grants,
          {grants("acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)")} AS usual
        FROM pg_default_acl d"""

    oid: int
    role: str
    schema: str | None
    object_kind: str
    grants: tuple[Grant, ...]
    usual: tuple[Grant, ...]

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, _catalog: Catalog) -> Identity:
        """Return role, schema and kind of object."""
        return (self.role, self.schema or "", self.object_kind)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return the grants."""
        return {"grants": frozenset(self.grants)}


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, named by the catalog table, OID and column number of what it is about."""

    QUERY: ClassVar[str] = """
        SELECT d.classoid::regclass::text AS catalog, d.objoid AS oid, d.objsubid AS column, d.description AS text
        FROM pg_description d WHERE d.objoid >= 16384
        UNION ALL SELECT 'pg_namespace', d.objoid, 0, d.description FROM pg_description d
          WHERE d.classoid = 'pg_namespace'::regclass AND d.objoid IN (SELECT oid FROM ns) AND d.objoid < 16384"""

    catalog: str
    oid: int
    column: int
    text: str

    @property
    def key(self) -> tuple[str, int, int]:
        """Return what it is about."""
        return (self.catalog, self.oid, self.column)

    def identity(self, catalog: Catalog) -> Identity | None:
        """Return the kind and names of what it is about; None when that is not part of the catalog read here."""
        target = catalog.commented(self)
        if target is None:
            return None
        kind, record = target
        names = record.identity(catalog)
        return (kind, *names) if names is not None else None

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return the text."""
        return {"text": self.text}
