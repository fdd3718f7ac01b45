"""CONCURRENTLY, so that a second run goes on where the first one was killed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sterna.postgres.connection import Connection
from sterna.problem import Problem
from sterna.runbook.alone import Alone, Work, alone
from sterna.runbook.standing import InvalidIndex, invalid_indexes
from sterna.sql import quote
from sterna.sql.statement import Statement

_LOOK: Final = 2.0
"""Seconds between two looks at an index that another session builds."""


@dataclass(frozen=True, slots=True)
class _Index:
    schema: str
    plain: str
    definition: str
    valid: bool
    building: bool

    @property
    def name(self) -> str:
        return quote.name(self.schema, self.plain)


class Finder:
    """A session outside of transactions, and what it needs to tell work that is done from work that is not."""

    def __init__(
        self,
        connection: Connection,
        built: Mapping[tuple[str, str], str],
        note: Callable[[str], None],
        patience: float,
        sleep: Callable[[float], None],
    ) -> None:
        """Work on this session; `built` are the definitions that indexes should have, by schema and name.

        `seen` are those that were built, or found, for statements so far.
        """
        self.connection = connection
        self.built = built
        self.note = note
        self.patience = patience
        self.sleep = sleep
        self.seen: set[tuple[str, str]] = set()

    def index(self, work: Alone) -> _Index | None:
        """Return the index that a statement names, where it is there; raise SqlError."""
        if work.table:
            table, name = quote.literal(work.table), quote.literal(work.index_name)
            where = f"i.indrelid = to_regclass({table}) AND c.relname = {name}"
        else:
            where = f"c.oid = to_regclass({quote.literal(work.index)})"
        found = self.connection.rows(
            f"SELECT c.oid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE {where}"
        )
        if not found:
            return None
        # With an empty search_path all names are printed in full, as those are that it is compared with.
        rows = self.connection.rows(
            "SELECT set_config('sterna.path', current_setting('search_path'), false); SET search_path = '';"
            " SELECT n.nspname, c.relname, pg_get_indexdef(c.oid), i.indisvalid,"
            " EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = c.oid"
            "   AND p.datname = current_database())"
            " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            f" WHERE c.oid = {found[0][0]}"
        )
        self.connection.run("SELECT set_config('search_path', current_setting('sterna.path'), false)")
        if not rows:
            return None
        schema, plain, definition, valid, building = rows[0]
        return _Index(schema or "", plain or "", definition or "", valid == "t", building == "t")

    def left_behind(self, statement: Statement) -> str:
        """Name the INVALID indexes that a statement that failed may have left behind; empty where there are none."""
        if self.connection.closed:
            return ""
        work = alone(statement)
        found = [index for index in invalid_indexes(self.connection) if not index.building and _of(work, index)]
        return "\n".join(
            f"An INVALID index is left behind: {index.name} on {index.table}. "
            f"The next run of `sterna migrate` drops it and builds it anew; by hand: {index.mend}"
            for index in found
        )


def perform(find: Finder, statement: Statement) -> None:
    """Run a statement that refuses a transaction, or see that it was run already; raise Problem or SqlError."""
    work = alone(statement)
    if work is None:
        raise Problem("This statement cannot run alone.", where=statement.place)
    if work.work is Work.BUILD:
        _build(find, work)
    elif work.work is Work.DROP:
        if find.index(work) is None:
            find.note(f"{work.index} is not there: it was dropped before")
        else:
            find.connection.run(statement.text)
    else:
        find.connection.run(statement.text)


def _build(find: Finder, work: Alone) -> None:
    found = _finished(find, work)
    if found is not None and not found.valid:
        find.note(f"{found.name} was left INVALID by an earlier run: it is dropped and built anew")
        find.connection.run(f"DROP INDEX CONCURRENTLY {found.name}")
        found = None
    # What a statement of this migration made already is no work of an earlier run: PostgreSQL refuses the second.
    if found is None or (found.schema, found.plain) in find.seen:
        find.connection.run(work.statement.text)
        made = find.index(work)
        if made is None or not made.valid:
            raise Problem(
                f"The index {work.index} is not valid after it was built.", where=work.statement.place, code=1
            )
        find.seen.add((made.schema, made.plain))
        return
    find.seen.add((found.schema, found.plain))
    wanted = find.built.get((found.schema, found.plain))
    if wanted == found.definition:
        find.note(f"{found.name} is there and valid: it was built before")
        return
    raise Problem(
        f"There is an index {found.name} already, and whether it is the one that is wanted cannot be told."
        if wanted is None
        else f"There is another index of the name {found.name} already.",
        where=f"{work.statement.place}\nthere:  {found.definition}" + (f"\nwanted: {wanted}" if wanted else ""),
        do="If it is the one: sterna mark-applied. If not, drop it or rename it.",
        code=1,
    )


def _finished(find: Finder, work: Alone) -> _Index | None:
    """Return the index when nobody builds it any more; raise Problem when that takes too long."""
    limit = time.monotonic() + find.patience
    told = False
    while (found := find.index(work)) is not None and found.building:
        if not told:
            find.note(f"{found.name} is still being built by a session of an earlier run: waiting for it")
            told = True
        if time.monotonic() > limit:
            raise Problem(
                f"{found.name} has been built by another session for more than {find.patience:g} s.",
                do="Wait for it (pg_stat_progress_create_index), then run `sterna migrate` again.",
                code=1,
            )
        find.sleep(_LOOK)
    return found


def _of(work: Alone | None, index: InvalidIndex) -> bool:
    """Tell whether an index may be what a statement left: REINDEX leaves `name_ccnew`."""
    if work is None or work.work is Work.SETTING:
        return False
    last = index.name.rpartition(".")[2].strip('"')
    return last == work.index_name if work.work is Work.BUILD else work.work is Work.REBUILD and "_cc" in last
