"""The guide that the pages of a site belong to: the shipped one, and the team's own beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

from sterna import data
from sterna.guide import Guide, read
from sterna.guide.reader import RULES

COPY: Final = "guide"
"""The folder below a team's pages that the guide is copied to, the team's own rules in it."""


def guide(app: Sphinx) -> Guide:
    """Return the guide with the team's own rules; raise Problem for a page that is not in order."""
    return _read(data.docs(), Path(app.srcdir))


def is_ours(app: Sphinx) -> bool:
    """Tell whether the site is that of the shipped guide itself."""
    return Path(app.srcdir).resolve() == data.docs().resolve()


def place(app: Sphinx, rule: str) -> str:
    """Return the name of a rule's page, as Sphinx names documents."""
    return f"{RULES}/{rule}" if is_ours(app) else f"{COPY}/{RULES}/{rule}"


def rule_of(app: Sphinx, page: str) -> str:
    """Return the name of the rule that a page is about, or the empty string."""
    name = page.rpartition("/")[2]
    return name if name in guide(app).rules and page == place(app, name) else ""


@cache
def _read(shipped: Path, own: Path) -> Guide:
    if own.resolve() == shipped.resolve() or not (own / RULES).is_dir():
        return read(shipped)
    return read(shipped, own)
