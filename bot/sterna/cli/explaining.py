"""`sterna explain`."""

from __future__ import annotations

import re
import sys
from typing import Final

from sterna import guide
from sterna.guide import Guide, Harm, Rule
from sterna.guide.label import label
from sterna.report.screen import Screen, coloured
from sterna.report.values import Json, json_text

_FENCE: Final = re.compile(r"^(?P<mark>`{3,})sql (?P<words>\S.*)$", re.MULTILINE)


def explain(pages: Guide, rule: str, form: str) -> int:
    """Print the page of a rule: drawn on a terminal, as Markdown in a pipe."""
    text = guide.explain(pages, rule)
    if form == "json":
        value = {**_facts(pages.rules[rule]), "markdown": text}
        sys.stdout.write(json_text(value))
    elif coloured(sys.stdout):
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(_drawn(text, pages.rules[rule])))
    else:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
    return 0


def _drawn(text: str, rule: Rule) -> str:
    """Return a page for the terminal, where the words of a fence would not be seen: as a line above it."""
    title, _, rest = text.partition("\n")
    facts = ["off" if rule.off else str(rule.level), str(rule.harm), *([f"takes {rule.lock}"] if rule.lock else [])]
    facts += ["writes the table anew"] if rule.rewrite else ["reads the whole table"] if rule.scan else []
    rest = _FENCE.sub(lambda fence: f"**{label(fence['words'])}**\n\n{fence['mark']}sql", rest)
    return f"{title}\n\n*{rule.name}: {', '.join(facts)}*\n{rest}"


def listed(pages: Guide, form: str) -> int:
    """Print every rule with its level and its summary, by harm."""
    if form == "json":
        value = {"rules": [_facts(rule) for rule in pages.rules.values()]}
        sys.stdout.write(json_text(value))
        return 0
    screen = Screen(sys.stdout)
    for harm in Harm:
        found = [rule for rule in pages.rules.values() if rule.harm is harm]
        if found:
            screen.line((str(harm), "bold"))
        for rule in found:
            screen.line(f"  {rule.name} ({'off' if rule.off else rule.level}): {rule.summary}")
    return 0


def _facts(rule: Rule) -> Json:
    return {
        "rule": rule.name,
        "title": rule.title,
        "level": "off" if rule.off else str(rule.level),
        "why_level": rule.why_level,
        "harm": str(rule.harm),
        "summary": rule.summary,
        "lock": rule.lock,
        "rewrite": rule.rewrite,
        "scan": rule.scan,
    }
