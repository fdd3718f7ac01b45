"""A backup whose file, counts and place in the history are of one moment."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sterna.history.model import History
from sterna.postgres import archive, provision
from sterna.postgres.archive import PLAIN
from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.dump import objects
from sterna.postgres.server import Server
from sterna.postgres.target import Target
from sterna.problem import Problem
from sterna.runbook import manifest, tracking
from sterna.runbook.manifest import FORM, Manifest
from sterna.runbook.position import locate
from sterna.runbook.sizes import amount
from sterna.runbook.standing import Standing
from sterna.sql import quote
from sterna.sql.split import split

_TABLES: Final = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1, 2"""
_BYTES: Final = """
SELECT coalesce(sum(pg_table_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"""


def stamp(now: datetime) -> str:
    """Return a time as it stands in names of files and databases, in UTC."""
    return f"{now.astimezone(UTC):%Y%m%d_%H%M%S}"


def backup(
    target: Target,
    history: History | None,
    standing: Standing,
    file: Path,
    *,
    progress: Callable[[int], None],
) -> Manifest:
    """Write a backup and its manifest, and see that it can be listed; raise Problem.

    The snapshot is exported by a transaction that counts the rows and reads the tracking table, so all are of one
    moment. The file has its name only when it is whole.
    """
    if file.exists() or manifest.path(file).exists():
        raise Problem("There is a file of this name already, and a backup is never written over.", where=str(file))
    pg_dump, pg_restore = archive.programs(standing.server.version // 10000)
    part = file.with_name(f".{file.name}.part")
    beside = manifest.path(part)
    started = datetime.now(UTC)
    try:
        with target.connect(name="sterna backup") as connection:
            connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0")
            [(snapshot,)] = connection.rows("SELECT pg_export_snapshot()")
            data = _space(connection, file.parent)
            archive.dump(pg_dump, target.program(), snapshot or "", part, progress)
            counts = count(connection)
            rows = tracking.read(connection, standing.table) if standing.there else ()
            connection.run("COMMIT")
        held = archive.tables(pg_restore, part)
        missing = sorted(counts.keys() - held)
        if missing:
            raise Problem(f"The backup does not hold {', '.join(missing)}.", where=str(part), code=1)
        position = locate(history, rows) if history is not None else None
        made = Manifest(
            FORM,
            file.name,
            standing.server.database,
            standing.server.address,
            standing.server.version_name,
            str(pg_dump),
            f"{started:%Y-%m-%dT%H:%M:%SZ}",
            f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            part.stat().st_size,
            manifest.digest(part),
            counts,
            str(standing.table),
            [[row.hash, str(row.created_at)] for row in rows],
            [place.tag for place in position.applied] if position else [],
            data,
        )
        beside.write_text(manifest.text(made), encoding="utf-8")
        _keep(part)
        _keep(beside)
        # Whoever sees the file sees the manifest too.
        beside.rename(manifest.path(file))
        part.rename(file)
    except SqlError as error:
        raise Problem(f"The backup was not written: {error}.", where=str(file), code=1) from error
    except OSError as error:
        raise Problem(f"The backup cannot be written: {error.strerror or error}.", where=str(file)) from error
    finally:
        part.unlink(missing_ok=True)
        beside.unlink(missing_ok=True)
        if not file.exists():
            manifest.path(file).unlink(missing_ok=True)
    return made


def verify(file: Path, found: Manifest, server: Server) -> tuple[str, ...]:
    """Read a backup back into a private server and compare every object and the rows of every table; raise Problem.

    Returns the objects that could not be compared: another major version prints some of them in other words.
    """
    wanted = objects(copy(file, server, "backup", found.data))
    with server.connect("backup") as connection:
        compare(connection, found, f"{sum(found.rows.values())} rows")
    try:
        there = objects(server.dump("backup", *PLAIN))
    except SqlError as error:
        raise Problem(f"What was read back cannot be compared: {error}.", where=str(file), code=1) from error
    same = int(found.server_version.split(".")[0]) == server.version // 10000
    wrong, other = differing(wanted, there, same=same)
    if wrong:
        raise Problem("What was read back is not what was backed up.", where="\n".join(wrong), code=1)
    return other


def differing(
    wanted: Mapping[str, str], there: Mapping[str, str], *, same: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is wrong with the objects that are there, and those that cannot be compared.

    Only the `same` major version of PostgreSQL prints the same object in the same words.
    """
    wrong = [f"{name} is missing" for name in wanted if name not in there]
    wrong += [f"{name} was not in it" for name in there if name not in wanted]
    other = [name for name in wanted if there.get(name, wanted[name]) != wanted[name]]
    if same:
        return (*wrong, *(f"{name} differs" for name in other)), ()
    return tuple(wrong), tuple(other)


def copy(file: Path, server: Server, name: str, data: int = 0) -> str:
    """Read a backup into a new database of a private server and return the schema that it holds; raise Problem.

    Nobody there is a superuser, and psql has no part in it: what a backup holds may be hostile. Owners, grants and
    comments are left out, because the roles live on the other server. `data` is what its tables take up, in bytes.
    """
    directory = server.directory
    size = max(data, file.stat().st_size * 4)
    if directory is not None and shutil.disk_usage(directory).free < size:
        raise Problem(
            f"There is not enough room to read {amount(size)} back.",
            where=str(directory),
            do="Point TMPDIR to a larger disk, or use a server with room: --postgres URL",
        )
    _, pg_restore = archive.programs(server.version // 10000)
    text = archive.script(pg_restore, file)
    server.create_database(name)
    provision.provide(server, name, provision.needs(split(text, file), server))
    archive.restore(pg_restore, server.program(name), file, version=server.version, more=PLAIN)
    return text


def compare(connection: Connection, found: Manifest, what: str) -> None:
    """Raise Problem where a database does not hold the tables and rows that a manifest counts."""
    there = count(connection)
    wrong = [
        f"{table}: {there.get(table, 'no table')} instead of {rows} rows"
        for table, rows in sorted(found.rows.items())
        if there.get(table) != rows
    ]
    if wrong:
        raise Problem(f"What was read back is not what was backed up ({what}).", where="\n".join(wrong), code=1)


def count(connection: Connection) -> dict[str, int]:
    """Count the rows of every table, as `schema.name`; raise SqlError."""
    found = {}
    for schema, name in connection.rows(_TABLES):
        [(rows,)] = connection.rows(f"SELECT count(*) FROM ONLY {quote.name(schema or '', name or '')}")
        found[f"{schema}.{name}"] = int(rows or 0)
    return found


def _space(connection: Connection, folder: Path) -> int:
    """Return what the tables take up; raise Problem where that is more than the disk has."""
    [(size,)] = connection.rows(_BYTES)
    free = shutil.disk_usage(folder).free
    if free < int(size or 0):
        raise Problem(
            f"There may not be enough room: the tables have {amount(int(size or 0))}, the disk {amount(free)} free.",
            where=str(folder),
            do="Name a file on a larger disk: --output FILE",
        )
    return int(size or 0)


def _keep(file: Path) -> None:
    """Make sure that the file survives a power cut before it gets its name, and that nobody else reads it."""
    file.chmod(0o600)
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
