"""The first page of a site whose folder has none: links to the guide and to the migrations."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sphinx.application import Sphinx
from sphinx.util import logging

from sterna.report import inert

_MARK: Final = "<!-- Written by sterna.site, for want of a first page. Take this line away to write it yourself. -->\n"
_LINKS: Final = {
    "guide/workflow": "- [Workflow](guide/workflow.md): from a change of the schema to production, and back if it must",
    "guide/rules/index": "- [Rules](guide/rules/index.md): what is dangerous, and the safe way",
    "guide/changes/index": "- [Changes](guide/changes/index.md): the steps for each kind of change",
    "guide/index": "- [All of the guide](guide/index.md)",
    "migrations/index": "- [The migrations](migrations/index.md): what each did, its locks, its way back, the schema",
}
_LOG: Final = logging.getLogger(__name__)


def write(app: Sphinx) -> None:
    """Write the page where there is none, and again where it is still ours."""
    root = Path(app.srcdir)
    file = root / f"{app.config.root_doc}.md"
    others = (root / f"{app.config.root_doc}{suffix}" for suffix in app.config.source_suffix)
    ours = file.is_file() and file.read_text(encoding="utf-8", errors="replace").startswith(_MARK)
    if not ours and any(other.exists() for other in (file, *others)):
        return
    links = [link for page, link in _LINKS.items() if (root / f"{page}.md").is_file()]
    text = "\n".join([f"{_MARK}\n# {inert.plain(app.config.project)}\n", *links]) + "\n"
    if not ours:
        _LOG.info("%s: there was no first page, so one was written", file)
    if not ours or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")


def add(app: Sphinx) -> None:
    """Write when the other pages are there, before Sphinx looks for its sources."""
    app.connect("builder-inited", write, priority=600)
