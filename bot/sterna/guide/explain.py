"""The page of one rule, as its readers see it."""

from __future__ import annotations

from difflib import get_close_matches

from sterna.guide.model import Guide
from sterna.problem import Problem


def explain(guide: Guide, name: str) -> str:
    """Return the Markdown of a rule's page without its front matter; raise Problem for a name that is not there.

    A level that the team has set, and why, stands below the title.
    """
    rule = guide.rules.get(name)
    if rule is None:
        near = get_close_matches(name, guide.rules, n=3, cutoff=0.5)
        raise Problem(
            f"There is no rule `{name}`.",
            do=f"Did you mean {' or '.join(f'`{found}`' for found in near)}?"
            if near
            else "`sterna explain` without a name lists the rules.",
        )
    text = rule.text[rule.text.index("\n# ") + 1 :] if "\n# " in rule.text else rule.text
    if not rule.why_level:
        return text
    title, _, rest = text.partition("\n")
    return f"{title}\n\n> Level set by the team: {'off' if rule.off else rule.level}. {rule.why_level}\n{rest}"
