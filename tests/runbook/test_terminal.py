"""What a person sees at a terminal of 80 columns, and what an answer does."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
from pathlib import Path

import pytest

from tests.cli.histories import STERNA, environment, make
from tests.runbook.conftest import Production

LONG = "CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, given_name text, family_name text);"


def typed(production: Production, cwd: Path, *words: str, answer: str) -> tuple[int, list[str]]:
    """Run a command on a terminal, answer its question, and return its exit code and the lines that were shown."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    process = subprocess.Popen(
        [*STERNA, *words],
        cwd=cwd,
        env=environment(DATABASE_URL=production.url, STERNA_POSTGRES=production.workshop),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    asked = False
    while select.select([ours], [], [], 60)[0]:
        try:
            shown += os.read(ours, 65536)
        except OSError:
            break
        if not asked and b"[y/N]" in shown:
            os.write(ours, answer.encode() + b"\r")
            asked = True
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode().replace("\r\n", "\n"))
    return process.wait(10), [line.rpartition("\r")[2].rstrip() for line in text.splitlines()]


@pytest.mark.slow
def test_a_plan_an_answer_and_the_progress(production: Production, tmp_path: Path) -> None:
    """Every line fits, a statement hangs below itself, no does nothing, and yes shows each statement as it runs."""
    make(tmp_path / "drizzle", {"0000_users": LONG})
    code, lines = typed(production, tmp_path, "migrate", "drizzle", answer="n")
    assert (code, lines[-1]) == (1, "sterna: The answer was no, so nothing was done.")
    assert lines[-2].startswith(f"Apply this to {production.name} on "), "the question names the database"
    first = lines.index("      1. CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL,")
    assert lines[first + 1] == "         given_name text, family_name text)"
    assert production.tracked() == []
    code, lines = typed(production, tmp_path, "migrate", "drizzle", answer="y")
    assert code == 0, lines
    [ran] = [number for number, line in enumerate(lines) if line.startswith("0000_users 1/1  CREATE TABLE users (id")]
    assert lines[ran + 1].startswith("    ")
    assert lines[-1].startswith("applied  0000_users (1 statement, ")
    assert [line for line in lines if len(line) > 80] == []
    assert len(production.tracked()) == 1
