"""Primary keys, unique, check, exclusion and foreign key constraints, of tables and of domains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sterna.postgres.catalog import Constraint
from sterna.rollback.delta import circles
from sterna.rollback.invented import parents, passing, surplus
from sterna.rollback.names import passing_name
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.catalog import Catalog
    from sterna.rollback.delta import Delta

# How pg_get_constraintdef ends a foreign key.
_TIMING = re.compile(r"(?P<when> DEFERRABLE(?: INITIALLY DEFERRED)?)?(?P<enforced> NOT ENFORCED)?$")
_RANK = {"p": Rank.ADD_KEY, "u": Rank.ADD_KEY, "x": Rank.ADD_KEY, "c": Rank.ADD_KEY, "f": Rank.ADD_FOREIGN_KEY}


def renames(delta: Delta) -> Iterator[Step]:
    """Name constraints back."""
    # A CHECK that is handed down has its name from above; a key of a partition has a name of its own.
    renamed = [
        (now, then)
        for now, then in delta.renamed("constraints", Constraint)
        if now.kind != "c" or not now.only_inherited
    ]
    swapped = circles(renamed, lambda constraint: getattr(constraint, "table", None))
    for now, then in renamed:
        rename = f"ALTER {_owner(delta.now, now)} RENAME CONSTRAINT {name(now.name)} TO "
        taken = [held.name for held in delta.now.constraints_of(now.table or 0)]
        aside = f"{rename}{name(passing_name(now.name, taken))}" if now.key in swapped else ""
        yield step(Rank.RENAME_PART, f"{rename}{name(then.name)}", aside=aside)


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
        add = _add(delta.then, constraint)
        yield step(rank, add, last=[(stand_in, add) for stand_in in _stand_ins(delta, constraint)])
    for now, then, traits in delta.altered("constraints", Constraint):
        if then.only_inherited:
            continue
        if traits == {"validated"} and then.validated and now.definition.removesuffix(" NOT VALID") == then.definition:
            yield step(_RANK[then.kind], f"ALTER {_owner(delta.now, now)} VALIDATE CONSTRAINT {name(now.name)}")
            continue
        changed = _changed(delta.now, now, then)
        if changed:
            yield step(_RANK[then.kind], changed, (_drop(delta.now, now), _add(delta.then, then)))
            continue
        yield step(_drop_rank(now), _drop(delta.now, now))
        add = _add(delta.then, then)
        yield step(_RANK[then.kind], add, last=[(stand_in, add) for stand_in in _stand_ins(delta, then)])


def definition(catalog: Catalog, constraint: Constraint) -> str:
    """Return what follows the name of a constraint, with the storage parameters of its index."""
    index = catalog.indexes.get(constraint.index or 0)
    if constraint.kind not in "pu" or index is None or index.constraint != constraint.oid or not index.options:
        return constraint.definition
    head, deferrable, rest = constraint.definition.partition(" DEFERRABLE")
    return f"{head}{index.parameters}{deferrable}{rest}"


def _changed(catalog: Catalog, now: Constraint, then: Constraint) -> str:
    """Return what alters a foreign key in its place; empty where that cannot be done."""
    held, was = _TIMING.search(now.definition), _TIMING.search(then.definition)
    if now.kind != "f" or held is None or was is None or now.validated != then.validated:
        return ""
    if now.definition[: held.start()] != then.definition[: was.start()] or held[0] == was[0]:
        return ""
    words = "" if held["when"] == was["when"] else was["when"] or " NOT DEFERRABLE"
    if held["enforced"] != was["enforced"]:
        words += was["enforced"] or " ENFORCED"
    return f"ALTER {_owner(catalog, now)} ALTER CONSTRAINT {name(now.name)}{words}"


def _drop_rank(constraint: Constraint) -> Rank:
    return Rank.DROP_FOREIGN_KEY if constraint.kind == "f" else Rank.DROP_CONSTRAINT


def _stand_ins(delta: Delta, constraint: Constraint) -> list[str]:
    """Return what may be put in the place of rows and values that a constraint misses or refuses."""
    if constraint.kind in "pu" and constraint.table is not None:
        return surplus(delta, constraint.table, constraint.definition)
    if not constraint.validated or constraint.kind not in "fc":
        return []
    return parents(constraint, delta.then) if constraint.kind == "f" else passing(constraint, delta)


def _owner(catalog: Catalog, constraint: Constraint) -> str:
    if constraint.table is None:
        domain = catalog.types[constraint.domain or 0]
        return f"DOMAIN {name(domain.schema, domain.name)}"
    foreign = "FOREIGN " if catalog.relations[constraint.table].kind == "f" else ""
    return f"{foreign}TABLE {name(*catalog.relation_name(constraint.table))}"


def _drop(catalog: Catalog, constraint: Constraint) -> str:
    return f"ALTER {_owner(catalog, constraint)} DROP CONSTRAINT {name(constraint.name)}"


def _add(catalog: Catalog, constraint: Constraint) -> str:
    return (
        f"ALTER {_owner(catalog, constraint)} ADD CONSTRAINT {name(constraint.name)} {definition(catalog, constraint)}"
    )
