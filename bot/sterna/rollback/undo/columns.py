"""Columns of tables and attributes of composite types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sterna.postgres.catalog import Column, Constraint, Relation, Type
from sterna.postgres.connection import SqlError
from sterna.rollback.blockers import column_blockers
from sterna.rollback.delta import circles
from sterna.rollback.enum import rebuilt
from sterna.rollback.invented import constants, defaults, fills
from sterna.rollback.names import enclosed, generated_name, passing_name
from sterna.rollback.step import Alternative, Rank, Situation, Step, step
from sterna.rollback.undo.sequences import altered, freeing, options, recounted
from sterna.sql.quote import literal, name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sterna.postgres.catalog import Catalog, NotNull
    from sterna.rollback.delta import Delta

_STORAGE = {"p": "PLAIN", "e": "EXTERNAL", "m": "MAIN", "x": "EXTENDED"}
_COMPRESSION = {"p": "pglz", "l": "lz4"}
_MODE = {"a": "ALWAYS", "d": "BY DEFAULT"}
_NOUN = {"f": "FOREIGN TABLE", "v": "VIEW", "m": "MATERIALIZED VIEW", "c": "TYPE"}


def renames(delta: Delta) -> Iterator[Step]:
    """Name columns back, and what PostgreSQL names after them: NOT NULL constraints and identity sequences."""
    renamed = [(now, then) for now, then in delta.renamed("columns", Column) if not now.only_inherited]
    swapped = circles(renamed, lambda column: getattr(column, "table", None))
    for now, then in renamed:
        relation = delta.now.relations[now.table]
        word = "ATTRIBUTE" if relation.kind == "c" else "COLUMN"
        rename = f"ALTER {_noun(relation)} {_table(delta.now, now)} RENAME {word} {name(now.name)} TO "
        taken = [column.name for column in delta.now.columns_of(now.table)]
        aside = f"{rename}{name(passing_name(now.name, taken))}" if now.key in swapped else ""
        alter = f"{rename}{name(then.name)}"
        ways = [alter, f"{alter} CASCADE"] if relation.kind == "c" else [alter]
        yield step(Rank.RENAME_PART, *ways, aside=aside)
    for now, then, _ in delta.altered("columns", Column):
        held, was = now.not_null_constraint, then.not_null_constraint
        if held and was and held.name != was.name and now.key == then.key and not now.only_inherited:
            rename = f"RENAME CONSTRAINT {name(held.name)} TO {name(was.name)}"
            yield step(Rank.RENAME_PART, f"ALTER TABLE {_table(delta.now, now)} {rename}")
        ours, theirs = now.identity_sequence, then.identity_sequence
        if ours and theirs and ours.name != theirs.name:
            yield step(Rank.RENAME_PART, f"ALTER SEQUENCE {name(ours.schema, ours.name)} RENAME TO {name(theirs.name)}")


def retypes(delta: Delta) -> Iterator[Step]:
    """Give columns their old type: without help, with a cast, through text, with default or blockers out of the way."""
    for now, then, traits in delta.altered("columns", Column):
        relation = delta.now.relations[now.table]
        if not traits & {"type", "collation"} or now.only_inherited or relation.is_view:
            continue
        table, column = _table(delta.now, now), name(now.name)
        collate = f" COLLATE {then.collation}" if then.collation else ""
        if relation.kind == "c":
            alter = f"ALTER TYPE {table} ALTER ATTRIBUTE {column} TYPE {then.type}{collate}"
            yield step(Rank.ALTER_TYPE, alter, f"{alter} CASCADE", _unblocked(now, [f"{alter} CASCADE"]))
            continue
        alter = f"ALTER TABLE {table} ALTER COLUMN {column} "
        if now.generated or then.generated:
            again = f"ADD COLUMN {definition(then, delta.then.relations[then.table])}"
            ways = [[f"{alter}SET DATA TYPE {then.type}{collate}"]] if now.generated == then.generated else []
            ways.append([f"ALTER TABLE {table} DROP COLUMN {column}", f"ALTER TABLE {table} {again}"])
            yield step(Rank.ALTER_TYPE, *ways)
            continue
        casts = ["", f" USING {column}::{then.type}", f" USING {column}::text::{then.type}"]
        if then.type.endswith("[]") and not now.type.endswith("[]"):
            casts.append(f" USING ARRAY[{column}]::{then.type}")
        if now.type.endswith("[]") and not then.type.endswith("[]"):
            casts.append(f" USING ({column})[1]::{then.type}")
        ways = [[f"{alter}SET DATA TYPE {then.type}{collate}{cast}"] for cast in casts]
        if now.default is not None:
            drop = f"{alter}DROP DEFAULT"
            restore = [f"{alter}SET DEFAULT {then.default}"] if then.default is not None else []
            ways += [[drop, *way, *restore] for way in ways] + [[drop, *way] for way in ways if restore]
        blocked = [_unblocked(now, way) for way in ways]
        # Nothing else casts: the column keeps its place, and the rows their other values.
        free = [f"{alter}DROP DEFAULT"] if now.default is not None else []
        last = [
            [*free, f"{alter}SET DATA TYPE {then.type}{collate} USING {value}"]
            for value in ("NULL", *_invented(then, column, delta.then))
        ]
        yield step(Rank.ALTER_TYPE, *ways, *blocked, last=[*last, *(_unblocked(now, way) for way in last)])


def _invented(then: Column, column: str, catalog: Catalog) -> list[str]:
    """Return what may stand in for values that do not cast; those of an enum that it has stay as they are."""
    held = catalog.types.get(then.type_oid)
    values = constants(then, catalog)
    if held is None or held.kind != "e":
        return values
    known = f"{column}::text IN ({', '.join(map(literal, held.values))})"
    return [f"CASE WHEN {known} THEN {column}::text::{then.type} ELSE {value} END" for value in values]


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added columns, add removed ones, bring defaults, NOT NULL, identity, generation and storage back."""
    tables = set(delta.added["relations"])
    for column in delta.new("columns", Column):
        relation = delta.now.relations[column.table]
        if column.table in tables or relation.is_view or column.only_inherited:
            continue
        word = "ATTRIBUTE" if relation.kind == "c" else "COLUMN"
        drop = f"ALTER {_noun(relation)} {_table(delta.now, column)} DROP {word} {name(column.name)}"
        cascade = [f"{drop} CASCADE"] if relation.kind == "c" else []
        ways = [freeing(delta, [way], *column.key) for way in (drop, *cascade)]
        yield step(Rank.DROP_COLUMN, *ways, _unblocked(column, freeing(delta, [drop], *column.key), dropping=True))
    tables = set(delta.removed["relations"])
    for column in sorted(delta.gone("columns", Column), key=lambda column: column.key):
        relation = delta.then.relations[column.table]
        if column.table in tables or relation.is_view or column.only_inherited:
            continue
        yield from _add(delta, column, relation)
    for now, then, traits in delta.altered("columns", Column):
        relation = delta.now.relations[now.table]
        if relation.kind == "c":
            continue
        alter = f"ALTER {_noun(relation)} {_table(delta.now, now)} ALTER COLUMN {name(now.name)} "
        if relation.is_view:
            if "default" in traits:
                default = "DROP DEFAULT" if then.default is None else f"SET DEFAULT {then.default}"
                yield step(Rank.GENERATED, alter + default)
            yield from _storage(alter, now, then, traits)
            continue
        if now.identity_mode and not then.identity_mode:
            yield step(Rank.DROP_DEFAULT, f"{alter}DROP IDENTITY")
        if not _default_follows(delta, now, then, traits):
            yield from _default(delta, alter, now, then, traits)
        if traits & {"not null", "not null constraint"} and not _not_null_follows(delta, now, then):
            yield from _not_null(delta, alter, now, then)
        yield from _identity(delta, alter, now, then)
        yield from _storage(alter, now, then, traits)


