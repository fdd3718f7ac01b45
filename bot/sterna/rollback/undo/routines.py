"""Functions, procedures and aggregates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Routine
from sterna.rollback.blockers import routine_blockers
from sterna.rollback.spelling import arguments, noun, spelling
from sterna.rollback.step import Rank, Step, step
from sterna.rollback.undo.collations import moved, passing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sterna.rollback.delta import Delta
    from sterna.rollback.step import Situation


def renames(delta: Delta) -> Iterator[Step]:
    """Name routines back and move them to their schema."""
    aside = passing(delta, "routines", lambda held: f"({arguments(held)})")
    for now, then in delta.renamed("routines", Routine):
        back = moved(noun(now), (now.schema, now.name), (then.schema, then.name), f"({arguments(now)})")
        yield step(Rank.RENAME, back, aside=aside.get(now.key, ""))


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added routines, create removed ones, replace changed ones or drop and create them."""
    for routine in delta.new("routines", Routine):
        yield step(Rank.DROP_ROUTINE, f"DROP {spelling(routine)}")
    for routine in delta.gone("routines", Routine):
        yield step(_rank(routine), routine.definition or "")
    for now, then, traits in delta.altered("routines", Routine):
        if now.of_extension or then.of_extension:
            continue
        if traits & {"definition", "kind"}:
            create = then.definition or ""
            again = (f"DROP {spelling(now)}", create)
            ways = [again] if now.kind == "a" or then.kind == "a" else [(create,), again]
            yield step(_rank(then), *ways, _unblocked(now, again))


def _rank(routine: Routine) -> Rank:
    return Rank.CREATE_AGGREGATE if routine.kind == "a" else Rank.CREATE_ROUTINE


def _unblocked(routine: Routine, way: Sequence[str]) -> Callable[[Situation], Sequence[str]]:
    return lambda situation: [*routine_blockers(situation, routine), *way]
