"""Views and materialized views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Relation
from sterna.rollback.blockers import relation_blockers, ways_to_drop
from sterna.rollback.spelling import noun, spelling
from sterna.rollback.step import Rank, Step, step
from sterna.rollback.undo.collations import moved, passing
from sterna.rollback.undo.tables import option, parameters
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sterna.rollback.delta import Delta
    from sterna.rollback.step import Situation


def renames(delta: Delta) -> Iterator[Step]:
    """Name views back and move them to their schema."""
    aside = passing(delta, "relations")
    for now, then in delta.renamed("relations", Relation):
        if now.is_view:
            back = moved(noun(now), (now.schema, now.name), (then.schema, then.name))
            yield step(Rank.RENAME, back, aside=aside.get(now.key, ""))


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added views, create removed ones, replace changed ones or drop and create them."""
    for relation in delta.new("relations", Relation):
        if relation.is_view:
            yield step(Rank.DROP_VIEW, *ways_to_drop(delta, relation, _drop(relation)))
    for relation in delta.gone("relations", Relation):
        if relation.is_view:
            yield step(Rank.CREATE_VIEW, _create(relation))
    for now, then, traits in delta.altered("relations", Relation):
        if not now.is_view:
            continue
        if traits & {"definition", "access method", "tablespace"} or _columns(delta, now, then):
            replace = [_create(then, replace=True)] if now.kind == "v" else []
            again = (_drop(now), _create(then))
            yield step(Rank.CREATE_VIEW, *([replace] if replace else []), again, _unblocked(now, again))
        elif "populated" in traits:
            refresh = f"REFRESH MATERIALIZED VIEW {name(now.schema, now.name)}"
            yield step(Rank.CREATE_VIEW, refresh if then.populated else f"{refresh} WITH NO DATA")
        yield from parameters(f"ALTER {spelling(now)} ", now, then)


def _columns(delta: Delta, now: Relation, then: Relation) -> bool:
    ours = [(column.name, column.type) for column in delta.now.columns_of(now.oid)]
    return ours != [(column.name, column.type) for column in delta.then.columns_of(then.oid)]


def _drop(relation: Relation) -> str:
    return f"DROP {spelling(relation)}"


def _create(relation: Relation, *, replace: bool = False) -> str:
    text = f"CREATE {'OR REPLACE ' if replace else ''}{spelling(relation)}"
    if relation.access_method:
        text += f" USING {name(relation.access_method)}"
    if relation.options:
        text += f" WITH ({', '.join(option(held) for held in relation.options)})"
    if relation.tablespace:
        text += f" TABLESPACE {name(relation.tablespace)}"
    text += f" AS\n{(relation.definition or '').rstrip(';')}"
    return text + ("\nWITH NO DATA" if relation.kind == "m" and not relation.populated else "")


def _unblocked(relation: Relation, way: Sequence[str]) -> Callable[[Situation], Sequence[str]]:
    def find(situation: Situation) -> Sequence[str]:
        return [*relation_blockers(situation, relation), *way]

    return find
