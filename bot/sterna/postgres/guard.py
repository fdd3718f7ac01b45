"""The process between us and a private cluster: it starts the cluster, and ends it when we are gone.

It runs as a program of its own (`python -I -S guard.py`) with nothing but the standard library. The first line on its
standard input is the order, as JSON; after that the pipe is a lifeline. When it closes, for whatever reason (we stop,
we crash, we are killed), the guard ends the cluster, its processes, its shared memory and its directory.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 2.0
"""Seconds that a cluster gets to end by itself before its processes are killed."""

START = 60.0
"""Seconds that `initdb` and the server get to start."""

COMPLAINTS = ("error:", "FATAL:", "PANIC:", "DETAIL:", "HINT:")
"""What the programs of PostgreSQL begin a complaint with, told to print English."""

PULSE = 0.5
"""Seconds between two looks at who our parent is."""


class Refused(Exception):
    """The cluster did not start; the text says what its program printed."""


class Order:
    """What to start: the fields of the JSON line. In a word, `{sockets}` and `{share}` stand for those directories."""

    def __init__(  # noqa: PLR0913 (a dataclass would double the time that the guard takes to start)
        self,
        *,
        parent: str,
        short: str | None,
        prefix: list[str],
        uid: int | None,
        gid: int | None,
        initdb: list[str],
        postgres: list[str],
        hba: str,
        environment: dict[str, str],
    ) -> None:
        self.parent = parent
        self.short = short
        self.prefix = prefix
        self.uid = uid
        self.gid = gid
        self.initdb = initdb
        self.postgres = postgres
        self.hba = hba
        self.environment = environment


def main() -> None:
    """Follow the order on standard input, answer with one line of JSON, and wait for the end."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    parent = os.getppid()
    order = Order(**json.loads(_line()))
    directories: list[Path] = []
    try:
        try:
            answer = _start(order, directories)
        except (Refused, OSError) as error:
            _answer({"failed": str(error)})
            return
        _answer(answer)
        # A process that our parent forked may hold the pipe open after it is gone: so look for the parent too.
        while os.getppid() == parent:
            if select.select([0], [], [], PULSE)[0] and not os.read(0, 4096):
                break
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for directory in directories:
            end(directory)
        for directory in directories:
            remove(directory)


def end(directory: Path) -> None:
    """End the cluster in the directory at once: by its own immediate shutdown, by force where that does not help."""
    state = _state(directory)
    if _processes(directory) and state:
        with contextlib.suppress(ProcessLookupError, ValueError):
            os.kill(int(state[0]), signal.SIGQUIT)
    limit = time.monotonic() + (PATIENCE if state else 0)
    forced = False
    while left := _processes(directory):
        if time.monotonic() > limit:
            forced = True
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)
    if forced and len(state) > 6:
        _free(state[6])


def remove(directory: Path) -> None:
    """Remove the directory and all that is in it."""
    import shutil  # Here, because the start has to be quick.

    for _ in range(50):
        shutil.rmtree(directory, ignore_errors=True)
        if not directory.exists():
            return
        time.sleep(0.02)


def _start(order: Order, directories: list[Path]) -> dict[str, str]:
    directory = _make(order.parent, order, directories)
    sockets = directory if order.short is None else _make(order.short, order, directories)
    data = directory / "data"
    made = _run(order, [*order.initdb, "-D", str(data)], directory)
    limit = time.monotonic() + START
    while made.poll() is None:
        _wait(order.initdb[0], limit)
    if made.returncode != 0:
        raise Refused(_said(directory))
    (data / "pg_hba.conf").write_text(order.hba, encoding="utf-8")
    share = directory / "share"
    for place in (share, share / "extension"):
        place.mkdir()
        place.chmod(0o755)  # For the server to read: the directory above lets nobody else in.
    words = [word.replace("{sockets}", str(sockets)).replace("{share}", str(share)) for word in order.postgres]
    server = _run(order, [*words, "-D", str(data)], directory)
    limit = time.monotonic() + START
    # The eighth line of postmaster.pid is the state (src/include/utils/pidfile.h).
    while _state(directory)[7:8] != ["ready"]:
        if server.poll() is not None:
            raise Refused(_said(directory))
        _wait(order.postgres[0], limit)
    return {"directory": str(directory), "sockets": str(sockets)}


def _make(parent: str, order: Order, made: list[Path]) -> Path:
    directory = Path(parent, f"sterna-{os.urandom(4).hex()}")
    directory.mkdir(mode=0o700)
    made.append(directory)
    if order.uid is not None and order.gid is not None:
        os.chown(directory, order.uid, order.gid)
    return directory


def _run(order: Order, words: list[str], directory: Path) -> subprocess.Popen[bytes]:
    with (directory / "log").open("ab") as output:
        return subprocess.Popen(
            [*order.prefix, *words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=directory,
            env=order.environment,
            umask=0o077,
            user=order.uid,
            group=order.gid,
            extra_groups=None if order.uid is None else [],
        )


def _wait(program: str, limit: float) -> None:
    """Wait a moment; leave when our parent is gone or the time is over."""
    if select.select([0], [], [], 0.003)[0] and not os.read(0, 4096):
        sys.exit(1)
    if time.monotonic() > limit:
        raise Refused(f"{program} was not ready after {START:.0f} s")


def _state(directory: Path) -> list[str]:
    """Return the lines of postmaster.pid, none when there is no server."""
    try:
        text = (directory / "data" / "postmaster.pid").read_text(encoding="utf-8")
    except OSError:
        return []
    return [line.strip() for line in text.splitlines()]


def _free(segment: str) -> None:
    """Remove the System V segment that guards a data directory: `key id`, the seventh line of postmaster.pid."""
    import ctypes  # Here, because it is needed only after a cluster was killed by force.

    words = segment.split()
    if len(words) == 2 and words[1].isdigit():
        ctypes.CDLL(None).shmctl(int(words[1]), 0, None)  # 0 is IPC_RMID


def _processes(directory: Path) -> list[int]:
    """Return the processes of the cluster: each of them works in its directory or in `data` below it."""
    places = {directory, directory / "data"}
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            with contextlib.suppress(OSError):  # It is over by now, or it is nothing of ours.
                if (process / "cwd").readlink() in places:
                    found.append(int(process.name))
    return found


def _said(directory: Path) -> str:
    """Return what the programs complained of; initdb tells at length what it does, and that is no help."""
    said = (directory / "log").read_text(encoding="utf-8", errors="replace")[-4000:].strip()
    return "\n".join(row for row in said.split("\n") if any(word in row for word in COMPLAINTS)) or said


def _line() -> bytes:
    # Byte for byte from the descriptor: nothing may wait in a buffer when select looks at it.
    read = bytearray()
    while not read.endswith(b"\n"):
        more = os.read(0, 65536)
        if not more:
            sys.exit(1)
        read += more
    return bytes(read)


def _answer(answer: dict[str, str]) -> None:
    os.write(1, json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main()
