"""The page of one rule, as its readers see it."""

from __future__ import annotations

from difflib import get_close_matches

from sterna.guide.model import Guide
from sterna.problem import Problem


def explain(guide: Guide, name: str) -> str:
    """Return the Markdown of a rule's page without its front matter; raise Problem for a name that is not there."""
    rule = guide.rules.get(name)
    if rule is None:
        near = get_close_matches(name, guide.rules, n=3, cutoff=0.5)
        raise Problem(
            f"There is no rule `{name}`.",
            do=f"Did you mean {' or '.join(f'`{found}`' for found in near)}?" if near else "See the list of rules.",
        )
    return rule.text[rule.text.index("\n# ") + 1 :] if "\n# " in rule.text else rule.text
