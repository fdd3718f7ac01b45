"""What a run would do: which migrations, in which transactions; and why not, where it would do harm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sterna.history.model import Fault, Migration
from sterna.problem import Problem
from sterna.runbook import names
from sterna.runbook.alone import alone, stands_alone
from sterna.runbook.position import Place, State
from sterna.runbook.standing import Standing
from sterna.sql.kind import Kind, kind

_MANY: Final = 10
"""More than this are not told one by one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Migrations that become true together: in one transaction, or one migration whose statements run alone."""

    migrations: tuple[Migration, ...]
    alone: bool = False

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the tags in order."""
        return tuple(migration.tag for migration in self.migrations)


@dataclass(frozen=True, slots=True)
class Plan:
    """The groups in the order in which they run.

    `late` are tags that run after others that stand after them: Drizzle 0.x would skip them, 1.0 runs them too. With
    `takes_over` the tracking table is of 0.x and gets the columns of 1.0 first.
    """

    standing: Standing
    groups: tuple[Group, ...]
    late: frozenset[str] = frozenset()
    takes_over: bool = False

    @property
    def migrations(self) -> tuple[Migration, ...]:
        """Return all migrations in the order in which they run."""
        return tuple(migration for group in self.groups for migration in group.migrations)


def plan(
    standing: Standing, faults: tuple[Fault, ...], *, one_by_one: bool = False, out_of_order: bool = False
) -> Plan:
    """Arrange what is pending; raise Problem where a run could not be trusted.

    With `one_by_one` each migration has a transaction of its own. With `out_of_order` those that Drizzle would skip run
    too, in their place in the journal.
    """
    writable(standing)
    if standing.position.foreign:
        raise _foreign(standing)
    takes_over = standing.position.named and standing.there and not standing.table.named
    if takes_over:
        names.known(standing.table, standing.position)
    _whole(standing, faults)
    skipped = standing.position.of(State.SKIPPED)
    if skipped and not out_of_order:
        raise _skipped(skipped)
    meant = standing.position.of(State.PENDING, State.SKIPPED)
    migrations = [_runnable(place) for place in meant]
    groups: list[Group] = []
    for migration in migrations:
        if stands_alone(migration):
            _resumable(migration)
            groups.append(Group((migration,), alone=True))
        elif groups and not groups[-1].alone and not one_by_one:
            groups[-1] = Group((*groups[-1].migrations, migration))
        else:
            groups.append(Group((migration,)))
    late = standing.position.late if standing.position.named else frozenset(place.tag for place in skipped)
    return Plan(standing, tuple(groups), late, takes_over)


def writable(standing: Standing, *, adding: bool = True) -> None:
    """Raise Problem where nothing can or should be written; with `adding`, where no row of 0.x should be added."""
    server = standing.server
    if server.standby:
        raise Problem("This server is a standby and cannot be written to.", where=server.place, do="Name the primary.")
    if server.read_only:
        raise Problem(
            "New sessions of this database may only read: default_transaction_read_only is on.",
            where=server.place,
            do="When the incident is over: sterna read-only off",
        )
    if standing.table.named and adding and not standing.position.named:
        raise Problem(
            f"The tracking table {standing.table} was upgraded by Drizzle 1.0, and this folder is of drizzle-kit 0.x. "
            "A row that 0.x adds has no name, so 1.0 would run its migration again.",
            do="Deploy the code that goes with the table, or convert the folder with `drizzle-kit up`.",
        )


def _whole(standing: Standing, faults: tuple[Fault, ...]) -> None:
    """Raise Problem where Drizzle would stop or start anew."""
    again = standing.position.of(State.AGAIN)
    if again and standing.position.named:
        # A table of 0.x gets its names from us, the right ones, before anything runs.
        if standing.table.named:
            raise Problem(
                f"The tracking table is not in order: Drizzle would run {_listed(again)} again.",
                where="\n".join(f"{place.tag}: {text}" for place in again for text in place.why),
                do="\n".join(names.mend(standing.table, place) for place in again),
            )
    elif again:
        newest = standing.position.newest
        empty = newest is not None and newest.created_at is None
        raise Problem(
            f"The tracking table is not in order: Drizzle would run {_listed(again)} again.",
            where="\n".join(f"{place.tag}: {text}" for place in again for text in place.why),
            do=f"Give row {newest.id if newest else ''} of {standing.table} the `when` of its migration, or remove it: "
            "`sterna doctor` prints the SQL."
            if empty
            else f"Give the rows of {standing.table} the `when` that the journal has for their migrations: "
            "`sterna doctor` prints the SQL.",
        )
    missing = [place for place in standing.position.places if place.migration is None]
    if missing:
        fault = missing[0].fault
        raise Problem(
            f"{missing[0].tag} cannot be read" + (f": {fault.message}" if fault else "."),
            where=str(fault.path) if fault else "",
            do=fault.do if fault else "",
        )
    unreadable = [fault for fault in faults if fault.fatal and not fault.tag]
    if unreadable:
        raise Problem(unreadable[0].message, where=str(unreadable[0].path), do=unreadable[0].do)


def _foreign(standing: Standing) -> Problem:
    count = len(standing.tracking.rows)
    rows = f"{count} row{'' if count == 1 else 's'}"
    return Problem(
        f"This database was migrated from another folder: none of the {rows} of {standing.table} is of a migration "
        "here.",
        where=standing.server.place,
        do="Check the folder, and the database that the URL names. If the history was begun anew in new files, mark "
        "what the database has: sterna mark-applied TAG",
    )


def _skipped(skipped: tuple[Place, ...]) -> Problem:
    return Problem(
        f"Drizzle would skip {_listed(skipped)} in silence, now and for ever.",
        where="\n".join(
            [
                *(f"{place.tag}: {text}" for place in skipped[:_MANY] for text in place.why),
                *([f"and {len(skipped) - _MANY} more"] if len(skipped) > _MANY else []),
            ]
        ),
        do="Generate it again on top of the others. If it is meant to run after them as it stands: --out-of-order",
        code=1,
    )


def _runnable(place: Place) -> Migration:
    """Return the migration of a pending entry; raise Problem where it cannot be run as a whole."""
    migration = place.migration
    if migration is None or place.fault is not None:
        fault = place.fault
        raise Problem(
            fault.message if fault else f"{place.tag} cannot be read.",
            where=f"{fault.path}:{fault.line}" if fault and fault.line else str(fault.path if fault else ""),
            do=fault.do if fault else "",
        )
    for statement in migration.statements:
        if kind(statement) is Kind.TRANSACTION:
            raise Problem(
                f"{place.tag} controls the transaction itself: {statement.text.split()[0].upper()}. "
                "Killed after it, nobody could tell what was applied.",
                where=statement.place,
                do="Take it out. A statement with CONCURRENTLY goes into a migration of its own, and runs outside of "
                "transactions there.",
            )
    return migration


def _resumable(migration: Migration) -> None:
    """Raise Problem where a run that was killed in the middle could not be gone on with."""
    for statement in migration.statements:
        if alone(statement) is None:
            raise Problem(
                f"{migration.tag} mixes statements that refuse a transaction with this one. "
                "Killed between them, nobody could tell what was applied.",
                where=statement.place,
                do="Give CREATE, DROP or REINDEX ... CONCURRENTLY a migration of their own, one index a statement.",
            )


def _listed(places: tuple[Place, ...]) -> str:
    tags = [place.tag for place in places]
    return ", ".join(tags) if len(tags) < 5 else f"{', '.join(tags[:3])} and {len(tags) - 3} more"
