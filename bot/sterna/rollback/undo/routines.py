"""Functions, procedures and aggregates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Routine
from sterna.rollback.blockers import routine_blockers
from sterna.rollback.step import Rank, Step, step
from sterna.rollback.undo.collations import moved, passing
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sterna.rollback.delta import Delta
    from sterna.rollback.step import Situation

_NOUN = {"f": "FUNCTION", "w": "FUNCTION", "p": "PROCEDURE", "a": "AGGREGATE"}


def renames(delta: Delta) -> Iterator[Step]:
    """Name routines back and move them to their schema."""
    aside = passing(delta, "routines", lambda held: _NOUN[held.kind], lambda held: f"({_arguments(held)})")
    for now, then in delta.renamed("routines", Routine):
        back = moved(_NOUN[now.kind], (now.schema, now.name), (then.schema, then.name), f"({_arguments(now)})")
        yield step(Rank.RENAME, back, aside=aside.get(now.key, ""))


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added routines, create removed ones, replace changed ones or drop and create them."""
    for routine in delta.new("routines", Routine):
        yield step(Rank.DROP_ROUTINE, f"DROP {_spelt(routine)}")
    for routine in delta.gone("routines", Routine):
        yield step(_rank(routine), routine.definition or "")
    for now, then, traits in delta.altered("routines", Routine):
        if now.of_extension or then.of_extension:
            continue
        if traits & {"definition", "kind"}:
            create = then.definition or ""
            again = (f"DROP {_spelt(now)}", create)
            ways = [again] if now.kind == "a" or then.kind == "a" else [(create,), again]
            yield step(_rank(then), *ways, _unblocked(now, again))


def _rank(routine: Routine) -> Rank:
    return Rank.CREATE_AGGREGATE if routine.kind == "a" else Rank.CREATE_ROUTINE


def _arguments(routine: Routine) -> str:
    return "*" if routine.kind == "a" and not routine.arguments else routine.arguments


def _spelt(routine: Routine) -> str:
    return f"{_NOUN[routine.kind]} {name(routine.schema, routine.name)}({_arguments(routine)})"


def _unblocked(routine: Routine, way: Sequence[str]) -> Callable[[Situation], Sequence[str]]:
    return lambda situation: [*routine_blockers(situation, routine), *way]
