"""Triggers and rewrite rules, and whether they are enabled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import RewriteRule, Trigger
from sterna.rollback.delta import circles
from sterna.rollback.names import passing_name
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.catalog import Catalog
    from sterna.rollback.delta import Delta

_STATE = {"O": "ENABLE", "D": "DISABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}


def renames(delta: Delta) -> Iterator[Step]:
    """Name triggers and rules back."""
    renamed = [(now, then) for now, then in delta.renamed("triggers", Trigger) if now.parent is None]
    swapped = circles(renamed, lambda trigger: getattr(trigger, "table", None))
    for trigger, was in renamed:
        rename = f"ALTER TRIGGER {_on(delta.now, trigger)} RENAME TO "
        taken = [held.name for held in delta.now.triggers.values() if held.table == trigger.table]
        aside = f"{rename}{name(passing_name(trigger.name, taken))}" if trigger.key in swapped else ""
        yield step(Rank.RENAME_PART, f"{rename}{name(was.name)}", aside=aside)
    for rule, former in delta.renamed("rules", RewriteRule):
        yield step(Rank.RENAME_PART, f"ALTER RULE {_on(delta.now, rule)} RENAME TO {name(former.name)}")


def steps(delta: Delta) -> Iterator[Step]:  # noqa: C901 - triggers and rules side by side
    """Drop added triggers and rules, create removed ones, bring the enabled state back."""
    tables = set(delta.added["relations"])
    for trigger in delta.new("triggers", Trigger):
        if trigger.table not in tables and trigger.parent is None:
            yield step(Rank.DROP_ATTACHED, f"DROP TRIGGER {_on(delta.now, trigger)}")
    for rule in delta.new("rules", RewriteRule):
        if rule.table not in tables:
            yield step(Rank.DROP_ATTACHED, f"DROP RULE {_on(delta.now, rule)}")
    for trigger in delta.gone("triggers", Trigger):
        if trigger.parent is None:
            yield from _create(delta.then, trigger)
    for rule in delta.gone("rules", RewriteRule):
        yield from _create(delta.then, rule)
    for now, then, traits in delta.altered("triggers", Trigger):
        if "definition" in traits and now.parent is None:
            yield step(Rank.DROP_ATTACHED, f"DROP TRIGGER {_on(delta.now, now)}")
            yield from _create(delta.then, then)
        elif "enabled" in traits:
            yield _enable(delta.now, now, then.enabled)
    for held, was, differing in delta.altered("rules", RewriteRule):
        if "definition" in differing:
            yield step(Rank.DROP_ATTACHED, f"DROP RULE {_on(delta.now, held)}")
            yield from _create(delta.then, was)
        else:
            yield _enable(delta.now, held, was.enabled)


def _create(catalog: Catalog, held: Trigger | RewriteRule) -> Iterator[Step]:
    yield step(Rank.CREATE_ATTACHED, held.definition.rstrip(";"))
    if held.enabled != "O":
        yield _enable(catalog, held, held.enabled)


def _enable(catalog: Catalog, held: Trigger | RewriteRule, state: str) -> Step:
    word = "TRIGGER" if isinstance(held, Trigger) else "RULE"
    table = name(*catalog.relation_name(held.table))
    return step(Rank.SECURITY, f"ALTER TABLE {table} {_STATE[state]} {word} {name(held.name)}")


def _on(catalog: Catalog, held: Trigger | RewriteRule) -> str:
    return f"{name(held.name)} ON {name(*catalog.relation_name(held.table))}"
