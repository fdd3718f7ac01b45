"""What is said of a database in production, on a terminal and as JSON."""

from __future__ import annotations

from typing import Final

from sterna.report.plural import counted
from sterna.report.screen import Screen
from sterna.report.values import Json, json_text
from sterna.runbook.drift import Drift
from sterna.runbook.position import Place, State, instant
from sterna.runbook.standing import Standing
from sterna.runbook.tracking import Row

_STYLES: Final = {
    State.APPLIED: "green",
    State.PENDING: "cyan",
    State.SKIPPED: "bold red",
    State.AGAIN: "bold red",
}
_WORDS: Final = {
    State.APPLIED: "applied",
    State.PENDING: "pending",
    State.SKIPPED: "will be skipped by Drizzle",
    State.AGAIN: "will be run again by Drizzle",
}
_WIDTH: Final = 9


def status(screen: Screen, found: Standing, compared: Drift | None) -> None:
    """Write each migration on a line, then what is wrong besides, then one line that sums up."""
    heading(screen, found)
    for place in found.position.places:
        screen.line((f"{place.state:<{_WIDTH}}", _STYLES[place.state]), place.tag)
        for text in (*place.why, *((place.fault.message,) if place.fault else ())):
            screen.line((f"{'':<{_WIDTH}}{text}", "yellow"))
    for row in found.position.unknown:
        told = f"row {row.id}: {_row(row)}: no migration here has it"
        screen.line((f"{'unknown':<{_WIDTH}}", "bold red"), told, hang=_WIDTH)
    for index in found.invalid:
        if index.building:
            screen.line(f"Index {index.name} on {index.table} is being built by another session.")
        else:
            screen.line((f"Index {index.name} on {index.table} is INVALID", "bold red"), f": {index.mend}")
    if compared is not None:
        screen.line("")
        drift(screen, compared)
    screen.line("")
    screen.line(summary(found) + ".")


def heading(screen: Screen, found: Standing) -> None:
    """Write which database this is, and where Drizzle keeps its rows."""
    screen.line(found.server.place)
    count = len(found.tracking.rows)
    shape = " (of Drizzle 1.0)" if found.table.named else ""
    rows = counted(count, "row") if found.there else "not there yet"
    screen.line(f"Tracking table {found.table}{shape}: {rows}")
    for other in found.others:
        screen.line((f"Another table looks like one of Drizzle's: {other} (--table names it)", "yellow"))
    if found.server.read_only:
        screen.line(("New sessions may only read: default_transaction_read_only is on.", "yellow"))
    if found.server.standby:
        screen.line(("This server is a standby and cannot be written to.", "yellow"))
    if found.position.foreign:
        screen.line(("No row is of a migration in this folder: is it that of another project?", "bold red"))
    screen.line("")


def drift(screen: Screen, compared: Drift) -> None:
    """Write each difference on a line."""
    for difference in compared.differences:
        screen.line((str(difference.side), "bold red"), f": {difference}", hang=4)
    for note in compared.notes:
        screen.line((note, "dim"))
    if not compared.differences:
        screen.line(("Every object is as the applied migrations make it.", "green"))


def summary(found: Standing) -> str:
    """Return how many migrations are in which state."""
    counts = [(state, len(found.position.of(state))) for state in State]
    said = [f"{count} {_WORDS[state]}" for state, count in counts if count]
    edited = sum(place.edited for place in found.position.places)
    missing = sum(place.migration is None for place in found.position.places)
    said += [f"{edited} edited since"] if edited else []
    said += [f"{missing} without a file"] if missing else []
    said += [f"{len(found.position.unknown)} unknown"] if found.position.unknown else []
    return ", ".join(said) or "the folder holds no migration"


def status_json(found: Standing, compared: Drift | None) -> str:
    """Return the same as JSON."""
    about = found.server
    value: Json = {
        "database": about.database,
        "server": about.address,
        "version": about.version_name,
        "user": about.user,
        "read_only": about.read_only,
        "tracking_table": {
            "schema": found.table.schema,
            "name": found.table.name,
            "exists": found.there,
            "rows": len(found.tracking.rows),
            "drizzle_1_0": found.table.named,
        },
        "other_tables": [str(other) for other in found.others],
        "migrations": [_place(place) for place in found.position.places],
        "unknown_rows": [_row_json(row) for row in found.position.unknown],
        "invalid_indexes": [
            {"index": index.name, "table": index.table, "building": index.building} for index in found.invalid
        ],
        "wrong": found.wrong or bool(compared and compared.differences),
    }
    if compared is not None:
        value["drift"] = {
            "differences": [
                {
                    "side": str(one.side),
                    "kind": one.kind,
                    "name": one.name,
                    "traits": [{"trait": trait, "is": live, "expected": made} for trait, live, made in one.traits],
                }
                for one in compared.differences
            ],
            "notes": list(compared.notes),
        }
    return json_text(value)


def _place(place: Place) -> Json:
    return {
        "tag": place.tag,
        "when": place.when,
        "state": str(place.state),
        "edited": place.edited,
        "missing_file": place.migration is None,
        "row": _row_json(place.row) if place.row else None,
        "why": [*place.why, *((place.fault.message,) if place.fault else ())],
    }


def _row_json(row: Row) -> Json:
    return {"id": row.id, "hash": row.hash, "created_at": row.created_at, "name": row.name or None}


def _row(row: Row) -> str:
    when = "created_at is empty" if row.created_at is None else f"{row.created_at} ({instant(row.created_at)})"
    return f"hash {row.hash[:12]}, {when}" + (f", {row.name}" if row.name else "")
