"""A backup read into a new database, which takes the name of the old one only when somebody says so."""

from __future__ import annotations

import itertools
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sterna.postgres import archive
from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.target import Target
from sterna.problem import Problem
from sterna.runbook import manifest
from sterna.runbook.backup import compare
from sterna.runbook.manifest import Manifest
from sterna.runbook.sizes import amount
from sterna.sql import quote

MAINTENANCE: Final = "postgres"
"""The database to be in while others are made and renamed."""

_UNFINISHED: Final = "_unfinished"
"""What a database is called until it is whole, so that none that was ended in the middle looks like one."""

_PERIOD: Final = 0.05
_READ_ONLY: Final = "default_transaction_read_only"
_PROVIDERS: Final = {"c": "libc", "i": "icu", "b": "builtin"}


@dataclass(frozen=True, slots=True)
class Restored:
    """The database that was made; `kept` is what the old one is called now, empty where it kept its name."""

    database: str
    counted: bool
    kept: str = ""


def free(connection: Connection, name: str) -> str:
    """Return this name for a database, or with a number behind it where the second has made one already."""
    taken = {row[0] for row in connection.rows("SELECT datname FROM pg_database")}
    numbered = (f"{name}_{number}" for number in itertools.count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def restore(
    target: Target, database: str, file: Path, into: str, version: int, *, progress: Callable[[int], None]
) -> Restored:
    """Read a backup into a new database like the one of this name; raise Problem, and the new one is gone again."""
    found = manifest.read(file)
    if found is not None:
        manifest.check(file, found)
    _, pg_restore = archive.programs(version // 10000)
    if not archive.tables(pg_restore, file) and found is None:
        raise Problem("The backup holds no table.", where=str(file))
    unfinished = quote.kept(into, quote.LONGEST - len(_UNFINISHED)) + _UNFINISHED
    with target.database(MAINTENANCE).connect(name="sterna restore") as connection:
        if connection.rows(f"SELECT FROM pg_database WHERE datname = {quote.literal(into)}"):
            raise Problem(
                f"There is a database {into} already, and a backup is never read into one that is there.",
                do="Name another one with --into NAME.",
            )
        try:
            _space(connection, found)
            _make(connection, database, unfinished)
        except SqlError as error:
            advice = _ADVICE.get(error.sqlstate, "").format(name=quote.name(unfinished))
            raise Problem(f"The database {unfinished} was not made: {error}.", do=advice) from error
        try:
            archive.restore(
                pg_restore,
                target.database(unfinished).program(),
                file,
                version=version,
                progress=lambda _: progress(_grown(connection, unfinished)),
            )
            _check(target, unfinished, found)
            connection.run(f"ALTER DATABASE {quote.name(unfinished)} RENAME TO {quote.name(into)}")
        except BaseException as error:
            connection.run(f"DROP DATABASE IF EXISTS {quote.name(unfinished)} WITH (FORCE)")
            if isinstance(error, SqlError):
                raise Problem(f"The backup was not restored: {error}.", where=into, code=1) from error
            raise
    return Restored(into, found is not None)


_ADVICE: Final = {
    "42P04": "It is left from a restore that was ended in the middle: DROP DATABASE {name};",
    "42501": "Name a user who may CREATE DATABASE.",
}


def swap(target: Target, old: str, new: str, kept: str) -> None:
    """Give the new database the name of the old one, which is called `kept` and lets nobody in from then on.

    All of it is one transaction, so that nobody stands before a closed door when it is killed. Raises Problem.
    """
    maintenance = target.database(MAINTENANCE)
    with maintenance.connect(name="sterna restore") as connection:
        try:
            _settings(connection, old, new)
            with _ending_sessions(maintenance, old, new):
                # The first one waits up to 5 s until nobody is in it, and nobody comes in meanwhile.
                for words in (
                    "BEGIN",
                    f"ALTER DATABASE {quote.name(old)} RENAME TO {quote.name(kept)}",
                    f"ALTER DATABASE {quote.name(kept)} ALLOW_CONNECTIONS false",
                    f"ALTER DATABASE {quote.name(new)} RENAME TO {quote.name(old)}",
                    "COMMIT",
                ):
                    connection.run(words)
        except SqlError as error:
            if connection.closed:
                raise Problem(
                    f"The connection was lost: {error}.",
                    do=f"When the server is back: where there is a database {kept}, it was done. Where there is none, "
                    f"nothing was changed, and {new} holds the backup.",
                    code=1,
                ) from error
            raise Problem(
                f"The databases keep their names: {error}.",
                where=error.detail,
                do=f"{new} holds the backup. Stop the application, and rename by hand or run it again.",
                code=1,
            ) from error


@contextmanager
def _ending_sessions(target: Target, *databases: str) -> Iterator[None]:
    """End all sessions of databases, again and again, while a block waits for their end; those that may be ended."""
    done = threading.Event()
    names = ", ".join(quote.literal(name) for name in databases)

    def end() -> None:
        try:
            with target.reconnect(name="sterna restore") as connection:
                while not done.wait(_PERIOD):
                    connection.run(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        f" WHERE datname IN ({names}) AND backend_type = 'client backend'"
                    )
        except SqlError:
            return  # Whoever waits is told that somebody is still there.

    thread = threading.Thread(target=end)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _space(connection: Connection, found: Manifest | None) -> None:
    """Raise Problem where the disk of the server can be seen from here and has no room; raise SqlError."""
    if found is None:
        return
    [(may,)] = connection.rows("SELECT pg_has_role(current_user, 'pg_read_all_settings', 'USAGE')")
    if may != "t":
        return
    [(directory,)] = connection.rows("SELECT current_setting('data_directory')")
    host = connection.address.rpartition(":")[0]
    if not (host.startswith("/") or host in ("localhost", "127.0.0.1", "::1")) or not Path(directory or "").is_dir():
        return
    free = shutil.disk_usage(directory or "").free
    if free < found.data:
        raise Problem(
            f"There is not enough room: the tables have {amount(found.data)}, the disk {amount(free)} free.",
            where=directory or "",
            do="Make room on the server, then run it again.",
        )


def _grown(connection: Connection, name: str) -> int:
    [(size,)] = connection.rows(f"SELECT pg_database_size({quote.literal(name)})")
    return int(size or 0)


def _make(connection: Connection, like: str, name: str) -> None:
    """Make an empty database with owner, encoding and collation of another one; raise SqlError."""
    [(owner, encoding, text)] = connection.rows(
        "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), to_jsonb(d)::text FROM pg_database d"
        f" WHERE datname = {quote.literal(like)}"
    )
    traits = json.loads(text or "{}")
    words = [
        f"OWNER {quote.name(owner or '')} TEMPLATE template0 ENCODING {quote.literal(encoding or '')}",
        f"LC_COLLATE {quote.literal(traits['datcollate'])} LC_CTYPE {quote.literal(traits['datctype'])}",
        f"LOCALE_PROVIDER {_PROVIDERS[traits['datlocprovider']]}",
    ]
    locale = traits.get("datlocale") or traits.get("daticulocale")
    if traits["datlocprovider"] == "i":
        words.append(f"ICU_LOCALE {quote.literal(locale)}")
    elif traits["datlocprovider"] == "b":
        words.append(f"BUILTIN_LOCALE {quote.literal(locale)}")
    connection.run(f"CREATE DATABASE {quote.name(name)} {' '.join(words)}")


def _check(target: Target, into: str, found: Manifest | None) -> None:
    if found is None:
        return
    with target.database(into).connect(name="sterna restore") as connection:
        compare(connection, found, str(into))


def _settings(connection: Connection, old: str, new: str) -> None:
    """Copy settings and grants of a database, which no dump of it holds; read-only stays with the old one."""
    rows = connection.rows(
        "SELECT split_part(s, '=', 1), substr(s, strpos(s, '=') + 1), r.rolname FROM pg_db_role_setting d"
        " JOIN pg_database b ON b.oid = d.setdatabase LEFT JOIN pg_roles r ON r.oid = d.setrole, unnest(d.setconfig) s"
        f" WHERE b.datname = {quote.literal(old)}"
    )
    for name, value, role in rows:
        if name != _READ_ONLY:
            whose = f"ROLE {quote.name(role)} IN DATABASE" if role else "DATABASE"
            connection.run(f"ALTER {whose} {quote.name(new)} SET {name} = {_value(name or '', value or '')}")
    grants = connection.rows(
        "SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END, a.privilege_type,"
        f" a.is_grantable FROM pg_database d, aclexplode(d.datacl) a WHERE d.datname = {quote.literal(old)}"
    )
    if grants:
        connection.run(f"REVOKE ALL ON DATABASE {quote.name(new)} FROM PUBLIC")
    for grantee, privilege, passed_on in grants:
        more = " WITH GRANT OPTION" if passed_on == "t" else ""
        connection.run(f"GRANT {privilege} ON DATABASE {quote.name(new)} TO {grantee}{more}")


def _value(name: str, value: str) -> str:
    """Return a setting's value; a list of names, as search_path is, is a list already."""
    return value if name in ("search_path", "temp_tablespaces", "session_preload_libraries") else quote.literal(value)
