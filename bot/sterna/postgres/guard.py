"""The process between us and a private cluster: it starts the cluster, and ends it when we are gone.

It runs as a program of its own (`python -I -S guard.py`) with nothing but the standard library. The first line on its
standard input is the order, as JSON; after that the pipe is a lifeline. When it closes, for whatever reason (we stop, we
crash, we are killed), the guard ends the cluster, its processes, its shared memory and its directory.
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

PATIENCE = 2.0
"""Seconds that a cluster gets to end by itself before its processes are killed."""

START = 60.0
"""Seconds that a cluster gets to start."""


class _Refused(Exception):
    """The cluster did not start; the text says what its program printed."""


def main() -> None:
    """Follow the order on standard input, answer with one line of JSON, and wait for the end."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    order = json.loads(sys.stdin.buffer.raw.readline())  # type: ignore[attr-defined]
    directories: list[str] = []
    server: subprocess.Popen[bytes] | None = None
    try:
        try:
            directory = _make(order["parent"], order, directories)
            sockets = directory if order["short"] is None else _make(order["short"], order, directories)
            server = _start(order, directory, sockets)
        except (_Refused, OSError) as error:
            _answer({"failed": str(error)})
            return
        _answer({"directory": directory, "sockets": sockets, "pid": server.pid})
        while sys.stdin.buffer.raw.read(4096):  # type: ignore[attr-defined]
            pass
    finally:
        if server is not None:
            end(server.pid, os.path.join(directories[0], "data"), reap=server.poll)
        for directory in directories:
            remove(directory)


def end(postmaster: int, data: str, *, reap: object = None) -> None:
    """End the cluster in `data` at once: by its own immediate shutdown, and by force where that does not help."""
    segment = _segment(data)
    with contextlib.suppress(ProcessLookupError):
        os.kill(postmaster, signal.SIGQUIT)
    limit = time.monotonic() + PATIENCE
    forced = False
    while True:
        if callable(reap):
            reap()
        left = _processes(data)
        if not left:
            break
        if time.monotonic() > limit:
            forced = True
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)
    if forced and segment is not None:
        _free(segment)


def remove(directory: str) -> None:
    """Remove the directory and all that is in it."""
    import shutil  # Here, because the start has to be quick.

    for _ in range(50):
        shutil.rmtree(directory, ignore_errors=True)
        if not os.path.lexists(directory):
            return
        time.sleep(0.02)


def _make(parent: str, order: dict[str, object], made: list[str]) -> str:
    directory = os.path.join(parent, f"sterna-{os.urandom(4).hex()}")
    os.mkdir(directory, 0o700)
    made.append(directory)
    if order["uid"] is not None:
        os.chown(directory, order["uid"], order["gid"])  # type: ignore[arg-type]
    return directory


def _start(order: dict[str, object], directory: str, sockets: str) -> subprocess.Popen[bytes]:
    data = os.path.join(directory, "data")
    log = os.path.join(directory, "log")
    made = _run(order, [*order["initdb"], "-D", data], directory, log)  # type: ignore[misc]
    limit = time.monotonic() + START
    while made.poll() is None:
        _alive(made, limit)
    if made.returncode != 0:
        raise _Refused(_tail(log))
    with open(os.path.join(data, "pg_hba.conf"), "w", encoding="utf-8") as hba:
        hba.write(str(order["hba"]))
    extensions = os.path.join(directory, "share", "extension")
    os.makedirs(extensions, 0o755)
    os.chmod(os.path.dirname(extensions), 0o755)
    words = [
        word.replace("{sockets}", sockets).replace("{share}", os.path.dirname(extensions))
        for word in order["postgres"]  # type: ignore[attr-defined]
    ]
    server = _run(order, [*words, "-D", data], directory, log)
    ready = os.path.join(data, "postmaster.pid")
    limit = time.monotonic() + START
    try:
        while not _is_ready(ready):
            if server.poll() is not None:
                raise _Refused(_tail(log))
            _alive(server, limit)
    except BaseException:
        end(server.pid, data, reap=server.poll)
        raise
    return server


def _run(order: dict[str, object], words: list[str], directory: str, log: str) -> subprocess.Popen[bytes]:
    identity: dict[str, object] = {}
    if order["uid"] is not None:
        identity = {"user": order["uid"], "group": order["gid"], "extra_groups": []}
    with open(log, "ab") as output:
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
            [*order["prefix"], *words],  # type: ignore[misc]
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=directory,
            env=order["environment"],
            umask=0o077,
            **identity,
        )


def _alive(child: subprocess.Popen[bytes], limit: float) -> None:
    """Wait a moment; leave when our parent is gone or the time is over."""
    gone = select.select([sys.stdin], [], [], 0.003)[0]
    if gone or time.monotonic() > limit:
        child.kill()
        child.wait()
        if gone:
            sys.exit(1)
        raise _Refused(f"{child.args[0]} took longer than {START:.0f} s")  # type: ignore[index]


def _is_ready(path: str) -> bool:
    # The eighth line of postmaster.pid is the state (src/include/utils/pidfile.h).
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def _segment(data: str) -> int | None:
    # The seventh line of postmaster.pid holds key and id of the System V segment that guards the directory.
    try:
        with open(os.path.join(data, "postmaster.pid"), encoding="utf-8") as file:
            return int(file.read().splitlines()[6].split()[1])
    except (OSError, IndexError, ValueError):
        return None


def _free(segment: int) -> None:
    import ctypes  # Here, because it is needed only after a cluster was killed by force.

    ctypes.CDLL(None).shmctl(segment, 0, None)  # 0 is IPC_RMID


def _processes(data: str) -> list[int]:
    """Return the processes of the cluster: each of them works in its data directory."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):
                if os.readlink(f"/proc/{name}/cwd") == data:
                    found.append(int(name))
    return found


def _tail(log: str) -> str:
    try:
        with open(log, encoding="utf-8", errors="replace") as file:
            return file.read()[-2000:].strip()
    except OSError as error:
        return str(error)


def _answer(answer: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
