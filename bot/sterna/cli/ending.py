"""How a command ends: an exit code, and one message that says what to do. No traceback reaches a person."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import Final

import click

from sterna.cli.commands import sterna
from sterna.problem import Problem

INTERRUPTED: Final = 128 + signal.SIGINT
TERMINATED: Final = 128 + signal.SIGTERM
BROKEN_PIPE: Final = 128 + signal.SIGPIPE
USAGE: Final = 2


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: 0 clean, 1 findings or not proven, 2 usage or environment."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        code = sterna.main(args=list(arguments), prog_name="sterna", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Problem as problem:
        _say(problem)
        return problem.code
    except (KeyboardInterrupt, click.Abort):
        _write("sterna: interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read has read enough; the interpreter must not complain of it when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 (the last resort: said in one line, with the way to the rest)
        if os.environ.get("STERNA_DEBUG"):
            traceback.print_exc()
        else:
            text = " ".join(str(error).split()) or "no message"
            _write(f"sterna: unexpected error: {type(error).__name__}: {text}")
            _write("This is a defect of Sterna. STERNA_DEBUG=1 shows where; please report it.")
        return USAGE
    return code if isinstance(code, int) else 0


def _say(problem: Problem) -> None:
    from sterna.report.inert import shown

    first, *more = [shown(part, keep="\n\t") for part in (problem.what, problem.where, problem.do) if part]
    _write(f"sterna: {first}")
    for part in more:
        _write("  " + part.replace("\n", "\n  "))


def _write(text: str) -> None:
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except OSError:
        # Nobody reads; the exit code still says it.
        return


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)
