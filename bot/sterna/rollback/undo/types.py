"""Enums, domains, range types and composite types as a whole; attributes are columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Constraint, Relation, Type
from sterna.rollback.blockers import type_blockers, type_columns
from sterna.rollback.enum import rebuild
from sterna.rollback.spelling import noun, spelling
from sterna.rollback.step import Rank, Step, step
from sterna.rollback.undo.collations import moved, passing
from sterna.sql.quote import literal, name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sterna.postgres.catalog import Catalog
    from sterna.rollback.delta import Delta
    from sterna.rollback.step import Situation


def renames(delta: Delta) -> Iterator[Step]:
    """Name types and enum values back and move types to their schema."""
    aside = passing(delta, "types") | passing(delta, "relations")
    for now, then in delta.renamed("types", Type):
        back = moved(noun(now), (now.schema, now.name), (then.schema, then.name))
        yield step(Rank.RENAME, back, aside=aside.get(now.key, ""))
    for relation, was in delta.renamed("relations", Relation):
        if relation.kind == "c":
            back = moved("TYPE", (relation.schema, relation.name), (was.schema, was.name))
            yield step(Rank.RENAME, back, aside=aside.get(relation.key, ""))
    for now, then, _ in delta.altered("types", Type):
        former = dict(then.labels)
        for oid, label in now.labels:
            if oid in former and former[oid] != label:
                rename = f"RENAME VALUE {literal(label)} TO {literal(former[oid])}"
                yield step(Rank.RENAME_PART, f"ALTER TYPE {name(now.schema, now.name)} {rename}")


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added types, create removed ones, rebuild enums whose values changed, alter domains."""
    wanted = {(held.schema, held.name) for held in delta.gone("types", Type)}
    wanted |= {(held.schema, held.name) for held in delta.gone("relations", Relation) if held.kind == "c"}
    new: list[Type | Relation] = [*delta.new("types", Type)]
    new += [relation for relation in delta.new("relations", Relation) if relation.kind == "c"]
    for held in new:
        drop = f"DROP {spelling(held)}"
        # Where a type of another sort is to have the name, this one cannot wait until nothing uses it.
        in_the_way = [_replaced(held)] if (held.schema, held.name) in wanted else []
        yield step(Rank.DROP_TYPE, drop, *in_the_way)
    for was in delta.gone("types", Type):
        yield step(Rank.CREATE_TYPE, _create(was, delta.then))
    for relation in delta.gone("relations", Relation):
        if relation.kind == "c":
            yield step(Rank.CREATE_TYPE, _composite(delta.then, relation))
    for now, then, traits in delta.altered("types", Type):
        if now.kind == then.kind == "e":
            if "values" in traits:
                invented = _rebuilt(delta, now, then, invent=True)
                yield step(Rank.REBUILD_ENUM, _rebuilt(delta, now, then), last=[invented])
        elif now.kind == then.kind == "d" and "base type" not in traits and "collation" not in traits:
            yield from _domain(now, then, traits)
        elif traits & {"kind", "base type", "collation", "range"}:
            # Nothing alters these: the type goes with all that uses it, and the next round brings it all back.
            yield step(Rank.DROP_TYPE, _replaced(now), _replaced(now, with_columns=True))


def create(held: Type, checks: Sequence[Constraint] = ()) -> str:
    """Return CREATE TYPE, or CREATE DOMAIN with its checks.

    A check that is added later is refused when arrays of the domain are about.
    """
    text = name(held.schema, held.name)
    if held.kind == "e":
        return f"CREATE TYPE {text} AS ENUM ({', '.join(literal(value) for value in held.values)})"
    if held.kind == "d":
        text = f"CREATE DOMAIN {text} AS {held.base}"
        if held.collation:
            text += f" COLLATE {held.collation}"
        if held.default is not None:
            text += f" DEFAULT {held.default}"
        if held.not_null:
            text += f" CONSTRAINT {name(held.not_null_name)} NOT NULL" if held.not_null_name else " NOT NULL"
        return text + "".join(f" CONSTRAINT {name(check.name)} {check.definition}" for check in checks)
    options = []
    if held.range:
        made = held.range
        options = [
            f"{key} = {value}"
            for key, value in (
                ("SUBTYPE", made.subtype),
                ("SUBTYPE_OPCLASS", made.opclass),
                ("COLLATION", made.collation),
                ("SUBTYPE_DIFF", made.difference),
                ("MULTIRANGE_TYPE_NAME", made.multirange),
            )
            if value
        ]
    return f"CREATE TYPE {text} AS RANGE ({', '.join(options)})"


def _create(held: Type, catalog: Catalog) -> str:
    checks = [check for check in catalog.constraints.values() if check.domain == held.oid and check.validated]
    return create(held, sorted(checks, key=lambda check: check.name))


def _composite(catalog: Catalog, relation: Relation) -> str:
    attributes = [
        f"{name(column.name)} {column.type}" + (f" COLLATE {column.collation}" if column.collation else "")
        for column in catalog.columns_of(relation.oid)
    ]
    return f"CREATE TYPE {name(relation.schema, relation.name)} AS ({', '.join(attributes)})"


def _domain(now: Type, then: Type, traits: frozenset[str]) -> Iterator[Step]:
    alter = f"ALTER DOMAIN {name(now.schema, now.name)} "
    if "default" in traits:
        yield step(Rank.ALTER_TYPE, alter + ("DROP DEFAULT" if then.default is None else f"SET DEFAULT {then.default}"))
    if "not null" in traits:
        named = [f"{alter}ADD CONSTRAINT {name(then.not_null_name)} NOT NULL"] if then.not_null_name else []
        ways = [*named, f"{alter}SET NOT NULL"] if then.not_null else [f"{alter}DROP NOT NULL"]
        yield step(Rank.ALTER_TYPE, *ways)
    elif "not null name" in traits and now.not_null_name and then.not_null_name:
        rename = f"RENAME CONSTRAINT {name(now.not_null_name)} TO {name(then.not_null_name)}"
        yield step(Rank.RENAME_PART, alter + rename)


def _rebuilt(delta: Delta, now: Type, then: Type, *, invent: bool = False) -> Callable[[Situation], Sequence[str]]:
    gone = tuple(value for value in now.values if value not in then.values) if invent else ()
    return lambda situation: rebuild(situation, now, then, delta.then, create, gone)


def _replaced(now: Type | Relation, *, with_columns: bool = False) -> Callable[[Situation], Sequence[str]]:
    def find(situation: Situation) -> Sequence[str]:
        blockers = type_columns(situation, now) if with_columns else type_blockers(situation, now)
        return [*blockers, f"DROP {spelling(now)}"]

    return find
