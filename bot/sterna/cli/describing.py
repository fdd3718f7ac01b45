"""`sterna describe`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sterna.cli.files import replace_file
from sterna.cli.options import Work
from sterna.cli.proving import Proved, prove, tell_earlier
from sterna.cli.selection import Selection
from sterna.guide import Guide
from sterna.problem import Problem
from sterna.pull_request.body import fill
from sterna.pull_request.checklist import testing
from sterna.pull_request.section import Section, section
from sterna.report import json_report, markdown, terminal
from sterna.report.screen import Screen


def describe(selection: Selection, pages: Guide, work: Work, form: str, *, body: Path | None, write: bool) -> int:
    """Print the section, or fill it into a description."""
    before = _read(body) if body is not None else None
    opening = work.opening()
    proved = prove(selection, work, opening)
    found = proved.rollbacks
    told, text = told_of(selection, pages, proved, opening.name)
    if form == "json":
        sys.stdout.write(json_report.section(told, text))
    elif body is None or before is None:
        sys.stdout.write(text)
    elif write:
        replace_file(body, fill(before, text).encode())
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(fill(before, text).encode())
    tell_earlier(proved)
    screen = Screen(sys.stderr)
    for one in found:
        if not one.verdict.proven:
            terminal.verdict(screen, one)
    return int(not proved.clean)


def told_of(selection: Selection, pages: Guide, proved: Proved, server: str) -> tuple[Section, str]:
    """Return the section as values and as Markdown, which is empty where nothing can be told of."""
    listed = testing(pages)
    migrations = {migration.tag: migration for migration in selection.migrations}
    pairs = [(migrations[one.tag], one) for one in proved.rollbacks if one.tag in migrations]
    told = section(pairs, listed, server, root=f"{Path.cwd()}{os.sep}")
    return told, markdown.section(told) if pairs else ""


def _read(path: Path) -> str:
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Problem("The description is not UTF-8.", where=f"{path}, byte {error.start}") from error
    except OSError as error:
        raise Problem(f"The description cannot be read: {error.strerror or error}.", where=str(path)) from error
