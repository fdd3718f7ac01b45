"""Collations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sterna.postgres.catalog import Collation
from sterna.rollback.delta import circles
from sterna.rollback.names import passing_name
from sterna.rollback.spelling import noun
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import literal, name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sterna.postgres.catalog import Key
    from sterna.rollback.delta import Delta

_PROVIDER = {"i": "icu", "c": "libc", "b": "builtin"}


def renames(delta: Delta) -> Iterator[Step]:
    """Name collations back and move them to their schema."""
    aside = passing(delta, "collations")
    for now, then in delta.renamed("collations", Collation):
        back = moved("COLLATION", (now.schema, now.name), (then.schema, then.name))
        yield step(Rank.RENAME, back, aside=aside.get(now.key, ""))


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added collations, create removed ones; a changed one is both."""
    for collation in delta.new("collations", Collation):
        yield step(Rank.DROP_TYPE, f"DROP COLLATION {name(collation.schema, collation.name)}")
    for collation in delta.gone("collations", Collation):
        yield step(Rank.CREATE_EXTENSION, _create(collation))
    for now, then, traits in delta.altered("collations", Collation):
        if traits - {"owner"}:
            yield step(Rank.CREATE_EXTENSION, (f"DROP COLLATION {name(now.schema, now.name)}", _create(then)))


def moved(noun: str, now: tuple[str, str], then: tuple[str, str], arguments: str = "") -> tuple[str, ...]:
    """Return what brings an object back to its schema and its name."""
    found = []
    if now[0] != then[0]:
        found.append(f"ALTER {noun} {name(*now)}{arguments} SET SCHEMA {name(then[0])}")
    if now[1] != then[1]:
        found.append(f"ALTER {noun} {name(then[0], now[1])}{arguments} RENAME TO {name(then[1])}")
    return tuple(found)


def passing(delta: Delta, kind: str, arguments: Callable[[Any], str] = lambda _: "") -> dict[Key, str]:
    """Return what breaks the bonds of names among the moved objects of a kind, by key.

    Those that hold each other's names get a passing one themselves; for the others, whatever was added in their place
    does.
    """
    renamed: list[tuple[Any, Any]] = list(delta.moved[kind])
    if not renamed:
        return {}
    swapped = circles(renamed, lambda held: (getattr(held, "schema", None), arguments(held)))
    taken = {getattr(held, "name", "") for held in delta.now.kind(kind).values()}
    kinds = ("types", "relations") if kind in ("types", "relations") else (kind,)
    added: list[Any] = [delta.now.kind(other)[key] for other in kinds for key in delta.added[other]]
    holders = {(held.schema, held.name, arguments(held) if kind == "routines" else ""): held for held in added}
    found: dict[Key, str] = {}
    for now, then in renamed:
        ending = arguments(now) if kind == "routines" else ""
        obstacle = now if now.key in swapped else holders.get((then.schema, then.name, ending))
        if obstacle is not None:
            spelt = f"{noun(obstacle)} {name(obstacle.schema, obstacle.name)}{ending}"
            found[now.key] = f"ALTER {spelt} RENAME TO {name(passing_name(obstacle.name, taken))}"
    return found


def _create(collation: Collation) -> str:
    options = [f"provider = {_PROVIDER[collation.provider]}"]
    if collation.provider == "c":
        options += [
            f"lc_collate = {literal(collation.lc_collate or '')}",
            f"lc_ctype = {literal(collation.lc_ctype or '')}",
        ]
    else:
        options.append(f"locale = {literal(collation.locale or '')}")
    if collation.rules:
        options.append(f"rules = {literal(collation.rules)}")
    if not collation.deterministic:
        options.append("deterministic = false")
    return f"CREATE COLLATION {name(collation.schema, collation.name)} ({', '.join(options)})"
