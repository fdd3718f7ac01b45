"""What a team can set in its `conf.py`, and what is set for it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sphinx.application import Sphinx
from sphinx.config import Config

from sterna.history.layout import USUAL, holding
from sterna.problem import Problem

_SCORER: Final = Path(__file__).resolve().parent / "static" / "scorer.js"
_MYST: Final = {"alert", "tasklist"}


def add(app: Sphinx) -> None:
    """Tell Sphinx of our settings."""
    app.add_config_value("sterna_migrations", None, "env", frozenset({str, bool, type(None)}))
    app.add_config_value("sterna_prove", default=True, rebuild="env", types=frozenset({bool}))
    app.add_config_value("sterna_pg_bin", None, "env", frozenset({str, type(None)}))
    app.add_config_value("sterna_postgres", None, "env", frozenset({str, type(None)}))
    app.connect("config-inited", _defaults)


def _defaults(_app: Sphinx, config: Config) -> None:
    """Set what a team did not: our theme, GitHub's dialect of Markdown, our fences."""
    if config.html_theme == config.values["html_theme"].default:
        config.html_theme = "furo"
    if config.project == config.values["project"].default:
        config.project = "Database migrations"
    if config.copybutton_prompt_text == config.values["copybutton_prompt_text"].default:
        config.copybutton_prompt_text = "$ "
    config.html_search_scorer = config.html_search_scorer or str(_SCORER)
    config.myst_enable_extensions = {*config.myst_enable_extensions, *_MYST}
    config.myst_fence_as_directive = {*config.myst_fence_as_directive, "sql"}
    config.myst_heading_anchors = config.myst_heading_anchors or 4


def folder(app: Sphinx) -> Path | None:
    """Return the migrations folder: the one that is set, or one of the usual beside the pages; raise Problem."""
    named = app.config.sterna_migrations
    if named is False or named == "":
        return None
    if isinstance(named, str):
        found = (Path(app.confdir) / named).resolve()
        if not found.is_dir():
            raise Problem("This migrations folder is not there.", where=str(found), do="Set `sterna_migrations`.")
        return found
    roots = (Path(app.confdir), Path(app.confdir).parent)
    there = holding(root / name for root in roots for name in USUAL)
    if len(there) > 1:
        raise Problem(
            f"Several folders hold migrations: {', '.join(map(str, there))}.",
            do="Name one in conf.py: sterna_migrations = 'FOLDER'",
        )
    return there[0] if there else None
