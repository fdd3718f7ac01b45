"""The way to a database that is not ours: a URL that nobody else gets to see, and sessions through it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final
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
            said = self._said(error)
            found = (advice for sign, advice in _ADVICE.items() if sign in said)
            raise Problem(
                f"The database of {self.source} cannot be reached: {said}",
                do=next(found, f"Check that the server runs, and the host, user and password in {self.source}."),
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


# libpq hands on the words of a server that lets nobody in, and no SQLSTATE.
_ADVICE: Final = {
    "password authentication failed": "Check user and password; %, @ and / in a password are written %25, %40 and %2F.",
    '" does not exist': "Create it, or name another one in the URL.",
    "too many clients": "The server has no free connection: end some sessions, or wait.",
    "remaining connection slots": "The server has no free connection: end some sessions, or wait.",
    "the database system is": "Wait until the server is up, then run it again.",
    "not currently accepting connections": "It was set aside, as `sterna restore --swap` does: name another one.",
}
_WRITTEN: Final = (
    "Write it as postgresql://user:password@host:port/database; %, @ and / in a password are %25, %40 and %2F."
)


def target(url: str, source: str) -> Target:
    """Read a URL or a `key=value` text as libpq does; raise Problem, which repeats nothing of the URL."""
    if _spills(url):
        raise Problem(f"The URL in {source} cannot be read: its password holds a character that ends it.", do=_WRITTEN)
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    try:
        words = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.Error:
        raise Problem(
            f"The URL in {source} cannot be read{_unknown(url, known)}.",
            do=_WRITTEN,
        ) from None
    if "sslpassword" in words:
        raise Problem(
            f"sslpassword in {source} would show in the list of processes.",
            do="Use a client key without a password.",
        )
    return Target(source, {**_PATIENCE, **words, "client_encoding": "UTF8"})


def _spills(url: str) -> bool:
    """Tell whether the end of a password would be taken for the host, the database or a parameter, and be shown."""
    scheme, mark, rest = url.partition("://")
    if not mark or not scheme.isalnum():
        return False
    authority, _, path = rest.partition("?")[0].partition("/")
    return authority.count("@") > 1 or "@" in path


def _unknown(url: str, known: set[str]) -> str:
    """Name the parameters that only a driver for Node knows, without their values."""
    if "@" in url.partition("?")[2]:
        return ""  # What stands there may be half a password.
    try:
        names = [key for key, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)]
    except ValueError:
        return ""
    strange = sorted({name for name in names if name not in known and name.replace("_", "").isalnum()})
    return f": libpq does not know the parameter {', '.join(strange)}" if strange else ""
