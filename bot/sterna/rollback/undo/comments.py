"""Comments on anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import (
    Column,
    Comment,
    Constraint,
    EventTrigger,
    Extension,
    Index,
    Policy,
    RewriteRule,
    Trigger,
)
from sterna.rollback.spelling import Spelled, spelling
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import literal, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.catalog import Catalog
    from sterna.rollback.delta import Delta


def steps(delta: Delta) -> Iterator[Step]:
    """Take added comments away, write removed and changed ones."""
    gone_with = {kind: set(keys) for kind, keys in delta.added.items()}
    for comment in delta.new("comments", Comment):
        target = delta.now.commented(comment)
        if target and target[1].key not in gone_with[target[0]] and not _in_added_table(delta, comment):
            yield step(Rank.COMMENT, f"COMMENT ON {_target(delta.now, comment)} IS NULL")
    for comment in [*delta.gone("comments", Comment), *(then for _, then, _ in delta.altered("comments", Comment))]:
        yield step(Rank.COMMENT, f"COMMENT ON {_target(delta.then, comment)} IS {literal(comment.text)}")


def _in_added_table(delta: Delta, comment: Comment) -> bool:
    target = delta.now.commented(comment)
    table: int | None = getattr(target[1], "table", None) if target else None
    return table is not None and table in delta.added["relations"]


def _target(catalog: Catalog, comment: Comment) -> str:
    found = catalog.commented(comment)
    if found is None:  # pairing leaves comments on unknown things out
        message = f"comment on an object that was not read: {comment.key}"
        raise LookupError(message)
    match found[1]:
        case Column() as held:
            return f"COLUMN {name(*catalog.relation_name(held.table), held.name)}"
        case Constraint() as held if held.table is None:
            return f"CONSTRAINT {name(held.name)} ON {spelling(catalog.types[held.domain or 0])}"
        case Constraint() | Trigger() | Policy() | RewriteRule() as held:
            noun = {Constraint: "CONSTRAINT", Trigger: "TRIGGER", Policy: "POLICY", RewriteRule: "RULE"}[type(held)]
            return f"{noun} {name(held.name)} ON {name(*catalog.relation_name(held.table or 0))}"
        case Index() as held:
            return f"INDEX {name(held.schema, held.name)}"
        case Extension() as held:
            return f"EXTENSION {name(held.name)}"
        case EventTrigger() as held:
            return f"EVENT TRIGGER {name(held.name)}"
        case held if isinstance(held, Spelled):
            return spelling(held)
        case other:
            message = f"no comment can be put on {type(other).__name__}"
            raise LookupError(message)
