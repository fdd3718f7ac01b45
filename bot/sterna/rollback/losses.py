"""What no rollback brings back: rows and values that a migration takes away or writes over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sterna.rollback.counters import moved
from sterna.rollback.repeat import about_server
from sterna.sql.changed import assigned
from sterna.sql.conversion import computed
from sterna.sql.kind import Kind, kind
from sterna.sql.quote import folded
from sterna.sql.tables import tables
from sterna.sql.verb import verb
from sterna.sql.writing import may_write

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sterna.postgres.catalog import Catalog, Relation
    from sterna.sql.statement import Statement

_ROWS = re.compile(r"rows of (\S+)")
_CALLS = frozenset(["PERFORM"])
OF_SERVER: Final = "what belongs to the whole server, not to this database"
"""How the line about roles and settings begins that other databases share."""
BY_CODE: Final = "rows that code may have changed"
"""How the line about a statement begins of which nobody can tell what it does to rows."""


def of_schema(before: Catalog, after: Catalog) -> tuple[str, ...]:
    """Name the rows of dropped tables and the values of dropped columns.

    Told by OID: a table or column that was dropped and made again under its old name has lost what it held.
    """
    found = [
        f"rows of {_name(relation)}"
        for relation in before.tables
        if relation.kind != "f" and relation.oid not in after.relations
    ]
    for column in before.columns.values():
        relation = before.relations[column.table]
        gone = relation.kind in "rp" and column.table in after.relations and column.key not in after.columns
        if gone and not column.generated and not column.only_inherited:
            found.append(f"values of {_name(relation)}.{column.name}")
    found += [
        f"the counter of sequence {_name(relation)}"
        for relation in before.relations.values()
        if relation.kind == "S" and relation.oid not in after.relations and relation.owned_by is None
    ]
    return tuple(sorted(found))


def anew(before: Catalog, after: Catalog, now: Catalog) -> Iterator[str]:
    """Name what the migration left alone and the way back drops and makes anew: that its rows came back is chance.

    A partitioned table holds none itself.
    """
    parents = {f"rows of {_name(relation)}" for relation in before.tables if relation.kind == "p"}
    for line in sorted({*of_schema(before, now)} - {*of_schema(before, after)} - parents):
        yield f"perhaps {line} (the way back makes it anew)"


def of_conversions(by_hand: Sequence[Statement], before: Catalog, after: Catalog) -> Iterator[str]:
    """Name the columns whose type the migration left alone and whose values USING computes on the way back."""
    for statement in by_hand:
        for table, name in computed(statement):
            target = _find(table, after)
            there = (one for one in after.columns_of(target.oid) if one.name == name) if target else iter(())
            then = next((before.columns.get(one.key) for one in there), None)
            if then is not None and target is not None and after.columns[then.key].type == then.type:
                where = f"statement {statement.number}, {verb(statement)}"
                yield f"perhaps values of {_name(target)}.{name} (USING computes them, {where})"


def of_counters(moved: Sequence[tuple[str, str]], before: Catalog, told: Sequence[str]) -> tuple[str, ...]:
    """Name the sequences that go on elsewhere; not those of tables whose rows went, as was `told`."""
    owners: dict[tuple[str, str], str] = {}
    for relation in before.relations.values():
        if relation.owned_by is not None and relation.owned_by.table in before.relations:
            owners[relation.schema, relation.name] = _name(before.relations[relation.owned_by.table])
    for column in before.columns.values():
        if column.identity_sequence is not None:
            held = column.identity_sequence
            owners[held.schema, held.name] = _name(before.relations[column.table])
    about = {match[1] for line in told if (match := _ROWS.match(line))}
    return tuple(
        f"the counter of sequence {schema}.{name}" for schema, name in moved if owners.get((schema, name)) not in about
    )


def untried(before: Catalog, after: Catalog, tried: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """Name columns whose values may not come back though no row showed it.

    Their type changed while their table held no rows, or it is one that keeps less of certain values.
    """
    own = {oid for held in before.types.values() for oid in (held.oid, held.array)}
    found = []
    for key, column in sorted(before.columns.items()):
        now, relation = after.columns.get(key), before.relations[column.table]
        if now is None or relation.kind not in "rp" or now.type == column.type:
            continue
        renamed = now.type_oid == column.type_oid and column.type_oid in own
        seen = before.relation_name(column.table) in tried
        why = _keeping_less(column.type, now.type) if seen else "no rows to try the new type on"
        if why and not renamed:
            found.append(f"perhaps values of {_name(relation)}.{column.name} ({why})")
    return tuple(found)


def _keeping_less(old: str, new: str) -> str:
    """Say which values a type keeps less of than the old one, as they come in no row of a trial."""
    if old.startswith("timestamp") and new.startswith("timestamp") and ("with time" in old) != ("with time" in new):
        return "one hour a year where the session's time zone has a summer time"
    if new.startswith("character(") and not old.startswith("character("):
        return "blanks at their end"
    return ""


def of_statements(
    statements: Sequence[Statement],
    before: Catalog,
    after: Catalog,
    restored: Collection[tuple[str, str]] = (),
) -> tuple[str, ...]:
    """Name what data statements did to tables that were there before; no rollback knows the rows as they were.

    An UPDATE that only fills columns of this migration is undone with them; `restored` names tables whose rows were
    seen to come back.
    """
    found: list[str] = []
    made: set[tuple[str, ...]] = set()
    for statement in statements:
        first = verb(statement)
        if first.startswith("CREATE") and first.endswith("TABLE"):
            made.update(folded(table) for table in tables(statement)[:1])
        where = f"statement {statement.number}, {first}"
        counters = moved(statement, before)
        if counters is not None:
            found += counters
            continue
        match kind(statement):
            case Kind.DATA:
                if not {folded(table) for table in tables(statement)[:1]} & made:
                    found += _data(statement, before, after, where, restored)
            case Kind.OPAQUE if not first.startswith("DO") or may_write(statement.text, _CALLS):
                found.append(f"{BY_CODE} ({where})")
            case Kind.SCHEMA if first == "ALTER EXTENSION ... UPDATE":
                found.append(f"the version of the extension as it was ({where})")
            case Kind.SCHEMA if about_server(statement):
                found += of_server([statement])
            case _:
                found += _computed(statement, before, where, {*restored})
    return tuple(found)


def _computed(statement: Statement, before: Catalog, where: str, restored: set[tuple[str, str]]) -> Iterator[str]:
    """Name the columns whose values USING computes: the rows of a trial are not all that there may be."""
    for table, column in computed(statement):
        target = _find(table, before)
        there = target and column in {held.name for held in before.columns_of(target.oid)}
        if target and there and (target.schema, target.name) not in restored:
            yield f"perhaps values of {_name(target)}.{column} (USING computes them, {where})"


def of_server(statements: Sequence[Statement]) -> tuple[str, ...]:
    """Name what statements do to roles and settings of the whole server."""
    return tuple(
        f"{OF_SERVER} (statement {statement.number}, {verb(statement)})"
        for statement in statements
        if about_server(statement)
    )


def _data(
    statement: Statement, before: Catalog, after: Catalog, where: str, restored: Collection[tuple[str, str]]
) -> Iterator[str]:
    names = tables(statement)
    target = _find(names[0], before) if names else None
    renamed = _find(names[0], after) if names and target is None else None
    if renamed is not None:
        if renamed.oid not in before.relations:
            return  # a table of this migration goes as a whole
        target = before.relations[renamed.oid]
    if target is None:
        yield f"rows that were changed ({where})"
        return
    if (target.schema, target.name) in restored:
        return
    first = verb(statement).partition(" ")[0]
    if first == "UPDATE":
        columns = assigned(statement)
        old = {column.name for column in before.columns_of(target.oid)}
        written = sorted(column for column in columns if column in old) if columns else ["?"]
        for column in written:
            place = _name(target) if column == "?" else f"{_name(target)}.{column}"
            yield f"values of {place} as they were ({where})"
    elif first in ("INSERT", "COPY"):
        yield f"rows added to {_name(target)} stay ({where})"
    elif first in ("DELETE", "TRUNCATE"):
        yield f"rows of {_name(target)} ({where})"
    else:
        yield f"rows of {_name(target)} as they were ({where})"


def _find(name: str, catalog: Catalog) -> Relation | None:
    parts = folded(name)
    if len(parts) > 1:
        return catalog.table(parts[-2], parts[-1])
    found = [relation for relation in catalog.tables if relation.name == parts[-1]]
    return next((relation for relation in found if relation.schema == "public"), found[0] if found else None)


def _name(relation: Relation) -> str:
    return f"{relation.schema}.{relation.name}"
