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
from sterna.problem import Problem
from sterna.rollback import defect, judgement
from sterna.rollback.apart import statement_by_statement
from sterna.rollback.bench import TRACKING, Bench
from sterna.rollback.inserts import deletions
from sterna.rollback.model import Rollback, Verdict
from sterna.rollback.plan import Plan, planned
from sterna.rollback.suggestion import suggest
from sterna.rollback.trial import NotAgain, Stage, Trial, attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from sterna.history.model import History, Migration
    from sterna.postgres.catalog import Catalog
    from sterna.postgres.observation import Failure
    from sterna.postgres.server import Server
    from sterna.sql.statement import Statement

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
    written: Mapping[str, tuple[str, ...]] | None = None,
    stumbled: Callable[[Migration, str, Statement | None], None] | None = None,
) -> Iterator[Rollback]:
    """Yield the way back of each chosen migration with its verdict, in the order of the journal.

    The others are only run, as far as the last chosen one. A statement that runs longer than `deadline` seconds ends
    the server; its migration is then left out and the rest goes on with a new one. `progress` is told tag, number of
    migrations done and of all. `written` holds ways back that people wrote, by tag: they are proven as they stand.
    `stumbled` is told of each migration before the last chosen one that was not chosen and does not run: why, and at
    which statement if it is known. The proofs go on without what it did.
    """
    asked = _Asked(history, deadline, progress, written or {}, stumbled)
    left: dict[str, str] = {}
    gaps: set[str] = set()
    waiting = [migration.tag for migration in history.migrations if migration.tag in chosen]
    ready: dict[str, Rollback] = {}
    ended: set[str] = set()
    while waiting:
        with open_server() as server:
            turn = _Pass(server, asked, left, frozenset(gaps))
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
                    gaps.add(turn.at)
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
                        gaps.add(turn.at)
                    ended.add(turn.at)
        while waiting and waiting[0] in ready:
            yield ready.pop(waiting.pop(0))


