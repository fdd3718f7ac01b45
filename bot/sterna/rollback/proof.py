"""Observe, undo, prove: what each migration did, the way back, and what up, down and up again showed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.connection import SqlError
from sterna.postgres.server import Expired
from sterna.problem import Problem
from sterna.rollback import defect
from sterna.rollback.passage import Asked, Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from sterna.history.model import History, Migration
    from sterna.postgres.server import Server
    from sterna.rollback.model import Rollback
    from sterna.sql.statement import Statement

DEADLINE = 60.0
"""Seconds that one statement may run."""


def prove(
    history: History,
    chosen: Collection[str],
    open_server: Callable[[], Server],
    *,
    deadline: float = DEADLINE,
    progress: Callable[[str, int, int], None] | None = None,
    written: Mapping[str, tuple[str, ...]] | None = None,
    stumbled: Callable[[Migration, str, Statement | None], None] | None = None,
) -> Iterator[Rollback]:
    """Yield the way back of each chosen migration with its verdict, in the order of the journal.

    The others are only run, as far as the last chosen one. A statement that runs longer than `deadline` seconds ends
    the server, and another one begins. A migration that could not be run is left out, and nothing after it is proven:
    what its schema would be, nobody saw. One that PostgreSQL refuses is run past what it refuses, and each proof after
    it says so. `progress` is told tag, number of migrations done and of all. `written` holds ways back that people
    wrote, by tag: they are proven as they stand. `stumbled` is told of each migration before the last chosen one that
    was not chosen and does not run: why, and at which statement if it is known.
    """
    asked = Asked(history, deadline, progress, written or {}, stumbled)
    left: dict[str, str] = {}
    waiting = [migration.tag for migration in history.migrations if migration.tag in chosen]
    ready: dict[str, Rollback] = {}
    ended: set[str] = set()
    while waiting:
        with open_server() as server:
            turn = Passage(server, asked, left)
            try:
                for rollback in turn.prove([tag for tag in waiting if tag not in ready]):
                    ready[rollback.tag] = rollback
                    while waiting and waiting[0] in ready:
                        yield ready.pop(waiting.pop(0))
            except Exception as error:
                if not isinstance(error, SqlError | Expired) or server.alive:
                    # It did not even run: the others are still to be told of.
                    if isinstance(error, Problem) or not turn.at or turn.at in left:
                        raise
                    left[turn.at] = defect.told(error)
                elif turn.bench.expired:
                    for tag, why in turn.bench.expired.items():
                        if tag in turn.ran:
                            ready[tag] = turn.unproven(tag, why)
                        else:
                            left[tag] = why
                else:
                    # The server went away by itself. Twice at the same migration is no accident.
                    if turn.at in ended:
                        left[turn.at] = "the server ended while it ran, twice"
                    ended.add(turn.at)
        while waiting and waiting[0] in ready:
            yield ready.pop(waiting.pop(0))
