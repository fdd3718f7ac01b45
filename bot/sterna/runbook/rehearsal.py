"""A history run on a private server, to see what it makes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sterna.history.model import Migration
from sterna.postgres import catalog as catalogs
from sterna.postgres import provision, replay
from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.server import Server
from sterna.problem import Problem
from sterna.runbook.drift import Made
from sterna.runbook.tracking import Table, make


class Rehearsal:
    """A history on a private server, migration by migration."""

    def __init__(self, server: Server, migrations: Sequence[Migration], table: Table, name: str = "live") -> None:
        """Make a database with what these migrations take for granted, and the tracking table; raise SqlError."""
        self.server = server
        self.database = name
        server.create_database(name)
        statements = [statement for migration in migrations for statement in migration.statements]
        self.provided = provision.provide(server, name, provision.needs(statements, server))
        with self._session() as connection:
            make(connection, Table(table.schema, table.name))

    def run(self, migrations: Iterable[Migration], deadline: float) -> None:
        """Run migrations, each as a whole; raise Problem with the statement that does not run."""
        with self._session() as connection:
            for migration in migrations:
                done = replay.run(
                    connection, migration, lambda statement: self.server.deadline(deadline, statement.place)
                )
                if done.failure is not None:
                    failure = done.failure
                    raise Problem(
                        f"{migration.tag} does not run on the private server: {failure.message} "
                        f"(SQLSTATE {failure.sqlstate})",
                        where=failure.statement.place,
                        do="What the applied migrations make can be told only where all of them run: "
                        "`sterna review --all` says more.",
                        code=1,
                    )

    def made(self) -> Made:
        """Read what the migrations that ran have made; raise SqlError."""
        with self._session() as connection:
            return Made(catalogs.read(connection), self.server.version, self.provided, self._view)

    def _view(self, definition: str) -> str:
        """Return the definition of a view as this server prints it, or as it came where it cannot be made here.

        Releases print the same view in different ways: 15 writes `users.id` where 16 writes `id`.
        """
        with self._session() as connection:
            try:
                connection.run(f"BEGIN; SET LOCAL search_path = ''; CREATE TEMPORARY VIEW printed AS {definition}")
                [(text,)] = connection.rows("SELECT rtrim(pg_get_viewdef('pg_temp.printed'::regclass), ';')")
            except SqlError:
                return definition
            return text or definition

    def _session(self) -> Connection:
        connection = self.server.connect(self.database)
        connection.run("SET check_function_bodies = off; SET client_min_messages = error")
        return connection
