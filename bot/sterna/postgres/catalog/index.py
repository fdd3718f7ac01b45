"""Indexes, those of constraints included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sterna.postgres.catalog.record import Identity
from sterna.sql.quote import literal

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Index:
    """An index; `constraint` is the OID of the constraint that owns it, `statistics` pairs of column and target.

    `columns` are column numbers of the table, 0 for an expression.
    """

    QUERY: ClassVar[str] = """
        SELECT i.indexrelid AS oid, i.indrelid AS table, r.nspname AS schema, c.relname AS name,
          pg_get_indexdef(i.indexrelid) AS definition, i.indisvalid AS valid, i.indisunique AS is_unique,
          i.indisclustered AS clustered, i.indisreplident AS replica_identity,
          (SELECT k.oid FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid
             AND k.contype IN ('p', 'u', 'x') LIMIT 1) AS constraint,
          (SELECT h.inhparent FROM pg_inherits h WHERE h.inhrelid = i.indexrelid) AS parent,
          coalesce(c.reloptions, '{}') AS options, c.relkind = 'I' AS partitioned, i.indkey::int2[] AS columns,
            (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace) AS tablespace,
          coalesce((SELECT json_agg(json_build_array(a.attnum, a.attstattarget) ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attstattarget >= 0), '[]') AS statistics
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN r ON r.oid = i.indrelid"""

    oid: int
    table: int
    schema: str
    name: str
    definition: str
    valid: bool
    is_unique: bool
    clustered: bool
    replica_identity: bool
    constraint: int | None
    parent: int | None
    options: tuple[str, ...]
    partitioned: bool
    columns: tuple[int, ...]
    tablespace: str | None
    statistics: tuple[tuple[int, int], ...]

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    @property
    def parameters(self) -> str:
        """Return the storage parameters as the definition prints them, a blank before; empty when there are none."""
        if not self.options:
            return ""
        pairs = [option.partition("=") for option in self.options]
        texts = [f"{key}={value if _PLAIN.fullmatch(value) else literal(value)}" for key, _, value in pairs]
        return f" WITH ({', '.join(texts)})"

    def identity(self, _catalog: Catalog) -> Identity:
        """Return schema and name."""
        return (self.schema, self.name)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return all but its name; the definition of a constraint's index is the constraint's."""
        return {
            "definition": None if self.constraint else self.definition.replace(self.parameters, "", 1),
            "storage parameters": frozenset(self.options),
            "valid": self.valid,
            "clustered": self.clustered,
            "replica identity": self.replica_identity,
            "of a constraint": bool(self.constraint),
            "partitioned": self.partitioned,
            "attached": self.parent is not None,
            "tablespace": self.tablespace,
            "statistics": self.statistics,
        }
