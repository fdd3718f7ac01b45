"""A visit to a server that somebody runs: what we make there has a name of its own, and goes when we go."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from typing import Self

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sterna.postgres.binaries import OLDEST
from sterna.postgres.calls import SETTING
from sterna.postgres.connection import Connection, SqlError
from sterna.problem import Problem
from sterna.sql import quote


@dataclass(frozen=True, slots=True)
class _User:
    """Who we are on the server, and what we may do there; `owns` names a database that is ours already."""

    name: str
    superuser: bool
    makes_databases: bool
    makes_roles: bool
    owns: str

    @classmethod
    def read(cls, connection: Connection) -> Self:
        """Ask the server; raise SqlError, or Problem when it is too old."""
        [(name, version, superuser, databases, roles, owns)] = connection.rows(
            "SELECT rolname, current_setting('server_version_num'), rolsuper, rolsuper OR rolcreatedb,"
            " rolsuper OR rolcreaterole, (SELECT min(datname) FROM pg_database WHERE pg_has_role(datdba, 'MEMBER'))"
            " FROM pg_roles WHERE rolname = current_user"
        )
        if int(version or 0) < OLDEST * 10000:
            raise Problem(f"The server of --postgres is too old: PostgreSQL {OLDEST} or newer is needed.")
        owned = "" if owns is None else f"the database {owns}"
        return cls(str(name), superuser == "t", databases == "t", roles == "t", owned)


class Visit:
    """Our stay on a server: two ways in, a prefix for our databases, and perhaps a role of our own.

    `admin` and `owner` are connection strings and may hold a password: they are for libpq, never for people.
    """

    def __init__(self, url: str) -> None:
        """Look at the server and make the owner role; raise Problem."""
        self._lock = threading.Lock()
        self._alive = True
        self._ended = False
        self.address = ""
        mark = secrets.token_hex(4)
        self.prefix = f"sterna_{mark}_"
        self.mark = f"made by sterna for its run {mark}"
        self.admin = _conninfo(url)
        try:
            with Connection(self.admin) as connection:
                self.address = connection.address
                self._settle(connection, f"sterna_{mark}")
        except SqlError as error:
            self.end()
            raise Problem(
                f"The server of --postgres cannot be used: {error.message}",
                do="Check that it runs and that the user of the URL may connect and CREATE DATABASE.",
            ) from error
        except BaseException:
            self.end()
            raise

    def _settle(self, connection: Connection, name: str) -> None:
        """Decide as whom the history runs: a role of our own where we may make one, else the user of the URL."""
        user = _User.read(connection)
        if not user.makes_databases:
            raise Problem(
                f"The user {user.name} may not create databases on this server.",
                where=self.address,
                do=f"Run ALTER ROLE {quote.name(user.name)} CREATEDB there, or name another user in the URL.",
            )
        if user.makes_roles and self._make_owner(connection, name, superuser=user.superuser):
            return
        reach = "is a superuser" if user.superuser else "may make roles" if user.makes_roles else f"owns {user.owns}"
        if user.superuser or user.makes_roles or user.owns:
            raise Problem(
                f"The user {user.name} {reach}, and no role of our own can log in: a history could do harm.",
                where=self.address,
                do="Give the URL of a user who may CREATE DATABASE and has nothing else on this server.",
            )
        self.owner, self.owner_name = self.admin, user.name

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

    def _make_owner(self, connection: Connection, name: str, *, superuser: bool) -> bool:
        """Make the role and see whether it gets in; where it does not, there is none."""
        password = secrets.token_urlsafe(24)
        connection.run(
            f"CREATE ROLE {quote.name(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
            f" PASSWORD {quote.literal(password)}; COMMENT ON ROLE {quote.name(name)} IS {quote.literal(self.mark)}"
        )
        self.owner_name = name
        if superuser:
            connection.run(f"ALTER ROLE {quote.name(name)} SET {SETTING} = 'all'")
        else:
            # To make databases for a role, one has to be a member of it.
            connection.run(f"GRANT {quote.name(name)} TO CURRENT_USER")
        # Into its own databases: whether it gets into others is not our business.
        own = quote.name(f"{self.prefix}look")
        connection.run(f"CREATE DATABASE {own} OWNER {quote.name(name)}")
        try:
            Connection(make_conninfo(self.admin, user=name, password=password, dbname=f"{self.prefix}look")).close()
        except SqlError:
            connection.run(f"DROP DATABASE {own} WITH (FORCE)")
            connection.run(f"DROP ROLE {quote.name(name)}")
            return False
        connection.run(f"DROP DATABASE {own} WITH (FORCE)")
        self.owner = make_conninfo(self.admin, user=name, password=password)
        return True


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
