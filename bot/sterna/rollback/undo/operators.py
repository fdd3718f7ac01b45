"""Operators and casts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Cast, Operator
from sterna.rollback.spelling import spelling
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.rollback.delta import Delta

_CONTEXT = {"e": "", "a": " AS ASSIGNMENT", "i": " AS IMPLICIT"}


def renames(delta: Delta) -> Iterator[Step]:
    """Move operators back to their schema; none has another name and is the same."""
    for now, then in delta.renamed("operators", Operator):
        yield step(Rank.RENAME, f"ALTER {spelling(now)} SET SCHEMA {name(then.schema)}")


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added operators and casts, create removed ones; a changed one is both."""
    for operator in delta.new("operators", Operator):
        yield step(Rank.DROP_VIEW, f"DROP {spelling(operator)}")
    for operator in delta.gone("operators", Operator):
        yield step(Rank.CREATE_AGGREGATE, _create(operator))
    for now, then, traits in delta.altered("operators", Operator):
        if "definition" in traits:
            yield step(Rank.CREATE_AGGREGATE, (f"DROP {spelling(now)}", _create(then)))
        elif "estimates" in traits:
            yield step(Rank.OPTIONS, f"ALTER {spelling(now)} SET ({then.estimates})")
    for cast in delta.new("casts", Cast):
        yield step(Rank.DROP_VIEW, f"DROP {spelling(cast)}")
    for cast in delta.gone("casts", Cast):
        yield step(Rank.CREATE_AGGREGATE, _make(cast))
    for held, was, _ in delta.altered("casts", Cast):
        yield step(Rank.CREATE_AGGREGATE, (f"DROP {spelling(held)}", _make(was)))


def _create(operator: Operator) -> str:
    commutator = f"OPERATOR({name(operator.schema)}.{operator.name})" if operator.commutes else operator.commutator
    options = {
        "FUNCTION": operator.function,
        "LEFTARG": operator.left,
        "RIGHTARG": operator.right,
        "COMMUTATOR": commutator,
        "NEGATOR": operator.negator,
        "RESTRICT": operator.restrict,
        "JOIN": operator.join,
    }
    words = [f"{word} = {value}" for word, value in options.items() if value is not None]
    words += ["HASHES"] * operator.hashes + ["MERGES"] * operator.merges
    return f"CREATE OPERATOR {name(operator.schema)}.{operator.name} ({', '.join(words)})"


def _make(cast: Cast) -> str:
    ways = {"f": f"WITH FUNCTION {cast.function}", "b": "WITHOUT FUNCTION", "i": "WITH INOUT"}
    return f"CREATE {spelling(cast)} {ways[cast.method]}{_CONTEXT[cast.context]}"
