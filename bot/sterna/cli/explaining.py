"""`sterna explain`."""

from __future__ import annotations

import json
import sys

from sterna import data, guide
from sterna.report.terminal import coloured


def explain(rule: str, form: str) -> int:
    """Print the page of a rule: drawn on a terminal, as Markdown in a pipe."""
    pages = guide.read(data.docs())
    text = guide.explain(pages, rule)
    if form == "json":
        found = pages.rules[rule]
        value = {
            "rule": found.name,
            "title": found.title,
            "level": str(found.level),
            "harm": str(found.harm),
            "summary": found.summary,
            "lock": found.lock,
            "rewrite": found.rewrite,
            "scan": found.scan,
            "markdown": text,
        }
        sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    elif coloured(sys.stdout):
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
    return 0
