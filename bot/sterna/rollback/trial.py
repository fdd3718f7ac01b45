"""Trials of a way back: up, down and up again on tables that hold rows, with a dump between."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sterna.postgres import undumped
from sterna.postgres.calls import Called, calls, since
from sterna.postgres.replay import Seen
from sterna.rollback.aftermath import Aftermath, aftermath, again, compared, moved, roles_watched
from sterna.rollback.descent import descend
from sterna.rollback.raised import raised
from sterna.rollback.witness import Comparison, Likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sterna.postgres.connection import SqlError
    from sterna.postgres.locks import Sight
    from sterna.postgres.observation import Failure
    from sterna.rollback.bench import Bench
    from sterna.rollback.stage import Stage
    from sterna.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Trial:
    """What one way back was seen to do.

    `refused` is the statement that PostgreSQL did not take and its error. `again` is empty, or says how the second time
    up differs from the first. `lost` names rows and values that were not the same afterwards, `counters` the sequences
    that go on elsewhere, `restored` the tables whose rows the migration was seen to change and the way back to bring
    back, `tried` those that held rows, `filled` the OIDs of those that were given some. `called` is code of the
    database's own that ran on the way up or down, `idle` what a person wrote to change rows and met none.
    """

    statements: tuple[str, ...]
    seen: Seen = field(default_factory=Seen)
    comparison: Comparison | None = None
    refused: tuple[str, SqlError] | None = None
    again: str = ""
    lost: tuple[str, ...] = ()
    counters: tuple[tuple[str, str], ...] = ()
    unfilled: tuple[tuple[str, str], ...] = ()
    with_rows: Failure | None = None
    tried: frozenset[tuple[str, str]] = frozenset()
    sights: tuple[Sight, ...] = ()
    restored: frozenset[tuple[str, str]] = frozenset()
    filled: frozenset[int] = frozenset()
    called: tuple[Called, ...] = ()
    idle: tuple[Statement, ...] = ()

    @property
    def proved(self) -> bool:
        """Tell whether the schema came back."""
        return self.comparison is not None and self.comparison.alike


def attempt(bench: Bench, stage: Stage, statements: Sequence[str]) -> Trial:
    """Go up, down by these statements and up again on a copy; raise SqlError only when the server is gone.

    Where rows of other tables were written on the way, it is done once more with those filled and looked at.
    """
    more: frozenset[int] = frozenset()
    while True:
        trial, others = _attempt(bench, stage, statements, more)
        if not others:
            return trial
        more |= others


def _attempt(
    bench: Bench, stage: Stage, statements: Sequence[str], more: frozenset[int]
) -> tuple[Trial, frozenset[int]]:
    """Return the trial, and the tables whose rows were written though nobody looked at them."""
    with raised(bench, stage, more) as up:
        changed = moved(bench, stage, up)
        with (
            roles_watched(bench, stage) as elsewhere,
            bench.limited(stage.migration.tag, f"{stage.migration.tag}: the way back"),
            bench.session(up.database) as connection,
        ):
            descent = descend(connection, stage, statements)
            called = up.called if descent.refused else (*up.called, *since(up.calls, calls(connection)))
            now = {} if descent.refused else undumped.activity(connection)
        written = {oid for oid, seen in now.items() if up.activity.get(oid, seen) != seen} - up.looked
        if others := frozenset(written & stage.before.relations.keys()):
            return Trial(tuple(statements)), others
        trial = Trial(
            tuple(statements),
            up.seen,
            refused=descent.refused,
            unfilled=up.unfilled,
            with_rows=up.with_rows,
            tried=frozenset(table for table, image in (up.image or {}).items() if image.count),
            sights=descent.sights,
            filled=up.filled,
            called=called,
            idle=descent.idle,
        )
        if descent.refused is not None:
            return trial, frozenset()
        comparison = compared(bench, stage, up.database)
        seen = Aftermath()
        if comparison.alike:
            seen = aftermath(bench, stage, up)
            seen = replace(seen, lost=(*seen.lost, *elsewhere))
        if seen.versions:
            comparison = Comparison(Likeness.DIFFERS, seen.versions)
        trial = replace(
            trial,
            comparison=comparison,
            again=again(bench, stage, up.database) if comparison.alike else "",
            lost=seen.lost,
            counters=seen.counters,
            restored=frozenset(table for table in changed if not any(".".join(table) in line for line in seen.lost)),
        )
        return trial, frozenset()
