"""What is wrong with the migrations of a database, and with the rows that track them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from sterna.history.versions import Version
from sterna.runbook import names
from sterna.runbook.doctor.complaint import Complaint, Weight
from sterna.runbook.position import Place, State
from sterna.runbook.standing import Standing
from sterna.runbook.tracking import Row, delete, is_hash


def of_tracking(standing: Standing, versions: Mapping[str, Version]) -> Iterator[Complaint]:
    """Yield what is wrong with the migrations of a database; `versions` are texts of theirs in git, by hash."""
    last = standing.position.newest
    if last is not None and last.created_at is None and not standing.position.named:
        yield _without_time(standing, last)
    if standing.position.foreign and not any(row.hash in versions for row in standing.position.unknown):
        # Each migration is skipped and each row unknown; what mends those would do harm here.
        yield _foreign(standing)
    else:
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


def _foreign(standing: Standing) -> Complaint:
    return Complaint(
        Weight.ERROR,
        "another-folder",
        f"No row of {standing.table} is of a migration in this folder, and git knows none of their files here: it is "
        "the folder, or the database, of another project.",
        "Check the folder, and the database that the URL names.",
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
