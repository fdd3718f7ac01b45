"""A visit to a server that somebody runs: what we make there has a name of its own, and goes when we go."""

from __future__ import annotations

import secrets
import threading

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sterna.postgres.binaries import OLDEST
from sterna.postgres.connection import Connection, SqlError
from sterna.problem import Problem
from sterna.sql import quote


class Visit:
    """Our stay on a server: two ways in, a prefix for our databases, and perhaps a role of our own.

    `admin` and `owner` are connection strings and may hold a password: they are for libpq, never for people.
    """

    def __init__(self, url: str) -> None:
        """Look at the server and make the owner role; raise Problem."""
        self._lock = threading.Lock()
        self._alive = True
        self._ended = False
        self._made_role = False
        self.address = ""
        mark = secrets.token_hex(4)
        self.prefix = f"sterna_{mark}_"
        self.mark = f"made by sterna for its run {mark}"
        self.admin = _conninfo(url)
        try:
            with Connection(self.admin) as connection:
                self.address = connection.address
                user, superuser, may_make_databases, may_make_roles = _rights(connection)
                if superuser or may_make_roles:
                    self._make_owner(connection, f"sterna_{mark}", superuser=superuser)
        except SqlError as error:
            self.end()
            raise Problem(
                f"The server of --postgres cannot be used: {error.message}",
                do="Check that it runs and that the user of the URL may connect and CREATE DATABASE.",
            ) from error
        if not superuser and not may_make_databases:
            self.end()
            raise Problem(
                f"The user {user} may not create databases on this server.",
                where=self.address,
                do=f"Run ALTER ROLE {quote.name(user)} CREATEDB there, or name another user in the URL.",
            )
        if not self._made_role:
            if superuser:
                self.end()
                raise Problem(
                    f"The user {user} is a superuser, and the server lets no role of our own log in. "
                    "A history never runs as a superuser.",
                    where=self.address,
                    do="Give the URL of a user who is no superuser and may CREATE DATABASE.",
                )
            self.owner, self.owner_name = self.admin, user

    @property
    def alive(self) -> bool:
        """Tell whether the visit has not been broken off."""
        return self._alive

    def kill(self) -> None:
        """End every session in our databases, at once; the databases stay until the end of the visit."""
        self._alive = False
        with Connection(self.admin) as connection:
            connection.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                f" WHERE starts_with(datname, {quote.literal(self.prefix)}) AND pid <> pg_backend_pid()"
            )

    def end(self) -> None:
        """Drop our databases and our role; raise Problem with what could not be dropped. A second call does nothing."""
        with self._lock:
            if self._ended:
                return
            self._ended = True
            self._alive = False
        left: list[str] = []
        try:
            with Connection(self.admin) as connection:
                rows = connection.rows(
                    f"SELECT datname FROM pg_database WHERE starts_with(datname, {quote.literal(self.prefix)})"
                )
                left += [quote.name(str(name)) for (name,) in rows]
                for name in list(left):
                    connection.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                    left.remove(name)
                for role in self._roles(connection):
                    left.append(role)
                    connection.run(f"DROP ROLE {role}")
                    left.remove(role)
        except SqlError as error:
            if left:
                raise Problem(
                    f"Not everything could be removed from the server: {error.message}",
                    where=self.address,
                    do=f"Drop by hand what is left there: {', '.join(left)}.",
                ) from error

    def _roles(self, connection: Connection) -> list[str]:
        rows = connection.rows(
            f"SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = {quote.literal(self.mark)}"
        )
        return [quote.name(str(name)) for (name,) in rows]

    def _make_owner(self, connection: Connection, name: str, *, superuser: bool) -> None:
        """Make the role and see whether it gets in; where it does not, there is none."""
        password = secrets.token_urlsafe(24)
        connection.run(
            f"CREATE ROLE {quote.name(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
            f" PASSWORD {quote.literal(password)}; COMMENT ON ROLE {quote.name(name)} IS {quote.literal(self.mark)}"
        )
        self._made_role, self.owner_name = True, name
        self.owner = make_conninfo(self.admin, user=name, password=password)
        if not superuser:
            # To make databases for a role, one has to be a member of it.
            connection.run(f"GRANT {quote.name(name)} TO CURRENT_USER")
        try:
            Connection(self.owner).close()
        except SqlError:
            connection.run(f"DROP ROLE {quote.name(name)}")
            self._made_role = False


def _conninfo(url: str) -> str:
    try:
        words = conninfo_to_dict(url)
    except psycopg.Error:
        # What libpq says repeats parts of the URL, and the password is one of them.
        raise Problem(
            "The URL of --postgres cannot be read.",
            do="Write it as postgresql://user:password@host:port/database; % and @ in a password are %25 and %40.",
        ) from None
    if "sslpassword" in words:
        raise Problem(
            "sslpassword in the URL of --postgres would show in the list of processes.",
            do="Use a client key without a password, or PGSSLKEY with one.",
        )
    words.setdefault("application_name", "sterna")
    words["client_encoding"] = "UTF8"
    return make_conninfo("", **words)


def _rights(connection: Connection) -> tuple[str, bool, bool, bool]:
    [(user, version, *rights)] = connection.rows(
        "SELECT rolname, current_setting('server_version_num'), rolsuper, rolcreatedb, rolcreaterole"
        " FROM pg_roles WHERE rolname = current_user"
    )
    if int(version or 0) < OLDEST * 10000:
        raise Problem(f"The server of --postgres is too old: PostgreSQL {OLDEST} or newer is needed.")
    superuser, databases, roles = (right == "t" for right in rights)
    return str(user), superuser, databases, roles
