"""Observe, undo, prove: what each migration did, the way back, and what up, down and up again showed."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sterna.postgres import catalog as catalogs
from sterna.postgres import provision, replay
from sterna.postgres.connection import SqlError
from sterna.postgres.server import Expired
from sterna.rollback import judgement
from sterna.rollback.apart import statement_by_statement
from sterna.rollback.bench import TRACKING, Bench
from sterna.rollback.model import Rollback, Verdict
from sterna.rollback.plan import Plan, planned
from sterna.rollback.trial import NotAgain, Stage, Trial, attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from sterna.history.model import History, Migration
    from sterna.postgres.catalog import Catalog
    from sterna.postgres.observation import Failure
    from sterna.postgres.server import Server

DEADLINE = 60.0
"""Seconds that one statement may run."""

_WORKERS = 2
_AHEAD = 4  # how many proofs may wait while the history goes on


def prove(
    history: History,
    chosen: Collection[str],
    open_server: Callable[[], Server],
    *,
    deadline: float = DEADLINE,
    progress: Callable[[str, int, int], None] | None = None,
) -> Iterator[Rollback]:
    """Yield the way back of each chosen migration with its verdict, in the order of the journal.

    The others are only run, as far as the last chosen one. A statement that runs longer than `deadline` seconds ends the server; its migration is then
    left out and the rest goes on with a new one. `progress` is told tag, number of migrations done and of all.
    """
    broken = {fault.tag: fault.message for fault in history.faults if fault.fatal}
    waiting = [migration.tag for migration in history.migrations if migration.tag in chosen]
    ready: dict[str, Rollback] = {}
    while waiting:
        with open_server() as server:
            turn = _Pass(server, history, broken, deadline, progress)
            try:
                for rollback in turn.prove(waiting):
                    ready[rollback.tag] = rollback
                    while waiting and waiting[0] in ready:
                        yield ready.pop(waiting.pop(0))
            except _Ended as ended:
                broken[ended.tag] = ended.why


class _Ended(Exception):
    """The server was ended because of this migration."""

    def __init__(self, tag: str, why: str) -> None:
        super().__init__(why)
        self.tag = tag
        self.why = why


@dataclass(slots=True)
class _State:
    """Where the history stands: the catalog and the dump, None when they were not looked at."""

    catalog: Catalog | None = None
    dump: str | None = None


class _Pass:
    """One way through the history on one server."""

    def __init__(
        self,
        server: Server,
        history: History,
        broken: dict[str, str],
        deadline: float,
        progress: Callable[[str, int, int], None] | None,
    ) -> None:
        self.bench = Bench(server, deadline)
        self.history = history
        self.broken = broken
        self.progress = progress
        statements = [statement for migration in history.migrations for statement in migration.statements]
        needs = provision.needs(statements, server)
        self.base = self.bench.empty()
        self.provided = provision.provide(server, self.base, needs)
        with self.bench.session(self.base) as connection:
            connection.run(TRACKING)
        self.main = self.bench.copy(self.base)

    def prove(self, waiting: Collection[str]) -> Iterator[Rollback]:
        """Run the history to the last waiting migration and yield each waiting one's rollback as it is ready."""
        wanted = set(waiting)
        migrations = self.history.migrations
        last = max(migration.index for migration in migrations if migration.tag in wanted)
        state = _State()
        pending: dict[str, Failure] | None = None
        pool = ThreadPoolExecutor(_WORKERS)
        queue: deque[tuple[str, Future[Rollback]]] = deque()
        try:
            for migration in migrations[: last + 1]:
                if self.progress:
                    self.progress(migration.tag, migration.index, last + 1)
                if migration.tag in self.broken:
                    if migration.tag in wanted:
                        yield self._unproven(migration, self.broken[migration.tag])
                elif migration.tag in wanted:
                    if pending is None:
                        pending = self._together([held for held in migrations[migration.index :] if held.tag in wanted])
                    stage = self._observe(migration, state, pending.get(migration.tag))
                    queue.append((migration.tag, pool.submit(self._judge, stage)))
                else:
                    self._run(migration)
                    state.catalog = state.dump = None
                while queue and (len(queue) > _AHEAD or queue[0][1].done()):
                    yield self._result(*queue.popleft())
            while queue:
                yield self._result(*queue.popleft())
            if self.progress:
                self.progress("", last + 1, last + 1)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _result(self, tag: str, future: Future[Rollback]) -> Rollback:
        with self._ending(tag):
            return future.result()

    def _run(self, migration: Migration) -> replay.Run:
        with self._ending(migration.tag), self.bench.session(self.main) as connection:
            return replay.run(connection, migration, self.bench.guard)

    def _together(self, pending: list[Migration]) -> dict[str, Failure]:
        """Run all that is chosen in one transaction, as Drizzle runs what is pending, and return what ended it."""
        if len(pending) == 1 or any(migration.tag in self.broken for migration in pending):
            return {}
        with self.bench.copied(self.main) as database, self.bench.session(database) as connection:
            connection.run("BEGIN")
            for migration in pending:
                for statement in migration.statements:
                    failure = replay.execute(connection, statement, self.bench.guard)
                    if failure is not None:
                        return {migration.tag: failure}
        return {}

    def _observe(self, migration: Migration, state: _State, pending: Failure | None) -> Stage:
        with self._ending(migration.tag):
            if state.catalog is None or state.dump is None:
                with self.bench.session(self.main) as connection:
                    before = catalogs.read(connection)
                before_dump = self.bench.server.dump(self.main)
            else:
                before, before_dump = state.catalog, state.dump
            pristine = self.bench.copy(self.main)
            run = self._run(migration)
            with self.bench.session(self.main) as connection:
                after = catalogs.read(connection)
                plan = planned(connection, after, before) if run.failure is None else Plan((), (), ())
            after_dump = self.bench.server.dump(self.main)
            state.catalog, state.dump = after, after_dump
            return Stage(migration, before, after, before_dump, after_dump, pristine, self.base, run, plan, pending)

    def _judge(self, stage: Stage) -> Rollback:
        try:
            if stage.run.failure is not None:
                return judgement.failed(stage, self.provided)
            return judgement.judge(stage, self._best(stage), self.provided)
        except NotAgain as error:
            return judgement.unrepeatable(stage, error.failure, self.provided)
        finally:
            if self.bench.server.alive:
                self.bench.drop(stage.pristine)

    def _best(self, stage: Stage) -> Trial:
        """Try the plan of the whole migration; where it does not prove, the others."""
        best = attempt(self.bench, stage, stage.plan.statements)
        others = self._others(stage, best)
        while not best.proved:
            statements = next(others, None)
            if statements is None:
                break
            trial = attempt(self.bench, stage, statements)
            if trial.proved or (best.comparison is None and trial.comparison is not None):
                best = trial
        return best

    def _others(self, stage: Stage, first: Trial) -> Iterator[tuple[str, ...]]:
        if any(
            statement.startswith(("CREATE OR REPLACE FUNCTION", "CREATE OR REPLACE PROCEDURE"))
            for statement in first.statements
        ):
            yield ("SET LOCAL check_function_bodies = off", *first.statements)
        for with_rows in (True, False):
            for whole in (True, False):
                statements = statement_by_statement(self.bench, stage, whole=whole, with_rows=with_rows)
                if statements is not None and statements != first.statements:
                    yield statements

    def _unproven(self, migration: Migration, why: str) -> Rollback:
        return Rollback(migration.tag, migration.path, Verdict.NOT_PROVEN, reason=why, provided=self.provided)

    def _ending(self, tag: str) -> _Ending:
        return _Ending(self.bench.server, tag)


class _Ending:
    """Turn the end of the server during a block into _Ended, with the migration that caused it."""

    def __init__(self, server: Server, tag: str) -> None:
        self.server = server
        self.tag = tag

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise _Ended when it was this migration that took too long, or when the server went away under it."""
        if isinstance(error, Expired):
            raise _Ended(self.tag, error.what) from error
        if isinstance(error, SqlError) and not self.server.alive:
            raise _Ended("", "the server was ended") from error
