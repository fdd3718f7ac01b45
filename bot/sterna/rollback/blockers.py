"""What stands in the way of a change, and how to take it away.

A dropped object comes back in the next round of the plan because it is missing, so nothing here has to be put back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sterna.postgres.catalog import Catalog, Column, Relation, Routine, Type
    from sterna.rollback.step import Situation

Address = tuple[str, int, int]
"""Catalog table, OID and column number, as in pg_depend."""


def column_blockers(situation: Situation, column: Column, *, dropping: bool = False) -> list[str]:
    """Return the drops that free a column; `dropping` also frees it from keys that point to it."""
    return dependents(situation, [("pg_class", column.table, column.number)], keep={column.key}, dropping=dropping)


def view_blockers(situation: Situation, relation: Relation) -> list[str]:
    """Return the drops of all that uses a view."""
    rows = situation.connection.rows(f"SELECT reltype FROM pg_catalog.pg_class WHERE oid = {relation.oid}")
    return dependents(situation, [("pg_class", relation.oid, 0), ("pg_type", int(rows[0][0] or 0), 0)], keep=())


def routine_blockers(situation: Situation, routine: Routine) -> list[str]:
    """Return the drops of all that uses a routine."""
    return dependents(situation, [("pg_proc", routine.oid, 0)], keep=())


def type_blockers(situation: Situation, held: Type) -> list[str]:
    """Return the drops of all that uses a type, its columns included."""
    columns = [
        f"ALTER TABLE {name(*situation.catalog.relation_name(column.table))} DROP COLUMN {name(column.name)}"
        for column in situation.catalog.columns.values()
        if column.type_oid in (held.oid, held.array) and situation.catalog.relations[column.table].kind in "rp"
    ]
    return dependents(situation, [("pg_type", held.oid, 0), ("pg_type", held.array, 0)], keep=()) + columns


def dependents(
    situation: Situation, start: Collection[Address], *, keep: Collection[tuple[int, int]], dropping: bool = False
) -> list[str]:
    """Walk pg_depend from `start` and return the drops, outermost first.

    Defaults of the columns in `keep` are left alone: the caller deals with them.
    """
    walk = _Walk(situation, {key for key in keep}, dropping=dropping)
    level = list(start)
    walk.seen.update(("view", oid) for catalog, oid, column in start if catalog == "pg_class" and not column)
    while level:
        level = [address for reference in _references(situation, level) for address in walk.visit(reference)]
    return walk.drops[::-1]


Reference = tuple[str, int, str, int]
"""What depends (catalog, OID) and on what (catalog, column number)."""


class _Walk:
    """The way through the dependencies of one change: what was seen, and what has to be dropped."""

    def __init__(self, situation: Situation, keep: set[tuple[int, int]], *, dropping: bool) -> None:
        self.situation = situation
        self.keep = keep
        self.dropping = dropping
        self.seen: set[tuple[str, int]] = set()
        self.drops: list[str] = []

    @property
    def catalog(self) -> Catalog:
        """Return the catalog of the round."""
        return self.situation.catalog

    def visit(self, reference: Reference) -> Iterator[Address]:
        """Drop what depends, and yield what may have dependents of its own."""
        holder, oid, on, on_column = reference
        if (holder, oid) in self.seen:
            return
        before = len(self.drops)
        match holder:
            case "pg_rewrite":
                yield from self._rewrite(oid)
            case "pg_policy" if oid in self.catalog.policies:
                policy = self.catalog.policies[oid]
                self.drops.append(f"DROP POLICY {name(policy.name)} ON {self._table(policy.table)}")
            case "pg_trigger" if oid in self.catalog.triggers and (on != "pg_class" or on_column):
                trigger = self.catalog.triggers[oid]
                self.drops.append(f"DROP TRIGGER {name(trigger.name)} ON {self._table(trigger.table)}")
            case "pg_constraint" if oid in self.catalog.constraints:
                self._constraint(oid, on)
            case "pg_class" if oid in self.catalog.indexes:
                self._index(oid, on)
            case "pg_proc" if oid in self.catalog.routines:
                self._routine(oid)
                yield ("pg_proc", oid, 0)
            case "pg_attrdef":
                yield from self._default(oid)
            case _:
                pass
        if len(self.drops) > before:
            self.seen.add((holder, oid))

    def _rewrite(self, oid: int) -> Iterator[Address]:
        self.seen.add(("pg_rewrite", oid))
        rows = self.situation.connection.rows(
            "SELECT w.ev_class, w.rulename, c.reltype FROM pg_catalog.pg_rewrite w"
            f" JOIN pg_catalog.pg_class c ON c.oid = w.ev_class WHERE w.oid = {oid}"
        )
        if not rows:
            return
        relation = self.catalog.relations.get(int(rows[0][0] or 0))
        if relation is None:
            return
        spelt = name(relation.schema, relation.name)
        if relation.is_view and rows[0][1] == "_RETURN":
            if ("view", relation.oid) in self.seen:
                return
            self.seen.add(("view", relation.oid))
            self.drops.append(f"DROP {'MATERIALIZED VIEW' if relation.kind == 'm' else 'VIEW'} {spelt}")
            yield ("pg_class", relation.oid, 0)
            yield ("pg_type", int(rows[0][2] or 0), 0)
        else:
            self.drops.append(f"DROP RULE {name(rows[0][1] or '')} ON {spelt}")

    def _constraint(self, oid: int, on: str) -> None:
        constraint = self.catalog.constraints[oid]
        expression = constraint.kind in "cx" and on in ("pg_type", "pg_proc")
        pointing = constraint.kind == "f" and on != "pg_type"
        if not expression and not pointing and not (self.dropping and constraint.kind == "c"):
            return
        if constraint.table is None:
            domain = self.catalog.types[constraint.domain or 0]
            owner = f"DOMAIN {name(domain.schema, domain.name)}"
        else:
            owner = f"TABLE {self._table(constraint.table)}"
        self.drops.append(f"ALTER {owner} DROP CONSTRAINT {name(constraint.name)}")

    def _index(self, oid: int, on: str) -> None:
        index = self.catalog.indexes[oid]
        # Plain column indexes are rebuilt by PostgreSQL; one with an expression or a predicate may not survive the new type.
        if not index.constraint and (
            on in ("pg_type", "pg_proc") or " WHERE " in index.definition or "((" in index.definition
        ):
            self.drops.append(f"DROP INDEX {name(index.schema, index.name)}")

    def _routine(self, oid: int) -> None:
        routine = self.catalog.routines[oid]
        noun = {"p": "PROCEDURE", "a": "AGGREGATE"}.get(routine.kind, "FUNCTION")
        arguments = "*" if routine.kind == "a" and not routine.arguments else routine.arguments
        self.drops.append(f"DROP {noun} {name(routine.schema, routine.name)}({arguments})")

    def _default(self, oid: int) -> Iterator[Address]:
        rows = self.situation.connection.rows(f"SELECT adrelid, adnum FROM pg_catalog.pg_attrdef WHERE oid = {oid}")
        if not rows:
            return
        key = (int(rows[0][0] or 0), int(rows[0][1] or 0))
        column = self.catalog.columns.get(key)
        if column is None or (key in self.keep and not column.generated):
            return
        table = self._table(column.table)
        if column.generated:
            if key not in self.keep:
                self.drops.append(f"ALTER TABLE {table} DROP COLUMN {name(column.name)}")
                yield ("pg_class", *key)
        else:
            self.drops.append(f"ALTER TABLE {table} ALTER COLUMN {name(column.name)} DROP DEFAULT")

    def _table(self, oid: int) -> str:
        return name(*self.catalog.relation_name(oid))


def _references(situation: Situation, addresses: Collection[Address]) -> list[Reference]:
    wanted = " OR ".join(
        f"(d.refclassid = 'pg_catalog.{catalog}'::regclass AND d.refobjid = {oid}"
        + (f" AND d.refobjsubid = {column})" if column else ")")
        for catalog, oid, column in addresses
    )
    rows = situation.connection.rows(
        "SELECT DISTINCT c.relname, d.objid, r.relname, d.refobjsubid FROM pg_catalog.pg_depend d"
        " JOIN pg_catalog.pg_class c ON c.oid = d.classid JOIN pg_catalog.pg_class r ON r.oid = d.refclassid"
        f" WHERE ({wanted}) AND d.deptype IN ('n', 'a', 'i') ORDER BY 1, 2, 3, 4"
    )
    return [(holder or "", int(oid or 0), on or "", int(column or 0)) for holder, oid, on, column in rows]
