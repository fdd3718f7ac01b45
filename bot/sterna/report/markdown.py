"""Markdown for GitHub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sterna.pull_request.checklist import Item
from sterna.pull_request.section import Section
from sterna.report.templates import Markdown, render
from sterna.report.verdict import headline, remark


def section(section: Section) -> str:
    """Return the migration section of a pull request's description, with a line end at its end."""
    return render("section", section=section, headline=headline, remark=remark, mark=_mark).rstrip("\n") + "\n"


def versions(whole: Section, elsewhere: str) -> Iterator[str]:
    """Yield the section with everything, with the SQL in the comment at `elsewhere`, and with the boxes alone."""
    yield section(whole)
    short = replace(whole, elsewhere=elsewhere)
    yield section(short)
    yield section(replace(short, brief=True))


def _mark(item: Item) -> Markdown:
    """Return the hidden name of a box; its characters are those of our own ids, never a text of others."""
    return Markdown(f"<!-- item:{item.id}{' by:sterna' if item.done else ''} -->")
