"""Functions, procedures and aggregates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sterna.postgres.catalog.record import Grant, Identity, grants, outside_extensions

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Routine:
    """A function (`f`), window function (`w`), procedure (`p`) or aggregate (`a`).

    Those of extensions are here too, without a definition, because `GRANT ... ON ALL FUNCTIONS` reaches them.
    """

    QUERY: ClassVar[str] = f"""
        SELECT p.oid, n.nspname AS schema, p.proname AS name, p.prokind AS kind,
          pg_get_function_identity_arguments(p.oid) AS arguments, NOT {outside_extensions("pg_proc", "p.oid")} AS of_extension,
          CASE WHEN NOT {outside_extensions("pg_proc", "p.oid")} THEN NULL
            WHEN p.prokind <> 'a' THEN rtrim(pg_get_functiondef(p.oid), E'\\n')
            ELSE (SELECT format('CREATE AGGREGATE %s.%s(%s) (', quote_ident(n.nspname), quote_ident(p.proname),
                CASE WHEN pg_get_function_arguments(p.oid) = '' THEN '*' ELSE pg_get_function_arguments(p.oid) END)
              || concat_ws(', ', 'SFUNC = ' || g.aggtransfn, 'STYPE = ' || format_type(g.aggtranstype, NULL),
                'SSPACE = ' || nullif(g.aggtransspace, 0), 'FINALFUNC = ' || nullif(g.aggfinalfn, 0)::regproc,
                CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END, 'COMBINEFUNC = ' || nullif(g.aggcombinefn, 0)::regproc,
                'SERIALFUNC = ' || nullif(g.aggserialfn, 0)::regproc, 'DESERIALFUNC = ' || nullif(g.aggdeserialfn, 0)::regproc,
                'INITCOND = ' || quote_literal(g.agginitval), 'MSFUNC = ' || nullif(g.aggmtransfn, 0)::regproc,
                'MINVFUNC = ' || nullif(g.aggminvtransfn, 0)::regproc,
                'MSTYPE = ' || format_type(nullif(g.aggmtranstype, 0), NULL),
                'SORTOP = ' || nullif(g.aggsortop, 0)::regoperator,
                CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END) || ')'
              FROM pg_aggregate g WHERE g.aggfnoid = p.oid) END AS definition,
          pg_get_function_result(p.oid) AS result, pg_get_userbyid(p.proowner) AS owner, {grants("coalesce(p.proacl, acldefault('f', p.proowner))")} AS grants
        FROM pg_proc p JOIN ns n ON n.oid = p.pronamespace
        WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
          AND d.deptype = 'i')"""

    oid: int
    schema: str
    name: str
    kind: str
    arguments: str
    of_extension: bool
    definition: str | None
    result: str | None
    owner: str
    grants: tuple[Grant, ...]

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, _catalog: Catalog) -> Identity:
        """Return schema, name and arguments."""
        return (self.schema, self.name, self.arguments)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return all but its name."""
        return {"kind": self.kind, "definition": self.definition, "owner": self.owner, "grants": frozenset(self.grants)}
