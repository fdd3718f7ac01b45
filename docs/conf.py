"""The site's settings: `make docs` builds it from the Markdown that GitHub shows as well."""

from __future__ import annotations

from importlib.metadata import version as version_of

from pygments.lexers.sql import PostgresLexer
from sphinx.application import Sphinx

project = "Sterna"
author = "The Sterna authors"
copyright = "The Sterna authors"
version = release = version_of("sterna")

extensions = ["myst_parser", "sphinx_copybutton"]
exclude_patterns = ["_build"]
nitpicky = True

# GitHub's dialect: task lists and `> [!NOTE]`. Nothing that only the site would understand.
myst_enable_extensions = ["alert", "tasklist"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = "Sterna"
html_copy_source = False
html_show_sphinx = False
copybutton_prompt_text = "$ "

# The pages that are read first, in this order; the rest follows by name. A toctree in the Markdown itself would show as
# a block of code on GitHub.
FIRST = ("tutorial", "workflow", "rules/index")
CONTENTS = """

```{{toctree}}
:hidden:
{pages}
```
"""


def contents(app: Sphinx, page: str, source: list[str]) -> None:
    """Give the first page the list of all pages."""
    if page == "index":
        rest = app.env.found_docs - {"index", *FIRST}
        pages = [name for name in FIRST if name in app.env.found_docs]
        # pages of the guide first, then the folders below it
        pages += sorted(rest, key=lambda name: ("/" in name, name))
        source[0] += CONTENTS.format(pages="\n".join(pages))


def outdated(*_seen: object) -> list[str]:
    """Read the first page again in every build: its list depends on which pages there are."""
    return ["index"]


def setup(app: Sphinx) -> None:
    """Connect what this file adds."""
    app.connect("env-get-outdated", outdated)
    app.connect("source-read", contents)
    # The fences say `sql`, which GitHub knows; the SQL in them is PostgreSQL's, with its dollar quotes.
    app.add_lexer("sql", PostgresLexer)
