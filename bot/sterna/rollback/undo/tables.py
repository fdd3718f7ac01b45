"""Tables: plain, partitioned, foreign; inheritance, row level security, storage parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sterna.postgres.catalog import Relation
from sterna.rollback.blockers import ways_to_drop
from sterna.rollback.spelling import noun, spelling
from sterna.rollback.step import Rank, Step, step
from sterna.rollback.undo.collations import moved, passing
from sterna.rollback.undo.constraints import definition as spelt
from sterna.rollback.undo.definition import definition
from sterna.rollback.undo.sequences import freeing
from sterna.sql.quote import literal, name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sterna.postgres.catalog import Catalog
    from sterna.rollback.delta import Delta

_REPLICA = {"d": "DEFAULT", "n": "NOTHING", "f": "FULL"}


def renames(delta: Delta) -> Iterator[Step]:
    """Name tables back and move them to their schema."""
    aside = passing(delta, "relations")
    for now, then in delta.renamed("relations", Relation):
        if now.is_table:
            back = moved(noun(now), (now.schema, now.name), (then.schema, then.name))
            yield step(Rank.RENAME, back, aside=aside.get(now.key, ""))


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added tables, create removed ones, bring the rest back."""
    added = set(delta.added["relations"])
    for relation in _pointing_first(delta):
        if relation.is_partition and set(relation.parents) & added:
            continue  # a partition goes with its parent
        drop = f"DROP {spelling(relation)}"
        # Tables that point to each other: the foreign keys that come in go first.
        pointing = [
            f"ALTER TABLE {name(*delta.now.relation_name(key.table))} DROP CONSTRAINT {name(key.name)}"
            for key in delta.now.constraints.values()
            if key.references == relation.oid
            and key.table is not None
            and key.table != relation.oid
            and key.table in added
        ]
        # A table that became a partition of this one must not go with it, nor a sequence that it came to own.
        kept = [
            f"ALTER TABLE {name(relation.schema, relation.name)} DETACH PARTITION {name(part.schema, part.name)}"
            for part in delta.now.relations.values()
            if part.is_partition and relation.oid in part.parents and part.oid not in added
        ]
        ways = [*ways_to_drop(delta, relation, drop), *([[*pointing, drop]] if pointing else [])]
        if relation.is_partition:
            # What foreign keys point to the table above depends on each partition of it.
            above = name(*delta.now.relation_name(relation.parents[0]))
            ways.append([f"ALTER TABLE {above} DETACH PARTITION {name(relation.schema, relation.name)}", drop])
        ways = [freeing(delta, way, relation.oid) if not callable(way) else way for way in ways]
        yield step(Rank.DROP_TABLE, *([freeing(delta, [*kept, drop], relation.oid)] if kept else []), *ways)
    for relation in delta.gone("relations", Relation):
        if relation.is_table:
            yield from _create(delta, relation)
    for now, then, traits in delta.altered("relations", Relation):
        if not now.is_table:
            continue
        yield from _alter(delta, now, then, traits)


def _pointing_first(delta: Delta) -> list[Relation]:
    """Sort added tables so that one goes before those it points to; in a circle, the youngest first."""
    left = {relation.oid: relation for relation in delta.new("relations", Relation) if relation.is_table}
    pointing: dict[int, set[int]] = {oid: set() for oid in left}
    for key in delta.now.constraints.values():
        if key.references in left and key.table in left and key.table != key.references:
            pointing[key.references].add(key.table)
    for oid, relation in left.items():
        for parent in relation.parents:
            if parent in pointing:
                pointing[parent].add(oid)
    found = []
    while left:
        free = [oid for oid in left if not pointing[oid] & left.keys()] or [max(left)]
        found += [left.pop(oid) for oid in sorted(free, reverse=True)]
    return found


def option(text: str) -> str:
    """Spell a storage parameter as DDL wants it."""
    key, _, value = text.partition("=")
    return f"{key}={value}" if re.fullmatch(r"[\w.]+", value) else f"{key}={literal(value)}"


