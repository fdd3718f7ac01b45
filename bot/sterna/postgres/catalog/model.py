"""The catalog of a database: all that SQL of a migration can make, by kind and by key."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sterna.postgres.catalog.attached import Policy, RewriteRule, Statistics, Trigger
from sterna.postgres.catalog.column import Column
from sterna.postgres.catalog.constraint import Constraint
from sterna.postgres.catalog.database import Comment, DefaultPrivileges, EventTrigger, Publication
from sterna.postgres.catalog.index import Index
from sterna.postgres.catalog.operator import Cast, Operator
from sterna.postgres.catalog.record import Key, Record
from sterna.postgres.catalog.relation import Relation
from sterna.postgres.catalog.routine import Routine
from sterna.postgres.catalog.schema import Extension, Schema
from sterna.postgres.catalog.search import Configuration, Dictionary
from sterna.postgres.catalog.type import Collation, Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sterna.postgres.catalog.changes import Mark


@dataclass(frozen=True)
class Catalog:
    """All objects of a database that SQL of a migration can make, by kind and by key.

    The key is the OID; for columns the table's OID and the column's number; for comments what they are about.
    Objects that extensions brought along are left out, except routines (see Routine). `user` is the role that read it:
    elsewhere the same part is played by a role of another name. `mark` says when it was read, None where that cannot be
    told; a later state of the same database, or of a copy of it, is then read as what changed since.
    """

    schemas: Mapping[int, Schema]
    extensions: Mapping[int, Extension]
    relations: Mapping[int, Relation]
    columns: Mapping[tuple[int, int], Column]
    constraints: Mapping[int, Constraint]
    indexes: Mapping[int, Index]
    triggers: Mapping[int, Trigger]
    policies: Mapping[int, Policy]
    rules: Mapping[int, RewriteRule]
    statistics: Mapping[int, Statistics]
    types: Mapping[int, Type]
    collations: Mapping[int, Collation]
    routines: Mapping[int, Routine]
    operators: Mapping[int, Operator]
    casts: Mapping[int, Cast]
    dictionaries: Mapping[int, Dictionary]
    configurations: Mapping[int, Configuration]
    publications: Mapping[int, Publication]
    event_triggers: Mapping[int, EventTrigger]
    default_privileges: Mapping[int, DefaultPrivileges]
    comments: Mapping[tuple[str, int, int], Comment]
    user: str = ""
    mark: Mark | None = field(default=None, compare=False, repr=False)

    def kind(self, name: str) -> Mapping[Key, Record]:
        """Return the objects of one kind, by the name of the field."""
        found: Mapping[Key, Record] = getattr(self, name)
        return found

    def relation_name(self, oid: int) -> tuple[str, str]:
        """Return schema and name of a relation, or a stand-in that equals no name when it is not known."""
        relation = self.relations.get(oid)
        return (relation.schema, relation.name) if relation else ("", f"#{oid}")

    @property
    def tables(self) -> tuple[Relation, ...]:
        """Return the tables, partitions included, by schema and name."""
        found = [relation for relation in self.relations.values() if relation.is_table]
        return tuple(sorted(found, key=lambda relation: (relation.schema, relation.name)))

    def table(self, schema: str, name: str) -> Relation | None:
        """Return the relation of that name."""
        return self._by_name.get((schema, name))

    def columns_of(self, oid: int) -> tuple[Column, ...]:
        """Return the columns of a relation in order."""
        return self._columns.get(oid, ())

    def constraints_of(self, oid: int) -> tuple[Constraint, ...]:
        """Return the constraints of a table by name."""
        return self._constraints.get(oid, ())

    def indexes_of(self, oid: int) -> tuple[Index, ...]:
        """Return the indexes of a table by name."""
        return self._indexes.get(oid, ())

    def commented(self, comment: Comment) -> tuple[str, Record] | None:
        """Return the kind and the object that a comment is about."""
        if comment.catalog == "pg_class":
            if comment.column:
                column = self.columns.get((comment.oid, comment.column))
                return ("columns", column) if column else None
            kinds: tuple[str, ...] = ("relations", "indexes")
        else:
            kinds = _COMMENTED.get(comment.catalog, ())
        for kind in kinds:
            record = self.kind(kind).get(comment.oid)
            if record is not None:
                return (kind, record)
        if comment.catalog == "pg_type" and comment.oid in self._composites:
            return ("relations", self._composites[comment.oid])
        return None

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Relation]:
        return {(relation.schema, relation.name): relation for relation in self.relations.values()}

    @cached_property
    def _composites(self) -> dict[int, Relation]:
        return {relation.row_type: relation for relation in self.relations.values() if relation.row_type}

    @cached_property
    def _columns(self) -> dict[int, tuple[Column, ...]]:
        found: dict[int, list[Column]] = {}
        for column in self.columns.values():
            found.setdefault(column.table, []).append(column)
        return {oid: tuple(sorted(columns, key=lambda column: column.number)) for oid, columns in found.items()}

    @cached_property
    def _constraints(self) -> dict[int, tuple[Constraint, ...]]:
        found: dict[int, list[Constraint]] = {}
        for constraint in self.constraints.values():
            if constraint.table is not None:
                found.setdefault(constraint.table, []).append(constraint)
        return {oid: tuple(sorted(held, key=lambda constraint: constraint.name)) for oid, held in found.items()}

    @cached_property
    def _indexes(self) -> dict[int, tuple[Index, ...]]:
        found: dict[int, list[Index]] = {}
        for index in self.indexes.values():
            found.setdefault(index.table, []).append(index)
        return {oid: tuple(sorted(held, key=lambda index: index.name)) for oid, held in found.items()}


_COMMENTED = {
    "pg_namespace": ("schemas",),
    "pg_extension": ("extensions",),
    "pg_constraint": ("constraints",),
    "pg_trigger": ("triggers",),
    "pg_policy": ("policies",),
    "pg_rewrite": ("rules",),
    "pg_proc": ("routines",),
    "pg_type": ("types",),
    "pg_statistic_ext": ("statistics",),
    "pg_collation": ("collations",),
    "pg_operator": ("operators",),
    "pg_cast": ("casts",),
    "pg_ts_dict": ("dictionaries",),
    "pg_ts_config": ("configurations",),
    "pg_publication": ("publications",),
    "pg_event_trigger": ("event_triggers",),
}

RECORDS: dict[str, type] = {
    "schemas": Schema,
    "extensions": Extension,
    "relations": Relation,
    "columns": Column,
    "constraints": Constraint,
    "indexes": Index,
    "triggers": Trigger,
    "policies": Policy,
    "rules": RewriteRule,
    "statistics": Statistics,
    "types": Type,
    "collations": Collation,
    "routines": Routine,
    "operators": Operator,
    "casts": Cast,
    "dictionaries": Dictionary,
    "configurations": Configuration,
    "publications": Publication,
    "event_triggers": EventTrigger,
    "default_privileges": DefaultPrivileges,
    "comments": Comment,
}
KINDS = tuple(RECORDS)
