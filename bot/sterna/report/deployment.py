"""What is said of a run in production: its plan, how it goes, and what it did."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sterna.history.model import Migration
from sterna.report import production
from sterna.report.screen import INDENT, Screen, coloured
from sterna.report.terminal import tone
from sterna.report.values import Json
from sterna.report.verdict import MEANING
from sterna.rollback.model import Rollback
from sterna.runbook.failure import first_line
from sterna.runbook.plan import Plan
from sterna.runbook.run import Applied
from sterna.runbook.sizes import Size
from sterna.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan with what was proven of it: `proofs` by tag, `sizes` by table, `unproven` what speaks against it.

    `reason` is why a person runs it all the same, `server` on what it was proven ("PostgreSQL 18.6").
    """

    plan: Plan
    proofs: Mapping[str, Rollback]
    sizes: Mapping[str, Size]
    unproven: tuple[str, ...]
    reason: str = ""
    server: str = ""


def plan(screen: Screen, shown: Shown) -> None:
    """Write what would run: each statement with the locks that it was seen to take, and each way back."""
    production.heading(screen, shown.plan.standing)
    if shown.plan.takes_over:
        count = len(shown.plan.standing.tracking.rows)
        screen.line(f"The tracking table gets the columns of Drizzle 1.0 and its {count} rows their names.")
    count = sum(len(group.migrations) for group in shown.plan.groups)
    if count:
        screen.line((f"To apply: {count} migration{'' if count == 1 else 's'}", "bold"))
    for number, group in enumerate(shown.plan.groups, 1):
        how = "outside of transactions" if group.alone else "in one transaction"
        screen.line((f"{number}. {how}", "bold"))
        for migration in group.migrations:
            _migration(screen, migration, shown)
    version = shown.plan.standing.server.version_name
    if shown.proofs and shown.server.removeprefix("PostgreSQL ").partition(".")[0] != version.partition(".")[0]:
        screen.line(
            f"Run on {shown.server} before; this server is {version}. --pg-bin DIR takes programs of its version."
        )
    for text in shown.unproven:
        screen.line(("not proven", "bold red"), f": {text}", hang=4)
    if shown.unproven and shown.reason:
        screen.line(f"It runs all the same: {shown.reason}")


def _migration(screen: Screen, migration: Migration, shown: Shown) -> None:
    late = ""
    if migration.tag in shown.plan.late:
        late = " (it stands before what is applied)" if migration.named else " (Drizzle would skip it)"
    screen.line(f"{INDENT}{migration.tag}{late}")
    proof = shown.proofs.get(migration.tag)
    for statement in migration.statements:
        screen.line(f"{INDENT}  {statement.number}. {first_line(statement)}", hang=3)
        for text in _effects(statement, proof, shown.sizes):
            screen.line((f"{INDENT}     {text}", "yellow"), hang=2)
    if proof is None:
        screen.line((f"{INDENT}  way back: not looked at", "bold red"))
        return
    screen.line(f"{INDENT}  way back: ", (str(proof.verdict), tone(proof.verdict)), f" ({MEANING[proof.verdict]})")
    if proof.reason:
        screen.line((f"{INDENT}    {proof.reason}", "yellow"))


def _effects(statement: Statement, proof: Rollback | None, sizes: Mapping[str, Size]) -> list[str]:
    seen = proof.observation if proof else None
    if seen is None:
        return []
    rewritten = {one.table for one in seen.rewrites if one.statement == statement}
    scanned = {one.table for one in seen.scans if one.statement == statement}
    found = []
    for lock in seen.locks:
        if lock.statement == statement:
            more = (
                " and writes it anew"
                if lock.table in rewritten
                else " and reads all of it"
                if lock.table in scanned
                else ""
            )
            size = f" ({sizes[lock.table]})" if lock.table in sizes else ""
            found.append(f"{lock.mode} on {lock.table}{size}{more}")
    return found


def plan_json(shown: Shown) -> Json:
    """Return the plan as values."""
    groups = [
        {
            "transaction": not group.alone,
            "migrations": [_migration_json(migration, shown) for migration in group.migrations],
        }
        for group in shown.plan.groups
    ]
    return {
        "takes_over": shown.plan.takes_over,
        "groups": groups,
        "server": shown.server if shown.proofs else None,
        "not_proven": list(shown.unproven),
        "reason": shown.reason,
    }


def _migration_json(migration: Migration, shown: Shown) -> Json:
    proof = shown.proofs.get(migration.tag)
    return {
        "tag": migration.tag,
        "path": str(migration.path),
        "hash": migration.hash,
        "late": migration.tag in shown.plan.late,
        "verdict": str(proof.verdict) if proof else None,
        "reason": proof.reason if proof else "",
        "statements": [
            {
                "number": statement.number,
                "line": statement.line,
                "sql": statement.text,
                "effects": _effects(statement, proof, shown.sizes),
            }
            for statement in migration.statements
        ],
    }


def applied(screen: Screen, done: Sequence[Applied]) -> None:
    """Write what was applied, and how long it took."""
    for one in done:
        if one.seconds is None:
            screen.line(("applied", "green"), f"  {one.tag} (by another migrator, meanwhile)")
        else:
            count = f"{one.statements} statement{'' if one.statements == 1 else 's'}"
            screen.line(("applied", "green"), f"  {one.tag} ({count}, {one.seconds:.2f} s)")


def applied_json(done: Sequence[Applied]) -> list[Json]:
    """Return the same as values."""
    return [{"tag": one.tag, "by_this_run": one.seconds is not None, "seconds": one.seconds} for one in done]


class Progress:
    """Says on standard error how a run goes on: on a terminal each statement, elsewhere what is out of the ordinary."""

    def __init__(self) -> None:
        """Say nothing yet."""
        self._screen = Screen(sys.stderr)
        self._each = coloured(sys.stderr)

    def starts(self, migration: Migration, statement: Statement) -> None:
        """Say which statement is sent."""
        if self._each:
            count = len(migration.statements)
            self._screen.line(f"{migration.tag} {statement.number}/{count}  ", (first_line(statement), "dim"), hang=4)

    def ended(self, seconds: float) -> None:
        """Say how long it took, where anybody had to wait."""
        if self._each and seconds >= 1:
            self._screen.line((f"{INDENT}{seconds:.1f} s", "dim"))

    def note(self, text: str) -> None:
        """Say what is out of the ordinary."""
        self._screen.line(("note", "yellow"), f": {text}", hang=4)
