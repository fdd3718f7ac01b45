"""`sterna doctor`."""

from __future__ import annotations

import sys
from typing import Final

from sterna.cli.options import Work
from sterna.cli.production import Production
from sterna.cli.standing import compare
from sterna.history.model import History
from sterna.postgres.connection import SqlError
from sterna.problem import Problem
from sterna.report.production import text as json_text
from sterna.report.terminal import Screen
from sterna.runbook.doctor import Complaint, Weight, of_database, of_drift, of_folder
from sterna.runbook.standing import Standing, stand

_STYLES: Final = {Weight.ERROR: "bold red", Weight.WARNING: "yellow", Weight.NOTE: "cyan"}


def doctor(history: History, production: Production | None, work: Work, form: str, *, drift: bool) -> int:
    """Print all that is wrong, the worst first, each with what mends it; without a database the folder alone."""
    found = list(of_folder(history))
    standing: Standing | None = None
    if production is not None:
        with production.target.connect(name="sterna doctor") as connection:
            try:
                connection.run("SET default_transaction_read_only = on")
                standing = stand(connection, history, production.tracking)
                found += of_database(connection, standing)
                if drift:
                    found += of_drift(compare(connection, standing, work))
            except SqlError as error:
                raise Problem(f"The connection was lost: {error}.", where=connection.address) from error
    weights = list(Weight)
    found.sort(key=lambda one: weights.index(one.weight))
    where = standing.server.place if standing else str(history.folder)
    if form == "json":
        sys.stdout.write(json_text({"looked_at": where, "complaints": [_json(one) for one in found]}))
    else:
        _say(Screen(sys.stdout), found, where)
    return int(any(one.weight is Weight.ERROR for one in found))


def _say(screen: Screen, found: list[Complaint], where: str) -> None:
    for one in found:
        place = f"{one.where}: " if one.where else ""
        screen.line((str(one.weight), _STYLES[one.weight]), f" {one.name}: {place}{one.text}")
        if one.mend:
            screen.line((f"    {one.mend}", "green"))
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
