"""Sequences of their own and those a column owns; identity belongs to columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import IdentitySequence, Relation
from sterna.rollback.blockers import ways_to_drop
from sterna.rollback.step import Rank, Step, step
from sterna.rollback.undo.collations import passing
from sterna.sql.quote import literal, name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sterna.postgres.catalog import Catalog
    from sterna.postgres.catalog import Sequence as Parameters
    from sterna.rollback.delta import Delta
    from sterna.rollback.step import Alternative, Situation

_LARGEST = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


def renames(delta: Delta) -> Iterator[Step]:
    """Name sequences back; one that its column owns moves to another schema together with its table."""
    moving = {now.oid for now, then in delta.renamed("relations", Relation) if now.schema != then.schema}
    aside = passing(delta, "relations")
    for now, then in delta.renamed("relations", Relation):
        if now.kind != "S":
            continue
        at = now.schema
        statements = []
        if now.schema != then.schema and (now.owned_by is None or now.owned_by.table not in moving):
            statements.append(f"ALTER SEQUENCE {name(now.schema, now.name)} SET SCHEMA {name(then.schema)}")
            at = then.schema
        if now.name != then.name:
            statements.append(f"ALTER SEQUENCE {name(at, now.name)} RENAME TO {name(then.name)}")
        if statements:
            yield step(Rank.RENAME, tuple(statements), aside=aside.get(now.key, ""))


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added sequences, create removed ones, bring parameters and owning column back."""
    tables, columns = set(delta.added["relations"]), set(delta.added["columns"])
    for relation in delta.new("relations", Relation):
        owned = relation.owned_by
        if relation.kind != "S" or (owned and (owned.table in tables or (owned.table, owned.column) in columns)):
            continue  # it goes with its column
        drop = f"DROP SEQUENCE {name(relation.schema, relation.name)}"
        yield step(Rank.DROP_SEQUENCE, *ways_to_drop(delta, relation, drop))
    for relation in delta.gone("relations", Relation):
        if relation.kind == "S" and relation.sequence:
            unlogged = "UNLOGGED " if relation.persistence == "u" else ""
            words = [f"CREATE {unlogged}SEQUENCE {name(relation.schema, relation.name)}", *options(relation.sequence)]
            yield step(Rank.CREATE_SEQUENCE, " ".join(words))
            again = relation.owned_by is not None and relation.owned_by.table not in delta.removed["relations"]
            yield from _own(delta.then, relation, relation, again=again)
    # A table takes its sequences along when it becomes unlogged or logged.
    logged = {then.oid for _, then, traits in delta.altered("relations", Relation) if "persistence" in traits}
    for now, then, traits in delta.altered("relations", Relation):
        if now.kind != "S" or then.kind != "S":
            continue
        if "sequence" in traits and now.sequence and then.sequence:
            alter = f"ALTER SEQUENCE {name(now.schema, now.name)} {altered(now.sequence, then.sequence)}"
            # Where it stands may lie outside of the old bounds.
            yield step(Rank.SET_DEFAULT, alter, f"{alter} RESTART")
        if "persistence" in traits and not (then.owned_by and then.owned_by.table in logged):
            word = "UNLOGGED" if then.persistence == "u" else "LOGGED"
            yield step(Rank.STORAGE, f"ALTER SEQUENCE {name(now.schema, now.name)} SET {word}")
        if "owned by" in traits:
            if then.owned_by is None:
                yield step(Rank.DETACH, f"ALTER SEQUENCE {name(now.schema, now.name)} OWNED BY NONE")
            else:
                yield from _own(delta.then, now, then)


