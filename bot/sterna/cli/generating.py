"""`sterna generate`."""

from __future__ import annotations

import sys
from pathlib import Path

from sterna.cli.describing import told_of
from sterna.cli.options import Work
from sterna.cli.proving import prove, tell_earlier
from sterna.cli.reviewing import judged
from sterna.cli.selection import Selection
from sterna.cli.taking_back import keep
from sterna.guide import Guide, Level
from sterna.history import generator
from sterna.history.generator import Generated, Wanted
from sterna.report import terminal
from sterna.report.screen import Screen


def generate(folder: Path, pages: Guide, work: Work, command: str, wanted: Wanted) -> int:
    """Let drizzle-kit write a migration, then review it, write its down file, and print its section."""
    kit = generator.program(Path.cwd(), command)
    made = generator.generate(folder, kit, wanted)
    screen = Screen(sys.stderr)
    if made is None:
        screen.line(f"Nothing to generate: {kit} finds no change in the schema.")
        return 0
    screen.line(("generated", "green"), f"  {made.migration.path} ({kit})")
    if wanted.custom:
        tag = made.migration.tag
        screen.line("It is empty. Write its SQL, then:")
        screen.line(f"    sterna review {folder} && sterna rollback {tag} --folder {folder} --write")
        return 0
    return _told(made, pages, work, screen)


def _told(made: Generated, pages: Guide, work: Work, screen: Screen) -> int:
    """Prove it once, and say all that is known of it: the section alone goes to standard output."""
    selection = Selection(made.history, (made.migration,), (), "generated")
    opening = work.opening()
    proved = prove(selection, work, opening)
    found = judged(pages, selection, proved)
    tell_earlier(proved)
    terminal.review(screen, found, selection.tags, proved.rollbacks, opening.name)
    for one in proved.rollbacks:
        screen.line(f"{made.migration.path}: {keep(made.migration, one, opening.name, selection)}")
    screen.line("")
    sys.stderr.flush()
    sys.stdout.write(told_of(selection, pages, proved, opening.name)[1])
    return int(found.level is Level.ERROR or not proved.clean)


def terminal_of() -> int | None:
    """Return where drizzle-kit may ask: standard error, so that standard output holds the section and nothing else."""
    return sys.stderr.fileno() if sys.stdin.isatty() and sys.stderr.isatty() else None
