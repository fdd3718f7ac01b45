"""A private cluster, from the side that orders it: how it is set up, where it lies, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from sterna.postgres import guard, identity
from sterna.postgres.binaries import Binaries, environment
from sterna.problem import Problem

ADMIN = "sterna_admin"
"""The superuser. Nothing of a history ever runs as this role."""

OWNER = "sterna"
"""The role that owns the databases and runs the history."""

PORT = 5432

_SOCKET_LIMIT = 107 - len(f"/sterna-00000000/.s.PGSQL.{PORT}")
_PLAIN = re.compile(r"[\w./+@ -]+")

_GIB = 1024**3
_MEMORY = Path("/dev/shm")  # noqa: S108 (a new directory with a random name and mode 0700 is made in it)
_ROOM = 2 * _GIB
_AVAILABLE = 4 * _GIB  # a migration that runs away may fill the file system, which ends at half of the memory

# The superuser may go anywhere, the owner only where nothing is shared. Nobody else ever gets in.
_HBA = f"""\
local all {ADMIN} trust
local postgres,template0,template1 all reject
local all {OWNER} trust
"""

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    # It lives for a moment: nothing has to survive a crash, and nothing runs in the background.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "checkpoint_timeout": "1d",
    "autovacuum": "off",
    "bgwriter_lru_maxpages": "0",
    "restart_after_crash": "off",
    # The same plan and the same locks on every machine.
    "jit": "off",
    "max_parallel_maintenance_workers": "0",
    "max_parallel_workers_per_gather": "0",
    # One migration may touch every object of a large schema in one transaction.
    "max_locks_per_transaction": "1024",
    "max_connections": "40",
    "shared_buffers": "128MB",
    "temp_file_limit": "4GB",
    # Its files lie in the data directory, so they go with it.
    "dynamic_shared_memory_type": "mmap",
    "log_min_messages": "fatal",
    "log_checkpoints": "off",
    # Whoever proves asks which functions ran.
    "track_functions": "all",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class Cluster:
    """A running cluster and the guard that watches over it."""

    def __init__(self, binaries: Binaries) -> None:
        """Make and start a cluster; raise Problem when that does not work."""
        self._lock = threading.Lock()
        self._alive = True
        self.directory: Path | None = None
        self.sockets: Path | None = None
        parent, short = _places()
        who = identity.choose(binaries, parent)
        order: dict[str, object] = {
            "parent": parent,
            "short": short,
            "prefix": who.prefix,
            "uid": who.uid,
            "gid": who.gid,
            "initdb": [str(binaries.initdb), *_initdb_words(binaries.major)],
            "postgres": [str(binaries.postgres), *_postgres_words(binaries.major)],
            "hba": _HBA,
            "environment": environment(),
        }
        self._guard = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for us: the guard hears of it when we end.
            env=environment(),
        )
        try:
            answer = self._ask(order)
        except BaseException:
            self.end()
            raise
        if "failed" in answer:
            self.end()
            raise Problem(
                "A private PostgreSQL server could not be started.",
                where=answer["failed"],
                do="Name another server with --pg-bin DIR or --postgres URL.",
            )
        self.directory = Path(answer["directory"])
        self.sockets = Path(answer["sockets"])

    @property
    def alive(self) -> bool:
        """Tell whether the cluster has not been ended."""
        return self._alive

    def kill(self) -> None:
        """End the cluster and wait until nothing is left of it; from any thread, and as often as you like."""
        self.end()

    def end(self) -> None:
        """End the cluster and wait until nothing is left of it; from any thread, and as often as you like."""
        with self._lock:
            if not self._alive:
                return
            self._alive = False
            if self._guard.stdin is not None:
                self._guard.stdin.close()
            self._guard.wait()
            if self._guard.stdout is not None:
                self._guard.stdout.close()
            # Something is left only when the guard itself was killed: then its work is ours.
            left = [place for place in {self.directory, self.sockets} if place is not None and place.exists()]
            for place in left:
                guard.end(place)
            for place in left:
                guard.remove(place)

    def _ask(self, order: dict[str, object]) -> dict[str, str]:
        line = b""
        if self._guard.stdin is not None and self._guard.stdout is not None:
            try:
                self._guard.stdin.write(json.dumps(order).encode() + b"\n")
                self._guard.stdin.flush()
                line = self._guard.stdout.readline()
            except BrokenPipeError:
                pass
        if not line:
            return {"failed": "The process that guards the server ended before the server was up."}
        answer: dict[str, str] = json.loads(line)
        return answer


def _initdb_words(major: int) -> list[str]:
    words = ["-U", ADMIN, "-A", "trust", "--no-sync", "--no-instructions", "-E", "UTF8", "-T", "english"]
    if major >= 17:
        # The same order of letters on every machine, whatever its C library knows.
        words += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    else:
        words += ["--locale=C"]
    if major >= 18:
        words += ["--no-data-checksums"]
    return words


def _postgres_words(major: int) -> list[str]:
    settings = dict(_SETTINGS, unix_socket_directories='"{sockets}"')
    if major >= 16:
        # A role that the history creates can own what the history creates.
        settings["createrole_self_grant"] = "set, inherit"
    if major >= 18:
        settings["io_method"] = "sync"
        settings["extension_control_path"] = "{share}:$system"
    words: list[str] = []
    for name, value in settings.items():
        words += ["-c", f"{name}={value}"]
    return words


def _places() -> tuple[str, str | None]:
    """Return the folder for the cluster and, where its name is too long for a socket, another one for the sockets."""
    short = "/tmp"  # noqa: S108 (a new directory with a random name and mode 0700 is made in it)
    # Without links: the guard knows its processes by the folder that they are in.
    parent = str((_in_memory() or Path(tempfile.gettempdir())).resolve())
    if not _PLAIN.fullmatch(parent):
        parent = short  # A quote, a comma or a colon would mean something in a setting.
    return parent, None if len(os.fsencode(parent)) <= _SOCKET_LIMIT else short


def _in_memory() -> Path | None:
    """Return the file system that lives in memory, where there is one with room and nobody named another place.

    A copy of a database is hundreds of small files: on a disk, making and removing them took ten times as long.
    """
    if any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")) or not os.path.ismount(_MEMORY):
        return None
    try:
        state = os.statvfs(_MEMORY)
        told = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
        available = int(told["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None
    roomy = state.f_bavail * state.f_frsize >= _ROOM and available >= _AVAILABLE
    return _MEMORY if roomy and os.access(_MEMORY, os.W_OK | os.X_OK) else None
