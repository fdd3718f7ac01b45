"""Row level security policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Policy
from sterna.rollback.delta import circles
from sterna.rollback.names import passing_name
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.catalog import Catalog
    from sterna.rollback.delta import Delta

_COMMAND = {"*": "ALL", "r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}


def renames(delta: Delta) -> Iterator[Step]:
    """Name policies back."""
    renamed = delta.renamed("policies", Policy)
    swapped = circles(renamed, lambda policy: getattr(policy, "table", None))
    for now, then in renamed:
        rename = f"ALTER POLICY {_on(delta.now, now)} RENAME TO "
        taken = [policy.name for policy in delta.now.policies.values() if policy.table == now.table]
        aside = f"{rename}{name(passing_name(now.name, taken))}" if now.key in swapped else ""
        yield step(Rank.RENAME_PART, f"{rename}{name(then.name)}", aside=aside)


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added policies, create removed ones, alter changed ones where ALTER POLICY can say it."""
    tables = set(delta.added["relations"])
    for policy in delta.new("policies", Policy):
        if policy.table not in tables:
            yield step(Rank.DROP_ATTACHED, f"DROP POLICY {_on(delta.now, policy)}")
    for policy in delta.gone("policies", Policy):
        yield step(Rank.SECURITY, _create(delta.then, policy))
    for now, then, traits in delta.altered("policies", Policy):
        # ALTER POLICY can change an expression but not take one away, and neither the command nor the kind.
        if (
            traits & {"command", "permissive"}
            or (now.using and not then.using)
            or (now.with_check and not then.with_check)
        ):
            yield step(Rank.DROP_ATTACHED, f"DROP POLICY {_on(delta.now, now)}")
            yield step(Rank.SECURITY, _create(delta.then, then))
            continue
        words = [f"ALTER POLICY {_on(delta.now, now)}"]
        if "roles" in traits:
            words.append(f"TO {_roles(delta.now, then)}")
        if "using" in traits:
            words.append(f"USING ({then.using})")
        if "with check" in traits:
            words.append(f"WITH CHECK ({then.with_check})")
        yield step(Rank.SECURITY, " ".join(words))


def _create(catalog: Catalog, policy: Policy) -> str:
    kind = "PERMISSIVE" if policy.permissive else "RESTRICTIVE"
    text = f"CREATE POLICY {_on(catalog, policy)} AS {kind} FOR {_COMMAND[policy.command]} TO {_roles(catalog, policy)}"
    if policy.using:
        text += f" USING ({policy.using})"
    if policy.with_check:
        text += f" WITH CHECK ({policy.with_check})"
    return text


def _roles(catalog: Catalog, policy: Policy) -> str:
    # They are quoted as far as needed; the one that runs the migrations is named differently wherever they run.
    mine = (catalog.user, name(catalog.user))
    return ", ".join("CURRENT_USER" if role in mine else role for role in policy.roles)


def _on(catalog: Catalog, policy: Policy) -> str:
    return f"{name(policy.name)} ON {name(*catalog.relation_name(policy.table))}"
