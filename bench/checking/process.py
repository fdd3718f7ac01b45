"""A program run and measured: time, processor time by part, memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PULSE = 0.05
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """What a program printed and took.

    `wall` is in seconds, `own` the processor seconds of the process itself, `dumps` those of the programs that it
    waited for (pg_dump), `server` those of the PostgreSQL server that it started. `megabytes` is the peak of the
    resident memory of the process itself, in MB of 1,000,000 bytes.
    """

    status: int
    output: str
    errors: str
    wall: float
    own: float
    dumps: float
    server: float
    megabytes: float


def run(words: Sequence[str], folder: Path | None = None) -> Run:
    """Run a program to its end and measure it; Linux only, because it reads /proc."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, cwd=folder) as process:
            own = server = memory = 0.0
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                memory = max(memory, _peak(process.pid))
                own = _times(process.pid)[0] or own
                server = max(server, _below(process.pid))
                time.sleep(_PULSE)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        total = usage.ru_utime + usage.ru_stime
        # wait4 counts the children that were waited for. Of the process itself it has the last look, a pulse ago.
        own = min(own, total) if own else total
        output.seek(0)
        errors.seek(0)
        return Run(
            process.returncode,
            output.read().decode(errors="replace"),
            errors.read().decode(errors="replace"),
            wall,
            own,
            total - own,
            server,
            memory / 1e6,
        )


def spent(pid: int) -> float:
    """Return the processor seconds of a process and of all that it started; they are counted in steps of 0.01."""
    return sum(_times(pid)) + _below(pid)


def _below(pid: int) -> float:
    """Return the processor seconds of the guards and servers below a process, those that ended included."""
    return sum(sum(_times(child)) + _below(child) for child in _children(pid) if not _is_dump(child))


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def _is_dump(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip() == "pg_dump"
    except OSError:
        return True


def _times(pid: int) -> tuple[float, float]:
    """Return the processor seconds of a process, and of its children that ended (proc(5), fields 14 to 17)."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return (0.0, 0.0)
    user, system, ended_user, ended_system = (int(word) / _TICK for word in words[11:15])
    return (user + system, ended_user + ended_system)


def _peak(pid: int) -> float:
    # Not ru_maxrss: that one begins with the memory of whoever started the process.
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0
    lines = [line for line in text.split("\n") if line.startswith("VmHWM:")]
    return float(lines[0].split()[1]) * 1024 if lines else 0.0
