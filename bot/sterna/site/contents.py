"""The navigation: pages that were written at build time are listed below the first page by themselves."""

from __future__ import annotations

from typing import Final

from sphinx.application import Sphinx

from sterna.site import pages

_MARKDOWN: Final = "\n\n```{{toctree}}\n:hidden:\n:caption: Database migrations\n\n{pages}\n```\n"
_RST: Final = "\n\n.. toctree::\n   :hidden:\n   :caption: Database migrations\n\n   {pages}\n"


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


def add(app: Sphinx) -> None:
    """Look at the first page in every build: which pages there are changes."""
    # Ours is the last list: what a team wrote comes first.
    app.connect("source-read", fill, priority=900)
    app.connect("env-get-outdated", lambda app, *_: [app.config.root_doc])
