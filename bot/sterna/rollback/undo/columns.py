"""Columns of tables and attributes of composite types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sterna.postgres.catalog import Column, Constraint, Relation
from sterna.postgres.connection import SqlError
from sterna.rollback.blockers import unblocked
from sterna.rollback.delta import circles
from sterna.rollback.invented import defaults, fills
from sterna.rollback.names import enclosed, passing_name
from sterna.rollback.rows.link import links
from sterna.rollback.spelling import noun
from sterna.rollback.step import Rank, Situation, Step, step
from sterna.rollback.undo.definition import COMPRESSION, MODE, definition, identity_clause, table_of
from sterna.rollback.undo.following import default_follows, not_null_follows
from sterna.rollback.undo.not_null import not_null, ways_to_close
from sterna.rollback.undo.sequences import altered, freeing, recounted
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sterna.rollback.delta import Delta

_STORAGE = {"p": "PLAIN", "e": "EXTERNAL", "m": "MAIN", "x": "EXTENDED"}


def renames(delta: Delta) -> Iterator[Step]:
    """Name columns back, and what PostgreSQL names after them: NOT NULL constraints and identity sequences."""
    renamed = [(now, then) for now, then in delta.renamed("columns", Column) if not now.only_inherited]
    swapped = circles(renamed, lambda column: getattr(column, "table", None))
    for now, then in renamed:
        relation = delta.now.relations[now.table]
        word = "ATTRIBUTE" if relation.kind == "c" else "COLUMN"
        rename = f"ALTER {noun(relation)} {table_of(delta.now, now)} RENAME {word} {name(now.name)} TO "
        taken = [column.name for column in delta.now.columns_of(now.table)]
        aside = f"{rename}{name(passing_name(now.name, taken))}" if now.key in swapped else ""
        alter = f"{rename}{name(then.name)}"
        ways = [alter, f"{alter} CASCADE"] if relation.kind == "c" else [alter]
        yield step(Rank.RENAME_PART, *ways, aside=aside)
    for now, then, _ in delta.altered("columns", Column):
        held, was = now.not_null_constraint, then.not_null_constraint
        if held and was and held.name != was.name and now.key == then.key and not now.only_inherited:
            rename = f"RENAME CONSTRAINT {name(held.name)} TO {name(was.name)}"
            yield step(Rank.RENAME_PART, f"ALTER TABLE {table_of(delta.now, now)} {rename}")
        ours, theirs = now.identity_sequence, then.identity_sequence
        if ours and theirs and ours.name != theirs.name:
            yield step(Rank.RENAME_PART, f"ALTER SEQUENCE {name(ours.schema, ours.name)} RENAME TO {name(theirs.name)}")


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added columns, add removed ones, bring defaults, NOT NULL, identity, generation and storage back."""
    tables = set(delta.added["relations"])
    for column in delta.new("columns", Column):
        relation = delta.now.relations[column.table]
        if column.table in tables or relation.is_view or column.only_inherited:
            continue
        word = "ATTRIBUTE" if relation.kind == "c" else "COLUMN"
        drop = f"ALTER {noun(relation)} {table_of(delta.now, column)} DROP {word} {name(column.name)}"
        cascade = [f"{drop} CASCADE"] if relation.kind == "c" else []
        ways = [freeing(delta, [way], *column.key) for way in (drop, *cascade)]
        yield step(Rank.DROP_COLUMN, *ways, unblocked(column, freeing(delta, [drop], *column.key), dropping=True))
    tables = set(delta.removed["relations"])
    for column in _parents_first(delta):
        relation = delta.then.relations[column.table]
        if column.table in tables or relation.is_view or column.only_inherited:
            continue
        yield from _add(delta, column, relation)
    for now, then, traits in delta.altered("columns", Column):
        relation = delta.now.relations[now.table]
        if relation.kind == "c":
            continue
        alter = f"ALTER {noun(relation)} {table_of(delta.now, now)} ALTER COLUMN {name(now.name)} "
        if relation.is_view:
            if "default" in traits:
                default = "DROP DEFAULT" if then.default is None else f"SET DEFAULT {then.default}"
                yield step(Rank.GENERATED, alter + default)
            yield from _storage(alter, now, then, traits)
            continue
        if now.identity_mode and not then.identity_mode:
            yield step(Rank.DROP_DEFAULT, f"{alter}DROP IDENTITY")
        if not default_follows(delta, now, then, traits):
            yield from _default(delta, alter, now, then, traits)
        if traits & {"not null", "not null constraint"} and not not_null_follows(delta, now, then):
            yield from not_null(delta, alter, now, then)
        yield from _identity(delta, alter, now, then)
        yield from _storage(alter, now, then, traits)


def _parents_first(delta: Delta) -> list[Column]:
    """Return the removed columns in their order, but keys that others point to before what is filled from them."""
    gone = {(column.table, column.name): column for column in delta.gone("columns", Column)}

    def below(column: Column, seen: frozenset[Column] = frozenset()) -> int:
        above = [
            parent
            for link in links(delta.then, column.table)
            if column.name in link.columns
            for key in link.keys
            if (parent := gone.get((link.parent, key))) is not None and parent not in seen
        ]
        return 1 + max((below(parent, seen | {column}) for parent in above if parent != column), default=0)

    return sorted(gone.values(), key=lambda column: (below(column), column.key))


