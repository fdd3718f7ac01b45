"""The task-list items of a page."""

from __future__ import annotations

import re
from typing import Final

from sterna.guide.document import Document
from sterna.guide.evidence import Evidence
from sterna.guide.model import ChecklistItem
from sterna.problem import Problem

_MARK: Final = re.compile(r"(?P<name>[a-z][a-z0-9-]*)\s*:\s*(?P<evidence>[a-z-]+)(?P<optional>\s*,\s*n/a)?")


def checklist(page: Document) -> tuple[ChecklistItem, ...]:
    """Return the items of a page; raise Problem for one whose hidden comment is missing or says something unknown."""
    found: dict[str, ChecklistItem] = {}
    for item in page.items:
        where = page.place(item.line)
        if item.comment is None:
            raise Problem(
                "This checklist item does not say what proves it.",
                where=where,
                do="End it with `<!-- name: evidence -->`, or make it a plain list item.",
            )
        mark = _MARK.fullmatch(item.comment)
        if not mark:
            raise Problem(
                f"`{item.comment}` is no mark of a checklist item.", where=where, do="Write `<!-- name: evidence -->`."
            )
        try:
            evidence = Evidence(mark["evidence"])
        except ValueError as error:
            raise Problem(
                f"`{mark['evidence']}` is no evidence.", where=where, do=f"Known: {', '.join(Evidence)}."
            ) from error
        name = f"{page.path.stem}/{mark['name']}"
        if name in found:
            raise Problem(f"Two checklist items are named `{mark['name']}`.", where=where)
        found[name] = ChecklistItem(
            name, item.text, evidence, page.path, item.line, item.section, optional=mark["optional"] is not None
        )
    return tuple(found.values())
