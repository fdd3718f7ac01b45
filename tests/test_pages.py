"""What the tutorial and the README say that Sterna prints is what Sterna prints.

    UPDATE_PAGES=1 .venv/bin/pytest tests/test_pages.py

writes the tutorial's outputs anew, but for those that leave lines out.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TUTORIAL = ROOT / "docs" / "tutorial.md"

# A command, and the fence with what it prints.
STEP = re.compile(r"^```console\n\$ (sterna [^\n]*)\n```\n\n(`{3,})(\w+)\n(.*?)^\2$", re.MULTILINE | re.DOTALL)
STEPS = STEP.findall(TUTORIAL.read_text())


def printed(command: str) -> str:
    """Return what a command prints on standard output, whatever its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "sterna.cli", *shlex.split(command)[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def any_release(text: str) -> str:
    """Leave PostgreSQL's minor release out: the embedded server gets newer, and the page stays true."""
    return re.sub(r"PostgreSQL 18\.\d+", "PostgreSQL 18", text)


def within(shown: str, output: str) -> bool:
    """Tell whether what is shown was printed; a line `...` on the page stands for any lines, or for none."""
    pieces = [re.escape(piece) for piece in re.split(r"^\.\.\.\n", any_release(shown), flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)*".join(pieces), any_release(output)) is not None


def test_the_tutorial_holds_commands() -> None:
    """Every command that the tutorial shows is one that the next test runs."""
    assert len(STEPS) == TUTORIAL.read_text().count("\n$ sterna ") >= 3


@pytest.mark.parametrize(("command", "fence", "language", "shown"), STEPS, ids=[step[0] for step in STEPS])
def test_the_tutorial_shows_what_is_printed(command: str, fence: str, language: str, shown: str) -> None:
    """A reader who types the command sees what the page shows, line by line."""
    output = printed(command)
    if os.environ.get("UPDATE_PAGES") and "\n...\n" not in shown:
        start = f"```console\n$ {command}\n```\n\n{fence}{language}\n"
        TUTORIAL.write_text(TUTORIAL.read_text().replace(f"{start}{shown}{fence}\n", f"{start}{output}{fence}\n"))
        return
    assert within(shown, output), output


def test_the_readme_shows_what_the_tutorial_shows() -> None:
    """Each line that the README says `make demo` prints is a command of the demo or a line of the tutorial."""
    (shown,) = re.findall(
        r"^```console\n\$ make demo\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL
    )
    known = {line for _, _, _, output in STEPS for line in any_release(output).splitlines()}
    demo = (ROOT / "Makefile").read_text()
    commands = [line for line in shown.splitlines() if line.startswith("$ ")]
    assert commands
    assert [line for line in commands if f"show {line.removeprefix('$ ')}" not in demo] == []
    assert [line for line in any_release(shown).splitlines() if line not in known | {*commands, "", "..."}] == []