@dataclass(slots=True)
class _State:
    """Where the history stands: the catalog and the dump, None when they were not looked at."""

    catalog: Catalog | None = None
    dump: str | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a proof was asked for; see `prove`."""

    history: History
    deadline: float
    progress: Callable[[str, int, int], None] | None
    written: Mapping[str, tuple[str, ...]]
    stumbled: Callable[[Migration, str, Statement | None], None] | None


class _Pass:
    """One way through the history on one server.

    `left` are migrations that are left out, and why; those among them that run elsewhere leave `gaps`.
    """

    def __init__(self, server: Server, asked: _Asked, left: Mapping[str, str], gaps: frozenset[str]) -> None:
        self.bench = Bench(server, asked.deadline)
        self.history = history = asked.history
        self.broken = {**{fault.tag: fault.message for fault in history.faults if fault.fatal}, **left}
        self.gaps = gaps
        self.ran: set[str] = set()
        self.progress = asked.progress
        self.written = asked.written
        self.stumbled = asked.stumbled
        self.at = ""
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
        queue: deque[Future[Rollback]] = deque()
        try:
            for migration in migrations[: last + 1]:
                self.at = migration.tag
                if self.progress:
                    self.progress(migration.tag, migration.index, last + 1)
                if migration.tag in self.broken:
                    if migration.tag in wanted:
                        yield self._unproven(migration, self.broken[migration.tag])
                    elif self.stumbled:
                        self.stumbled(migration, self.broken[migration.tag], None)
                elif migration.tag in wanted:
                    if pending is None:
                        pending = self._together([held for held in migrations[migration.index :] if held.tag in wanted])
                    queue.append(self._started(pool, migration, state, pending.get(migration.tag)))
                else:
                    failure = self._run(migration).failure
                    if failure is not None and self.stumbled:
                        self.stumbled(migration, f"{failure.message} (SQLSTATE {failure.sqlstate})", failure.statement)
                    state.catalog = state.dump = None
                while queue and (len(queue) > _AHEAD or queue[0].done()):
                    yield queue.popleft().result()
            while queue:
                yield queue.popleft().result()
            if self.progress:
                self.progress("", last + 1, last + 1)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _missing(self, migration: Migration) -> str:
        """Say which earlier migration was left out though it runs elsewhere: nothing is proven on such a schema."""
        left = next((one for one in self.history.migrations[: migration.index] if one.tag in self.gaps), None)
        return "" if left is None else f"{left.tag}, which comes before it, could not be run here: see there"

    def _run(self, migration: Migration) -> replay.Run:
        with self.bench.session(self.main) as connection:
            run = replay.run(connection, migration, self.bench.guard(migration.tag))
        self.ran.add(migration.tag)
        return run

    def _together(self, pending: list[Migration]) -> dict[str, Failure]:
        """Run all that is chosen in one transaction, as Drizzle runs what is pending, and return what ended it."""
        if len(pending) == 1 or any(migration.tag in self.broken for migration in pending):
            return {}
        with self.bench.copied(self.main) as database, self.bench.session(database) as connection:
            connection.run("BEGIN")
            for migration in pending:
                for statement in migration.statements:
                    failure = replay.execute(connection, statement, self.bench.guard(migration.tag))
                    if failure is not None:
                        return {migration.tag: failure}
        return {}

    def _started(
        self, pool: ThreadPoolExecutor, migration: Migration, state: _State, pending: Failure | None
    ) -> Future[Rollback]:
        found: Stage | Rollback
        if missing := self._missing(migration):
            self._run(migration)
            found = self._unproven(migration, missing)
        else:
            found = self._look(migration, state, pending)
        if isinstance(found, Stage):
            return pool.submit(self._judge, found)
        ready: Future[Rollback] = Future()
        ready.set_result(found)
        return ready

    def _look(self, migration: Migration, state: _State, pending: Failure | None) -> Stage | Rollback:
        """Observe a migration; where a defect of ours ends that, run it all the same, for those that follow."""
        try:
            return self._observe(migration, state, pending)
        except Exception as error:
            if not self._is_defect(error):
                raise
            if migration.tag not in self.ran:
                self._run(migration)
            state.catalog = state.dump = None
            return self._unproven(migration, defect.told(error))

    def _is_defect(self, error: Exception) -> bool:
        """Tell a defect of ours from the end of the server, and from what its user has to mend."""
        return self.bench.server.alive and not isinstance(error, Problem)

    def _observe(self, migration: Migration, state: _State, pending: Failure | None) -> Stage:
        if state.catalog is None or state.dump is None:
            with self.bench.session(self.main) as connection:
                before = catalogs.read(connection)
            before_dump = self.bench.server.dump(self.main)
        else:
            before, before_dump = state.catalog, state.dump
        pristine = self.bench.copy(self.main)
        run = self._run(migration)
        doing = f"{migration.tag}: finding the way back"
        with self.bench.limited(migration.tag, doing), self.bench.session(self.main) as connection:
            after = catalogs.read(connection, before)
            plan = planned(connection, after, before) if run.failure is None else Plan((), (), ())
        after_dump = self.bench.server.dump(self.main)
        state.catalog, state.dump = after, after_dump
        return Stage(
            migration,
            before,
            after,
            before_dump,
            after_dump,
            pristine,
            self.base,
            run,
            plan,
            pending,
            deletions(migration.statements, before, after),
            self.written.get(migration.tag),
        )

    def _judge(self, stage: Stage) -> Rollback:
        try:
            if stage.run.failure is not None:
                return judgement.failed(stage, self.provided)
            return judgement.judge(stage, self._best(stage), self.provided)
        except NotAgain as error:
            return judgement.unrepeatable(stage, error.failure, self.provided)
        except Exception as error:
            if not self._is_defect(error):
                raise
            return self._unproven(stage.migration, defect.told(error))
        finally:
            if self.bench.server.alive:
                self.bench.drop(stage.pristine)

    def _best(self, stage: Stage) -> Trial:
        """Try the plan of the whole migration; where it does not prove, the others."""
        best = attempt(self.bench, stage, stage.way_back)
        others = self._others(stage, best)
        while not best.proved and stage.written is None:
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
        for filled in dict.fromkeys((first.filled, frozenset[int]())):
            for whole in (True, False):
                statements = statement_by_statement(self.bench, stage, filled, whole=whole)
                if statements is not None and statements != first.statements:
                    yield statements

    def unproven(self, tag: str, why: str) -> Rollback:
        """Say why nothing was proven of a migration."""
        return self._unproven(next(one for one in self.history.migrations if one.tag == tag), why)

    def _unproven(self, migration: Migration, why: str) -> Rollback:
        return unproven(self.history, migration, why, self.provided)


def unproven(history: History, migration: Migration, why: str, provided: tuple[str, ...] = ()) -> Rollback:
    """Say why nothing was proven, and give what the text alone tells of the way back."""
    suggestion = suggest(migration, history.migrations[: migration.index])
    left = f"; left out, since it takes the state before: {'; '.join(suggestion.missing)}" if suggestion.missing else ""
    told = f"; what follows is only told from the text{left}" if suggestion.statements or left else ""
    return Rollback(
        migration.tag,
        migration.path,
        Verdict.NOT_PROVEN,
        suggestion.statements,
        f"{why.removesuffix('.')}{told}",
        provided=provided,
    )
