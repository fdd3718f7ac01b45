"""The chosen migrations run and proven, with progress for whoever waits at a terminal."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from sterna.cli.options import Work
from sterna.cli.selection import Selection
from sterna.history.model import Fault, Migration
from sterna.problem import Problem
from sterna.rollback.model import Rollback, Verdict
from sterna.sql.statement import Statement

if TYPE_CHECKING:
    from sterna.postgres.opening import Opening


@dataclass(frozen=True, slots=True)
class Earlier:
    """A migration that was not chosen and does not run, so what was chosen is not reached; a line of 0: not known."""

    tag: str
    path: Path
    why: str
    line: int = 0
    column: int = 0
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Proved:
    """The rollbacks in the order of the journal, and the earlier migrations that do not run."""

    rollbacks: tuple[Rollback, ...]
    earlier: tuple[Earlier, ...]

    @property
    def clean(self) -> bool:
        """Tell whether everything that was asked for is proven, and can be reached."""
        return not self.earlier and all(rollback.verdict.proven for rollback in self.rollbacks)


def prove(
    selection: Selection,
    work: Work,
    opening: Opening,
    *,
    ours: bool = False,
    written: Mapping[str, tuple[str, ...]] | None = None,
) -> Proved:
    """Run the history and prove the rollbacks of the chosen migrations; those that cannot be read are told as well.

    A down file that a person wrote is proven as it stands, unless `ours` asks for a new one; `written` names the ways
    back to prove instead, by tag.
    """
    found: list[Rollback] = []
    earlier: dict[str, Earlier] = {}

    def stumbled(migration: Migration, why: str, statement: Statement | None) -> None:
        # On a second server the chosen ones that are done already are run like any other.
        if migration.tag in selection.tags:
            return
        at = (statement.line, statement.column) if statement else (0, 0)
        earlier.setdefault(migration.tag, Earlier(migration.tag, migration.path, why, *at, statement))

    for fault in _unread(selection):
        if selection.everything:
            found.append(Rollback(fault.tag, fault.path, Verdict.NOT_PROVEN, reason=fault.message))
        else:
            earlier[fault.tag] = Earlier(fault.tag, fault.path, fault.message, fault.line)
    if selection.migrations:
        if written is None:
            written = {} if ours else of_people(selection)
        from sterna.rollback.judgement import unproven
        from sterna.rollback.proof import prove as proved

        try:
            with running(opening) as progress:
                found += proved(
                    selection.history,
                    selection.tags,
                    opening,
                    deadline=work.deadline,
                    progress=progress,
                    written=written,
                    stumbled=stumbled,
                )
        except Problem as problem:
            if opening.opened or opening.asked:
                raise
            # No server at all, and none was asked for by name: the text still tells something.
            from sterna.cli.ending import say

            say(problem)
            found += [unproven(selection.history, one, problem.what) for one in selection.migrations]
    return Proved(tuple(_in_order(selection, found)), tuple(earlier.values()))


def of_people(selection: Selection) -> dict[str, tuple[str, ...]]:
    """Return the statements of the down files that people wrote, by tag; raise Problem."""
    from sterna.report.down_file import of_a_person

    found = {migration.tag: of_a_person(migration) for migration in selection.migrations}
    return {tag: statements for tag, statements in found.items() if statements is not None}


def _unread(selection: Selection) -> list[Fault]:
    faults = [fault for fault in selection.history.faults if fault.fatal]
    return [next(fault for fault in faults if fault.tag == tag) for tag in selection.unread]


def _in_order(selection: Selection, found: list[Rollback]) -> list[Rollback]:
    if not (selection.unread and selection.everything):
        return found
    order = {entry.tag: number for number, entry in enumerate(selection.history.entries)}
    return sorted(found, key=lambda one: order.get(one.tag, len(order)))


@contextmanager
def running(opening: Opening) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show progress during a block, and end the server on Ctrl-C."""
    with _interruptible(opening), _progress() as progress:
        yield progress


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
    from sterna.report.screen import coloured

    if not coloured(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from sterna.report.inert import shown

    bar = Progress(
        BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("starting PostgreSQL", total=None)

        def tell(tag: str, done: int, total: int) -> None:
            bar.update(task, description=shown(tag), completed=done, total=total)

        yield tell


def tell_earlier(proved: Proved) -> None:
    """Tell on standard error which earlier migrations do not run."""
    from sterna.report.screen import Screen

    screen = Screen(sys.stderr)
    for one in proved.earlier:
        place = f"{one.path}:{one.line}:{one.column}" if one.line else str(one.path)
        screen.line(f"{place}: ", ("error", "bold red"), f": this earlier migration does not run: {one.why}")
