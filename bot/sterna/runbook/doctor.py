"""All that is wrong with a folder and a database, each with what mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sterna.history.model import ROLLBACK, History
from sterna.postgres.connection import Connection
from sterna.runbook import names
from sterna.runbook.drift import Drift
from sterna.runbook.position import Place, State
from sterna.runbook.standing import Standing
from sterna.sql import quote

_OLD_TRANSACTION: Final = 300
"""Seconds after which an open transaction is worth a word: every lock of a migration waits behind it."""

_RIGHTS: Final = """
SELECT has_database_privilege(current_database(), 'CREATE'),
  (SELECT coalesce(bool_and(pg_has_role(c.relowner, 'USAGE')), true) FROM pg_class c
   JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public'),
  has_schema_privilege('public', 'CREATE')"""
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


def of_database(connection: Connection, standing: Standing) -> Iterator[Complaint]:
    """Yield what is wrong with the tracking table, the role and the sessions; raise SqlError."""
    for place in standing.position.places:
        yield from _of_place(place, standing)
    for row in standing.position.unknown:
        yield Complaint(
            Weight.WARNING,
            "unknown-row",
            f"Row {row.id} of {standing.table} (hash {row.hash[:12]}) belongs to no migration of this folder.",
            "Check out the code that was deployed last; if the migration was deleted, bring it back.",
        )
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
    if standing.server.read_only:
        yield Complaint(
            Weight.ERROR, "read-only", "New sessions of this database may only read.", "sterna read-only off"
        )
    if standing.server.standby:
        yield Complaint(Weight.ERROR, "standby", "This server is a standby.", "Name the primary in the URL.")
    yield from _rights(connection, standing)
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


def _of_place(place: Place, standing: Standing) -> Iterator[Complaint]:
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
            f"git log -- {place.migration.path}, and bring back what was applied.",
        )
    elif not standing.position.named and place.row is not None and place.row.created_at != place.when:
        yield Complaint(
            Weight.WARNING,
            "other-time",
            f"{place.tag}: {why}.",
            f"UPDATE {standing.table.sql} SET created_at = {place.when} WHERE id = {place.row.id};",
        )


def _rights(connection: Connection, standing: Standing) -> Iterator[Complaint]:
    user = quote.name(standing.server.user)
    [(creates, owns, public)] = connection.rows(_RIGHTS)
    if creates != "t":
        yield Complaint(
            Weight.WARNING,
            "no-create",
            f"{standing.server.user} may not CREATE in the database: Drizzle's migrate asks for that each time, "
            "even when its schema is there (sterna migrate does not).",
            f"GRANT CREATE ON DATABASE {quote.name(standing.server.database)} TO {user};",
        )
    if public != "t":
        yield Complaint(
            Weight.WARNING,
            "no-create-in-public",
            f"{standing.server.user} may not make tables in the schema public.",
            f"GRANT CREATE ON SCHEMA public TO {user};",
        )
    if owns != "t":
        yield Complaint(
            Weight.WARNING,
            "not-owner",
            f"{standing.server.user} does not own all tables of the schema public: only an owner may alter them.",
            f"GRANT the_owner TO {user};",
        )
    if standing.there:
        table = quote.literal(standing.table.sql)
        asked = ", ".join(f"has_table_privilege({table}, '{right}')" for right in ("INSERT", "UPDATE", "DELETE"))
        [rights] = connection.rows(f"SELECT {asked}")
        if "f" in rights:
            yield Complaint(
                Weight.ERROR,
                "tracking-rights",
                f"{standing.server.user} may not write to {standing.table}.",
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON {standing.table.sql} TO {user};",
            )
