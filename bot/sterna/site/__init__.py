"""The Sphinx extension: the guide, the team's migrations and the drawings, for one line in a team's `conf.py`.

    extensions = ["sterna.site"]

It brings the Markdown parser and the copy button along, takes furo for the theme where none is set, and labels
SQL fences. Nothing is loaded from outside.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Final
from zlib import crc32

from pygments.lexers.sql import PostgresLexer
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sterna.site import (
    checkboxes,
    contents,
    facts,
    fences,
    first_page,
    llms,
    missing,
    overview,
    pages,
    reachable,
    settings,
)

STATIC: Final = Path(__file__).resolve().parent / "static"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect all of it."""
    for extension in ("myst_parser", "sphinx_copybutton"):
        app.setup_extension(extension)
    for part in (settings, fences, facts, checkboxes, overview, reachable, pages, first_page, contents, llms, missing):
        part.add(app)
    # The fences say `sql`, which GitHub knows; the SQL in them is PostgreSQL's, with its dollar quotes.
    app.add_lexer("sql", PostgresLexer)
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(STATIC)))
    app.add_css_file("sterna.css")
    app.add_js_file("sterna.js", loading_method="defer")
    return {
        "version": version("sterna"),
        "env_version": _sources(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _sources() -> int:
    """Return a number that changes with our modules: pages that an older one read are read again."""
    texts = (path.read_bytes() for path in sorted(STATIC.parent.rglob("*.py")))
    return crc32(b"".join(texts))
