"""All that is wrong with a folder and a database, each with what mends it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from sterna.history.model import ROLLBACK, History
from sterna.history.versions import Version
from sterna.postgres.connection import Connection
from sterna.runbook import names
from sterna.runbook.drift import Drift
from sterna.runbook.position import Place, State
from sterna.runbook.rights import lacks
from sterna.runbook.standing import Server, Standing
from sterna.runbook.tracking import Row, Table, delete, is_hash

_OLD_TRANSACTION: Final = 300
"""Seconds after which an open transaction is worth a word: every lock of a migration waits behind it."""

_SESSIONS: Final = f"""
SELECT pid, usename, application_name, floor(extract(epoch FROM now() - xact_start))::int, state,
  left(regexp_replace(query, '\\s+', ' ', 'g'), 80)
FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND xact_start < now() - interval '{_OLD_TRANSACTION} seconds' ORDER BY xact_start"""


class Weight(StrEnum):
    """How bad it is: `error` stops a deploy or hides a migration, `warning` may one day, `note` is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong. `name` is stable, `mend` is a command or an instruction."""

    weight: Weight
    name: str
    text: str
    mend: str = ""
    where: str = ""


# What the journal's faults mean for a deploy: these are about the next `up` or `generate` only.
_LATER: Final = frozenset({"same-second", "crlf", "prefix-mismatch", "idx-gap", "open-branches", "unknown-journal-key"})


def of_folder(history: History) -> Iterator[Complaint]:
    """Yield what is wrong with the files, readiness for Drizzle 1.0 included."""
    for fault in history.faults:
        weight = Weight.ERROR if fault.fatal else Weight.WARNING
        if fault.name == "same-second" and not history.named:
            continue
        place = f"{fault.path}:{fault.line}" if fault.line else str(fault.path)
        weight = Weight.NOTE if fault.name in _LATER else weight
        yield Complaint(weight, fault.name, fault.message, fault.do, place)
    if history.named:
        yield from _strays(history)
    else:
        yield from ready_for_1_0(history)


def _strays(history: History) -> Iterator[Complaint]:
    """Yield the down files that bear no migration's name: those from before `drizzle-kit up` bear the old ones."""
    tags = {migration.tag for migration in history.migrations}
    for file in sorted((history.folder / ROLLBACK).glob("*.sql")):
        if file.stem in tags:
            continue
        name = file.stem.partition("_")[2]
        meant = [tag for tag in sorted(tags) if tag.partition("_")[2] == name]
        yield Complaint(
            Weight.WARNING,
            "stray-down-file",
            f"{file.name} is the way back of no migration here."
            + (" `drizzle-kit up` gave its migration another name." if meant else ""),
            f"git mv {file} {file.with_name(f'{meant[0]}.sql')}, then: sterna rollback {meant[0]} --write"
            if len(meant) == 1
            else "Delete it, or give it the name of its migration.",
            str(file),
        )


def ready_for_1_0(history: History) -> Iterator[Complaint]:
    """Yield what would go wrong with `drizzle-kit up` of Drizzle 1.0, which names folders by the second."""
    seconds: dict[int, str] = {}
    for migration in history.migrations:
        second = migration.when // 1000
        if second in seconds:
            yield Complaint(
                Weight.WARNING,
                "same-second",
                f"{seconds[second]} and {migration.tag} were generated in the same second. Drizzle 1.0 goes "
                "by the second: `up` refuses them, or its first migrate takes one for the other and applies it again.",
                f"Where {migration.tag} is applied nowhere, set its `when` a second later. Where it is, and `up` asks "
                "for that, do it too, and run `sterna migrate` before Drizzle 1.0's own: it goes by the hash.",
                str(migration.path),
            )
        seconds[second] = migration.tag


def of_tracking(standing: Standing, versions: Mapping[str, Version]) -> Iterator[Complaint]:
    """Yield what is wrong with the migrations of a database; `versions` are texts of theirs in git, by hash."""
    last = standing.position.newest
    if last is not None and last.created_at is None and not standing.position.named:
        yield _without_time(standing, last)
    for place in standing.position.places:
        yield from _of_place(place, standing, versions)
    for row in standing.position.unknown:
        yield _unknown(standing, row, versions)
    for other in standing.others:
        yield Complaint(
            Weight.WARNING,
            "two-tables",
            f"{other} looks like a tracking table of Drizzle too.",
            "Let drizzle.config (migrations.table, migrations.schema) and migrate() name the same one.",
        )
    for index in standing.invalid:
        if not index.building:
            yield Complaint(
                Weight.ERROR,
                "invalid-index",
                f"{index.name} on {index.table} is INVALID: it costs writes and serves no query.",
                index.mend,
            )
    if standing.position.named and standing.there and not standing.table.named:
        yield _not_taken_over(standing)
    if standing.table.named and not standing.position.named and standing.position.of(State.PENDING):
        yield Complaint(
            Weight.ERROR,
            "upgraded-table",
            f"{standing.table} was upgraded by Drizzle 1.0, and this folder is of 0.x with migrations pending.",
            "Convert the folder with `drizzle-kit up`, or deploy the code that is.",
        )


def of_server(connection: Connection, about: Server, table: Table | None) -> Iterator[Complaint]:
    """Yield what is wrong with the role and the sessions; `table` is the tracking table, if any. Raise SqlError."""
    if about.read_only:
        yield Complaint(
            Weight.ERROR, "read-only", "New sessions of this database may only read.", "sterna read-only off"
        )
    if about.standby:
        yield Complaint(Weight.ERROR, "standby", "This server is a standby.", "Name the primary in the URL.")
    for lack in lacks(connection, about.user, table):
        yield Complaint(Weight.ERROR if lack.grave else Weight.WARNING, lack.name, lack.text, lack.mend)
    for pid, user, program, seconds, state, query in connection.rows(_SESSIONS):
        yield Complaint(
            Weight.WARNING,
            "old-transaction",
            f"Session {pid} ({user}, {program or 'no name'}) has had a transaction open for {seconds} s "
            f"({state}): {query}",
            f"SELECT pg_terminate_backend({pid});",
        )