def definition(column: Column, relation: Relation, *, nullable: bool = False, spelt: bool = False) -> str:
    """Return a column as it stands in CREATE TABLE and ADD COLUMN.

    `nullable` leaves NOT NULL out, `spelt` also says its name where PostgreSQL would make up the same.
    """
    # STORAGE can stand here from PostgreSQL 16 on only, so it comes afterwards.
    words = [name(column.name), column.type]
    if column.compression:
        words.append(f"COMPRESSION {_COMPRESSION[column.compression]}")
    if column.collation:
        words.append(f"COLLATE {column.collation}")
    if column.generated:
        words.append(
            f"GENERATED ALWAYS AS {enclosed(column.default or '')} {'STORED' if column.generated == 's' else 'VIRTUAL'}"
        )
    elif column.identity_mode:
        words.append(_identity_clause(column, relation))
    elif column.default is not None:
        words.append(f"DEFAULT {column.default}")
    held = column.not_null_constraint
    # What is not validated comes afterwards, what a parent hands down comes with it.
    here = held is None or (held.validated and (held.local or relation.is_partition or not relation.parents))
    if column.not_null and not nullable and here:
        if held and (spelt or held.name != generated_name(relation.name, column.name, "not_null")):
            words.append(f"CONSTRAINT {name(held.name)}")
        words.append("NOT NULL NO INHERIT" if held and held.no_inherit else "NOT NULL")
    return " ".join(words)


