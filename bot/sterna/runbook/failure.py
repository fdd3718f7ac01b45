"""What is said when a run ends early: which statement, what PostgreSQL said, and what is and is not applied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sterna.history.model import Migration
from sterna.postgres.connection import SqlError
from sterna.problem import Problem
from sterna.sql.split import line_starts, position
from sterna.sql.statement import Statement

_ADVICE: Final = {
    "25006": "The database may only be read: sterna read-only off",
    "25001": "Give the statement a migration of its own; with CONCURRENTLY it runs outside of transactions there.",
    "40P01": "It met another session head on, each time. Run it again when there is less to do.",
    "42501": "Let the role that deploys own what it changes, or grant what is missing.",
    "53100": "The disk is full: make room, then run `sterna migrate` again.",
    "55006": "Somebody is using it: see pg_stat_activity.",
    "55P03": "Run it again when there is less to do, or end what holds the lock; --lock-timeout waits longer.",
    "55P04": "Deploy the migration that adds the value first, or use --one-by-one.",
    "57014": "It took longer than --statement-timeout, or somebody cancelled it.",
}
_EXISTS: Final = frozenset({"42701", "42710", "42P04", "42P06", "42P07", "42723"})
_LACKS: Final = frozenset({"42703", "42704", "42883", "42P01", "3F000"})
_LOOK: Final = (
    "The database lacks what it names: see what differs with `sterna status --drift`. If it is a removal that was done "
    "by hand: `sterna mark-applied {tag}`"
)
_MARK: Final = (
    "The database has it already. See what differs with `sterna status --drift`; if all of this migration is there: "
    "`sterna mark-applied {tag}`; if it was there before all migrations: `sterna baseline`"
)


class Failed(Problem):
    """A run that ended early. `sqlstate`, `tag` and `applied` are for programs."""

    def __init__(
        self, what: str, *, where: str, do: str, sqlstate: str = "", tag: str = "", applied: tuple[str, ...] = ()
    ) -> None:
        super().__init__(what, where=where, do=do, code=1)
        self.sqlstate = sqlstate
        self.tag = tag
        self.applied = applied


def refused(
    migration: Migration,
    statement: Statement | None,
    error: SqlError,
    *,
    applied: Sequence[str],
    undone: Sequence[str],
    more: str = "",
) -> Failed:
    """Say what PostgreSQL refused; without a statement it was the COMMIT. `more` says who held a lock."""
    place = _place(statement, error) if statement else f"{migration.path}: COMMIT"
    number = f", statement {statement.number} of {len(migration.statements)}" if statement else ""
    said = [f"{place}{number}", f"{error.sqlstate or 'no SQLSTATE'}: {error.message}"]
    said += [f"detail: {error.detail}"] if error.detail else []
    said += [f"hint: {error.hint}"] if error.hint else []
    said += [more] if more else []
    said += [first_line(statement)] if statement else []
    said.append(told(applied, undone))
    if error.sqlstate in _EXISTS:
        do = _MARK.format(tag=migration.tag)
    elif error.sqlstate in _LACKS:
        do = _LOOK.format(tag=migration.tag)
    else:
        do = _ADVICE.get(error.sqlstate, "")
    return Failed(
        f"{migration.tag} was refused.",
        where="\n".join(said),
        do=do or "Mend what it says, then run `sterna migrate` again.",
        sqlstate=error.sqlstate,
        tag=migration.tag,
        applied=tuple(applied),
    )


def told(applied: Sequence[str], undone: Sequence[str]) -> str:
    """Say which migrations of a run are applied, and which are not."""
    kept = f"Applied in this run: {', '.join(applied)}." if applied else "Nothing of this run is applied."
    return f"{kept} Not applied: {', '.join(undone)}." if undone else kept


def first_line(statement: Statement) -> str:
    """Return the beginning of a statement on one line."""
    text = " ".join(statement.text.split())
    return text if len(text) <= 100 else text[:97] + "..."


def _place(statement: Statement, error: SqlError) -> str:
    """Return where PostgreSQL points to, else where the statement begins."""
    if not error.position:
        return statement.place
    line, column = position(line_starts(statement.text), error.position - 1, statement.line, statement.column)
    return f"{statement.path}:{line}:{column}"