def freeing(delta: Delta, drop: Sequence[str], table: int, column: int | None = None) -> Alternative:
    """Return a drop of an added table or column that takes no old sequence along that it came to own."""
    held = {
        relation.oid: f"ALTER SEQUENCE {name(relation.schema, relation.name)} OWNED BY NONE"
        for relation in delta.now.relations.values()
        if (owned := relation.owned_by) and owned.table == table and column in (None, owned.column)
        if relation.oid in delta.pairs["relations"]
    }
    if not held:
        return drop

    def find(situation: Situation) -> list[str]:
        # Another step of the round may have given it back already.
        rows = situation.connection.rows(
            "SELECT objid FROM pg_catalog.pg_depend WHERE classid = 'pg_catalog.pg_class'::regclass AND deptype = 'a'"
            f" AND refobjid = {table} AND objid IN ({', '.join(map(str, held))}) ORDER BY objid"
        )
        return [*(held[int(row[0] or 0)] for row in rows), *drop]

    return find


def options(sequence: Parameters, *, with_type: bool = True) -> list[str]:
    """Return the options of CREATE SEQUENCE that are not the default."""
    found = []
    if with_type and sequence.type != "bigint":
        found.append(f"AS {sequence.type}")
    if sequence.increment != 1:
        found.append(f"INCREMENT BY {sequence.increment}")
    largest = _LARGEST[sequence.type]
    lowest, highest = (1, largest) if sequence.increment > 0 else (-largest - 1, -1)
    if sequence.minimum != lowest:
        found.append(f"MINVALUE {sequence.minimum}")
    if sequence.maximum != highest:
        found.append(f"MAXVALUE {sequence.maximum}")
    if sequence.start != (sequence.minimum if sequence.increment > 0 else sequence.maximum):
        found.append(f"START WITH {sequence.start}")
    if sequence.cache != 1:
        found.append(f"CACHE {sequence.cache}")
    if sequence.cycle:
        found.append("CYCLE")
    return found


def altered(now: Parameters, then: Parameters) -> str:
    """Return the options of ALTER SEQUENCE that lead back."""
    found = []
    if now.type != then.type:
        found.append(f"AS {then.type}")
    if now.increment != then.increment:
        found.append(f"INCREMENT BY {then.increment}")
    lowest, highest = _bounds(now, then.type)
    if lowest != then.minimum:
        found.append(f"MINVALUE {then.minimum}")
    if highest != then.maximum:
        found.append(f"MAXVALUE {then.maximum}")
    if now.start != then.start:
        found.append(f"START WITH {then.start}")
    if now.cache != then.cache:
        found.append(f"CACHE {then.cache}")
    if now.cycle != then.cycle:
        found.append("CYCLE" if then.cycle else "NO CYCLE")
    return " ".join(found)


def _bounds(now: Parameters, kind: str) -> tuple[int, int]:
    """Return the bounds that a sequence has after its type was changed: one that is the type's own goes along.

    As init_params in src/backend/commands/sequence.c does.
    """
    was, largest = _LARGEST[now.type], _LARGEST[kind]
    lowest = -largest - 1 if now.minimum == -was - 1 and kind != now.type else now.minimum
    highest = largest if now.maximum == was and kind != now.type else now.maximum
    return lowest, highest


def recounted(sequence: Relation | IdentitySequence, table: str, column: str) -> tuple[str, ...]:
    """Return what makes a new sequence go on behind the largest value that its column holds."""
    parameters = sequence.parameters if isinstance(sequence, IdentitySequence) else sequence.sequence
    if parameters is None or parameters.increment < 0:
        return ()
    following = f"(SELECT coalesce(max({name(column)}) + {parameters.increment}, {parameters.start}) FROM {table})"
    return (f"SELECT pg_catalog.setval({literal(name(sequence.schema, sequence.name))}, {following}, false)",)


def _own(catalog: Catalog, relation: Relation, then: Relation, *, again: bool = False) -> Iterator[Step]:
    """Bind a sequence to its column; one that was made again goes on behind the values that the column holds."""
    owned = then.owned_by
    column = catalog.columns.get((owned.table, owned.column)) if owned else None
    if column:
        table = name(*catalog.relation_name(column.table))
        own = f"ALTER SEQUENCE {name(relation.schema, relation.name)} OWNED BY {table}.{name(column.name)}"
        counted = recounted(relation, table, column.name) if again else ()
        yield step(Rank.OWN_SEQUENCE, *([(own, *counted)] if counted else []), own)
