"""`404.html`: what GitHub Pages and others show for an address that is not there.

It is shown at any depth, so it brings its few colours with it and links by `html_baseurl`, or by the root of the host.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

_NAME: Final = "404.html"
_PAGE: Final = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not found - {title}</title>
<style>
:root {{ color-scheme: light dark; background: Canvas; color: CanvasText; }}
a {{ color: inherit; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; padding: 0 1rem; }}
form {{ display: flex; gap: 0.5rem; margin: 1.5rem 0; }}
input {{ flex: 1; min-width: 0; }}
input, button {{ font: inherit; padding: 0.4rem 0.6rem; }}
</style>
</head>
<body>
<main>
<h1>This page is not here</h1>
<p>It may have been renamed, or the address was cut off. Search for it, or begin at the
<a href="{base}">first page</a>.</p>
<form action="{base}{search}" role="search">
<input type="search" name="q" aria-label="Search" placeholder="Search">
<button>Search</button>
</form>
</main>
</body>
</html>
"""


def write(app: Sphinx, failure: Exception | None) -> None:
    """Write the page beside the others, unless the team has one of its own."""
    file = Path(app.outdir) / _NAME
    if failure is not None or app.builder.format != "html" or "404" in app.env.found_docs:
        return
    page = _PAGE.format(
        language=escape(app.config.language or "en"),
        title=escape(str(app.config.html_title)),
        base=escape(f"{str(app.config.html_baseurl).rstrip('/')}/"),
        search=escape(app.builder.get_target_uri("search")),
    )
    file.write_text(page, encoding="utf-8")


def add(app: Sphinx) -> None:
    """Write at the end of a build."""
    app.connect("build-finished", write)
