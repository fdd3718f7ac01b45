"""`sterna incident`."""

from __future__ import annotations

import sys
from pathlib import Path

from sterna.cli.files import replace_file
from sterna.cli.production import Production
from sterna.history.model import History
from sterna.problem import Problem
from sterna.report.incident import document
from sterna.report.screen import Screen
from sterna.runbook.evidence import gather
from sterna.runbook.standing import stand


def incident(history: History, production: Production, title: str, output: Path | None, backups: Path) -> int:
    """Write down what can be seen of an incident, or print it."""
    if output is not None and output.exists():
        raise Problem("There is a file of this name already: an incident is written down once.", where=str(output))
    with production.session("sterna incident") as connection:
        connection.run("SET default_transaction_read_only = on")
        found = gather(connection, stand(connection, history, production.tracking), backups)
    text = document(found, title)
    if output is None:
        sys.stdout.write(text)
    else:
        replace_file(output, text.encode())
        Screen(sys.stdout).line(("wrote", "green"), f"  {output}")
    return 0
