"""A backup read into a new database, which takes the name of the old one only when somebody says so."""

from __future__ import annotations

import json
from collections.abc import Callable
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
from sterna.sql import quote

MAINTENANCE: Final = "postgres"
"""The database to be in while others are made and renamed."""

_READ_ONLY: Final = "default_transaction_read_only"
_PROVIDERS: Final = {"c": "libc", "i": "icu", "b": "builtin"}


@dataclass(frozen=True, slots=True)
class Restored:
    """The database that was made; `kept` is what the old one is called now, empty where it kept its name."""

    database: str
    counted: bool
    kept: str = ""


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
    with target.database(MAINTENANCE).connect(name="sterna restore") as connection:
        try:
            _make(connection, database, into)
        except SqlError as error:
            raise Problem(f"The database {into} was not made: {error}.", do=_ADVICE.get(error.sqlstate, "")) from error
        try:
            archive.restore(pg_restore, target.database(into).program(), file, version=version, progress=progress)
            _check(target, into, found)
        except BaseException:
            connection.run(f"DROP DATABASE IF EXISTS {quote.name(into)} WITH (FORCE)")
            raise
    return Restored(into, found is not None)


_ADVICE: Final = {
    "42P04": "A backup is never read into a database that is there: name another one with --into NAME.",
    "42501": "Name a user who may CREATE DATABASE.",
}


def swap(target: Target, old: str, new: str, kept: str) -> None:
    """Give the new database the name of the old one, which is called `kept` from then on; raise Problem.

    All sessions of the old one are ended. Both names change in one transaction, or none.
    """
    with target.database(MAINTENANCE).connect(name="sterna restore") as connection:
        try:
            _settings(connection, old, new)
            connection.run(f"ALTER DATABASE {quote.name(old)} ALLOW_CONNECTIONS false")
            try:
                _end_sessions(connection, old)
                _end_sessions(connection, new)
                connection.run("BEGIN")
                connection.run(f"ALTER DATABASE {quote.name(old)} RENAME TO {quote.name(kept)}")
                connection.run(f"ALTER DATABASE {quote.name(new)} RENAME TO {quote.name(old)}")
                connection.run("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.run("ROLLBACK")
                connection.run(f"ALTER DATABASE {quote.name(old)} ALLOW_CONNECTIONS true")
                raise
        except SqlError as error:
            raise Problem(
                f"The databases keep their names: {error}.",
                do=f"{new} holds the backup. Stop the application, and rename by hand or run it again.",
                code=1,
            ) from error


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


def _end_sessions(connection: Connection, database: str) -> None:
    connection.run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        f" WHERE datname = {quote.literal(database)} AND pid <> pg_backend_pid()"
    )
