"""The way to a database that is not ours: a URL that nobody else gets to see, and sessions through it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlsplit

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sterna.postgres.connection import Connection, SqlError
from sterna.problem import Problem

# A deploy must not hang: 15 s for the way in, and a dead network is noticed within about a minute.
_PATIENCE = {
    "connect_timeout": "15",
    "keepalives_idle": "20",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A database and how to get in.

    `source` says where the URL came from (`DATABASE_URL`) and is all that may be said of it. The words of the URL,
    the password among them, are for libpq alone and are left out when a Target is printed.
    """

    source: str
    _words: dict[str, str] = field(repr=False)

    def connect(self, *, name: str = "sterna") -> Connection:
        """Open a session that shows as `name` in pg_stat_activity; raise Problem when nobody lets us in."""
        try:
            return self.reconnect(name=name)
        except SqlError as error:
            raise Problem(
                f"The database of {self.source} cannot be reached: {self._said(error)}",
                do=_ADVICE.get(
                    error.sqlstate, f"Check that the server runs, and the host, user and password in {self.source}."
                ),
            ) from None

    def reconnect(self, *, name: str = "sterna") -> Connection:
        """Open a session like `connect`; raise SqlError."""
        return Connection(make_conninfo("", **{**self._words, "application_name": name}))

    def database(self, name: str) -> Target:
        """Return the way to another database of the same server."""
        return replace(self, _words={**self._words, "dbname": name})

    def program(self) -> tuple[str, dict[str, str]]:
        """Return what pg_dump is told: words that anybody may see, and the secrets for its environment."""
        words = {key: value for key, value in self._words.items() if key not in ("password", "sslpassword")}
        password = self._words.get("password")
        return make_conninfo("", **words), {} if password is None else {"PGPASSWORD": password}

    def _said(self, error: SqlError) -> str:
        """Return what libpq said, and never the password, whatever it is that libpq repeats."""
        text = " ".join(error.message.split())
        for key in ("password", "sslpassword"):
            secret = self._words.get(key)
            if secret:
                text = text.replace(secret, "***")
        return text


_ADVICE = {
    "3D000": "Create the database, or name another one in the URL.",
    "53300": "The server has no free connection: end some sessions, or use the superuser's reserved ones.",
}


def target(url: str, source: str) -> Target:
    """Read a URL or a `key=value` text as libpq does; raise Problem, which repeats nothing of the URL."""
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    try:
        words = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.Error:
        raise Problem(
            f"The URL in {source} cannot be read{_unknown(url, known)}.",
            do="Write it as postgresql://user:password@host:port/database; % and @ in a password are %25 and %40.",
        ) from None
    if "sslpassword" in words:
        raise Problem(
            f"sslpassword in {source} would show in the list of processes.",
            do="Use a client key without a password.",
        )
    return Target(source, {**_PATIENCE, **words, "client_encoding": "UTF8"})


def _unknown(url: str, known: set[str]) -> str:
    """Name the parameters that only a driver for Node knows, without their values."""
    try:
        names = [key for key, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)]
    except ValueError:
        return ""
    strange = sorted({name for name in names if name not in known and name.replace("_", "").isalnum()})
    return f": libpq does not know the parameter {', '.join(strange)}" if strange else ""
