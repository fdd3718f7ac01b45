"""`sterna status`."""

from __future__ import annotations

import sys

from sterna.cli.options import Work
from sterna.cli.production import Production
from sterna.history.model import History
from sterna.postgres.connection import Connection
from sterna.problem import Problem
from sterna.report import production as words
from sterna.report.screen import Screen
from sterna.runbook.drift import Drift, drift, live_catalog
from sterna.runbook.position import State
from sterna.runbook.rehearsal import Rehearsal
from sterna.runbook.standing import Standing, stand


def status(history: History, production: Production, work: Work, form: str, *, drift: bool, strict: bool) -> int:
    """Print where the database stands, and with `drift` how it differs from what its migrations make."""
    asked = production.tracking
    with production.session("sterna status") as connection:
        connection.run("SET default_transaction_read_only = on")
        found = stand(connection, history, asked)
        compared = compare(connection, found, work) if drift else None
    if form == "json":
        sys.stdout.write(words.status_json(found, compared))
    else:
        words.status(Screen(sys.stdout), found, compared)
    wrong = found.wrong or bool(compared and compared.differences)
    return int(wrong or (strict and bool(found.position.of(State.PENDING))))


def compare(connection: Connection, found: Standing, work: Work) -> Drift:
    """Replay what is applied on a private server and compare the database with it; raise Problem or SqlError."""
    from sterna.postgres.opening import open_server

    applied = []
    for place in found.position.applied:
        if place.migration is None or place.fault is not None:
            raise Problem(
                f"What the applied migrations make cannot be told: {place.tag} cannot be run.",
                where=place.fault.message if place.fault else "",
                do="Bring its file back from git.",
                code=1,
            )
        applied.append(place.migration)
    live = live_catalog(connection)
    with open_server(pg_bin=work.pg_bin, url=work.url) as server:
        rehearsal = Rehearsal(server, applied, found.table)
        rehearsal.run(applied, work.deadline)
        return drift(live, found.server.version, rehearsal.made(), found.table)
