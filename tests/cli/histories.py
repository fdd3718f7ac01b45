"""Small histories on disk, and Sterna run on them as its users run it."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from sterna.cli.ending import run

STERNA = (sys.executable, "-m", "sterna.cli")
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def make(folder: Path, migrations: Mapping[str, str | bytes], *, first: int = 1767225600000) -> Path:
    """Write a Drizzle journal folder; the first migration is of 2026, each next one a day later."""
    (folder / "meta").mkdir(parents=True, exist_ok=True)
    entries = []
    for idx, (tag, sql) in enumerate(migrations.items()):
        (folder / f"{tag}.sql").write_bytes(sql if isinstance(sql, bytes) else sql.encode())
        when = first + idx * 86_400_000
        entries.append({"idx": idx, "version": "7", "when": when, "tag": tag, "breakpoints": True})
    journal = {"version": "7", "dialect": "postgresql", "entries": entries}
    (folder / "meta" / "_journal.json").write_text(json.dumps(journal, indent=2))
    return folder


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a run: no colour, no debugging, no server of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STERNA_", "PG", "CI", "GIT_"))}
    return kept | {"TERM": "xterm"} | more


def sterna(*arguments: str | Path, cwd: Path, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its output is decoded byte for byte."""
    done = subprocess.run(
        [*STERNA, *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
        env=environment(**more),
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def within(*arguments: str | Path, cwd: Path, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command like `sterna`, in this process: for tests that are about what it does, and not how it starts."""
    words = [*map(str, arguments)]
    streams = [io.TextIOWrapper(io.BytesIO(given), encoding="utf-8", newline="") for given in (stdin, b"", b"")]
    before = [signal.getsignal(number) for number in _SIGNALS]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(cwd)
        for name in os.environ.keys() - environment(**more).keys():
            patch.delenv(name)
        for name, value in environment(**more).items():
            patch.setenv(name, value)
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        try:
            code = run(words)
        finally:
            for number, handler in zip(_SIGNALS, before, strict=True):
                signal.signal(number, handler)
    said = []
    for stream in streams[1:]:
        stream.flush()
        said.append(stream.buffer.getvalue().decode())
    return subprocess.CompletedProcess(words, code, *said)


def running(word: str) -> list[str]:
    """Return the command lines of processes that hold a word."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if word in line:
            found.append(line)
    return found
