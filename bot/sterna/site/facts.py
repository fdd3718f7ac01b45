"""What the program knows of a rule, at the top of the rule's page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from sterna.guide import Level, Rule
from sterna.postgres.observation import BLOCKS
from sterna.site import guidebook

_LEVEL: Final = {
    Level.ERROR: "error: stops the merge",
    Level.WARNING: "warning: asks for a decision",
    Level.NOTE: "note: informs",
}


class Facts(SphinxTransform):
    """Put a list of facts below the title of a rule page."""

    default_priority = 400

    def apply(self, **_: object) -> None:
        """Change a rule page in place; others stay as they are."""
        name = guidebook.rule_of(self.app, self.env.docname)
        section = next(iter(self.document.findall(nodes.section)), None)
        if not name or section is None:
            return
        found = nodes.definition_list(classes=["sterna-facts"])
        for term, text in facts(guidebook.guide(self.app).rules[name]):
            item = nodes.definition_list_item()
            item += nodes.term(term, term)
            item += nodes.definition("", nodes.paragraph(text, text))
            found += item
        section.insert(1, found)


def facts(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what is known of a rule as pairs of words."""
    yield "Rule", rule.name
    yield "Level", "off" if rule.off else _LEVEL[rule.level]
    if rule.why_level:
        yield "Level set by the team", rule.why_level
    yield "Harm", str(rule.harm)
    if rule.lock:
        blocked = BLOCKS.get(rule.lock)
        yield "Lock", f"{rule.lock}: {f'{blocked} wait' if blocked else 'nobody waits'}"
    if rule.rewrite:
        yield "The table", "is written anew as a whole"
    elif rule.scan:
        yield "The table", "is read as a whole"
    yield "Found", _finders(rule)


def _finders(rule: Rule) -> str:
    if rule.source is not None and not (rule.match or rule.check):
        return {
            "history": "in the files of the migrations folder",
            "replay": "while the migration runs on a private PostgreSQL",
            "proof": "by the proof of the rollback",
            "review": "by the review itself",
            "pull request": "in the pull request",
        }[rule.source]
    words = ["by an SQL pattern"] if rule.match else []
    words += ["by a check"] if rule.check else []
    words += ["and measured"] if rule.lock or rule.rewrite or rule.scan else []
    tables = " on every table" if rule.new_tables else " on tables that are there before the migration"
    return " ".join(words).replace("pattern by", "pattern and by") + tables


def add(app: Sphinx) -> None:
    """Look at each page that is read."""
    app.add_transform(Facts)
