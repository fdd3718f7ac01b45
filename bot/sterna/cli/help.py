"""The list of commands as somebody looks for one: by where he stands, in the order in which they are used."""

from __future__ import annotations

from typing import Final

import click

SECTIONS: Final = {
    "Before the pull request": ("generate", "review", "rollback", "describe", "explain"),
    "In production": ("status", "doctor", "backup", "preview", "migrate", "mark-applied", "baseline"),
    "When something went wrong": ("rollback --apply", "read-only", "restore", "incident"),
    "In GitHub Actions": ("analyze", "bot"),
}
_ALSO: Final = {"rollback --apply": "Take the newest migrations of a database back, by their down files."}
"""Options that somebody looks for as for a command."""
_WHOLE: Final = 1_000


class Commands(click.Group):
    """A group that lists its commands in sections, each with its whole first sentence."""

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections."""
        said = {name: command.get_short_help_str(_WHOLE) for name, command in self.commands.items()} | _ALSO
        longest = max(map(len, said))
        for title, names in SECTIONS.items():
            rows = [(name.ljust(longest), said[name]) for name in names]
            with formatter.section(title):
                formatter.write_dl(rows)
