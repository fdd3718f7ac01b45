"""Opening a server: a private one, or one that somebody runs."""

from __future__ import annotations

import threading
from pathlib import Path

from psycopg.conninfo import make_conninfo

from sterna.postgres.binaries import Binaries, environment, find
from sterna.postgres.cluster import ADMIN, OWNER, PORT, Cluster
from sterna.postgres.server import Access, Server
from sterna.postgres.visit import Visit


class Opening:
    """Opens servers as it was asked for, and remembers the last one: what it is called, and how to end it."""

    def __init__(self, *, pg_bin: Path | None = None, url: str | None = None) -> None:
        """Open nothing yet."""
        self._pg_bin = pg_bin
        self._url = url
        self._server: Server | None = None
        self.name = "no server"

    @property
    def opened(self) -> bool:
        """Tell whether a server was there."""
        return self._server is not None

    @property
    def asked(self) -> bool:
        """Tell whether a server was asked for by name."""
        return self._pg_bin is not None or self._url is not None

    def __call__(self) -> Server:
        """Open a server; raise Problem."""
        self._server = open_server(pg_bin=self._pg_bin, url=self._url)
        self.name = f"PostgreSQL {self._server.version_name}"
        return self._server

    def end(self) -> None:
        """End the server at once, from another thread: this one may be in the middle of ending it."""
        if self._server is not None:
            threading.Thread(target=self._server.kill).start()


def open_server(*, pg_bin: Path | None = None, url: str | None = None) -> Server:
    """Open the server that was asked for: the one at `url`, or a private one from `pg_bin` or what is found.

    Raises Problem when there is none, or when it may not be used.
    """
    return attached(url) if url is not None else private(find(pg_bin))


def private(binaries: Binaries) -> Server:
    """Start a cluster of our own that nobody else can reach, and that ends with us; raise Problem."""
    cluster = Cluster(binaries)
    try:
        conninfo = make_conninfo(
            "",
            host=str(cluster.sockets),
            port=PORT,
            dbname="postgres",
            application_name="sterna",
            client_encoding="UTF8",
            options="",  # PGOPTIONS is meant for other servers.
            sslmode="disable",
            gssencmode="disable",
        )
        access = Access(
            admin=make_conninfo(conninfo, user=ADMIN),
            owner=make_conninfo(conninfo, user=OWNER),
            owner_name=OWNER,
            source=binaries.source,
            # Twice as quick as the default here, where a checkpoint costs next to nothing.
            copying=" STRATEGY FILE_COPY",
            directory=cluster.directory,
            environment=environment(),
        )
        server = Server(cluster, access, binaries.pg_dump)
        server.run_as_admin(
            f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;"
            "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC"
        )
    except BaseException:
        cluster.end()
        raise
    return server


def attached(url: str) -> Server:
    """Use a server that somebody runs, with databases of our own that are dropped at the end; raise Problem."""
    visit = Visit(url)
    try:
        access = Access(
            admin=visit.admin,
            owner=visit.owner,
            owner_name=visit.owner_name,
            source=f"the server at {visit.address}",
            prefix=visit.prefix,
            mark=visit.mark,
        )
        return Server(visit, access)
    except BaseException:
        visit.end()
        raise
