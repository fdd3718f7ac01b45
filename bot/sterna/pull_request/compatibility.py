"""What code that is running now no longer finds, or can no longer write, once a migration has run."""

from __future__ import annotations

from collections.abc import Iterator

from sterna.postgres.catalog import Column, Relation, Routine, Type
from sterna.pull_request.changes import noun
from sterna.pull_request.sentence import Code, Name, Sentence, say, spelled
from sterna.rollback.delta import Delta
from sterna.sql.quote import literal


def broken(delta: Delta) -> tuple[Sentence, ...]:
    """Tell what breaks the code that runs while the migration does; it was written for the schema before."""
    found = [*_renamed(delta), *_dropped(delta), *_required(delta)]
    return tuple(sorted(dict.fromkeys(found), key=str))


def _renamed(delta: Delta) -> Iterator[Sentence]:
    for kind in ("relations", "columns", "routines", "types"):
        for now, then in delta.moved[kind]:
            # Code names sequences and types of columns rarely, but tables, columns and functions all the time.
            if isinstance(then, Relation) and not (then.is_table or then.is_view):
                continue
            if isinstance(then, Routine) and then.of_extension:
                continue
            yield say(
                "running code still uses ",
                noun.noun(kind, then, delta.then),
                ", which is called ",
                Code(spelled(*(now.identity(delta.now) or ())[:2]) if kind != "columns" else _name(now)),
                " afterwards",
            )
    for now, then, traits in delta.altered("types", Type):
        if "values" in traits:
            left = set(now.values)
            for value in then.values:
                if value not in left:
                    yield say(
                        "running code may still write ",
                        Code(literal(value)),
                        " into ",
                        noun.noun("types", now, delta.now),
                    )


def _dropped(delta: Delta) -> Iterator[Sentence]:
    for relation in delta.gone("relations", Relation):
        if relation.is_table or relation.is_view:
            yield say("running code may still use ", noun.noun("relations", relation, delta.then), ", which is gone")
    gone = delta.removed["relations"]
    for column in delta.gone("columns", Column):
        if column.table not in gone and delta.then.relations[column.table].kind != "c":
            yield say("running code may still use ", noun.noun("columns", column, delta.then), ", which is gone")
    for routine in delta.gone("routines", Routine):
        yield say("running code may still call ", noun.noun("routines", routine, delta.then), ", which is gone")


def _required(delta: Delta) -> Iterator[Sentence]:
    new = delta.added["relations"]
    for column in delta.new("columns", Column):
        filled = column.default is not None or column.identity_mode or column.generated
        if column.table not in new and column.not_null and not filled:
            yield say(
                "running code does not fill ",
                Name(noun.column(delta.now, column).text),
                ", which is required and has no default",
            )


def _name(record: object) -> str:
    return spelled(str(getattr(record, "name", "")))
