"""A private cluster, from the side that orders it: as whom it runs, where it lies, and how it ends."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from sterna.postgres import guard
from sterna.postgres.binaries import Binaries
from sterna.problem import Problem

ADMIN = "sterna_admin"
OWNER = "sterna"
PORT = 5432

_SOCKET_LIMIT = 107 - len(f"/sterna-00000000/.s.PGSQL.{PORT}.lock")
_PLAIN = re.compile(r"[\w./+@ -]+")

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
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1d",
    "autovacuum": "off",
    "bgwriter_lru_maxpages": "0",
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
    "timezone": "UTC",
    "log_timezone": "UTC",
    "restart_after_crash": "off",
}


@dataclass(frozen=True, slots=True)
class _Identity:
    """As whom the programs run: ourselves, another user, or through a command that changes the user."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None


class Cluster:
    """A running cluster and the guard that watches over it."""

    def __init__(self, binaries: Binaries) -> None:
        """Make and start a cluster; raise Problem when that does not work."""
        self._lock = threading.Lock()
        self._ended = False
        self.directory = Path()
        self._guard = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for us: the guard hears of it when we end.
            env=_environment(),
        )
        try:
            answer = self._order(binaries)
        except BaseException:
            self.end()
            raise
        if "failed" in answer:
            self.end()
            raise Problem(
                "A private PostgreSQL server could not be started.",
                where=str(answer["failed"]),
                do="Name another server with --pg-bin DIR or --postgres URL.",
            )
        self.directory = Path(str(answer["directory"]))
        self.sockets = Path(str(answer["sockets"]))
        self.pid = int(str(answer["pid"]))

    @property
    def alive(self) -> bool:
        """Tell whether the cluster has not been ended."""
        return not self._ended

    def end(self) -> None:
        """End the cluster and wait until nothing is left of it."""
        with self._lock:
            if self._ended:
                return
            self._ended = True
            assert self._guard.stdin is not None
            assert self._guard.stdout is not None
            self._guard.stdin.close()
            self._guard.stdout.read()
            self._guard.stdout.close()
            self._guard.wait()
            if self.directory != Path() and self.directory.exists():
                # The guard itself was killed: do its work.
                guard.end(self.pid, str(self.directory / "data"))
                guard.remove(str(self.directory))
                guard.remove(str(self.sockets))

    def _order(self, binaries: Binaries) -> dict[str, object]:
        parent, short = _places()
        identity = _identity(binaries, parent)
        order = {
            "parent": parent,
            "short": short,
            "prefix": identity.prefix,
            "uid": identity.uid,
            "gid": identity.gid,
            "initdb": [str(binaries.initdb), *_initdb_words(binaries.major)],
            "postgres": [str(binaries.postgres), *_postgres_words(binaries.major)],
            "hba": _HBA,
            "environment": _environment(),
        }
        assert self._guard.stdin is not None
        assert self._guard.stdout is not None
        self._guard.stdin.write(json.dumps(order).encode() + b"\n")
        self._guard.stdin.flush()
        line = self._guard.stdout.readline()
        if not line:
            return {"failed": "the guard process ended before the server was up"}
        answer: dict[str, object] = json.loads(line)
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


def _environment() -> dict[str, str]:
    """Return what the programs may know of ours: no PG* settings, no secrets."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}


def _places() -> tuple[str, str | None]:
    """Return the folder for the cluster and, where its name is too long for a socket, another one for the sockets."""
    parent = tempfile.gettempdir()
    if not _PLAIN.fullmatch(parent):
        parent = "/tmp"  # noqa: S108 (a new directory of ours, mode 0700, is made in it)
    if len(os.fsencode(parent)) <= _SOCKET_LIMIT:
        return parent, None
    return parent, "/tmp"  # noqa: S108 (the same)


def _identity(binaries: Binaries, parent: str) -> _Identity:
    """Choose as whom to run: PostgreSQL refuses root, so root takes `nobody`, or itself in a user namespace."""
    if os.geteuid() != 0:
        return _Identity()
    candidates: list[_Identity] = []
    try:
        nobody = pwd.getpwnam("nobody")
        candidates.append(_Identity(uid=nobody.pw_uid, gid=nobody.pw_gid))
    except KeyError:
        pass
    unshare = shutil.which("unshare")
    if unshare is not None:
        candidates.append(_Identity(prefix=(unshare, "--user", "--map-user=1000", "--map-group=1000")))
    said = [reason for candidate in candidates if (reason := _refusal(candidate, binaries, parent))]
    for candidate in candidates:
        if _refusal(candidate, binaries, parent) == "":
            return candidate
    raise Problem(
        "PostgreSQL refuses to run as root, and no other user can be taken for it.",
        where="; ".join(said),
        do="Run as an ordinary user, put the virtual environment where `nobody` can read it and TMPDIR where `nobody` "
        "can enter it, allow user namespaces, or use a running server with --postgres URL.",
    )


def _refusal(identity: _Identity, binaries: Binaries, parent: str) -> str:
    """Return why the programs do not run under this identity, or the empty text."""
    words = [*identity.prefix, "/bin/sh", "-c", 'test -x "$1" && exec "$2" -V', "sh", parent, str(binaries.postgres)]
    try:
        if identity.uid is None:
            done = subprocess.run(words, capture_output=True, text=True, check=False, cwd="/", timeout=30)
        else:
            done = subprocess.run(
                words,
                capture_output=True,
                text=True,
                check=False,
                cwd="/",
                timeout=30,
                user=identity.uid,
                group=identity.gid,
                extra_groups=[],
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0:
        return ""
    who = "nobody" if identity.uid is not None else "user namespace"
    return f"{who}: {done.stderr.strip() or f'cannot enter {parent}'}"
