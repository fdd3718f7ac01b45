"""A server to work on: databases are made, copied, dumped and dropped, and at the end nothing is left."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sterna.postgres import binaries as programs
from sterna.postgres import dump as dumping
from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.target import Target, target
from sterna.problem import Problem
from sterna.sql import quote

ROLES_MADE_BY_ROLES = 160000
"""From this version on, CREATEROLE reaches only the roles that its holder made: before, it led to a shell."""


class Expired(Problem):
    """A piece of work took longer than it may; the server was ended because of it."""


class Lifeline(Protocol):
    """What a server hangs on: a cluster of our own, or a visit to somebody's."""

    @property
    def alive(self) -> bool:
        """Tell whether it can still be worked with."""

    def kill(self) -> None:
        """End all work on the server at once, from any thread."""

    def end(self) -> None:
        """End all work, and remove what was made; a second call does nothing."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a server: as the superuser (or whoever may make databases there) and as the owner.

    Each database that we name is called `prefix` + name there, each role that we make has `mark` for its comment.
    `copying` is what CREATE DATABASE is told about copies.
    """

    admin: str
    owner: str
    owner_name: str
    source: str
    prefix: str = ""
    mark: str = "made by sterna"
    copying: str = ""
    directory: Path | None = None
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))


class Server:
    """A PostgreSQL server for a moment. The history runs as `owner`, who is no superuser.

    `version` is `server_version_num` (180006), `version_name` the same for people ("18.6"), `source` says where the
    server comes from, `directory` is where a private one lies. `superuser` says whether we are one there,
    `owner_is_ours` whether the owner was made for us.
    """

    def __init__(self, lifeline: Lifeline, access: Access, pg_dump: Path | None = None) -> None:
        """Connect as the superuser; raise SqlError."""
        self._lifeline = lifeline
        self._access = access
        self._admin = Connection(access.admin)
        self._turns = threading.Lock()  # a session serves one thread at a time
        [(number, name, superuser)] = self._admin.rows(
            "SELECT current_setting('server_version_num'), current_setting('server_version'),"
            " rolsuper FROM pg_roles WHERE rolname = current_user"
        )
        self.version = int(number or 0)
        self.version_name = (name or "").split(" ")[0]
        self.superuser = superuser == "t"
        self.owner = access.owner_name
        self.owner_is_ours = access.admin != access.owner
        self.source = access.source
        self.directory = access.directory
        self._pg_dump = pg_dump

    @property
    def alive(self) -> bool:
        """Tell whether the server has not been ended."""
        return self._lifeline.alive

    def connect(self, database: str = "postgres", *, admin: bool = False) -> Connection:
        """Open a session as the owner, or as the superuser; raise SqlError.

        The owner gets into databases that were made here only; the superuser also into `postgres`.
        """
        conninfo = self._access.admin if admin else self._access.owner
        return Connection(make_conninfo(conninfo, dbname=self._named(database)))

    def create_database(self, name: str, *, template: str | None = None) -> None:
        """Make a database that the owner owns: empty, or a copy of one that nobody is connected to; raise SqlError."""
        source = "template0" if template is None else self._named(template)
        self.run_as_admin(
            f"CREATE DATABASE {quote.name(self._named(name))} OWNER {quote.name(self.owner)}"
            f" TEMPLATE {quote.name(source)}{self._access.copying}"
        )

    def drop_database(self, name: str) -> None:
        """Drop a database, with whoever is connected to it; no error when there is none."""
        self.run_as_admin(f"DROP DATABASE IF EXISTS {quote.name(self._named(name))} WITH (FORCE)")

    def run_as_admin(self, sql: str) -> None:
        """Run SQL of our own, never of a history, as the superuser, outside of the databases; raise SqlError."""
        with self._turns:
            self._admin.run(sql)

    def rows_as_admin(self, sql: str) -> list[tuple[str | None, ...]]:
        """Run SQL of our own like `run_as_admin` and return its rows; raise SqlError."""
        with self._turns:
            return self._admin.rows(sql)

    def create_role(self, name: str) -> bool:
        """Make a role that the history names and does not make; raise SqlError.

        The owner is its member and may make others its members, as the one who runs migrations on a platform may.

        Returns whether it is one that was made here: one that was there before is left alone, because to be a member of
        somebody's role could be to be a superuser. A role that was made goes with the server.
        """
        there = self._admin.rows(
            f"SELECT shobj_description(oid, 'pg_authid') = {quote.literal(self._access.mark)}"
            f" FROM pg_roles WHERE rolname = {quote.literal(name)}"
        )
        if there:
            return there == [("t",)]
        role = quote.name(name)
        self._admin.run(
            f"CREATE ROLE {role}; COMMENT ON ROLE {role} IS {quote.literal(self._access.mark)};"
            f"GRANT {role} TO {quote.name(self.owner)} WITH ADMIN OPTION"
        )
        return True

    def dump(self, database: str, *more: str) -> str:
        """Return the schema of a database as `pg_dump` prints it; raise SqlError, or Problem without a `pg_dump`.

        `more` are options of pg_dump.
        """
        if self._pg_dump is None:
            self._pg_dump = programs.find_pg_dump(self.version // 10000)
        words, environment = self._told(self._access.admin, database)
        return dumping.dump(self._pg_dump, words, environment, more)

    def target(self, database: str) -> Target:
        """Return the way into a database as the owner, for whatever works on one in production."""
        return target(make_conninfo(self._access.owner, dbname=self._named(database)), self.source)

    def program(self, database: str) -> tuple[str, dict[str, str]]:
        """Return what a program is told to get in as the owner: words for its command line, and its environment."""
        return self._told(self._access.owner, database)

    @contextmanager
    def deadline(self, seconds: float, label: str) -> Iterator[None]:
        """End the server when the block takes longer; whatever waits for it is woken, and Expired is raised.

        The clock is ours, and the server ends: a statement can lift its own `statement_timeout` and go on after it was
        cancelled. `label` begins the message: "0007_backfill.sql:3:1: UPDATE users ...".
        """
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self.kill()

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        failure: Exception | None = None
        try:
            yield
        except (SqlError, Problem) as error:
            failure = error
        finally:
            timer.cancel()
            timer.join()
        if expired.is_set():
            raise Expired(
                f"{label} ran longer than {seconds:g} s and was ended, and the server with it.",
                do="Give it more time with --deadline SECONDS, or look for what it waits for.",
                code=1,
            ) from failure
        if failure is not None:
            raise failure

    def kill(self) -> None:
        """End the server at once, with all that runs on it: whoever waits for it gets a SqlError."""
        self._lifeline.kill()

    def stop(self) -> None:
        """End the server and remove what was made on it; a second call does nothing."""
        self._admin.close()
        self._lifeline.end()

    def __enter__(self) -> Self:
        """Return the server itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, whatever happened."""
        self.stop()

    def _told(self, conninfo: str, database: str) -> tuple[str, dict[str, str]]:
        """Return the words and the environment for a program; a password is in no words, which everybody can read."""
        words = conninfo_to_dict(conninfo, dbname=self._named(database))
        password = words.pop("password", None)
        secret = {} if password is None else {"PGPASSWORD": str(password)}
        return make_conninfo("", **words), {**self._access.environment, **secret}

    def _named(self, name: str) -> str:
        return name if name == "postgres" else self._access.prefix + name
