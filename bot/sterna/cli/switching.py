"""`sterna read-only`."""

from __future__ import annotations

import sys

from sterna.cli.migrating import agree
from sterna.cli.production import Production
from sterna.report.screen import Screen
from sterna.report.values import json_text
from sterna.runbook.read_only import switch
from sterna.runbook.standing import server


def read_only(production: Production, form: str, *, on: bool, yes: bool) -> int:
    """Switch it, end the open sessions, and say what is left to do."""
    target = production.target
    with target.connect(name="sterna read-only") as connection:
        name = server(connection).name
    agree(
        yes, f"End all sessions of {name} and let new ones only read?" if on else f"Let sessions of {name} write again?"
    )
    done = switch(target, on=on)
    if form == "json":
        value = {"database": done.database, "read_only": on, "ended": done.ended, "left": done.left}
        sys.stdout.write(json_text({**value, "roles": list(done.roles)}))
        return int(bool(done.left))
    screen = Screen(sys.stdout)
    ended = f"{done.ended} session{'' if done.ended == 1 else 's'} ended"
    screen.line(f"{name}: new sessions may {'only read' if on else 'write again'}; {ended}.")
    if done.left:
        screen.line((f"Still open: {done.left}, because this role may not end them, or they came since.", "yellow"))
    for role in done.roles:
        screen.line((f"The role {role} has a setting of its own, which counts more.", "yellow"))
    if on:
        screen.line("A session can lift this for itself, so stop the application as well.")
    return int(bool(done.left))
