"""Pages that are written at build time: the team's migrations, and a copy of the shipped guide beside a team's pages.

They stand in folders of their own below the sources, each with a `.gitignore` that keeps it out of the repository.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from os.path import relpath
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging

from sterna import data, history
from sterna.guide.reader import RULES
from sterna.history.model import Fault
from sterna.problem import Problem
from sterna.report import inert
from sterna.site import guidebook, settings, written
from sterna.site.migrations import DRAWING, Card, Told, tell, untold

MIGRATIONS: Final = "migrations"

_FIRST: Final = ("workflow.md", "rules/index.md", "changes/index.md")

_LOG: Final = logging.getLogger(__name__)


def write(app: Sphinx) -> None:
    """Write the pages that changed and remove those that are no more."""
    try:
        copy, told = Path(app.srcdir) / guidebook.COPY, Path(app.srcdir) / MIGRATIONS
        folder, ours = settings.folder(app), guidebook.is_ours(app)
        # Proving takes a while: what stands in the way is told before.
        if not ours:
            written.claim(copy)
        if folder is not None:
            written.claim(told, or_else="or turn the migrations off: sterna_migrations = False")
        if not ours:
            written.keep(copy, _guide(app))
        if folder is not None:
            written.keep(told, _migrations(app, folder))
    except Problem as problem:
        raise ExtensionError(str(problem)) from problem


def generated(app: Sphinx) -> list[str]:
    """Return the first pages of the folders that were written."""
    root = Path(app.srcdir)
    return [f"{name}/index" for name in (guidebook.COPY, MIGRATIONS) if written.is_written(root / name)]


def _migrations(app: Sphinx, folder: Path) -> dict[str, str]:
    found = history.read(folder)
    guide = guidebook.guide(app)
    links = {rule: relpath(guidebook.place(app, rule), MIGRATIONS) + ".md" for rule in guide.rules}
    if app.config.sterna_prove:
        pg_bin = Path(app.confdir) / app.config.sterna_pg_bin if app.config.sterna_pg_bin else None
        told = tell(found, guide, Path(app.doctreedir), links, pg_bin=pg_bin, url=app.config.sterna_postgres)
        if told.missing:
            _LOG.warning("The migrations are shown as not proven: %s", told.missing, type="sterna", subtype="server")
    else:
        told = untold(found, guide, links, "`sterna_prove` is False in conf.py.")
    for fault in found.faults:
        if fault.fatal:
            _LOG.warning("%s: %s", fault.path, fault.message, type="sterna", subtype="history")
    pages = {f"{card.tag}.md": card.page for card in told.cards if _is_name(card.tag)}
    drawn = {DRAWING: told.drawing} if told.drawing else {}
    return {"index.md": _index(told, found.faults), **pages, **drawn}


def _index(told: Told, faults: Sequence[Fault]) -> str:
    parts = ["# The migrations"]
    if faults:
        told_of = "\n".join(f"> - {inert.code(fault.path.name)}: {inert.plain(fault.message)}" for fault in faults)
        parts.append(f"> [!WARNING]\n> The folder is not in order:\n>\n{told_of}")
    if not told.cards:
        return "\n\n".join([*parts, "The folder holds no migration that can be read."]) + "\n"
    if told.missing:
        parts.append(f"They were not run when this page was built: {inert.plain(told.missing)}")
    else:
        parts.append(
            f"Each migration was tried on {told.server}, on top of those before it: up, down, and up again."
            " The verdict says what was seen of the way back."
        )
    if told.figure:
        parts.append("[The whole schema](#the-whole-schema) is drawn below.")
    # The newest is what people look for, and its name may say nothing.
    head = "| Migration | The first thing it changes | The way back | Downtime |\n|---|---|---|---|"
    parts.append("\n".join([head, *(_row(card) for card in reversed(told.cards))]))
    if told.figure:
        parts += ["## The whole schema", "As it stands after the last migration.", told.figure]
    entries = "\n".join(card.tag for card in told.cards if _is_name(card.tag))
    parts.append(f"```{{toctree}}\n:hidden:\n\n{entries}\n```")
    return "\n\n".join(parts) + "\n"


def _row(card: Card) -> str:
    return f"| {_link(card.tag)} | {inert.cell(card.changes)} | {card.verdict} | {card.downtime} |"


def _link(tag: str) -> str:
    return f"[{inert.plain(tag)}]({tag}.md)" if _is_name(tag) else inert.cell(inert.code(tag))


def _is_name(tag: str) -> bool:
    """Tell whether a tag can name a page: tags are texts of others."""
    return bool(tag) and tag != "index" and all(letter.isalnum() or letter in "_-." for letter in tag) and tag[0] != "."


def _guide(app: Sphinx) -> dict[str, str]:
    """Return the pages of the guide, with the team's own rules and in place of those that the team replaced."""
    shipped = data.docs()
    found: dict[str, str] = {}
    for path in sorted(shipped.rglob("*.md")):
        parts = path.relative_to(shipped).parts
        if not (parts[0].startswith(("_", ".")) or parts[0] == MIGRATIONS):
            found["/".join(parts)] = path.read_text(encoding="utf-8")
    folders = {name.removesuffix("index.md") for name in found if name.endswith("/index.md")}
    # The first page of a folder lists the others.
    listed = [name for name in found if f"{name.rpartition('/')[0]}/" not in folders and name != "index.md"]
    listed += [f"{folder}index.md" for folder in folders]
    entries = "\n".join(sorted(listed, key=lambda name: (name not in _FIRST, "/" in name, name)))
    found["index.md"] += f"\n```{{toctree}}\n:hidden:\n\n{entries}\n```\n"
    for rule in guidebook.guide(app).rules.values():
        found[f"{RULES}/{rule.name}.md"] = rule.text
    # They are shown there, so they are not shown twice; a page that only sets a level is no page to read.
    for path in sorted((Path(app.srcdir) / RULES).glob("*.md")):
        if path.stem in guidebook.guide(app).rules:
            app.config.exclude_patterns.append(f"{RULES}/{path.name}")
    return found


def publish(app: Sphinx, failure: Exception | None) -> None:
    """Put the drawing of the whole schema beside the page that shows it."""
    drawn = Path(app.srcdir) / MIGRATIONS / DRAWING
    if failure is None and app.builder.format == "html" and written.is_written(drawn.parent) and drawn.is_file():
        shutil.copyfile(drawn, Path(app.outdir) / MIGRATIONS / DRAWING)


def add(app: Sphinx) -> None:
    """Write before Sphinx looks for its sources."""
    app.connect("builder-inited", write)
    app.connect("build-finished", publish)
