"""Constraints of tables and domains; NOT NULL belongs to its column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sterna.postgres.catalog.record import Identity

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint; `kind` is pg_constraint.contype: `p`, `u`, `f`, `c` or `x`.

    `table` or `domain` is set, never both. `columns` are column numbers, `references` the table a foreign key points
      to.
    """

    QUERY: ClassVar[str] = """
        SELECT k.oid, nullif(k.conrelid, 0) AS table, nullif(k.contypid, 0) AS domain, k.conname AS name,
          k.contype AS kind, pg_get_constraintdef(k.oid) AS definition, k.convalidated AS validated,
          k.conislocal AS local, k.coninhcount > 0 AS inherited, nullif(k.conparentid, 0) AS parent,
          nullif(k.conindid, 0) AS index, coalesce(k.conkey, '{}') AS columns, nullif(k.confrelid, 0) AS references
        FROM pg_constraint k
        WHERE k.contype IN ('p', 'u', 'f', 'c', 'x')
          AND (k.conrelid IN (SELECT oid FROM r) OR k.contypid IN (SELECT oid FROM ty))"""

    oid: int
    table: int | None
    domain: int | None
    name: str
    kind: str
    definition: str
    validated: bool
    local: bool
    inherited: bool
    parent: int | None
    index: int | None
    columns: tuple[int, ...]
    references: int | None

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    @property
    def only_inherited(self) -> bool:
        """Tell whether it is here only because a parent has it."""
        return self.parent is not None or (self.inherited and not self.local)

    def identity(self, catalog: Catalog) -> Identity:
        """Return schema, table or domain, and name."""
        if self.table is not None:
            return (*catalog.relation_name(self.table), self.name)
        domain = catalog.types.get(self.domain or 0)
        return (domain.schema, domain.name, self.name) if domain else ("", str(self.domain), self.name)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return kind, definition and whether it was checked."""
        return {
            "kind": self.kind,
            "definition": self.definition,
            "validated": self.validated,
            "local": self.local,
        }
