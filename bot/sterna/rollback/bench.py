"""The databases of one proof: the history as it goes on, and copies of it to try things on."""

from __future__ import annotations

import itertools
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sterna.postgres import replay
from sterna.postgres.connection import SqlError
from sterna.postgres.server import Expired
from sterna.rollback.witness import entries
from sterna.sql import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from contextlib import AbstractContextManager

    from sterna.postgres.connection import Connection
    from sterna.postgres.server import Server
    from sterna.sql.statement import Statement

TRACKING = (
    'CREATE SCHEMA IF NOT EXISTS "drizzle";'
    ' CREATE TABLE IF NOT EXISTS "drizzle"."__drizzle_migrations"'
    " (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)"
)
"""What Drizzle makes before its first migration; a history runs on a database that has it."""
UNTRACKED = 'DELETE FROM "drizzle"."__drizzle_migrations" WHERE false'
"""What has to be allowed at the end of a way back, where the row of its migration goes; here there is none."""


class Bench:
    """Databases on one server, by names that are never used twice."""

    def __init__(self, server: Server, deadline: float) -> None:
        """Work on this server; nothing that SQL of a history may hold up runs longer than `deadline` seconds.

        Who looks whether the roles of the server stay as they are holds `roles`, and who may change them for good.
        """
        self.server = server
        self.deadline = deadline
        self.expired: dict[str, str] = {}
        self.roles = threading.RLock()
        self._numbers = itertools.count()
        self._lock = threading.Lock()

    @property
    def patience(self) -> float:
        """Return the seconds after which no more tables are filled: a part of the deadline, which ends the server."""
        return self.deadline / 3

    @contextmanager
    def limited(self, tag: str, doing: str) -> Iterator[None]:
        """Set the deadline for a block; when it is over the server ends, and `expired` knows by which migration."""
        try:
            with self.server.deadline(self.deadline, doing):
                yield
        except Expired as error:
            self.expired.setdefault(tag, error.what)
            raise

    def guard(self, tag: str) -> Callable[[Statement], AbstractContextManager[None]]:
        """Return what sets the deadline for each statement of a migration."""
        return lambda statement: self.limited(tag, statement.place)

    def empty(self) -> str:
        """Make a database that nothing is in."""
        name = self._name()
        self.server.create_database(name)
        return name

    def copy(self, database: str) -> str:
        """Copy a database that nobody is connected to."""
        name = self._name()
        self.server.create_database(name, template=database)
        return name

    def drop(self, database: str) -> None:
        """Drop a database."""
        self.server.drop_database(database)

    @contextmanager
    def copied(self, database: str) -> Iterator[str]:
        """Copy a database for the length of a block."""
        name = self.copy(database)
        try:
            yield name
        finally:
            if self.server.alive:
                self.drop(name)

    @contextmanager
    def session(self, database: str) -> Iterator[Connection]:
        """Connect as the owner for the length of a block."""
        with self.server.connect(database) as connection:
            connection.run("SET check_function_bodies = off; SET client_min_messages = error")
            yield connection

    @contextmanager
    def without(self, roles: Collection[str]) -> Iterator[None]:
        """Give roles another name for the length of a block, so that a copy meets the server as it was without them.

        Nobody else may work with them meanwhile. Raises SqlError.
        """
        aside = {role: f"sterna_aside_{number}" for number, role in enumerate(sorted(roles))}
        for role, other in aside.items():
            self.server.run_as_admin(f"ALTER ROLE {quote.name(role)} RENAME TO {quote.name(other)}")
        try:
            yield
        finally:
            if self.server.alive:
                self.forget(roles)
                for role, other in aside.items():
                    self.server.run_as_admin(f"ALTER ROLE {quote.name(other)} RENAME TO {quote.name(role)}")

    def forget(self, roles: Collection[str]) -> None:
        """Drop roles that a copy made; one that something still holds stays. Raise SqlError."""
        for role in sorted(roles):
            try:
                self.server.run_as_admin(f"DROP ROLE IF EXISTS {quote.name(role)}")
            except SqlError as error:
                if error.sqlstate != replay.DEPENDED_ON:
                    raise

    def canonical(self, base: str, dump: str) -> tuple[str, frozenset[str]]:
        """Build a dump on a copy of `base` as the owner and dump that; also return the entries that could not be built.

        Printing an expression and reading it back does not always give the same text, but printing, reading and
        printing again does: `a AND (b AND c)` becomes flat.
        """
        refused: set[str] = set()
        with self.copied(base) as name:
            with self.server.connect(name) as connection:
                for entry in entries(dump):
                    try:
                        connection.run(entry)
                    except SqlError:
                        refused.add(entry)
            return self.server.dump(name), frozenset(refused)

    def _name(self) -> str:
        with self._lock:
            return f"s{next(self._numbers)}"