def _create(delta: Delta, relation: Relation) -> Iterator[Step]:
    catalog = delta.then
    taken = {
        held.name
        for column in delta.now.columns.values()
        if (held := column.not_null_constraint) and delta.now.relation_name(column.table)[0] == relation.schema
    }
    if any((held.schema, held.name) == (relation.schema, relation.name) for held in delta.new("relations", Relation)):
        # It has to wait for its name; its partitions, which have the same names of NOT NULL, come first.
        taken |= {held.name for column in catalog.columns_of(relation.oid) if (held := column.not_null_constraint)}
    table = name(relation.schema, relation.name)
    yield step(Rank.CREATE_TABLE, _text(catalog, relation, taken))
    if relation.is_partition and relation.parents:
        parent = name(*catalog.relation_name(relation.parents[0]))
        yield step(Rank.ATTACH, f"ALTER TABLE {parent} ATTACH PARTITION {table} {relation.partition_bound}")
    if relation.row_security:
        yield step(Rank.SECURITY, f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    if relation.force_row_security:
        yield step(Rank.SECURITY, f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _text(catalog: Catalog, relation: Relation, taken: Collection[str]) -> str:
    columns = [
        # PostgreSQL makes up another name where another table has it, as partitions have that of their table.
        definition(column, relation, spelt=bool((held := column.not_null_constraint) and held.name in taken))
        for column in catalog.columns_of(relation.oid)
        if relation.is_partition or not column.only_inherited
    ]
    keys = [
        f"CONSTRAINT {name(constraint.name)} {spelt(catalog, constraint)}"
        for constraint in sorted(
            catalog.constraints_of(relation.oid), key=lambda held: ("puxc".find(held.kind), held.name)
        )
        if constraint.kind in "puxc" and constraint.validated and (relation.is_partition or constraint.local)
    ]
    unlogged = "UNLOGGED " if relation.persistence == "u" else ""
    body = ",\n\t".join([*columns, *keys])
    text = f"CREATE {unlogged}{spelling(relation)} (" + (f"\n\t{body}\n)" if body else ")")
    if relation.parents and not relation.is_partition:
        text += f" INHERITS ({', '.join(name(*catalog.relation_name(parent)) for parent in relation.parents)})"
    if relation.server:
        text += f" SERVER {name(relation.server)}"
    if relation.server_options:
        pairs = (entry.partition("=") for entry in relation.server_options)
        text += f" OPTIONS ({', '.join(f'{key} {literal(value)}' for key, _, value in pairs)})"
    if relation.partition_key:
        text += f" PARTITION BY {relation.partition_key}"
    if relation.access_method:
        text += f" USING {name(relation.access_method)}"
    parameters = [option(text) for text in relation.options] + [
        f"toast.{option(text)}" for text in relation.toast_options
    ]
    if parameters:
        text += f" WITH ({', '.join(parameters)})"
    if relation.tablespace:
        text += f" TABLESPACE {name(relation.tablespace)}"
    return text


def _alter(delta: Delta, now: Relation, then: Relation, traits: frozenset[str]) -> Iterator[Step]:
    table = name(now.schema, now.name)
    alter = f"ALTER {noun(now)} {table} "
    if "row security" in traits:
        yield step(Rank.SECURITY, f"{alter}{'ENABLE' if then.row_security else 'DISABLE'} ROW LEVEL SECURITY")
    if "forced row security" in traits:
        yield step(Rank.SECURITY, f"{alter}{'' if then.force_row_security else 'NO '}FORCE ROW LEVEL SECURITY")
    yield from parameters(alter, now, then)
    if "replica identity" in traits:
        chosen = next((index.name for index in delta.then.indexes_of(then.oid) if index.replica_identity), "")
        mode = _REPLICA.get(then.replica_identity) or f"USING INDEX {name(chosen)}"
        yield step(Rank.OPTIONS, f"{alter}REPLICA IDENTITY {mode}")
    if "persistence" in traits:
        yield step(Rank.STORAGE, f"{alter}SET {'UNLOGGED' if then.persistence == 'u' else 'LOGGED'}")
    if "tablespace" in traits:
        yield step(Rank.OPTIONS, f"{alter}SET TABLESPACE {name(then.tablespace or 'pg_default')}")
    if "of type" in traits:
        yield step(Rank.OPTIONS, f"{alter}OF {then.of_type}" if then.of_type else f"{alter}NOT OF")
    if "access method" in traits:
        yield step(Rank.OPTIONS, f"{alter}SET ACCESS METHOD {name(then.access_method or 'heap')}")
    if traits & {"parents", "partition bound"}:
        yield from _family(delta, now, then)


def parameters(alter: str, now: Relation, then: Relation) -> Iterator[Step]:
    """Bring the storage parameters of a table and of its TOAST table back."""
    yield from settings(alter, now.options, then.options)
    yield from settings(alter, now.toast_options, then.toast_options, "toast.")


def settings(alter: str, now: Sequence[str], then: Sequence[str], prefix: str = "") -> Iterator[Step]:
    """Set and reset storage parameters."""
    missing = [prefix + option(text) for text in then if text not in now]
    if missing:
        yield step(Rank.OPTIONS, f"{alter}SET ({', '.join(missing)})")
    kept = {text.partition("=")[0] for text in then}
    extra = [prefix + key for key, _, _ in (text.partition("=") for text in now) if key not in kept]
    if extra:
        yield step(Rank.OPTIONS, f"{alter}RESET ({', '.join(extra)})")


def _family(delta: Delta, now: Relation, then: Relation) -> Iterator[Step]:
    table = name(now.schema, now.name)
    ours = [delta.now.relation_name(parent) for parent in now.parents]
    theirs = [delta.then.relation_name(parent) for parent in then.parents]
    if now.is_partition:
        yield step(Rank.DETACH, f"ALTER TABLE {name(*ours[0])} DETACH PARTITION {table}")
    else:
        for parent in ours:
            if parent not in theirs:
                yield step(Rank.DETACH, f"ALTER TABLE {table} NO INHERIT {name(*parent)}")
    if then.is_partition:
        yield step(Rank.ATTACH, f"ALTER TABLE {name(*theirs[0])} ATTACH PARTITION {table} {then.partition_bound}")
    else:
        for parent in theirs:
            if parent not in ours:
                yield step(Rank.ATTACH, f"ALTER TABLE {table} INHERIT {name(*parent)}")
