"""Schemas and extensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sterna.postgres.catalog.record import Grant, Identity, grants, outside_extensions

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema."""

    QUERY: ClassVar[str] = f"""
        SELECT n.oid, n.nspname AS name, pg_get_userbyid(n.nspowner) AS owner,
          {grants("coalesce(n.nspacl, acldefault('n', n.nspowner))")} AS grants
        FROM pg_namespace n WHERE n.oid IN (SELECT oid FROM ns) AND {outside_extensions("pg_namespace", "n.oid")}"""

    oid: int
    name: str
    owner: str
    grants: tuple[Grant, ...]

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, _catalog: Catalog) -> Identity:
        """Return the name."""
        return (self.name,)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return owner and grants."""
        return {"owner": self.owner, "grants": frozenset(self.grants)}


@dataclass(frozen=True, slots=True)
class Extension:
    """An installed extension; plpgsql is always there and left out."""

    QUERY: ClassVar[str] = """
        SELECT e.oid, e.extname AS name, n.nspname AS schema, e.extversion AS version
        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'"""

    oid: int
    name: str
    schema: str
    version: str

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, _catalog: Catalog) -> Identity:
        """Return the name."""
        return (self.name,)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return schema and version."""
        return {"schema": self.schema, "version": self.version}
