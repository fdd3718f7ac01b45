"""What is told with the object that it belongs to, and needs no sentence of its own."""

from __future__ import annotations

from sterna.postgres.catalog import Catalog, Column, Comment, Constraint, Index, Record, Relation, Trigger
from sterna.rollback.delta import Change, Delta


def told_with_new(record: Record, delta: Delta) -> bool:
    """Tell whether something new is part of something else that is new."""
    catalog = delta.now
    match record:
        case Column():
            return record.table in delta.added["relations"] or _is_view(record.table, catalog) or record.only_inherited
        case Constraint():
            own_key = record.kind == "p" and record.table in delta.added["relations"]
            return own_key or record.only_inherited
        case Index():
            return record.constraint is not None or record.parent is not None
        case Trigger():
            return record.parent is not None
        case Relation():
            return _is_serial(record, delta.added["columns"])
        case Comment():
            # An extension brings its own comment along.
            target = catalog.commented(record)
            return target is not None and target[0] == "extensions" and target[1].key in delta.added["extensions"]
        case _:
            return False


def told_with_moved(now: Record, then: Record, delta: Delta) -> bool:
    """Tell whether something is in another schema only because the table that owns it is."""
    if not isinstance(now, Relation) or not isinstance(then, Relation) or now.owned_by is None:
        return False
    moved = {ours.key for ours, _ in delta.moved["relations"]}
    return now.name == then.name and now.owned_by.table in moved


def told_with_gone(record: Record, delta: Delta) -> bool:
    """Tell whether something that is gone was part of something else that is gone."""
    gone = delta.removed["relations"]
    match record:
        case Column():
            return record.table in gone or _is_view(record.table, delta.then) or record.only_inherited
        case Constraint():
            domain = record.domain in delta.removed["types"]
            return record.table in gone or domain or record.only_inherited
        case Index():
            return record.table in gone or record.constraint is not None or record.parent is not None
        case Relation():
            return _is_serial(record, delta.removed["columns"])
        case Comment():
            return _target_gone(record, delta)
        case Trigger():
            return record.table in gone or record.parent is not None
        case _:
            return getattr(record, "table", None) in gone


def follows_table(change: Change, delta: Delta) -> frozenset[str]:
    """Return the traits of a column or an index that differ because its table was attached or detached."""
    now = change.now
    if not isinstance(now, Column | Index):
        return frozenset()
    traits = next((one.traits for one in delta.changed["relations"] if one.now.key == now.table), frozenset())
    return frozenset(["local", "attached"]) if "parents" in traits else frozenset()


def _is_view(table: int, catalog: Catalog) -> bool:
    relation = catalog.relations.get(table)
    return relation is not None and relation.is_view


def _is_serial(record: Relation, columns: tuple[object, ...]) -> bool:
    owner = record.owned_by
    return owner is not None and (owner.table, owner.column) in columns


def _target_gone(comment: Comment, delta: Delta) -> bool:
    target = delta.then.commented(comment)
    if target is None:
        return True
    kind, record = target
    return record.key in delta.removed[kind]