def _add(delta: Delta, column: Column, relation: Relation) -> Iterator[Step]:
    table = name(*delta.then.relation_name(column.table))
    if relation.kind == "c":
        collate = f" COLLATE {column.collation}" if column.collation else ""
        add = f"ALTER TYPE {table} ADD ATTRIBUTE {name(column.name)} {column.type}{collate}"
        yield step(Rank.ADD_COLUMN, add, f"{add} CASCADE")
        return
    rank = Rank.GENERATED if column.generated else Rank.ADD_COLUMN
    plain = f"ALTER {noun(relation)} {table} ADD COLUMN {definition(column, relation)}"
    held = column.not_null_constraint
    closed = column.not_null and (held is None or held.validated)
    if closed and column.default is None and not column.identity_mode:
        # Rows are there by then: the column comes nullable, is filled, and only then closed.
        alter = f"ALTER {noun(relation)} {table} ALTER COLUMN {name(column.name)} "
        add = f"ALTER {noun(relation)} {table} ADD COLUMN "
        close = ways_to_close(table, alter, column, relation)[0]
        ways = [(add + definition(column, relation, nullable=True), text, *close) for text in fills(column, delta.then)]
        # A domain that takes no NULL lets no nullable column in, not even for a moment.
        ways += [
            (add + definition(replace(column, default=value), relation), f"{alter}DROP DEFAULT")
            for value in defaults(column, delta.then)
        ]
        checks = _checks(delta, column) if len(ways) > 1 else []
        yield step(rank, *([_passing(ways, checks)] if checks else []), *ways, plain)
        return
    apart = []
    if column.identity_mode:
        # A table that has children takes no identity column, but a column that becomes one.
        bare = definition(replace(column, identity_mode="", identity_sequence=None), relation)
        identity = f"ALTER TABLE {table} ALTER COLUMN {name(column.name)} ADD {identity_clause(column, relation)}"
        apart = [(f"ALTER TABLE {table} ADD COLUMN {bare}", identity)]
    yield step(rank, plain, *apart)


def _checks(delta: Delta, column: Column) -> list[str]:
    """Return what adds the CHECK constraints of a column that have to come back with it."""
    catalog = delta.then
    return [
        f"ALTER TABLE {name(*catalog.relation_name(column.table))} ADD CONSTRAINT {name(held.name)} {held.definition}"
        for held in delta.gone("constraints", Constraint)
        if held.table == column.table and held.kind == "c" and column.number in held.columns
    ]


def _passing(ways: Sequence[Sequence[str]], checks: Sequence[str]) -> Callable[[Situation], Sequence[str]]:
    """Choose the first way whose invented values the rows that are there may hold; each is tried and taken back."""

    def find(situation: Situation) -> Sequence[str]:
        for way in ways:
            situation.connection.run("SAVEPOINT sterna_choice")
            try:
                for statement in (*way, *checks):
                    situation.connection.run(statement)
            except SqlError:
                continue
            else:
                return way
            finally:
                situation.connection.run("ROLLBACK TO SAVEPOINT sterna_choice; RELEASE SAVEPOINT sterna_choice")
        return ways[0]

    return find


def _default(delta: Delta, alter: str, now: Column, then: Column, traits: frozenset[str]) -> Iterator[Step]:
    table = table_of(delta.now, now)
    again = (
        f"ALTER TABLE {table} DROP COLUMN {name(now.name)}",
        f"ALTER TABLE {table} ADD COLUMN {definition(then, delta.then.relations[then.table])}",
    )
    if now.generated != then.generated or (now.generated and "default" in traits):
        if now.generated and now.generated == then.generated:
            yield step(Rank.GENERATED, f"{alter}SET EXPRESSION AS {enclosed(then.default or '')}", again)
        elif now.generated == "s" and not then.generated:
            restore = [f"{alter}SET DEFAULT {then.default}"] if then.default is not None else []
            yield step(Rank.GENERATED, [f"{alter}DROP EXPRESSION", *restore], again)
        else:
            yield step(Rank.GENERATED, again)
    elif "default" in traits and not then.generated:
        if then.default is None:
            yield step(Rank.DROP_DEFAULT, f"{alter}DROP DEFAULT")
        else:
            yield step(Rank.SET_DEFAULT, f"{alter}SET DEFAULT {then.default}")


def _identity(delta: Delta, alter: str, now: Column, then: Column) -> Iterator[Step]:
    if then.identity_mode and not now.identity_mode:
        count = recounted(then.identity_sequence, table_of(delta.now, now), now.name) if then.identity_sequence else ()
        yield step(Rank.SET_DEFAULT, (f"{alter}ADD {identity_clause(then, delta.then.relations[then.table])}", *count))
        return
    if then.identity_mode and now.identity_mode != then.identity_mode:
        yield step(Rank.SET_DEFAULT, f"{alter}SET GENERATED {MODE[then.identity_mode]}")
    ours, theirs = now.identity_sequence, then.identity_sequence
    if ours and theirs and ours.parameters != theirs.parameters:
        change = altered(ours.parameters, theirs.parameters)
        yield step(Rank.SET_DEFAULT, f"ALTER SEQUENCE {name(theirs.schema, theirs.name)} {change}")


def _storage(alter: str, now: Column, then: Column, traits: frozenset[str]) -> Iterator[Step]:
    if "storage" in traits:
        yield step(Rank.STORAGE, f"{alter}SET STORAGE {_STORAGE[then.storage] if then.storage else 'DEFAULT'}")
    if "compression" in traits:
        yield step(
            Rank.STORAGE, f"{alter}SET COMPRESSION {COMPRESSION[then.compression] if then.compression else 'DEFAULT'}"
        )
    if "statistics" in traits:
        yield step(Rank.STORAGE, f"{alter}SET STATISTICS {-1 if then.statistics is None else then.statistics}")
    if "options" in traits:
        if then.options:
            yield step(Rank.STORAGE, f"{alter}SET ({', '.join(then.options)})")
        gone = sorted(
            {option.partition("=")[0] for option in now.options} - {option.partition("=")[0] for option in then.options}
        )
        if gone:
            yield step(Rank.STORAGE, f"{alter}RESET ({', '.join(gone)})")
