"""How a command ends: an exit code, and one message that says what to do. No traceback reaches a person."""

from __future__ import annotations

import os
import re
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import Final

import click

from sterna.cli import commands, runbook  # noqa: F401 (they define the commands)
from sterna.cli.group import sterna
from sterna.problem import Problem

INTERRUPTED: Final = 128 + signal.SIGINT
TERMINATED: Final = 128 + signal.SIGTERM
BROKEN_PIPE: Final = 128 + signal.SIGPIPE
USAGE: Final = 2


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: 0 clean, 1 findings or not proven, 2 usage or environment."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        code = _invoke(arguments)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Problem as problem:
        say(problem)
        return problem.code
    except (KeyboardInterrupt, click.Abort):
        _write("sterna: interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return _unheard()
    except Exception as error:  # noqa: BLE001 (the last resort: said in one line, with the way to the rest)
        if os.environ.get("STERNA_DEBUG"):
            traceback.print_exc()
        else:
            text = " ".join(str(error).split()) or "no message"
            _write(f"sterna: unexpected error: {type(error).__name__}: {text}")
            _write("This is a defect of Sterna. STERNA_DEBUG=1 shows where; please report it.")
        return USAGE
    return code if isinstance(code, int) else 0


def _invoke(arguments: Sequence[str]) -> object:
    """Run the command as click's own `main` does, which would turn a broken pipe into exit code 1: findings, here."""
    if "_STERNA_COMPLETE" in os.environ:
        sterna.main(prog_name="sterna")
    try:
        with sterna.make_context("sterna", list(arguments)) as context:
            return sterna.invoke(context)
    except click.exceptions.Exit as ending:
        return ending.exit_code


def _unheard() -> int:
    """Let nobody complain when standard output is flushed: whoever read it has read enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE


def say(problem: Problem) -> None:
    """Write on standard error what happened, where, and what to do now."""
    from sterna.report.inert import logged, shown

    first, *more = [shown(part, keep="\n\t") for part in (problem.what, problem.where, problem.do) if part]
    _write("\n".join(logged(row) for row in f"sterna: {first}".split("\n")))
    for part in more:
        _write("\n".join(logged(f"  {row}") for row in part.split("\n")))


_SECRET: Final = re.compile(r"(://[^\s:/@]*:)[^\s@]+@")
"""A password in a URL, wherever the text of an error has it from."""


def _write(text: str) -> None:
    try:
        sys.stderr.write(_SECRET.sub(r"\1***@", text) + "\n")
        sys.stderr.flush()
    except OSError:
        # Nobody reads; the exit code still says it.
        return


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)
