"""`sterna analyze`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sterna.cli.files import replace_file
from sterna.cli.options import Work
from sterna.cli.proving import prove
from sterna.cli.selection import Selection
from sterna.guide import Guide
from sterna.pull_request.checklist import testing
from sterna.pull_request.hearing import testify
from sterna.pull_request.section import section
from sterna.pull_request.testimony import encode
from sterna.report import terminal
from sterna.report.screen import Screen
from sterna.review import review


def analyze(selection: Selection, pages: Guide, work: Work, out: Path) -> int:
    """Run the chosen migrations and write what was seen. What was found is no failure: the bot judges, not this."""
    opening = work.opening()
    proved = prove(selection, work, opening)
    found = proved.rollbacks
    meant = {*selection.tags, *selection.unread}
    static = review(pages, selection.history, meant)
    full = review(pages, selection.history, meant, rollbacks={one.tag: one for one in found})
    migrations = {migration.tag: migration for migration in selection.migrations}
    pairs = [(migrations[one.tag], one) for one in found if one.tag in migrations]
    told = section(pairs, testing(pages), opening.name, root=f"{Path.cwd()}{os.sep}")
    replace_file(out, encode(testify(told, selection.migrations, static, full)))
    screen = Screen(sys.stdout)
    for earlier in proved.earlier:
        screen.line(
            f"{earlier.path}: {earlier.tag} does not run, so what comes after it was not reached: {earlier.why}"
        )
    for one in found:
        terminal.verdict(screen, one)
    return 0
