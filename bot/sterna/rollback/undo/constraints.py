"""Primary keys, unique, check, exclusion and foreign key constraints, of tables and of domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Constraint
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.catalog import Catalog
    from sterna.rollback.delta import Delta

_RANK = {"p": Rank.ADD_KEY, "u": Rank.ADD_KEY, "x": Rank.ADD_KEY, "c": Rank.ADD_KEY, "f": Rank.ADD_FOREIGN_KEY}


def renames(delta: Delta) -> Iterator[Step]:
    """Name constraints back."""
    for now, then in delta.renamed("constraints", Constraint):
        if not now.only_inherited:
            rename = f"RENAME CONSTRAINT {name(now.name)} TO {name(then.name)}"
            yield step(Rank.RENAME_PART, f"ALTER {_owner(delta.now, now)} {rename}")


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added constraints, add removed ones; a changed one is both."""
    tables, columns, types = set(delta.added["relations"]), set(delta.added["columns"]), set(delta.added["types"])
    for constraint in delta.new("constraints", Constraint):
        if constraint.only_inherited or constraint.table in tables or constraint.domain in types:
            continue
        if any((constraint.table, number) in columns for number in constraint.columns):
            continue  # it goes with its column
        yield step(_drop_rank(constraint), _drop(delta.now, constraint))
    tables, types = set(delta.removed["relations"]), set(delta.removed["types"])
    for constraint in delta.gone("constraints", Constraint):
        if constraint.only_inherited:
            continue
        if constraint.table in tables and constraint.kind in "puxc" and constraint.validated:
            continue  # it stands in CREATE TABLE
        if constraint.domain in types and constraint.validated:
            continue  # it stands in CREATE DOMAIN
        rank = Rank.CREATE_TYPE if constraint.domain in types else _RANK[constraint.kind]
        yield step(rank, _add(delta.then, constraint))
    for now, then, traits in delta.altered("constraints", Constraint):
        if then.only_inherited:
            continue
        if traits == {"validated"} and then.validated and now.definition.removesuffix(" NOT VALID") == then.definition:
            yield step(_RANK[then.kind], f"ALTER {_owner(delta.now, now)} VALIDATE CONSTRAINT {name(now.name)}")
            continue
        yield step(_drop_rank(now), _drop(delta.now, now))
        yield step(_RANK[then.kind], _add(delta.then, then))


def _drop_rank(constraint: Constraint) -> Rank:
    return Rank.DROP_FOREIGN_KEY if constraint.kind == "f" else Rank.DROP_CONSTRAINT


def _owner(catalog: Catalog, constraint: Constraint) -> str:
    if constraint.table is None:
        domain = catalog.types[constraint.domain or 0]
        return f"DOMAIN {name(domain.schema, domain.name)}"
    foreign = "FOREIGN " if catalog.relations[constraint.table].kind == "f" else ""
    return f"{foreign}TABLE {name(*catalog.relation_name(constraint.table))}"


def _drop(catalog: Catalog, constraint: Constraint) -> str:
    return f"ALTER {_owner(catalog, constraint)} DROP CONSTRAINT {name(constraint.name)}"


def _add(catalog: Catalog, constraint: Constraint) -> str:
    return f"ALTER {_owner(catalog, constraint)} ADD CONSTRAINT {name(constraint.name)} {constraint.definition}"
