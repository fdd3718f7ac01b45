"""The navigation: pages that were written at build time are listed below the first page by themselves.

A page shows the folder that it is in and of the others the first page alone, and a folder of many pages is left to its
own first page: a list of everything on every page grows with the square of the migrations.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx

from sterna.site import pages

_MARKDOWN: Final = "\n\n```{{toctree}}\n:hidden:\n:caption: Database migrations\n\n{pages}\n```\n"
_RST: Final = "\n\n.. toctree::\n   :hidden:\n   :caption: Database migrations\n\n   {pages}\n"

_LONG: Final = 60
"""Pages of a folder above which the navigation does not list them."""


def fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Add our list to the first page."""
    if page != app.config.root_doc:
        return
    found = pages.generated(app)
    if not found:
        return
    if app.env.doc2path(page).suffix == ".rst":
        source[0] += _RST.format(pages="\n   ".join(found))
    else:
        source[0] += _MARKDOWN.format(pages="\n".join(found))


def shorten(app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None) -> None:
    """Let the theme ask for a shorter list of pages than it would."""
    whole: Callable[..., str] | None = context.get("toctree")
    if whole is None:
        return
    folder = page.rpartition("/")[0]
    beside = sum(name.rpartition("/")[0] == folder for name in app.env.found_docs) if folder else 0
    depth = {"maxdepth": 1} if beside > _LONG else {}
    context["toctree"] = lambda **wishes: whole(**{**wishes, "collapse": True, **depth})


def add(app: Sphinx) -> None:
    """Look at the first page in every build: which pages there are changes."""
    # Before the theme asks.
    app.connect("html-page-context", shorten, priority=400)
    # Ours is the last list: what a team wrote comes first.
    app.connect("source-read", fill, priority=900)
    app.connect("env-get-outdated", lambda app, *_: [app.config.root_doc])
