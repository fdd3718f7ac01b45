"""`sterna review`."""

from __future__ import annotations

import sys

from sterna import data, guide
from sterna.cli.options import Work
from sterna.cli.proving import Opening, not_proven, prove
from sterna.cli.selection import Selection
from sterna.guide import Level
from sterna.report import json_report, sarif, terminal
from sterna.report.annotations import commands
from sterna.review import review as judge


def review(selection: Selection, work: Work, form: str) -> int:
    """Run the chosen migrations, judge them by the guide, and print what was found."""
    pages = guide.read(data.docs())
    opening = Opening(work)
    found = prove(selection, work, opening)
    meant = {*selection.tags, *selection.unread}
    judged = judge(
        pages,
        selection.history,
        meant,
        observations={one.tag: one.observation for one in found if one.observation is not None},
        rollbacks={one.tag: one for one in found},
    )
    if form == "json":
        sys.stdout.write(json_report.review(judged, selection.tags, found, opening.name))
    elif form == "sarif":
        sys.stdout.write(sarif.sarif(judged, pages))
    elif form == "github":
        sys.stdout.write(commands(judged))
    else:
        terminal.review(terminal.Screen(sys.stdout), judged, selection.tags, found, opening.name)
    return int(judged.level is Level.ERROR or not_proven(found))
