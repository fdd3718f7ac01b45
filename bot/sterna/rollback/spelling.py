"""What SQL calls an object: the noun of its kind, and the noun with its name."""

from __future__ import annotations

from typing import TypeAlias

from sterna.postgres.catalog import (
    Cast,
    Collation,
    Configuration,
    Dictionary,
    Operator,
    Publication,
    Relation,
    Routine,
    Schema,
    Statistics,
    Type,
)
from sterna.sql.quote import name

Spelled: TypeAlias = (
    Schema
    | Relation
    | Type
    | Routine
    | Statistics
    | Collation
    | Operator
    | Cast
    | Dictionary
    | Configuration
    | Publication
)
"""What has a name of its own, and is no part of something else."""

_RELATION = {"f": "FOREIGN TABLE", "v": "VIEW", "m": "MATERIALIZED VIEW", "S": "SEQUENCE", "c": "TYPE"}
_ROUTINE = {"p": "PROCEDURE", "a": "AGGREGATE"}


def noun(held: Relation | Type | Routine | Collation | Dictionary | Configuration) -> str:
    """Return the word that DDL has for an object that stands in a schema."""
    match held:
        case Relation():
            return _RELATION.get(held.kind, "TABLE")
        case Type():
            return "DOMAIN" if held.kind == "d" else "TYPE"
        case Routine():
            return _ROUTINE.get(held.kind, "FUNCTION")
        case Collation():
            return "COLLATION"
        case Dictionary():
            return "TEXT SEARCH DICTIONARY"
        case Configuration():
            return "TEXT SEARCH CONFIGURATION"


def spelling(held: Spelled) -> str:
    """Return an object as statements name it: `TABLE "public"."users"`, `FUNCTION "public"."f"(integer)`."""
    match held:
        case Operator():
            return f"OPERATOR {name(held.schema)}.{held.name} {held.operands}"
        case Cast():
            return f"CAST ({held.source} AS {held.target})"
        case Schema():
            return f"SCHEMA {name(held.name)}"
        case Publication():
            return f"PUBLICATION {name(held.name)}"
        case Statistics():
            return f"STATISTICS {name(held.schema, held.name)}"
        case Routine():
            return f"{noun(held)} {name(held.schema, held.name)}({arguments(held)})"
        case _:
            return f"{noun(held)} {name(held.schema, held.name)}"


def arguments(routine: Routine) -> str:
    """Return what tells a routine from others of its name."""
    return "*" if routine.kind == "a" and not routine.arguments else routine.arguments
