"""Operators and casts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sterna.postgres.catalog.record import Identity, outside_extensions

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog

_OWN = "oid >= 16384"


def _of(oid: str) -> str:
    """Return SQL that spells an operator as CREATE OPERATOR takes another one."""
    return (
        f"(SELECT format('OPERATOR(%I.%s)', n.nspname, x.oprname) FROM pg_operator x"
        f" JOIN pg_namespace n ON n.oid = x.oprnamespace WHERE x.oid = {oid} AND x.oid <> o.oid AND x.oprcode <> 0)"
    )


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator, those of which only the name is known left out; `left` is None for one that stands before its value.

    `commutator` and `negator` are others, spelt as CREATE OPERATOR takes them; `commutes` says that it is its own.
    """

    QUERY: ClassVar[str] = f"""
        SELECT o.oid, n.nspname AS schema, o.oprname AS name, format_type(nullif(o.oprleft, 0), NULL) AS left,
          format_type(o.oprright, NULL) AS right, o.oprcode::regproc::text AS function, o.oprcom = o.oid AS commutes,
          {_of("o.oprcom")} AS commutator, {_of("o.oprnegate")} AS negator,
          nullif(o.oprrest::regproc::text, '-') AS restrict, nullif(o.oprjoin::regproc::text, '-') AS join,
          o.oprcanhash AS hashes, o.oprcanmerge AS merges, pg_get_userbyid(o.oprowner) AS owner
        FROM pg_operator o JOIN ns n ON n.oid = o.oprnamespace
        WHERE o.{_OWN} AND o.oprcode <> 0 AND {outside_extensions("pg_operator", "o.oid")}"""

    oid: int
    schema: str
    name: str
    left: str | None
    right: str
    function: str
    commutes: bool
    commutator: str | None
    negator: str | None
    restrict: str | None
    join: str | None
    hashes: bool
    merges: bool
    owner: str

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    @property
    def estimates(self) -> str:
        """Return how many rows it is told to let through, as ALTER takes it."""
        return f"RESTRICT = {self.restrict or 'NONE'}, JOIN = {self.join or 'NONE'}"

    @property
    def operands(self) -> str:
        """Return the types of its values in parentheses, as ALTER and DROP take them."""
        return f"({self.left or 'NONE'}, {self.right})"

    def identity(self, _catalog: Catalog) -> Identity:
        """Return schema, name and the types of its values."""
        return (self.schema, self.name, self.operands)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return what it does, how it is estimated, and its owner."""
        others = (self.commutes, self.commutator, self.negator)
        return {
            "definition": (self.function, self.operands, others, self.hashes, self.merges),
            "estimates": self.estimates,
            "owner": self.owner,
        }


@dataclass(frozen=True, slots=True)
class Cast:
    """A cast; `context` is `e` (explicit), `a` (assignment) or `i` (implicit), `method` `f`, `b` or `i` (through text).

    It has no name and no schema, and belongs to whom its types do. That of a range type comes and goes with it.
    """

    QUERY: ClassVar[str] = f"""
        SELECT c.oid, format_type(c.castsource, NULL) AS source, format_type(c.casttarget, NULL) AS target,
          nullif(c.castfunc, 0)::regprocedure::text AS function, c.castcontext AS context, c.castmethod AS method
        FROM pg_cast c WHERE c.{_OWN} AND {outside_extensions("pg_cast", "c.oid")}
          AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_cast'::regclass AND objid = c.oid
            AND deptype = 'i')"""

    oid: int
    source: str
    target: str
    function: str | None
    context: str
    method: str

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, _catalog: Catalog) -> Identity:
        """Return the types that it leads from and to."""
        return (self.source, self.target)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return all of it."""
        return {"definition": (self.source, self.target, self.function, self.context, self.method)}