def _add(delta: Delta, column: Column, relation: Relation) -> Iterator[Step]:
    table = name(*delta.then.relation_name(column.table))
    if relation.kind == "c":
        collate = f" COLLATE {column.collation}" if column.collation else ""
        add = f"ALTER TYPE {table} ADD ATTRIBUTE {name(column.name)} {column.type}{collate}"
        yield step(Rank.ADD_COLUMN, add, f"{add} CASCADE")
        return
    rank = Rank.GENERATED if column.generated else Rank.ADD_COLUMN
    plain = f"ALTER {_noun(relation)} {table} ADD COLUMN {definition(column, relation)}"
    held = column.not_null_constraint
    closed = column.not_null and (held is None or held.validated)
    if closed and column.default is None and not column.identity_mode:
        # Rows are there by then: the column comes nullable, is filled, and only then closed.
        alter = f"ALTER {_noun(relation)} {table} ALTER COLUMN {name(column.name)} "
        add = f"ALTER {_noun(relation)} {table} ADD COLUMN "
        close = _set_not_null(table, alter, column, relation)[0]
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
        identity = f"ALTER TABLE {table} ALTER COLUMN {name(column.name)} ADD {_identity_clause(column, relation)}"
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
    table = _table(delta.now, now)
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


def _default_follows(delta: Delta, now: Column, then: Column, traits: frozenset[str]) -> bool:
    """Tell whether another step brings the default: that of the type, of its enum, or of the parent's column."""
    if "default" not in traits or now.generated or then.generated:
        return False
    if "type" in traits and not now.only_inherited:
        return True
    if now.default is not None and any(
        rebuilt(held, was) and now.type_oid in (held.oid, held.array) for held, was, _ in delta.altered("types", Type)
    ):
        return True
    return any(
        (parent.default, was.default) == (now.default, then.default) for parent, was in _parents(delta, now, then)
    )


def _not_null_follows(delta: Delta, now: Column, then: Column) -> bool:
    """Tell whether NOT NULL goes or comes with that of the parent, which hands it down."""
    return any(
        parent.not_null == now.not_null and was.not_null == then.not_null and now.not_null != then.not_null
        for parent, was in _parents(delta, now, then)
    ) or (now.only_inherited and now.not_null == then.not_null)


def _parents(delta: Delta, now: Column, then: Column) -> Iterator[tuple[Column, Column]]:
    """Yield the columns of the parents that this one inherits from, as they are and were."""
    theirs = {
        column.name: column
        for parent in delta.then.relations[then.table].parents
        for column in delta.then.columns_of(parent)
    }
    for parent in delta.now.relations[now.table].parents:
        for column in delta.now.columns_of(parent):
            if column.name == now.name and then.name in theirs:
                yield column, theirs[then.name]


