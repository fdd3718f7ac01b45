"""A way through the history on one server: each migration observed, and proven where it is asked for."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from sterna.postgres import catalog as catalogs
from sterna.postgres import provision, replay, undumped
from sterna.problem import Problem
from sterna.rollback import defect, judgement
from sterna.rollback.bench import TRACKING, Bench
from sterna.rollback.choice import best
from sterna.rollback.inserts import deletions
from sterna.rollback.plan import Plan, planned
from sterna.rollback.raised import NotAgain
from sterna.rollback.repeat import may_touch_server, named_by_roles
from sterna.rollback.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from sterna.history.model import History, Migration
    from sterna.postgres.catalog import Catalog
    from sterna.postgres.observation import Failure
    from sterna.postgres.server import Server
    from sterna.rollback.model import Rollback
    from sterna.sql.statement import Statement

_WORKERS = 2
_AHEAD = 4  # how many proofs may wait while the history goes on


def _ready(queue: deque[Future[Rollback]], most: int) -> Iterator[Rollback]:
    """Yield what is done, in order, and wait until no more than so many are left."""
    while queue and (len(queue) > most or queue[0].done()):
        yield queue.popleft().result()


@dataclass(slots=True)
class _State:
    """Where the history stands: the catalog and the dump, None when they were not looked at."""

    catalog: Catalog | None = None
    dump: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a proof was asked for; see `prove`."""

    history: History
    deadline: float
    progress: Callable[[str, int, int], None] | None
    written: Mapping[str, tuple[str, ...]]
    stumbled: Callable[[Migration, str, Statement | None], None] | None


class Passage:
    """One way through the history on one server."""

    def __init__(self, server: Server, asked: Asked, left: Mapping[str, str]) -> None:
        """Begin on this server; `left` are migrations that could not be run on another, and why."""
        self.bench = Bench(server, asked.deadline)
        self.history = history = asked.history
        self.broken = {**{fault.tag: fault.message for fault in history.faults if fault.fatal}, **left}
        self.ran: set[str] = set()
        self.progress = asked.progress
        self.written = asked.written
        self.stumbled = asked.stumbled
        self.at = ""
        self.stopped: list[str] = []
        statements = [statement for migration in history.migrations for statement in migration.statements]
        needs = provision.needs(statements, server)
        self.base = self.bench.empty()
        self.provided = provision.provide(server, self.base, needs)
        if self.history.layout.drizzle:
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
                # The proofs that still run are about the roles as they are.
                shared = any(may_touch_server(statement) for statement in migration.statements)
                yield from _ready(queue, 0 if shared else _AHEAD)
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
            yield from _ready(queue, 0)
            if self.progress:
                self.progress("", last + 1, last + 1)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _missing(self, migration: Migration) -> str:
        """Say which earlier one is left out: on a schema that is not the history's nothing is proven."""
        migrations = self.history.migrations
        entries = takewhile(lambda tag: tag != migration.tag, (entry.tag for entry in self.history.entries))
        later = {one.tag for one in migrations[migration.index :]}
        before = (*entries, *(one.tag for one in migrations[: migration.index]))
        left = next((tag for tag in before if tag in self.broken and tag not in later), None)
        return "" if left is None else f"{left}, which comes before it, could not be run here: see there"

    def _run(self, migration: Migration) -> replay.Run:
        with self.bench.roles, self.bench.session(self.main) as connection:
            run = replay.run(connection, migration, self.bench.guard(migration.tag))
        self.ran.add(migration.tag)
        if run.failure is not None:
            self.stopped.append(f"not provided: all of {migration.tag}, which stops at {run.failure.statement.place}")
        return run

    def _together(self, pending: list[Migration]) -> dict[str, Failure]:
        """Run all that is chosen in one transaction, as Drizzle runs what is pending, and return what ended it."""
        alone = len(pending) == 1 or not self.history.layout.drizzle
        if alone or any(migration.tag in self.broken for migration in pending):
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
        if isinstance(found, Stage) and not found.made:
            return pool.submit(self._judge, found)
        ready: Future[Rollback] = Future()
        # The history cannot go on while roles that it made are set aside.
        ready.set_result(self._judge(found) if isinstance(found, Stage) else found)
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
        provided = (*self.provided, *self.stopped)
        with self.bench.roles:
            roles, named = undumped.roles(self.bench.server), undumped.role_names(self.bench.server)
            run = self._run(migration)
            beyond = undumped.roles(self.bench.server) != roles
            made = undumped.role_names(self.bench.server) - named
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
            provided,
            beyond,
            made - named_by_roles(migration.statements),
        )

    def _judge(self, stage: Stage) -> Rollback:
        with self.bench.roles if stage.beyond else nullcontext(), self.bench.without(stage.made):
            return self._judged(stage)

    def _judged(self, stage: Stage) -> Rollback:
        try:
            if stage.run.failure is not None:
                return judgement.failed(stage)
            return judgement.judge(stage, best(self.bench, stage))
        except NotAgain as error:
            return judgement.unrepeatable(stage, error.failure)
        except Exception as error:
            if not self._is_defect(error):
                raise
            return self._unproven(stage.migration, defect.told(error))
        finally:
            if self.bench.server.alive:
                self.bench.drop(stage.pristine)

    def unproven(self, tag: str, why: str) -> Rollback:
        """Say why nothing was proven of a migration."""
        return self._unproven(next(one for one in self.history.migrations if one.tag == tag), why)

    def _unproven(self, migration: Migration, why: str) -> Rollback:
        return judgement.unproven(self.history, migration, why, self.provided)
