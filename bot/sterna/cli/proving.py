"""The chosen migrations run and proven, with progress for whoever waits at a terminal."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from sterna.cli.options import Work
from sterna.cli.selection import Selection
from sterna.rollback.model import Rollback, Verdict

if TYPE_CHECKING:
    from sterna.postgres.server import Server


class Opening:
    """Opens servers as the options say, and remembers the last one: what it is called, and how to end it."""

    def __init__(self, work: Work) -> None:
        """Open nothing yet."""
        self._work = work
        self._server: Server | None = None
        self.name = "no server"

    def __call__(self) -> Server:
        """Open a server; raise Problem."""
        from sterna.postgres.server import open_server

        self._server = open_server(pg_bin=self._work.pg_bin, url=self._work.url)
        self.name = f"PostgreSQL {self._server.version_name}"
        return self._server

    def end(self) -> None:
        """End the server at once, from another thread: this one may be in the middle of ending it."""
        if self._server is not None:
            threading.Thread(target=self._server.kill).start()


def prove(selection: Selection, work: Work, opening: Opening, *, ours: bool = False) -> list[Rollback]:
    """Return the rollbacks of the chosen migrations, and of those that cannot be read, in the order of the journal.

    A down file that a person wrote is proven as it stands, unless `ours` asks for a new one.
    """
    found: list[Rollback] = []
    if selection.migrations:
        written = {} if ours else of_people(selection)
        from sterna.rollback.proof import prove as proved

        with _interruptible(opening), _progress() as progress:
            found += proved(
                selection.history, selection.tags, opening, deadline=work.deadline, progress=progress, written=written
            )
    return _in_order(selection, found + [_unread(selection, tag) for tag in selection.unread])


def of_people(selection: Selection) -> dict[str, tuple[str, ...]]:
    """Return the statements of the down files that people wrote, by tag; raise Problem."""
    from sterna.report.down_file import of_a_person

    found = {migration.tag: of_a_person(migration) for migration in selection.migrations}
    return {tag: statements for tag, statements in found.items() if statements is not None}


def _unread(selection: Selection, tag: str) -> Rollback:
    fault = next(one for one in selection.history.faults if one.tag == tag and one.fatal)
    return Rollback(tag, fault.path, Verdict.NOT_PROVEN, reason=fault.message)


def _in_order(selection: Selection, found: list[Rollback]) -> list[Rollback]:
    if not selection.unread:
        return found
    from sterna.history.entries import parse
    from sterna.history.layout import JOURNAL

    path = selection.history.folder / JOURNAL
    order = {entry.tag: number for number, entry in enumerate(parse(path.read_bytes(), path).entries)}
    return sorted(found, key=lambda one: order.get(one.tag, len(order)))


@contextmanager
def _interruptible(opening: Opening) -> Iterator[None]:
    """End the server on Ctrl-C before anything waits for it."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        opening.end()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """Show what is being run on a terminal; stay quiet everywhere else."""
    from sterna.report.terminal import coloured

    if not coloured(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.text import Text

    bar = Progress(
        BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("starting PostgreSQL", total=None)

        def tell(tag: str, done: int, total: int) -> None:
            bar.update(task, description=Text(tag).plain, completed=done, total=total)

        yield tell


def not_proven(found: list[Rollback]) -> bool:
    """Tell whether any rollback is not proven."""
    return any(not rollback.verdict.proven for rollback in found)
