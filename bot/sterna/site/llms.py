"""`llms.txt`: the pages of the site as a list in Markdown, for programs that read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx

_NAME: Final = "llms.txt"
_LONG: Final = 300


def write(app: Sphinx, failure: Exception | None) -> None:
    """Write the list beside the pages, when pages were written."""
    if failure is None and app.builder.format == "html":
        (Path(app.outdir) / _NAME).write_text("\n".join(_lines(app)) + "\n", encoding="utf-8")


def _lines(app: Sphinx) -> Iterator[str]:
    root = app.config.root_doc
    yield f"# {app.config.project}"
    yield ""
    yield f"> {_first(app, root)}"
    folder = None
    pages = [page for page in app.env.found_docs if page != root]
    for page in sorted(pages, key=lambda name: ("/" in name, name)):
        parent = page.rpartition("/")[0]
        if parent != folder:
            folder = parent
            yield ""
            yield f"## {_heading(app, parent)}"
            yield ""
        title = app.env.titles[page].astext()
        text = _first(app, page)
        yield f"- [{title}]({_address(app, page)})" + (f": {text}" if text else "")


def _heading(app: Sphinx, folder: str) -> str:
    index = f"{folder}/index"
    return app.env.titles[index].astext() if index in app.env.titles else folder.capitalize() or "Guide"


def _address(app: Sphinx, page: str) -> str:
    base = str(app.config.html_baseurl)
    target = app.builder.get_target_uri(page)
    return f"{base.rstrip('/')}/{target}" if base else target


def _first(app: Sphinx, page: str) -> str:
    """Return the first paragraph below the title on one line."""
    for section in app.env.get_doctree(page).findall(nodes.section):
        for child in section.children:
            if isinstance(child, nodes.paragraph):
                text = " ".join(child.astext().split())
                return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"
        break
    return ""


def add(app: Sphinx) -> None:
    """Write at the end of a build."""
    app.connect("build-finished", write)
