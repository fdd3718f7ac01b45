"""The pages of reference say what the program says.

    UPDATE_PAGES=1 .venv/bin/pytest tests/site/test_reference.py

writes the page of commands anew.
"""

from __future__ import annotations

import os
import re

from click.testing import CliRunner

from sterna.cli import ending  # noqa: F401 (with it all commands are defined)
from sterna.cli.group import sterna
from sterna.data import docs
from sterna.report.verdict import MEANING
from sterna.rollback.model import Verdict

COMMANDS = docs() / "reference" / "commands.md"
_COMMAND = re.compile(r"^  ([a-z][a-z-]*)  ", re.MULTILINE)


def help_of(*words: str) -> str:
    """Return what `sterna ... --help` prints on a terminal of 80 columns."""
    done = CliRunner().invoke(sterna, [*words, "--help"], prog_name="sterna", terminal_width=78)
    assert done.exit_code == 0, done.output
    return done.output


def page() -> str:
    """Return the page of commands as the program is now."""
    head = COMMANDS.read_text().split("\n## ")[0].rstrip("\n")
    top = help_of()
    names = _COMMAND.findall(top.partition("\nOptions:\n")[2])
    assert sorted(names) == sorted(sterna.commands), "each command is listed once, in a section of sterna.cli.help"
    parts = [head, f"## sterna\n\n```text\n{top}```"]
    parts += [f"## sterna {name}\n\n```text\n{help_of(name)}```" for name in names]
    return "\n\n".join(parts) + "\n"


def test_the_commands_are_those_of_the_program() -> None:
    """Each command has its help on the page, word by word."""
    now = page()
    if os.environ.get("UPDATE_PAGES"):
        COMMANDS.write_text(now)
    assert COMMANDS.read_text() == now


def test_the_verdicts_are_those_of_the_program() -> None:
    """Each verdict stands in the table, with its meaning and whether it is proven, in the program's order."""
    text = (docs() / "reference" / "verdicts.md").read_text()
    rows = re.findall(r"^\| `([^`]+)` \| (yes|no) \| (.+) \|$", text, re.MULTILINE)
    assert rows == [(str(one), "yes" if one.proven else "no", MEANING[one]) for one in Verdict]


def test_the_settings_are_those_of_the_extension() -> None:
    """The table of the site's settings names each setting, and no other."""
    from sterna.site import settings

    class Sink:
        """Takes the settings as Sphinx would."""

        def __init__(self) -> None:
            self.names: set[str] = set()

        def add_config_value(self, name: str, *_: object, **__: object) -> None:
            """Remember a name."""
            self.names.add(name)

        def connect(self, *_: object, **__: object) -> None:
            """Take no notice."""

    sink = Sink()
    settings.add(sink)  # type: ignore[arg-type]
    text = (docs() / "reference" / "configuration.md").read_text()
    assert set(re.findall(r"^\| `(sterna_[a-z_]+)` \|", text, re.MULTILINE)) == sink.names
