"""Captions of the navigation are headings; a heading has a level, which Sphinx leaves out."""

from __future__ import annotations

from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx

_WITHOUT: Final = 'role="heading">'
_WITH: Final = 'role="heading" aria-level="2">'
_PARTS: Final = ("body", "furo_navigation_tree", "toctree")


def level(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None) -> None:
    """Give the captions in the parts of a page their level."""
    for part in _PARTS:
        if isinstance(context.get(part), str):
            context[part] = context[part].replace(_WITHOUT, _WITH)


def add(app: Sphinx) -> None:
    """Look at each page after the theme did."""
    app.connect("html-page-context", level, priority=900)
