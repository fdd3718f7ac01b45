"""Functions, procedures and aggregates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sterna.postgres.catalog.record import Grant, Identity, grants, outside_extensions

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog


# How a final function may treat the state when nothing is said: plain aggregates leave it alone, the others need not.
_MODIFY = "(CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END)"


def _modify(column: str) -> str:
    return f"(CASE {column} WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END)"


@dataclass(frozen=True, slots=True)
class Routine:
    """A function (`f`), window function (`w`), procedure (`p`) or aggregate (`a`).

    `arguments` are as DROP takes them, `types` as GRANT does.
    Those of extensions are here too, without a definition, because `GRANT ... ON ALL FUNCTIONS` reaches them.
    """

    QUERY: ClassVar[str] = f"""
        SELECT p.oid, n.nspname AS schema, p.proname AS name, p.prokind AS kind,
          pg_get_function_identity_arguments(p.oid) AS arguments,
          (SELECT coalesce(string_agg(format_type(x.type, NULL), ', ' ORDER BY x.place), '')
             FROM unnest(p.proargtypes) WITH ORDINALITY x(type, place)) AS types,
          NOT {outside_extensions("pg_proc", "p.oid")} AS of_extension,
          CASE WHEN NOT {outside_extensions("pg_proc", "p.oid")} THEN NULL
            WHEN p.prokind <> 'a' THEN rtrim(pg_get_functiondef(p.oid), E'\\n')
            ELSE (SELECT format('CREATE AGGREGATE %s.%s(%s) (', quote_ident(n.nspname), quote_ident(p.proname),
                CASE WHEN pg_get_function_arguments(p.oid) = '' THEN '*' ELSE pg_get_function_arguments(p.oid) END)
              || concat_ws(', ', 'SFUNC = ' || g.aggtransfn, 'STYPE = ' || format_type(g.aggtranstype, NULL),
                'SSPACE = ' || nullif(g.aggtransspace, 0), 'FINALFUNC = ' || nullif(g.aggfinalfn, 0)::regproc,
                CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
                CASE WHEN g.aggfinalfn <> 0 AND g.aggfinalmodify <> {_MODIFY}
                  THEN 'FINALFUNC_MODIFY = ' || {_modify("g.aggfinalmodify")} END,
                'COMBINEFUNC = ' || nullif(g.aggcombinefn, 0)::regproc,
                'SERIALFUNC = ' || nullif(g.aggserialfn, 0)::regproc,
                'DESERIALFUNC = ' || nullif(g.aggdeserialfn, 0)::regproc,
                'INITCOND = ' || quote_literal(g.agginitval), 'MSFUNC = ' || nullif(g.aggmtransfn, 0)::regproc,
                'MINVFUNC = ' || nullif(g.aggminvtransfn, 0)::regproc,
                'MSTYPE = ' || format_type(nullif(g.aggmtranstype, 0), NULL),
                'MSSPACE = ' || nullif(g.aggmtransspace, 0), 'MFINALFUNC = ' || nullif(g.aggmfinalfn, 0)::regproc,
                CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
                CASE WHEN g.aggmfinalfn <> 0 AND g.aggmfinalmodify <> {_MODIFY}
                  THEN 'MFINALFUNC_MODIFY = ' || {_modify("g.aggmfinalmodify")} END,
                'MINITCOND = ' || quote_literal(g.aggminitval),
                'SORTOP = ' || (SELECT format('OPERATOR(%s.%s)', quote_ident(m.nspname), o.oprname) FROM pg_operator o
                  JOIN pg_namespace m ON m.oid = o.oprnamespace WHERE o.oid = g.aggsortop),
                CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END,
                CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END) || ')'
              FROM pg_aggregate g WHERE g.aggfnoid = p.oid) END AS definition,
          pg_get_function_result(p.oid) AS result, pg_get_userbyid(p.proowner) AS owner,
            {grants("coalesce(p.proacl, acldefault('f', p.proowner))")} AS grants
        FROM pg_proc p JOIN ns n ON n.oid = p.pronamespace
        WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
          AND d.deptype = 'i')"""

    oid: int
    schema: str
    name: str
    kind: str
    arguments: str
    types: str
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
        """Return schema, name and the types of the arguments: their names do not tell routines apart."""
        return (self.schema, self.name, self.types)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return all but its name."""
        return {"kind": self.kind, "definition": self.definition, "owner": self.owner, "grants": frozenset(self.grants)}
