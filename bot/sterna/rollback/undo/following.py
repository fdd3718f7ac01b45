"""What of a column comes back with another step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Type
from sterna.rollback.enum import rebuilt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.catalog import Column
    from sterna.rollback.delta import Delta


def default_follows(delta: Delta, now: Column, then: Column, traits: frozenset[str]) -> bool:
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


def not_null_follows(delta: Delta, now: Column, then: Column) -> bool:
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
