"""Histories written down as texts."""

from __future__ import annotations

from pathlib import Path

from sterna.data import docs
from sterna.guide import Guide, read
from sterna.history.model import Fault, History, Layout, Migration
from sterna.review import Finding, Review, review
from sterna.sql.split import split

GUIDE: Guide = read(docs())


def migration(number: int, text: str) -> Migration:
    """Turn a text into a migration."""
    tag = f"{number:04}"
    path = Path(f"{tag}.sql")
    return Migration(tag, path, number, number, number + 1, "", (text,), split(text, path))


def history(*files: str, layout: Layout = Layout.JOURNAL, faults: tuple[Fault, ...] = ()) -> History:
    """Turn texts into a history, one migration for each, tagged 0000, 0001 and so on."""
    return History(Path(), layout, tuple(migration(number, text) for number, text in enumerate(files)), faults)


def judged(*files: str, layout: Layout = Layout.JOURNAL) -> Review:
    """Review texts as one pending set."""
    return review(GUIDE, history(*files, layout=layout))


def rules(*files: str, layout: Layout = Layout.JOURNAL) -> list[str]:
    """Return the rules that find a warning or an error in texts, in the order of the findings."""
    return [finding.rule for finding in judged(*files, layout=layout).findings if finding.level.rank > 0]


def only(found: Review, rule: str) -> Finding:
    """Return the one finding of a rule."""
    [finding] = [finding for finding in found.findings if finding.rule == rule]
    return finding
