"""`sterna migrate`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import click

from sterna.cli.options import Work
from sterna.cli.production import Production
from sterna.cli.proving import prove
from sterna.cli.selection import Selection
from sterna.history.model import History, Migration
from sterna.postgres.connection import Connection
from sterna.postgres.opening import Opening
from sterna.problem import Problem
from sterna.report import deployment as words
from sterna.report.screen import Screen
from sterna.report.values import json_text
from sterna.rollback.model import Rollback
from sterna.runbook.migrate import migrate
from sterna.runbook.plan import Group, Plan, plan
from sterna.runbook.position import as_run
from sterna.runbook.run import Applied
from sterna.runbook.sizes import empty, sizes
from sterna.runbook.standing import stand
from sterna.runbook.turn import Patience
from sterna.sql import quote

_IN_TRANSACTION: Final = "25001"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a run was asked for."""

    patience: Patience
    one_by_one: bool = False
    out_of_order: bool = False
    unproven: str = ""
    yes: bool = False
    dry: bool = False


def deploy(history: History, production: Production, work: Work, form: str, wanted: Wanted) -> int:
    """Show the plan, ask, and run it."""
    with production.session("sterna migrate") as connection:
        standing = stand(connection, history, production.tracking)
        found = plan(standing, history.faults, one_by_one=wanted.one_by_one, out_of_order=wanted.out_of_order)
        history = as_run(history, standing.position)
        opening = work.opening()
        proofs, against = prove_plan(history, found, work, opening, connection)
        tables = [lock.table for one in proofs.values() if one.observation for lock in one.observation.locks]
        shown = words.Shown(found, proofs, sizes(connection, tables), against, wanted.unproven, opening.name)
    screen = Screen(sys.stderr if form == "json" else sys.stdout)
    done: tuple[Applied, ...] = ()
    if not found.migrations and not found.takes_over:
        screen.line(f"Nothing is pending in {standing.server.place}.")
    else:
        words.plan(screen, shown)
        sys.stdout.flush()
        if not wanted.dry:
            allow(shown, wanted)
            done = migrate(
                production.target,
                history,
                found,
                patience=wanted.patience,
                watcher=words.Progress(),
                built=_indexes(proofs, found),
            )
            screen.line("")
            words.applied(screen, done)
    if form == "json":
        sys.stdout.write(json_text({**words.plan_json(shown), "applied": words.applied_json(done)}))
    return int(wanted.dry and bool(against) and not wanted.unproven)


def prove_plan(
    history: History, found: Plan, work: Work, opening: Opening, connection: Connection
) -> tuple[dict[str, Rollback], tuple[str, ...]]:
    """Prove what would run, and say what speaks against it; without a server to prove it on, that speaks against it.

    What fails on rows speaks against it only where the database has rows in these tables.
    """
    if not found.migrations:
        return {}, ()
    selection = Selection(history, found.migrations, (), "pending")
    try:
        proved = prove(selection, work, opening)
    except Problem as problem:
        return {}, (f"nothing could be proven: {problem.what}",)
    proofs = {one.tag: one for one in proved.rollbacks}
    against = [f"{one.tag} does not run, and stands before them: {one.why}" for one in proved.earlier]
    for group in found.groups:
        for migration in group.migrations:
            proof = proofs.get(migration.tag)
            against += _against(group, migration, proof)
            if proof is not None and proof.verdict.proven:
                against += _on_rows(group, proof, proofs[found.migrations[0].tag], connection)
    return proofs, tuple(against)


def _against(group: Group, migration: Migration, proof: Rollback | None) -> Iterator[str]:
    if proof is None or not proof.verdict.proven:
        verdict = f"{proof.verdict}: {proof.reason}" if proof else "not proven"
        yield f"{migration.tag}: {verdict}"
        return
    seen = proof.observation
    if seen is None:
        return
    if seen.outside_transaction is not None and not group.alone:
        failure = seen.outside_transaction
        yield f"{migration.tag} does not run in a transaction: {failure.message} (SQLSTATE {failure.sqlstate})"
    if seen.pending is not None and len(group.migrations) > 1:
        failure = seen.pending
        yield (
            f"{migration.tag} does not run in one transaction with those before it: {failure.message} "
            f"(SQLSTATE {failure.sqlstate}); --one-by-one gives each its own"
        )


def _on_rows(group: Group, proof: Rollback, first: Rollback, connection: Connection) -> Iterator[str]:
    seen = proof.observation
    failure = seen.with_rows if seen else None
    if seen is None or failure is None:
        return
    # What runs alone refuses the transaction that the rows were tried in; that says nothing of the rows.
    if group.alone and failure.sqlstate == _IN_TRANSACTION:
        return
    locked = {tuple(quote.folded(lock.table)) for lock in seen.locks}
    met = [oid for oid, one in seen.before.relations.items() if (one.schema, one.name) in locked]
    # As they are called now: what is pending may rename them first. Those that it makes hold no rows yet.
    there = first.observation.before.relations if first.observation else seen.before.relations
    tables = [quote.name(there[oid].schema, there[oid].name) for oid in met if oid in there]
    if not met or not empty(connection, tables):
        yield f"{proof.tag} fails on tables that hold rows: {failure.message} (SQLSTATE {failure.sqlstate})"


def _indexes(proofs: dict[str, Rollback], found: Plan) -> dict[tuple[str, str], str]:
    """Return the definitions of the indexes that migrations outside of transactions make."""
    made: dict[tuple[str, str], str] = {}
    for group in found.groups:
        proof = proofs.get(group.tags[0]) if group.alone else None
        if proof is not None and proof.observation is not None:
            before, after = proof.observation.before.indexes, proof.observation.after.indexes
            made |= {(one.schema, one.name): one.definition for oid, one in after.items() if oid not in before}
    return made


def allow(shown: words.Shown, wanted: Wanted) -> None:
    """Let a person say yes; raise Problem where something is not proven, or where there is nobody to ask."""
    if shown.unproven and not wanted.unproven:
        raise Problem(
            "Something of this is not proven, so it does not run.",
            where="\n".join(shown.unproven),
            do='If you know better, say why: --unproven "REASON"',
            code=1,
        )
    agree(wanted.yes, f"Apply this to {shown.plan.standing.server.name}?")


def agree(yes: bool, question: str) -> None:
    """Ask on a terminal; raise Problem where the answer is no, or where there is none and nobody said --yes."""
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Problem("There is nobody to ask, so nothing was done.", do="Say --yes where no person looks on.")
    if not click.confirm(question, err=True):
        raise Problem("The answer was no, so nothing was done.", code=1)
