"""`sterna explain`."""

from __future__ import annotations

import json
import sys
from typing import Any

from sterna import guide
from sterna.guide import Guide, Harm, Rule
from sterna.report.terminal import Screen, coloured


def explain(pages: Guide, rule: str, form: str) -> int:
    """Print the page of a rule: drawn on a terminal, as Markdown in a pipe."""
    text = guide.explain(pages, rule)
    if form == "json":
        value = {**_facts(pages.rules[rule]), "markdown": text}
        sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    elif coloured(sys.stdout):
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
    return 0


def listed(pages: Guide, form: str) -> int:
    """Print every rule with its level and its summary, by harm."""
    if form == "json":
        value = {"rules": [_facts(rule) for rule in pages.rules.values()]}
        sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
        return 0
    screen = Screen(sys.stdout)
    for harm in Harm:
        found = [rule for rule in pages.rules.values() if rule.harm is harm]
        if found:
            screen.line((str(harm), "bold"))
        for rule in found:
            screen.line(f"  {rule.name} ({'off' if rule.off else rule.level}): {rule.summary}")
    return 0


def _facts(rule: Rule) -> dict[str, Any]:
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
