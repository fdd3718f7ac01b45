"""What Sphinx leaves out for people who use a keyboard or a screen reader, added to each page at the end.

Captions of the navigation are headings without a level, and code or a table that is too wide can be scrolled by mouse
alone.
"""

from __future__ import annotations

from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx

_ADDED: Final = (
    ('role="heading">', 'role="heading" aria-level="2">'),
    ('<div class="highlight"><pre>', '<div class="highlight"><pre tabindex="0">'),
    ('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'),
)
_PARTS: Final = ("body", "furo_navigation_tree", "toctree")


def complete(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None) -> None:
    """Add what is missing to the parts of a page."""
    for part in _PARTS:
        if isinstance(context.get(part), str):
            for before, after in _ADDED:
                context[part] = context[part].replace(before, after)


def add(app: Sphinx) -> None:
    """Look at each page after the theme did."""
    app.connect("html-page-context", complete, priority=900)
