"""What hangs on a table: triggers, policies, rules, extended statistics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sterna.postgres.catalog.record import Identity

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger that a person made; `enabled` is `O`, `D`, `R` or `A` as in pg_trigger."""

    QUERY: ClassVar[str] = """
        SELECT t.oid, t.tgrelid AS table, t.tgname AS name, pg_get_triggerdef(t.oid) AS definition,
          t.tgenabled AS enabled, nullif(t.tgparentid, 0) AS parent
        FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgrelid IN (SELECT oid FROM r)"""

    oid: int
    table: int
    name: str
    definition: str
    enabled: str
    parent: int | None

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, catalog: Catalog) -> Identity:
        """Return schema, table and name."""
        return (*catalog.relation_name(self.table), self.name)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return definition and enabled state."""
        return {"definition": self.definition, "enabled": self.enabled}


@dataclass(frozen=True, slots=True)
class Policy:
    """A row level security policy; `command` is `*`, `r`, `a`, `w` or `d`; roles are quoted names."""

    QUERY: ClassVar[str] = """
        SELECT p.oid, p.polrelid AS table, p.polname AS name, p.polcmd AS command, p.polpermissive AS permissive,
          (SELECT json_agg(CASE x WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x)) END ORDER BY 1)
             FROM unnest(p.polroles) x) AS roles,
          pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS with_check
        FROM pg_policy p WHERE p.polrelid IN (SELECT oid FROM r)"""

    oid: int
    table: int
    name: str
    command: str
    permissive: bool
    roles: tuple[str, ...]
    using: str | None
    with_check: str | None

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, catalog: Catalog) -> Identity:
        """Return schema, table and name."""
        return (*catalog.relation_name(self.table), self.name)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return command, kind, roles and the two expressions."""
        return {
            "command": self.command,
            "permissive": self.permissive,
            "roles": frozenset(self.roles),
            "using": self.using,
            "with check": self.with_check,
        }


@dataclass(frozen=True, slots=True)
class RewriteRule:
    """A rewrite rule, those of views left out."""

    QUERY: ClassVar[str] = """
        SELECT w.oid, w.ev_class AS table, w.rulename AS name, pg_get_ruledef(w.oid) AS definition,
          w.ev_enabled AS enabled
        FROM pg_rewrite w WHERE w.rulename <> '_RETURN' AND w.ev_class IN (SELECT oid FROM r)"""

    oid: int
    table: int
    name: str
    definition: str
    enabled: str

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, catalog: Catalog) -> Identity:
        """Return schema, table and name."""
        return (*catalog.relation_name(self.table), self.name)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return definition and enabled state."""
        return {"definition": self.definition, "enabled": self.enabled}


@dataclass(frozen=True, slots=True)
class Statistics:
    """An extended statistics object; its columns have no order of their own."""

    QUERY: ClassVar[str] = """
        SELECT s.oid, s.stxrelid AS table, n.nspname AS schema, s.stxname AS name,
          pg_get_statisticsobjdef(s.oid) AS definition,
          (SELECT json_agg(k) FROM unnest(s.stxkind) k) AS kinds,
          coalesce((SELECT json_agg(a.attname ORDER BY a.attname) FROM unnest(s.stxkeys) k
            JOIN pg_attribute a ON a.attrelid = s.stxrelid AND a.attnum = k), '[]') AS columns,
          coalesce(pg_get_statisticsobjdef_expressions(s.oid), '{}') AS expressions,
          nullif(s.stxstattarget, -1) AS target, pg_get_userbyid(s.stxowner) AS owner
        FROM pg_statistic_ext s JOIN ns n ON n.oid = s.stxnamespace WHERE s.stxrelid IN (SELECT oid FROM r)"""

    oid: int
    table: int
    schema: str
    name: str
    definition: str
    kinds: tuple[str, ...]
    columns: tuple[str, ...]
    expressions: tuple[str, ...]
    target: int | None
    owner: str

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, _catalog: Catalog) -> Identity:
        """Return schema and name."""
        return (self.schema, self.name)

    def traits(self, catalog: Catalog) -> dict[str, object]:
        """Return what it is about, target and owner."""
        about = (catalog.relation_name(self.table), self.kinds, self.columns, self.expressions)
        return {"definition": about, "target": self.target, "owner": self.owner}
