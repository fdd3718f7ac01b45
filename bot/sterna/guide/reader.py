"""Folders of pages become a Guide."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sterna.guide.checklist import checklist
from sterna.guide.document import Document, parse
from sterna.guide.model import ChecklistItem, Guide, Level, Rule
from sterna.guide.rule import read_rule
from sterna.problem import Problem

RULES: Final = "rules"
"""The folder of the rule pages inside a guide."""
_OVERVIEW: Final = "index"
_OFF: Final = "off"


def read(folder: Path, *extra: Path) -> Guide:
    """Read a guide, and further folders whose pages are added to it or take the place of pages of the same name.

    A further folder may also hold amendments: a rule page without a title, whose front matter says only `level:`
    (a level or `off`) and whose text says why. Raises Problem, with file and line, for a page that is not in order.
    """
    rules: dict[str, Rule] = {}
    lists: dict[str, tuple[ChecklistItem, ...]] = {}
    for number, root in enumerate((folder, *extra)):
        if not root.is_dir():
            raise Problem(
                "This folder of the guide is not there.",
                where=str(root),
                do="Make it, or correct `guide` in .github/sterna.toml or --guide, which name it.",
            )
        for path in sorted((root / RULES).glob("*.md")):
            if path.stem == _OVERVIEW:
                continue
            page = parse(path)
            if number and not page.title:
                rules[path.stem] = _amended(page, rules)
            else:
                rules[path.stem] = read_rule(page)
        for path in sorted(root.glob("*.md")):
            # Most pages hold no task list; parsing them all would double the time of a review.
            if "[ ]" in path.read_text(encoding="utf-8", errors="replace"):
                page = parse(path)
                # A page that marks none of its boxes writes for people alone.
                lists[path.stem] = checklist(page) if any(item.comment for item in page.items) else ()
            else:
                lists.pop(path.stem, None)
    return Guide(
        MappingProxyType(dict(sorted(rules.items()))), tuple(item for name in sorted(lists) for item in lists[name])
    )


def _amended(page: Document, rules: dict[str, Rule]) -> Rule:
    name = page.path.stem
    if name not in rules:
        raise Problem(
            f"There is no rule `{name}` to change.",
            where=page.place(1),
            do="Give the page a title to make it a new rule.",
        )
    for key, other in page.fields.items():
        if key != "level":
            raise Problem(f"A page without a title sets only `level:`, not `{key}`.", where=page.place(other.line))
    field = page.fields.get("level")
    if field is None:
        raise Problem("`level:` is missing in the front matter.", where=page.place(1))
    reason = " ".join(" ".join(found.text.split()) for found in page.paragraphs)
    if not reason:
        raise Problem(
            "A page that changes a level says why.", where=page.place(1), do="Write a sentence below the front matter."
        )
    # YAML reads a bare `off` as false.
    if field.value in (False, _OFF):
        return replace(rules[name], off=True, why_level=reason)
    if field.value not in tuple(Level):
        raise Problem(
            f"`level: {field.value}` is not known.",
            where=page.place(field.line),
            do=f"Known: {', '.join(Level)}, {_OFF}.",
        )
    return replace(rules[name], level=Level(str(field.value)), off=False, why_level=reason)
