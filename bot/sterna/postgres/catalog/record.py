"""What all records of the catalog have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog

Grant = tuple[str, str, bool]
"""Grantee (empty: PUBLIC), privilege, whether it may be passed on."""

Identity = tuple[str, ...]
"""The names under which SQL finds an object; objects without an OID in common are paired by it."""


class Record(Protocol):
    """An object of the catalog, found again by its key and paired by its identity."""

    @property
    def key(self) -> Key:
        """Return what stays the same while the object lives."""
        ...

    def identity(self, catalog: Catalog) -> Identity | None:
        """Return the names SQL would use; None when the object has none of its own."""
        ...

    def traits(self, catalog: Catalog) -> dict[str, object]:
        """Return what is equal for two objects that are the same: names in place of OIDs, its own name left out."""
        ...


Key = int | tuple[int, int] | tuple[str, int, int]

NAMESPACES = (
    "ns AS MATERIALIZED (SELECT oid, nspname FROM pg_namespace"
    " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')"
)
"""SQL of a common table expression: the schemas that are not the system's."""

OF_EXTENSIONS = "SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'"
"""SQL of the objects that extensions brought along."""


def grants(column: str) -> str:
    """Return SQL that spells an ACL out as a list of Grant; `coalesce(acl, acldefault(...))` is what is in force."""
    return (
        "coalesce((SELECT json_agg(json_build_array(CASE x.grantee WHEN 0 THEN '' ELSE pg_get_userbyid(x.grantee) END,"
        f" x.privilege_type, x.is_grantable) ORDER BY x.grantee, x.privilege_type) FROM aclexplode({column}) x), '[]')"
    )


def outside_extensions(catalog: str, oid: str) -> str:
    """Return SQL that is true for objects that no extension brought along; needs `ext` of the frame."""
    return f"NOT EXISTS (SELECT FROM ext WHERE ext.classid = '{catalog}'::regclass AND ext.objid = {oid})"
