"""What an object of the catalog is called in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast

from sterna.postgres.catalog import (
    Cast,
    Catalog,
    Collation,
    Column,
    Comment,
    Configuration,
    Constraint,
    DefaultPrivileges,
    Dictionary,
    EventTrigger,
    Extension,
    Index,
    Operator,
    Policy,
    Publication,
    Record,
    Relation,
    RewriteRule,
    Routine,
    Schema,
    Statistics,
    Trigger,
    Type,
)
from sterna.pull_request.sentence import Code, Name, Part, spelled

RELATION: Final = {
    "r": "table",
    "p": "table",
    "f": "foreign table",
    "v": "view",
    "m": "materialized view",
    "S": "sequence",
    "c": "composite type",
}
CONSTRAINT: Final = {
    "p": "primary key",
    "u": "unique constraint",
    "f": "foreign key",
    "c": "check constraint",
    "x": "exclusion constraint",
}
TYPE: Final = {"e": "enum", "d": "domain", "r": "range type"}
ROUTINE: Final = {"f": "function", "w": "window function", "p": "procedure", "a": "aggregate"}
PRIVILEGED: Final = {
    "r": "tables",
    "S": "sequences",
    "f": "functions",
    "T": "types",
    "n": "schemas",
    "L": "large objects",
}


def relation(catalog: Catalog, oid: int) -> Code:
    """Return the name of a table or view."""
    return Code(spelled(*catalog.relation_name(oid)))


def column(catalog: Catalog, record: Column) -> Name:
    """Return `table.column`."""
    return Name(spelled(*catalog.relation_name(record.table), record.name))


def columns(catalog: Catalog, oid: int, numbers: tuple[int, ...]) -> list[Part]:
    """Return the names of columns by their numbers, without commas; an expression's number 0 is left out."""
    return [Name(spelled(catalog.columns[oid, number].name)) for number in numbers if (oid, number) in catalog.columns]


def noun(kind: str, record: Record, catalog: Catalog) -> list[Part]:
    """Return what an object is and how it is called: `index x on users`."""
    return _NOUNS[kind](record, catalog)


def _constraint(record: Constraint, catalog: Catalog) -> list[Part]:
    word = CONSTRAINT[record.kind]
    if record.table is not None:
        return [f"{word} ", Code(spelled(record.name)), " of ", relation(catalog, record.table)]
    domain = catalog.types.get(record.domain or 0)
    named = Code(spelled(domain.schema, domain.name)) if domain else Code(str(record.domain))
    return [f"{word} ", Code(spelled(record.name)), " of domain ", named]


def _column(record: Column, catalog: Catalog) -> list[Part]:
    owner = catalog.relations.get(record.table)
    return ["attribute " if owner is not None and owner.kind == "c" else "column ", column(catalog, record)]


def _default_privileges(record: DefaultPrivileges, _catalog: Catalog) -> list[Part]:
    within: list[Part] = [" in schema ", Code(spelled(record.schema))] if record.schema else []
    return [
        f"all {PRIVILEGED.get(record.object_kind, 'objects')} that role ",
        Code(spelled(record.role)),
        " creates",
        *within,
    ]


def _comment(record: Comment, catalog: Catalog) -> list[Part]:
    target = catalog.commented(record)
    return ["comment on ", *(noun(*target, catalog) if target else (Code(record.catalog),))]


def _on_table(word: str) -> Callable[[Record, Catalog], list[Part]]:
    def call(record: Record, catalog: Catalog) -> list[Part]:
        held = cast("Index | Trigger | Policy | RewriteRule | Statistics", record)
        return [f"{word} ", Code(spelled(held.name)), " on ", relation(catalog, held.table)]

    return call


def _in_schema(word: str) -> Callable[[Record, Catalog], list[Part]]:
    def call(record: Record, _catalog: Catalog) -> list[Part]:
        held = cast("Type | Collation | Dictionary | Configuration", record)
        return [f"{word} ", Code(spelled(held.schema, held.name))]

    return call


def _alone(word: str) -> Callable[[Record, Catalog], list[Part]]:
    def call(record: Record, _catalog: Catalog) -> list[Part]:
        return [f"{word} ", Code(spelled(cast("Schema | Extension | Publication | EventTrigger", record).name))]

    return call


def _relation(record: Relation, _catalog: Catalog) -> list[Part]:
    return [f"{RELATION[record.kind]} ", Code(spelled(record.schema, record.name))]


def _type(record: Type, catalog: Catalog) -> list[Part]:
    return _in_schema(TYPE[record.kind])(record, catalog)


def _operator(record: Operator, _catalog: Catalog) -> list[Part]:
    schema = "" if record.schema == "public" else f"{spelled(record.schema)}."
    return ["operator ", Code(f"{schema}{record.name} {record.operands}")]


def _cast(record: Cast, _catalog: Catalog) -> list[Part]:
    return ["cast from ", Code(record.source), " to ", Code(record.target)]


def _routine(record: Routine, _catalog: Catalog) -> list[Part]:
    return [f"{ROUTINE[record.kind]} ", Code(f"{spelled(record.schema, record.name)}({record.arguments})")]


_NOUNS: Final = cast(
    "Mapping[str, Callable[[Record, Catalog], list[Part]]]",
    {
        "schemas": _alone("schema"),
        "extensions": _alone("extension"),
        "relations": _relation,
        "columns": _column,
        "constraints": _constraint,
        "indexes": _on_table("index"),
        "triggers": _on_table("trigger"),
        "policies": _on_table("policy"),
        "rules": _on_table("rule"),
        "statistics": _on_table("statistics"),
        "types": _type,
        "collations": _in_schema("collation"),
        "routines": _routine,
        "operators": _operator,
        "casts": _cast,
        "dictionaries": _in_schema("text search dictionary"),
        "configurations": _in_schema("text search configuration"),
        "publications": _alone("publication"),
        "event_triggers": _alone("event trigger"),
        "default_privileges": _default_privileges,
        "comments": _comment,
    },
)
