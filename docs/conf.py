"""The site's settings: `make docs` builds it from the Markdown that GitHub shows as well."""

from __future__ import annotations

from importlib.metadata import version as version_of
from pathlib import Path

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

# The order of the pages. A toctree in the Markdown would show as a block of code on GitHub.
CONTENTS = """

```{{toctree}}
:hidden:
{pages}
```
"""


def contents(_app: object, page: str, source: list[str]) -> None:
    """Give the first page the list of all pages."""
    if page == "index":
        here = Path(__file__).parent
        rules = sorted(path.stem for path in (here / "rules").glob("*.md"))
        pages = ["tutorial", "workflow", *(f"rules/{name}" for name in rules)]
        source[0] += CONTENTS.format(pages="\n".join(pages))


def setup(app: object) -> None:
    """Connect what this file adds."""
    app.connect("source-read", contents)  # type: ignore[attr-defined] - typed as object: sphinx stays in one room
