"""`sterna doctor`."""

from __future__ import annotations

import sys
from typing import Final

from sterna.cli.options import Work
from sterna.cli.production import Production
from sterna.cli.standing import compare
from sterna.history import versions
from sterna.history.model import History
from sterna.postgres.connection import Connection, SqlError
from sterna.problem import Problem
from sterna.report.screen import Screen
from sterna.report.values import json_text
from sterna.runbook.doctor.complaint import Complaint, Weight
from sterna.runbook.doctor.folder import of_folder
from sterna.runbook.doctor.rows import of_tracking
from sterna.runbook.doctor.server import of_drift, of_server, of_untracked
from sterna.runbook.standing import Standing, server, stand

_STYLES: Final = {Weight.ERROR: "bold red", Weight.WARNING: "yellow", Weight.NOTE: "cyan"}


def doctor(history: History, production: Production | None, work: Work, form: str, *, drift: bool) -> int:
    """Print all that is wrong, the worst first, each with what mends it; without a database the folder alone."""
    found = list(of_folder(history))
    where, code = str(history.folder), 0
    if production is not None:
        try:
            with production.target.connect(name="sterna doctor") as connection:
                connection.run("SET default_transaction_read_only = on")
                about = server(connection)
                where = about.place
                standing = _tracking(connection, history, production, found)
                found += of_server(connection, about, standing.table if standing else None)
                untracked = of_untracked(connection, standing) if standing else ()
                found += untracked
                if drift and standing and not untracked:
                    found += of_drift(compare(connection, standing, work))
        except SqlError as error:
            found.append(Complaint(Weight.ERROR, "connection-lost", f"The connection was lost: {error}."))
            code = 2
        except Problem as problem:
            # The rest of the page is worth reading all the same.
            found.append(_of(problem, "unreachable"))
            code = problem.code
    weights = list(Weight)
    found.sort(key=lambda one: weights.index(one.weight))
    if form == "json":
        sys.stdout.write(json_text({"looked_at": where, "complaints": [_json(one) for one in found]}))
    else:
        _say(Screen(sys.stdout), found, where)
    return code or int(any(one.weight is Weight.ERROR for one in found))


def _tracking(
    connection: Connection, history: History, production: Production, found: list[Complaint]
) -> Standing | None:
    """Add what is wrong with the tracking table; return None where it cannot be read, or several may be meant."""
    try:
        standing = stand(connection, history, production.tracking)
    except Problem as problem:
        found.append(_of(problem, "tracking-table"))
        return None
    rows = [place.row for place in standing.position.places if place.edited and place.row]
    hashes = frozenset(row.hash for row in (*rows, *standing.position.unknown))
    found += of_tracking(standing, versions.find(history.folder, hashes))
    return standing


def _of(problem: Problem, name: str) -> Complaint:
    return Complaint(Weight.ERROR, name, problem.what, problem.do, problem.where)


def _say(screen: Screen, found: list[Complaint], where: str) -> None:
    for one in found:
        place = f"{one.where}: " if one.where else ""
        screen.line((str(one.weight), _STYLES[one.weight]), " ", (one.name, "bold"), f": {place}{one.text}", hang=4)
        if one.mend:
            screen.line((f"    {one.mend}", "green"), whole=one.to_be_typed)
    if found:
        screen.line("")
    counts = [(weight, sum(one.weight is weight for one in found)) for weight in Weight]
    said = ", ".join(f"{count} {weight}{'' if count == 1 else 's'}" for weight, count in counts if count)
    screen.line(f"{where}: {said or 'nothing is wrong'}.")


def _json(one: Complaint) -> dict[str, str]:
    return {
        "weight": str(one.weight),
        "name": one.name,
        "text": one.text,
        "mend": one.mend,
        "where": one.where,
    }
