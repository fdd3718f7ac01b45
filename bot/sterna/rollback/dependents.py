"""The walk through the dependencies that PostgreSQL keeps, and what has to be dropped on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sterna.rollback.spelling import spelling
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sterna.postgres.catalog import Catalog, Relation
    from sterna.rollback.step import Situation

Address = tuple[str, int, int]
"""Catalog table, OID and column number, as in pg_depend."""


def dependents(
    situation: Situation,
    start: Collection[Address],
    *,
    keep: Collection[tuple[int, int]],
    dropping: bool = False,
    inside: Collection[int] = (),
) -> list[str]:
    """Walk pg_depend from `start` and return the drops, outermost first.

    Defaults of the columns in `keep` are left alone: the caller deals with them. What is part of the relations `inside`
    is left alone as well: it goes with them.
    """
    walk = _Walk(situation, set(keep), dropping=dropping, inside=frozenset(inside))
    level = list(start)
    walk.seen.update(("view", oid, 0) for catalog, oid, column in start if catalog == "pg_class" and not column)
    while level:
        level = [address for reference in _references(situation, level) for address in walk.visit(reference)]
    return walk.ordered()


@dataclass(frozen=True, slots=True)
class Reference:
    """What depends (`holder`: catalog, OID, column number) and on what (`on`)."""

    holder: Address
    on: Address


class _Walk:
    """The way through the dependencies of one change: what was seen, and what has to be dropped.

    An object may be reached twice, for example a policy by its column and by a function that it calls; so the order of
    the drops comes from who depends on whom, not from when an object was reached.
    """

    def __init__(
        self, situation: Situation, keep: set[tuple[int, int]], *, dropping: bool, inside: frozenset[int]
    ) -> None:
        self.situation = situation
        self.keep = keep
        self.dropping = dropping
        self.inside = inside
        self.seen: set[Address] = set()
        self.drops: dict[Address, str] = {}
        self.users: dict[Address, list[Address]] = {}
        self.owners: dict[Address, Address] = {}
        self.retyped: set[tuple[int, int]] = set()

    @property
    def catalog(self) -> Catalog:
        """Return the catalog of the round."""
        return self.situation.catalog

    def visit(self, reference: Reference) -> Iterator[Address]:
        """Drop what depends, and yield what may have dependents of its own."""
        key = self._key(reference.holder)
        catalog, oid, _ = reference.on
        owner = self.owners.get(reference.on) or self.owners.get((catalog, oid, 0))
        if owner is not None and owner != key:
            self.users.setdefault(owner, []).append(key)
        if key in self.seen:
            return
        for address in self._visit(key, reference):
            self.owners.setdefault(address, key)
            yield address
        if key in self.drops:
            self.seen.add(key)

    def ordered(self) -> list[str]:
        """Return the drops, each after those of all that depends on it."""
        found: dict[Address, str] = {}

        def put(key: Address, path: frozenset[Address]) -> None:
            if key in found or key in path:
                return
            for user in self.users.get(key, ()):
                put(user, path | {key})
            if key in self.drops:
                found[key] = self.drops[key]

        for key in reversed(self.drops):
            put(key, frozenset())
        return list(found.values())

    def _key(self, holder: Address) -> Address:
        catalog, oid, column = holder
        if catalog == "pg_rewrite":
            view = self._view(oid)
            return ("view", view.oid, 0) if view else holder
        if catalog == "pg_class" and oid in self.catalog.relations and self.catalog.relations[oid].kind in "rpc":
            return ("column", oid, column)
        return (catalog, oid, 0)

    def _visit(self, key: Address, reference: Reference) -> Iterator[Address]:
        (holder, oid, number), (on, on_oid, on_column) = reference.holder, reference.on
        if self._table_of(key) in self.inside:
            return
        if drop := self._last(reference):
            self.drops[key] = drop
            return
        match holder:
            case "pg_rewrite":
                yield from self._rewrite(key, oid)
            case "pg_constraint" if oid in self.catalog.constraints:
                self._constraint(key, on, (on_oid, on_column))
            case "pg_class" if oid in self.catalog.indexes:
                self._index(key, on)
            case "pg_class" if key[0] == "column" and on == "pg_type":
                yield from self._column(key, number)
            case "pg_type" if oid in self.catalog.types and self.catalog.types[oid].kind == "d" and on == "pg_type":
                domain = self.catalog.types[oid]
                self.drops[key] = f"DROP {spelling(domain)}"
                yield ("pg_type", oid, 0)
                yield ("pg_type", domain.array, 0)
            case "pg_proc" if oid in self.catalog.routines:
                self._routine(key, oid)
                yield ("pg_proc", oid, 0)
            case "pg_operator" if oid in self.catalog.operators:
                self.drops[key] = f"DROP {spelling(self.catalog.operators[oid])}"
                yield ("pg_operator", oid, 0)
            case "pg_attrdef":
                yield from self._default(key, oid)
            case "pg_publication_rel" if on == "pg_class":
                self._published(key, oid)
            case _:
                pass

    def _last(self, reference: Reference) -> str:
        """Return the drop of something on which nothing else can depend; empty for anything else."""
        (holder, oid, _), (on, _, on_column) = reference.holder, reference.on
        match holder:
            case "pg_policy" if oid in self.catalog.policies:
                policy = self.catalog.policies[oid]
                return f"DROP POLICY {name(policy.name)} ON {self._table(policy.table)}"
            case "pg_trigger" if oid in self.catalog.triggers and (on != "pg_class" or on_column):
                trigger = self.catalog.triggers[oid]
                return f"DROP TRIGGER {name(trigger.name)} ON {self._table(trigger.table)}"
            case "pg_cast" if oid in self.catalog.casts:
                return f"DROP {spelling(self.catalog.casts[oid])}"
            case _:
                return ""

    def _table_of(self, key: Address) -> int | None:
        match key[0]:
            case "view" | "column":
                return key[1]
            case "pg_policy" | "pg_trigger" | "pg_constraint" | "pg_class" as catalog:
                kinds = {"pg_policy": "policies", "pg_trigger": "triggers", "pg_constraint": "constraints"}
                record = self.catalog.kind(kinds.get(catalog, "indexes")).get(key[1])
                return getattr(record, "table", None)
            case _:
                return None

    def _column(self, key: Address, number: int) -> Iterator[Address]:
        """Make a column text, which any value can be cast to and back from."""
        column = self.catalog.columns.get((key[1], number))
        if column is None or column.key in self.keep or column.only_inherited:
            return
        array = "[]" if column.type.endswith("[]") else ""
        table, quoted = self._table(column.table), name(column.name)
        self.retyped.add(column.key)
        if column.generated:
            self.drops[key] = f"ALTER TABLE {table} DROP COLUMN {quoted}"
        elif self.catalog.relations[column.table].kind == "c":
            self.drops[key] = f"ALTER TYPE {table} ALTER ATTRIBUTE {quoted} TYPE text{array} CASCADE"
        else:
            cast = f"SET DATA TYPE text{array} USING {quoted}::text{array}"
            self.drops[key] = f"ALTER TABLE {table} ALTER COLUMN {quoted} {cast}"
        yield ("pg_class", *column.key)

    def _view(self, rewrite: int) -> Relation | None:
        rows = self._rewritten(rewrite)
        relation = self.catalog.relations.get(int(rows[0][0] or 0)) if rows else None
        return relation if relation and relation.is_view and rows[0][1] == "_RETURN" else None

    def _rewritten(self, oid: int) -> list[tuple[str | None, ...]]:
        return self.situation.connection.rows(
            "SELECT w.ev_class, w.rulename, c.reltype FROM pg_catalog.pg_rewrite w"
            f" JOIN pg_catalog.pg_class c ON c.oid = w.ev_class WHERE w.oid = {oid}"
        )

    def _rewrite(self, key: Address, oid: int) -> Iterator[Address]:
        rows = self._rewritten(oid)
        relation = self.catalog.relations.get(int(rows[0][0] or 0)) if rows else None
        if relation is None or relation.oid in self.inside:
            return
        if key[0] == "view":
            self.drops[key] = f"DROP {spelling(relation)}"
            yield ("pg_class", relation.oid, 0)
            yield ("pg_type", int(rows[0][2] or 0), 0)
        else:
            self.drops[key] = f"DROP RULE {name(rows[0][1] or '')} ON {name(relation.schema, relation.name)}"

    def _constraint(self, key: Address, on: str, column: tuple[int, int]) -> None:
        constraint = self.catalog.constraints[key[1]]
        freed = self.dropping or column in self.retyped
        expression = constraint.kind in "cx" and (on in ("pg_type", "pg_proc") or column in self.retyped)
        pointing = constraint.kind == "f" and on != "pg_type"
        if not expression and not pointing and not (freed and constraint.kind == "c"):
            return
        if constraint.table is None:
            if on == "pg_type":
                return  # it goes with its domain
            owner = spelling(self.catalog.types[constraint.domain or 0])
        else:
            owner = f"TABLE {self._table(constraint.table)}"
        self.drops[key] = f"ALTER {owner} DROP CONSTRAINT {name(constraint.name)}"

    def _index(self, key: Address, on: str) -> None:
        index = self.catalog.indexes[key[1]]
        # Plain column indexes are rebuilt by PostgreSQL; one with an expression or a predicate may not survive the new
        # type.
        if not index.constraint and (
            on in ("pg_type", "pg_proc") or " WHERE " in index.definition or "((" in index.definition
        ):
            self.drops[key] = f"DROP INDEX {name(index.schema, index.name)}"

    def _routine(self, key: Address, oid: int) -> None:
        routine = self.catalog.routines[oid]
        self.drops[key] = f"DROP {spelling(routine)}"

    def _published(self, key: Address, oid: int) -> None:
        rows = self.situation.connection.rows(
            "SELECT p.pubname, x.prrelid FROM pg_catalog.pg_publication_rel x"
            f" JOIN pg_catalog.pg_publication p ON p.oid = x.prpubid WHERE x.oid = {oid}"
        )
        for publication, table in rows:
            self.drops[key] = f"ALTER PUBLICATION {name(publication or '')} DROP TABLE {self._table(int(table or 0))}"

    def _default(self, key: Address, oid: int) -> Iterator[Address]:
        rows = self.situation.connection.rows(f"SELECT adrelid, adnum FROM pg_catalog.pg_attrdef WHERE oid = {oid}")
        if not rows:
            return
        place = (int(rows[0][0] or 0), int(rows[0][1] or 0))
        column = self.catalog.columns.get(place)
        if column is None or column.table in self.inside or (place in self.keep and not column.generated):
            return
        table = self._table(column.table)
        if column.generated:
            if place not in self.keep and place not in self.retyped:
                self.drops[key] = f"ALTER TABLE {table} DROP COLUMN {name(column.name)}"
                yield ("pg_class", *place)
        else:
            self.drops[key] = f"ALTER TABLE {table} ALTER COLUMN {name(column.name)} DROP DEFAULT"

    def _table(self, oid: int) -> str:
        return name(*self.catalog.relation_name(oid))


def _references(situation: Situation, addresses: Collection[Address]) -> list[Reference]:
    wanted = " OR ".join(
        f"(d.refclassid = 'pg_catalog.{catalog}'::regclass AND d.refobjid = {oid}"
        + (f" AND d.refobjsubid = {column})" if column else ")")
        for catalog, oid, column in addresses
    )
    rows = situation.connection.rows(
        "SELECT DISTINCT c.relname, d.objid, d.objsubid, r.relname, d.refobjid, d.refobjsubid"
        " FROM pg_catalog.pg_depend d"
        " JOIN pg_catalog.pg_class c ON c.oid = d.classid JOIN pg_catalog.pg_class r ON r.oid = d.refclassid"
        f" WHERE ({wanted}) AND d.deptype IN ('n', 'a', 'i') ORDER BY 1, 2, 3, 4, 5, 6"
    )
    return [
        Reference((holder or "", int(oid or 0), int(number or 0)), (on or "", int(on_oid or 0), int(column or 0)))
        for holder, oid, number, on, on_oid, column in rows
    ]
