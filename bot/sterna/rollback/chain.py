"""The whole history up, down to empty by the ways back, and up again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sterna.postgres import provision, replay, undumped
from sterna.postgres.connection import SqlError
from sterna.rollback.bench import TRACKING, Bench
from sterna.rollback.judgement import spelt
from sterna.rollback.repeat import named_by_roles, repeatable
from sterna.rollback.witness import compare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sterna.history.model import History
    from sterna.postgres.connection import Connection
    from sterna.postgres.server import Server


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the chain, `down` or `up again`; `differs` is empty where it leads where the first up did."""

    tag: str
    way: str
    differs: str = ""


def chain(
    history: History,
    ways: Mapping[str, tuple[str, ...]],
    open_server: Callable[[], Server],
    *,
    deadline: float,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[Link, ...]:
    """Go up the history, down again by `ways`, and up once more; compare the dump at each step with the first way up.

    `ways` are scripts by tag, with what opens and ends their transactions. Tables are as empty as the history leaves
    them. The way down ends at the first step that PostgreSQL refuses, or that has no way back. Before the second way up
    the roles go that blocks made, as each verdict says. Raises Expired, or SqlError when the server goes away.
    """
    migrations = history.migrations
    total = 3 * len(migrations)
    with open_server() as server:
        bench = Bench(server, deadline)
        database = bench.empty()
        statements = [statement for migration in migrations for statement in migration.statements]
        provision.provide(server, database, provision.needs(statements, server))
        if history.layout.drizzle:
            with bench.session(database) as connection:
                connection.run(TRACKING)
        dumps = [server.dump(database)]

        def tell(tag: str, done: int) -> None:
            if progress:
                progress(tag, done, total)

        def up(number: int, *, again: bool) -> replay.Run:
            migration = migrations[number]
            if again:
                migration = replace(migration, statements=repeatable(migration.statements))
            with bench.session(database) as connection:
                return replay.run(connection, migration, bench.guard(migration.tag))

        first: list[replay.Run] = []
        roles = undumped.role_names(server) | named_by_roles(statements)
        for number, migration in enumerate(migrations):
            tell(migration.tag, number)
            first.append(up(number, again=False))
            dumps.append(server.dump(database))
        links: list[Link] = []
        for number, migration in reversed(list(enumerate(migrations))):
            tell(migration.tag, 2 * len(migrations) - number)
            if migration.tag not in ways:
                links.append(Link(migration.tag, "down", "there is no way back"))
                return tuple(links)
            with bench.limited(migration.tag, f"{migration.tag}: the way back"), bench.session(database) as connection:
                refused = _down(connection, ways[migration.tag])
            if refused:
                links.append(Link(migration.tag, "down", refused))
                return tuple(links)
            links.append(Link(migration.tag, "down", _differs(dumps[number], server.dump(database))))
        bench.forget(undumped.role_names(server) - roles)
        for number, migration in enumerate(migrations):
            tell(migration.tag, 2 * len(migrations) + number)
            stops = _stops(first[number], up(number, again=True))
            links.append(Link(migration.tag, "up again", stops or _differs(dumps[number + 1], server.dump(database))))
        return tuple(links)


def _down(connection: Connection, statements: tuple[str, ...]) -> str:
    for statement in statements:
        try:
            connection.run(statement)
        except SqlError as error:
            return f"{error} at {statement.splitlines()[0]}"
    return ""


def _stops(first: replay.Run, second: replay.Run) -> str:
    """Say what PostgreSQL refuses the second time and took the first; rows that stayed show in nothing else."""
    pairs = ((first.failure, second.failure), (first.refused, second.refused))
    return next((f"it does not go up again: {spelt(now)}" for then, now in pairs if now and not then), "")


def _differs(before: str, after: str) -> str:
    comparison = compare(before, after)
    return "" if comparison.alike else "; ".join(comparison.residue[:4])