def _not_null(delta: Delta, alter: str, now: Column, then: Column) -> Iterator[Step]:
    table, relation = _table(delta.now, now), delta.now.relations[now.table]
    held, was = now.not_null_constraint, then.not_null_constraint
    if then.not_null and not now.not_null:
        ways = _set_not_null(table, alter, then, relation)
        filled = [(text, *way) for text in fills(then, delta.then) for way in ways]
        yield step(Rank.NOT_NULL, *ways, *filled)
    elif now.not_null and not then.not_null:
        yield step(Rank.NOT_NULL, f"{alter}DROP NOT NULL")
    elif held and was:
        if (held.no_inherit, held.validated) != (was.no_inherit, was.validated):
            yield step(Rank.NOT_NULL, (f"{alter}DROP NOT NULL", f"ALTER TABLE {table} {_named_not_null(then, was)}"))
        elif held.name != was.name:
            rename = f"RENAME CONSTRAINT {name(held.name)} TO {name(was.name)}"
            yield step(Rank.SET_DEFAULT, f"ALTER TABLE {table} {rename}")


def _set_not_null(table: str, alter: str, column: Column, relation: Relation) -> list[tuple[str, ...]]:
    plain, held = (f"{alter}SET NOT NULL",), column.not_null_constraint
    if held is None:
        return [plain]
    named = (f"ALTER TABLE {table} {_named_not_null(column, held)}",)
    usual = held.name == generated_name(relation.name, column.name, "not_null")
    return [plain, named] if usual and not held.no_inherit and held.validated else [named, plain]


def _named_not_null(column: Column, held: NotNull) -> str:
    words = f"ADD CONSTRAINT {name(held.name)} NOT NULL {name(column.name)}"
    return words + (" NO INHERIT" if held.no_inherit else "") + ("" if held.validated else " NOT VALID")


def _identity(delta: Delta, alter: str, now: Column, then: Column) -> Iterator[Step]:
    if then.identity_mode and not now.identity_mode:
        count = recounted(then.identity_sequence, _table(delta.now, now), now.name) if then.identity_sequence else ()
        yield step(Rank.SET_DEFAULT, (f"{alter}ADD {_identity_clause(then, delta.then.relations[then.table])}", *count))
        return
    if then.identity_mode and now.identity_mode != then.identity_mode:
        yield step(Rank.SET_DEFAULT, f"{alter}SET GENERATED {_MODE[then.identity_mode]}")
    ours, theirs = now.identity_sequence, then.identity_sequence
    if ours and theirs and ours.parameters != theirs.parameters:
        change = altered(ours.parameters, theirs.parameters)
        yield step(Rank.SET_DEFAULT, f"ALTER SEQUENCE {name(theirs.schema, theirs.name)} {change}")


def _identity_clause(column: Column, relation: Relation) -> str:
    clause = f"GENERATED {_MODE[column.identity_mode]} AS IDENTITY"
    sequence = column.identity_sequence
    if sequence is None:
        return clause
    words = options(sequence.parameters, with_type=False)
    usual = (relation.schema, generated_name(relation.name, column.name, "seq"))
    if (sequence.schema, sequence.name) != usual:
        words.insert(0, f"SEQUENCE NAME {name(sequence.schema, sequence.name)}")
    return f"{clause} ({' '.join(words)})" if words else clause


def _storage(alter: str, now: Column, then: Column, traits: frozenset[str]) -> Iterator[Step]:
    if "storage" in traits:
        yield step(Rank.STORAGE, f"{alter}SET STORAGE {_STORAGE[then.storage] if then.storage else 'DEFAULT'}")
    if "compression" in traits:
        yield step(
            Rank.STORAGE, f"{alter}SET COMPRESSION {_COMPRESSION[then.compression] if then.compression else 'DEFAULT'}"
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


def _unblocked(column: Column, way: Alternative, *, dropping: bool = False) -> Callable[[Situation], Sequence[str]]:
    def find(situation: Situation) -> Sequence[str]:
        statements = way(situation) if callable(way) else way
        return [*column_blockers(situation, column, dropping=dropping), *statements]

    return find


def _noun(relation: Relation) -> str:
    return _NOUN.get(relation.kind, "TABLE")


def _table(catalog: Catalog, column: Column) -> str:
    return name(*catalog.relation_name(column.table))


__all__ = ["Alternative", "definition", "renames", "retypes", "steps"]
