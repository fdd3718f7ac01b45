"""A database that new sessions may only read, until somebody says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.target import Target
from sterna.problem import Problem
from sterna.sql import quote

_SETTING: Final = "default_transaction_read_only"
_OTHERS: Final = "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"


@dataclass(frozen=True, slots=True)
class Switched:
    """What was done: how many sessions were `ended`, how many could not be, and roles with a setting of their own."""

    database: str
    ended: int
    left: int
    roles: tuple[str, ...]


def switch(target: Target, *, on: bool) -> Switched:
    """Switch read-only on or off for all new sessions, and end those that are open; raise Problem.

    It is a default: a session can lift it for itself, so it stops programs and not people.
    """
    with target.connect(name="sterna read-only") as connection:
        try:
            # The session itself may be read-only from the last time.
            connection.run(f"SET {_SETTING} = off")
            [(database,)] = connection.rows("SELECT current_database()")
            name = quote.name(database or "")
            connection.run(
                f"ALTER DATABASE {name} SET {_SETTING} = on" if on else f"ALTER DATABASE {name} RESET {_SETTING}"
            )
            ended, left = _end(connection)
            roles = connection.rows(
                "SELECT r.rolname FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole"
                f" WHERE array_to_string(s.setconfig, ' ') LIKE '%{_SETTING}%' ORDER BY 1"
            )
        except SqlError as error:
            if connection.closed:
                what, do = f"The connection was lost: {error}.", "Run it again: to switch twice does no harm."
            else:
                what = f"The database was not switched: {error}."
                do = "Only the owner of a database or a superuser may do this." if error.sqlstate == "42501" else ""
            raise Problem(
                what,
                where=connection.address,
                do=do,
                code=1,
            ) from error
    return Switched(database or "", ended, left, tuple(role or "" for (role,) in roles))


def _end(connection: Connection) -> tuple[int, int]:
    """End the sessions of others in this database that may be ended, and wait until they are gone."""
    try:
        rows = connection.rows(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {_OTHERS}")
    except SqlError as error:
        if error.sqlstate != "42501":
            raise
        # Sessions of a superuser are among them: those of our own role can be ended all the same.
        rows = connection.rows(
            f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {_OTHERS} AND usename = current_user"
        )
    [(left,)] = connection.rows(f"SELECT count(*) FROM pg_stat_activity WHERE {_OTHERS}")
    return len([one for (one,) in rows if one == "t"]), int(left or 0)