def _not_taken_over(standing: Standing) -> Complaint:
    text = (
        f"{standing.table} is of Drizzle 0.x; 1.0, which this folder is of, gives each row the name of its migration."
    )
    if standing.position.unknown:
        return Complaint(
            Weight.ERROR,
            "not-taken-over",
            f"{text} It stops at rows that belong to no migration here.",
            "Deploy the folder that holds their migrations; where one was deleted, bring it back.",
        )
    if standing.position.of(State.AGAIN):
        return Complaint(
            Weight.ERROR,
            "not-taken-over",
            f"{text} It goes by the second, and would give some the name of another.",
            "Before Drizzle's own first migrate: sterna migrate, which goes by the hash.",
        )
    return Complaint(
        Weight.NOTE, "not-taken-over", text, "Nothing: its first migrate does it, and so does sterna migrate."
    )


def of_drift(compared: Drift) -> Iterator[Complaint]:
    """Yield each difference from what the applied migrations make."""
    for difference in compared.differences:
        yield Complaint(
            Weight.WARNING,
            "drift",
            str(difference),
            "Change the schema file and generate a migration, or undo it by hand.",
        )


def _without_time(standing: Standing, row: Row) -> Complaint:
    """Say what a row without `created_at` does: it comes first for Drizzle 0.x, which then runs everything again."""
    table = standing.table.sql
    owner = next((place for place in standing.position.places if place.row is row), None)
    return Complaint(
        Weight.ERROR,
        "no-time",
        f"Row {row.id} of {standing.table} (hash {row.hash[:12]}) has no created_at: Drizzle would run every migration "
        "again.",
        f"UPDATE {table} SET created_at = {owner.when} WHERE id = {row.id};"
        if owner
        else f"DELETE FROM {table} WHERE id = {row.id} AND created_at IS NULL;",
    )


def _unknown(standing: Standing, row: Row, versions: Mapping[str, Version]) -> Complaint:
    """Say where a row comes from that no migration here has."""
    text = f"Row {row.id} of {standing.table} (hash {row.hash[:12]}) belongs to no migration of this folder"
    if version := versions.get(row.hash):
        return Complaint(
            Weight.WARNING,
            "unknown-row",
            f"{text}. It is {version.path} of another commit.",
            f"git show {shlex.quote(str(version))}",
        )
    if not is_hash(row.hash):
        return Complaint(
            Weight.WARNING,
            "unknown-row",
            f"{text}. Drizzle did not write it: its hash is no sha256.",
            f"{delete(standing.table, row)};",
        )
    return Complaint(
        Weight.WARNING,
        "unknown-row",
        f"{text}, and git knows no file of that hash here.",
        "Check out the code that was deployed last: git fetch --all, then sterna doctor again.",
    )


def _edited(place: Place, path: Path, versions: Mapping[str, Version]) -> str:
    """Return what brings the text back that was applied."""
    version = versions.get(place.row.hash) if place.row else None
    if version is None:
        return f"git knows no text of that hash here. See git log -- {path}, after git fetch --all."
    # In a folder of 1.0 each file is called migration.sql.
    own = path.name if path.name != "migration.sql" else f"{path.parent.name}/{path.name}"
    if f"/{version.path}".endswith(f"/{own}"):
        return f"git checkout {version.commit[:12]} -- {shlex.quote(str(path))}"
    return f"git show {shlex.quote(str(version))} > {shlex.quote(str(path))}"


def _of_place(place: Place, standing: Standing, versions: Mapping[str, Version]) -> Iterator[Complaint]:
    why = "; ".join(place.why)
    if place.state is State.SKIPPED:
        yield Complaint(
            Weight.ERROR,
            "skipped",
            f"{place.tag} is not applied and never will be: {why}.",
            f"If its work is there: sterna mark-applied {place.tag}. If not: sterna migrate --out-of-order",
        )
    elif standing.position.named and place.state is State.AGAIN:
        yield Complaint(
            Weight.ERROR,
            "again",
            f"{place.tag} is applied and would be run again: {why}.",
            names.mend(standing.table, place) if standing.table.named else "sterna migrate",
        )
    elif standing.position.named and place.tag in standing.position.late:
        yield Complaint(
            Weight.NOTE,
            "late",
            f"{place.tag} is pending and stands before others that are applied: here it runs after them, in an empty "
            "database before.",
            "Nothing, if it has nothing to do with them.",
        )
    elif place.state is State.AGAIN and place.row is not None:
        if place.row.created_at == place.when or place.row.created_at is None:
            return  # Another row is the cause, or this one is told of by itself.
        yield Complaint(
            Weight.ERROR,
            "again",
            f"{place.tag} is applied and would be run again: {why}.",
            f"UPDATE {standing.table.sql} SET created_at = {place.when} WHERE id = {place.row.id};",
        )
    elif place.edited and place.migration is not None:
        yield Complaint(
            Weight.WARNING,
            "edited",
            f"{place.tag}: {why}.",
            _edited(place, place.migration.path, versions),
        )
    elif not standing.position.named and place.row is not None and place.row.created_at != place.when:
        yield Complaint(
            Weight.WARNING,
            "other-time",
            f"{place.tag}: {why}.",
            f"UPDATE {standing.table.sql} SET created_at = {place.when} WHERE id = {place.row.id};",
        )
