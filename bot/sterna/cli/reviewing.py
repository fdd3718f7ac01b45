"""`sterna review`."""

from __future__ import annotations

import sys
from dataclasses import replace

from sterna.cli.options import Work
from sterna.cli.proving import Earlier, Proved, prove
from sterna.cli.selection import Selection
from sterna.guide import Guide, Level
from sterna.report import json_report, sarif, terminal
from sterna.report.annotations import commands
from sterna.report.screen import Screen
from sterna.review import Finding, FoundBy, Review
from sterna.review import review as judge
from sterna.review.finding import Page, Place


def review(selection: Selection, pages: Guide, work: Work, form: str) -> int:
    """Run the chosen migrations, judge them by the guide, and print what was found."""
    opening = work.opening()
    proved = prove(selection, work, opening)
    found = judged(pages, selection, proved)
    if form == "json":
        sys.stdout.write(json_report.review(found, selection.tags, proved.rollbacks, opening.name))
    elif form == "sarif":
        sys.stdout.write(sarif.sarif(found, pages))
    elif form == "github":
        sys.stdout.write(commands(found))
    else:
        terminal.review(Screen(sys.stdout), found, selection.tags, proved.rollbacks, opening.name)
    return int(found.level is Level.ERROR or not proved.clean)


def judged(pages: Guide, selection: Selection, proved: Proved) -> Review:
    """Return the review, which begins with the earlier migrations that do not run."""
    found = judge(
        pages,
        selection.history,
        {*selection.tags, *selection.unread},
        observations={one.tag: one.observation for one in proved.rollbacks if one.observation is not None},
        rollbacks={one.tag: one for one in proved.rollbacks},
    )
    told = {finding.tag for finding in found.findings if finding.level is Level.ERROR}
    before = tuple(_failing(pages, one) for one in proved.earlier if one.tag not in told)
    return replace(found, findings=(*before, *found.findings))


def _failing(pages: Guide, earlier: Earlier) -> Finding:
    place = Place(earlier.tag, earlier.path, earlier.line, earlier.column, earlier.statement)
    detail = f"It stands before what was asked for, and PostgreSQL or Sterna says: {earlier.why}"
    return Page(pages, "migration-fails").finding(place, FoundBy.MEASURED, detail, fatal=True)
