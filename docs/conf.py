"""The site's settings: `make docs` builds it from the Markdown that GitHub shows as well."""

from __future__ import annotations

import os
from importlib.metadata import version as version_of

from sphinx.application import Sphinx

project = "Sterna"
author = "The Sterna authors"
copyright = "The Sterna authors"
version = release = version_of("sterna")

extensions = ["sterna.site"]
exclude_patterns = ["_build"]
nitpicky = True

html_title = "Sterna"
# Where it is published, for the page of what is not found and for llms.txt; the workflow sets it.
html_baseurl = os.environ.get("SITE_URL", "")
html_copy_source = False
html_show_sphinx = False

# What stands in the navigation, in this order; what is in none of these folders comes after it. A toctree in the
# Markdown itself would show as a block of code on GitHub. A folder with an `index.md` is there with that page alone,
# which lists the others: by `<!-- sterna: pages -->`, which GitHub does not show either.
FIRST = {"Guide": ("tutorial", "adopt", "workflow", "rules/index", "changes/index", "bot/index", "runbook/index")}
FOLDERS = {"Explanation": "explanation/", "Reference": "reference/"}
CONTENTS = """

```{{toctree}}
:hidden:
:caption: {caption}
{pages}
```
"""


def contents(app: Sphinx, page: str, source: list[str]) -> None:
    """Give the first page the lists of all pages."""
    if page != "index":
        return
    text = source[0]

    def linked(name: str) -> tuple[int, str]:
        """Put pages in the order in which the first page links to them, the others behind."""
        return text.find(f"({name}.md)") % (len(text) + 1), name

    lists = dict(FIRST)
    lists |= {
        caption: tuple(sorted((name for name in app.env.found_docs if name.startswith(folder)), key=linked))
        for caption, folder in FOLDERS.items()
    }
    listed = {"index", *(name for names in lists.values() for name in names)}
    lists["More"] = tuple(sorted(name for name in app.env.found_docs - listed if not _has_index(app, name)))
    for caption, names in lists.items():
        there = [name for name in names if name in app.env.found_docs]
        if there:
            source[0] += CONTENTS.format(caption=caption, pages="\n".join(there))


def _has_index(app: Sphinx, name: str) -> bool:
    """Tell whether the first page of its folder lists a page."""
    folder = name.rpartition("/")[0]
    return f"{folder}/index" in app.env.found_docs


def setup(app: Sphinx) -> None:
    """Connect what this file adds."""
    app.connect("source-read", contents)
