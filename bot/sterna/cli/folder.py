"""The migrations folder that is meant when none is named."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sterna.history.layout import USUAL, holding, holds, of
from sterna.history.model import Layout
from sterna.problem import Problem

_CONFIGS: Final = ("drizzle.config.ts", "drizzle.config.js", "drizzle.config.json")
_OUT: Final = re.compile(r"""(?<![\w$.'"])(?:out|"out"|'out')\s*:\s*(["'`])(?P<out>[^"'`$\\\n]+)\1""")
_COMMENT: Final = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|//[^\n]*|/\*.*?\*/""", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A folder, and why it was taken; `why` is empty when a person named it."""

    folder: Path
    why: str = ""


def find(named: Path | None, here: Path, config: Path | None = None) -> Choice:
    """Return the named folder, or the one that Drizzle's configuration or the usual names lead to; raise Problem.

    The configuration is code and is not run: only an `out` that is written as plain text is read.
    """
    if named is not None:
        return Choice(named)
    if config is not None:
        if not (here / config).is_file():
            raise Problem("There is no such configuration.", where=str(config))
        return _configured(here / config, str(config))
    configured = any((here / name).is_file() for name in _CONFIGS)
    if holds(here) and not (configured and of(here) is Layout.PLAIN):
        return Choice(Path(), "it holds migrations")
    for name in _CONFIGS:
        config = here / name
        if config.is_file():
            return _configured(config, name)
    found = [folder.relative_to(here).as_posix() for folder in holding(here / name for name in USUAL)]
    if len(found) == 1:
        return Choice(Path(found[0]), "it holds migrations")
    if found:
        raise Problem(f"Several folders hold migrations: {', '.join(found)}.", do="Name one: sterna review FOLDER")
    raise Problem(
        "No migrations folder was found.",
        where=f"Looked for {', '.join(_CONFIGS)}, and for migrations in {', '.join(USUAL)}, below {here}.",
        do="Name the folder that drizzle-kit writes, the `out` of its configuration: sterna review FOLDER",
    )


def _configured(config: Path, name: str) -> Choice:
    text = config.read_text(encoding="utf-8", errors="replace")
    if name.endswith(".json"):
        try:
            value = json.loads(text)
        except json.JSONDecodeError as error:
            raise Problem(
                "This configuration is not JSON.", where=f"{name}:{error.lineno}", do="Name the folder."
            ) from error
        out = value.get("out") if isinstance(value, dict) else None
        if out is None or isinstance(out, str):
            return Choice(Path(out or "drizzle"), f"`out` in {name}" if out else f"the default of {name}")
    else:
        found = {match["out"] for match in _OUT.finditer(_COMMENT.sub(lambda match: match[1] or " ", text))}
        if len(found) == 1:
            return Choice(Path(found.pop()), f"`out` in {name}")
        if not found and not re.search(r"\bout\b", text):
            return Choice(Path("drizzle"), f"the default of {name}")
    raise Problem(
        f"`out` in {name} is not one plain text, and the file is not run to find out.",
        do="Name the migrations folder: sterna review FOLDER",
    )
