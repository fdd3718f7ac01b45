"""A server to work on: databases are made, copied, dumped and dropped, and at the end nothing is left."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from psycopg.conninfo import make_conninfo

from sterna.postgres import binaries as programs
from sterna.postgres.binaries import Binaries
from sterna.postgres.cluster import ADMIN, OWNER, PORT, Cluster, environment
from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.dump import dump
from sterna.problem import Problem


class Expired(Problem):
    """A piece of work took longer than it may; the server was ended because of it."""


class Lifeline(Protocol):
    """What a server hangs on."""

    @property
    def alive(self) -> bool:
        """Tell whether it has not been ended."""

    def end(self) -> None:
        """End all work on the server at once; a second call does nothing."""


def quoted(name: str) -> str:
    """Return the name as SQL reads it back: in double quotes."""
    return '"' + name.replace('"', '""') + '"'


class Server:
    """A PostgreSQL server for a moment. The history runs as `owner`, who is no superuser.

    `version` is `server_version_num` (180006), `version_name` the same for people ("18.6").
    """

    def __init__(self, lifeline: Lifeline, binaries: Binaries, directory: Path, conninfo: str) -> None:
        self._lifeline = lifeline
        self._conninfo = conninfo
        self._pg_dump = binaries.pg_dump
        self.directory = directory
        self.owner = OWNER
        self.source = binaries.source
        self._admin = self.connect(admin=True)
        [(number, name)] = self._admin.rows(
            "SELECT current_setting('server_version_num'), current_setting('server_version')"
        )
        self.version = int(number or 0)
        self.version_name = (name or "").split(" ")[0]

    @property
    def alive(self) -> bool:
        """Tell whether the server has not been ended."""
        return self._lifeline.alive

    def connect(self, database: str = "postgres", *, admin: bool = False) -> Connection:
        """Open a session as the owner, or as the superuser; raise SqlError."""
        return Connection(make_conninfo(self._conninfo, dbname=database, user=ADMIN if admin else OWNER))

    def create_database(self, name: str, *, template: str | None = None) -> None:
        """Make a database that the owner owns: empty, or a copy of one that nobody is connected to; raise SqlError."""
        copy = f" TEMPLATE {quoted(template)} STRATEGY FILE_COPY" if template is not None else ""
        self._admin.run(f"CREATE DATABASE {quoted(name)} OWNER {quoted(self.owner)}{copy}")

    def drop_database(self, name: str) -> None:
        """Drop a database, with whoever is connected to it; no error when there is none."""
        self._admin.run(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")

    def rename_database(self, old: str, new: str) -> None:
        """Give a database that nobody is connected to another name; raise SqlError."""
        self._admin.run(f"ALTER DATABASE {quoted(old)} RENAME TO {quoted(new)}")

    def dump(self, database: str) -> str:
        """Return the schema of a database as `pg_dump` prints it; raise SqlError."""
        return dump(self._pg_dump, make_conninfo(self._conninfo, dbname=database, user=ADMIN), environment())

    @contextmanager
    def deadline(self, seconds: float, label: str) -> Iterator[None]:
        """End the server when the block takes longer; whatever waits for it is woken, and Expired is raised.

        The clock is ours: a statement can lift its own `statement_timeout` and catch its own cancellation.
        """
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self.kill()

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        failure: BaseException | None = None
        try:
            yield
        except SqlError as error:
            failure = error
            if not expired.is_set():
                raise
        finally:
            timer.cancel()
            timer.join()
        if expired.is_set():
            raise Expired(
                f"{label} ran longer than {seconds:g} s and was ended.",
                do="Give it more time with --deadline SECONDS, or look for what it waits for.",
                code=1,
            ) from failure

    def kill(self) -> None:
        """End the server at once, with all that runs on it."""
        self._lifeline.end()

    def stop(self) -> None:
        """End the server and remove what it left; a second call does nothing."""
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


def private(binaries: Binaries) -> Server:
    """Start a cluster of our own that nobody else can reach, and that ends with us; raise Problem."""
    cluster = Cluster(binaries)
    try:
        conninfo = make_conninfo(
            host=str(cluster.sockets),
            port=PORT,
            application_name="sterna",
            client_encoding="UTF8",
            options="",
            sslmode="disable",
            gssencmode="disable",
        )
        server = Server(cluster, binaries, cluster.directory or Path(), conninfo)
        create = "CREATEROLE" if server.version >= 160000 else "NOCREATEROLE"
        server._admin.run(
            f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOCREATEDB {create} NOREPLICATION NOBYPASSRLS;"
            "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC"
        )
    except BaseException:
        cluster.end()
        raise
    return server


def open_server(*, pg_bin: Path | None = None, url: str | None = None) -> Server:
    """Open the server that was asked for: the one at `url`, or a private one from `pg_bin` or what is found."""
    if url is not None:
        raise Problem("A server by its URL is not there yet.")
    return private(programs.find(pg_bin))
