"""Checkboxes that a screen reader can name, with what proves each item."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from sterna.guide import Evidence

_BOX: Final = '<input class="task-list-item-checkbox"'
_BY: Final = {
    Evidence.PERSON: "hand",
    Evidence.TESTS_PASS: "your tests",
    Evidence.STAGING: "a deployment to staging",
    Evidence.REVIEW: "an approving review",
}
"""Who ticks; everything else is seen by Sterna itself."""
_COMMENT: Final = re.compile(r"<!--\s*[a-z0-9-]+\s*:\s*(?P<evidence>[a-z-]+)(?P<optional>\s*,\s*n/a)?\s*-->")


class Boxes(SphinxTransform):
    """Put each checkbox and its text into a label, and show the hidden mark as a word."""

    default_priority = 410

    def apply(self, **_: object) -> None:
        """Change the boxes of a page in place."""
        boxes = [node for node in self.document.findall(nodes.raw) if node.astext().startswith(_BOX)]
        for box in boxes:
            text: nodes.Element = box.parent
            box.replace_self(nodes.raw("", f"<label>{box.astext()}", format="html"))
            marks = [node for node in text.findall(nodes.raw) if _COMMENT.search(node.astext())]
            text += nodes.raw("", "</label>", format="html")
            for mark in marks:
                text += nodes.raw("", f" {_shown(mark.astext())}", format="html")
                mark.parent.remove(mark)


def _shown(comment: str) -> str:
    found = _COMMENT.search(comment)
    if found is None or found["evidence"] not in tuple(Evidence):
        return ""
    evidence = Evidence(found["evidence"])
    more = ", or N/A with a reason" if found["optional"] else ""
    shown = escape(f"ticked by {_BY.get(evidence, f'Sterna: {evidence}')}{more}")
    return f'<span class="sterna-evidence" title="{escape(evidence.meaning)}">{shown}</span>'


def add(app: Sphinx) -> None:
    """Look at each page that is read."""
    app.add_transform(Boxes)
