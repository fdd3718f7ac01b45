"""A catalog, or what a migration made of it, becomes a diagram."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, cast

from sterna.postgres.catalog import Catalog, Column, Constraint, Index, Relation
from sterna.postgres.observation import Observation
from sterna.pull_request.sentence import spelled
from sterna.rollback.delta import Change, Delta, compare
from sterna.site.diagram.model import Diagram, Entity, Field, Mark, Reference

MANY: Final = 30
"""With more tables than this, a diagram of the whole schema shows keys only."""

_TRACKING: Final = ("drizzle", "__drizzle_migrations")
"""Drizzle's own table is no part of anybody's schema."""

_SHORT: Final = (
    (re.compile(r"\bcharacter varying\b"), "varchar"),
    (re.compile(r"\bcharacter\b"), "char"),
    (re.compile(r"\btimestamp(\(\d\))? with time zone\b"), r"timestamptz\1"),
    (re.compile(r"\btimestamp(\(\d\))? without time zone\b"), r"timestamp\1"),
    (re.compile(r"\btime(\(\d\))? with time zone\b"), r"timetz\1"),
    (re.compile(r"\btime(\(\d\))? without time zone\b"), r"time\1"),
    (re.compile(r"\bpublic\."), ""),
)


def whole(catalog: Catalog) -> Diagram:
    """Return the diagram of all tables, partitions left out."""
    tables = [table for table in catalog.tables if _is_theirs(table)]
    entities = tuple(_entity(table, catalog) for table in tables)
    if len(entities) > MANY:
        entities = tuple(_keys_only(entity) for entity in entities)
    return Diagram(entities, _references(tables, catalog))


def touched(observation: Observation) -> Diagram:
    """Return the diagram of the tables that a migration touched, with what it did to them.

    A table that they point to and that was not touched is there with its key alone.
    """
    delta = compare(observation.after, observation.before)
    now = [table for table in delta.now.tables if _is_theirs(table) and _is_touched(table, delta)]
    gone = [relation for relation in delta.gone("relations", Relation) if relation.is_table]
    entities = [_compared(table, delta) for table in now]
    entities += [_marked(_entity(table, delta.then), Mark.DROPPED) for table in gone]
    references = [*_kept(now, delta), *_lost([*now, *gone], delta)]
    there = {entity.name for entity in entities}
    near = {reference.target for reference in references} - there
    for catalog in (delta.now, delta.then):
        for table in catalog.tables:
            if _name(table) in near - there:
                entities.append(_keys_only(_entity(table, catalog)))
                there.add(_name(table))
    shown = tuple(sorted(entities, key=lambda entity: entity.name))
    return Diagram(shown, tuple(dict.fromkeys(one for one in references if one.target in there)))


def _is_theirs(table: Relation) -> bool:
    return not table.is_partition and (table.schema, table.name) != _TRACKING


def _is_touched(table: Relation, delta: Delta) -> bool:
    oid = table.oid
    old = delta.pairs["relations"].get(oid)
    if old is None:
        return True
    if any(change.now is table for change in delta.changed["relations"]):
        return True
    if any(now is table for now, _ in delta.moved["relations"]):
        return True
    for kind in ("columns", "constraints", "indexes", "triggers", "policies", "rules"):
        now = [delta.now.kind(kind)[key] for key in delta.added[kind]]
        now += [change.now for change in delta.changed[kind] if not _follows(change, delta)]
        now += [mine for mine, _ in delta.moved[kind]]
        then = [delta.then.kind(kind)[key] for key in delta.removed[kind]]
        if any(getattr(record, "table", None) == oid for record in now):
            return True
        if any(getattr(record, "table", None) == old for record in then):
            return True
    return False


def _follows(change: Change, delta: Delta) -> bool:
    """Tell whether a foreign key only says the new name of the table that it points to."""
    now = change.now
    if not isinstance(now, Constraint) or now.kind != "f" or change.traits != {"definition"}:
        return False
    return any(isinstance(mine, Relation) and mine.oid == now.references for mine, _ in delta.moved["relations"])


def _compared(table: Relation, delta: Delta) -> Entity:
    old = delta.pairs["relations"].get(table.oid)
    entity = _entity(table, delta.now)
    if old is None:
        return _marked(entity, Mark.ADDED)
    earlier = delta.then.relations[cast("int", old)]
    fields = [
        _field_compared(column, field, delta)
        for column, field in zip(delta.now.columns_of(table.oid), entity.fields, strict=True)
    ]
    fields += [
        replace(_field(column, delta.then), mark=Mark.DROPPED)
        for column in delta.gone("columns", Column)
        if column.table == old
    ]
    before = _name(earlier) if _name(earlier) != entity.name else ""
    return replace(entity, fields=tuple(fields), mark=Mark.CHANGED, was=before)


def _field_compared(column: Column, field: Field, delta: Delta) -> Field:
    key = delta.pairs["columns"].get(column.key)
    if key is None:
        return replace(field, mark=Mark.ADDED)
    then = delta.then.columns[cast("tuple[int, int]", key)]
    earlier = _field(then, delta.then)
    was = []
    if earlier.name != field.name:
        was.append(earlier.name)
    if earlier.type != field.type:
        was.append(earlier.type)
    differs = any(change.now is column for change in delta.changed["columns"])
    return replace(field, mark=Mark.CHANGED if was or differs else Mark.NONE, was=" ".join(was))


def _marked(entity: Entity, mark: Mark) -> Entity:
    return replace(entity, mark=mark, fields=tuple(replace(field, mark=mark) for field in entity.fields))


def _entity(table: Relation, catalog: Catalog) -> Entity:
    return Entity(_name(table), tuple(_field(column, catalog) for column in catalog.columns_of(table.oid)))


def _field(column: Column, catalog: Catalog) -> Field:
    kinds = {
        constraint.kind
        for constraint in catalog.constraints_of(column.table)
        if constraint.kind in "pfu" and column.number in constraint.columns
    }
    kinds |= {"u" for index in catalog.indexes_of(column.table) if _unique_alone(index, column)}
    keys = tuple(word for kind, word in (("p", "PK"), ("u", "UQ"), ("f", "FK")) if kind in kinds)
    return Field(column.name, _short(column.type), keys, column.not_null)


def _unique_alone(index: Index, column: Column) -> bool:
    return index.is_unique and index.constraint is None and index.columns == (column.number,)


def _keys_only(entity: Entity) -> Entity:
    kept = tuple(field for field in entity.fields if "PK" in field.keys or "FK" in field.keys or field.mark)
    return replace(entity, fields=kept, hidden=entity.hidden + len(entity.fields) - len(kept))


def _references(tables: Iterable[Relation], catalog: Catalog, mark: Mark = Mark.NONE) -> tuple[Reference, ...]:
    shown = {_name(table) for table in tables}
    found = [
        _reference(constraint, catalog, mark)
        for table in tables
        for constraint in catalog.constraints_of(table.oid)
        if constraint.kind == "f" and constraint.parent is None
    ]
    return tuple(dict.fromkeys(one for one in found if one is not None and one.target in shown))


def _kept(tables: Iterable[Relation], delta: Delta) -> list[Reference]:
    new = set(delta.added["constraints"])
    changed = {change.now.key for change in delta.changed["constraints"] if not _follows(change, delta)}
    found = []
    for table in tables:
        for constraint in delta.now.constraints_of(table.oid):
            if constraint.kind == "f" and constraint.parent is None:
                mark = Mark.ADDED if constraint.oid in new else Mark.NONE
                mark = Mark.CHANGED if constraint.oid in changed else mark
                found.append(_reference(constraint, delta.now, mark))
    return [one for one in found if one is not None]


def _lost(tables: Iterable[Relation], delta: Delta) -> list[Reference]:
    """Return the dropped foreign keys of the tables that are shown, between the names that those have now."""
    names = {old: _name(delta.now.relations[cast("int", now)]) for now, old in delta.pairs["relations"].items()}
    shown = {_name(table) for table in tables}
    found = []
    for constraint in delta.gone("constraints", Constraint):
        if constraint.kind == "f" and constraint.parent is None:
            one = _reference(constraint, delta.then, Mark.DROPPED)
            if one is not None:
                source = names.get(cast("int", constraint.table), one.source)
                target = names.get(cast("int", constraint.references), one.target)
                if source in shown:
                    found.append(replace(one, source=source, target=target))
    return found


def _reference(constraint: Constraint, catalog: Catalog, mark: Mark) -> Reference | None:
    source = catalog.relations.get(constraint.table or 0)
    target = catalog.relations.get(constraint.references or 0)
    if source is None or target is None:
        return None
    names = tuple(
        catalog.columns[source.oid, number].name
        for number in constraint.columns
        if (source.oid, number) in catalog.columns
    )
    keys = [held for held in catalog.constraints_of(target.oid) if held.index == constraint.index and held.kind in "pu"]
    theirs = tuple(
        catalog.columns[target.oid, number].name
        for number in (keys[0].columns if keys else ())
        if (target.oid, number) in catalog.columns
    )
    return Reference(_name(source), names, _name(target), theirs, mark)


def _name(table: Relation) -> str:
    return spelled(table.schema, table.name)


def _short(type_name: str) -> str:
    for pattern, short in _SHORT:
        type_name = pattern.sub(short, type_name)
    return type_name
