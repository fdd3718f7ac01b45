"""Whether the migrations make what the snapshot says that they make."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from sterna import history
from sterna.postgres.server import Server
from sterna.review import review
from tests.review.histories import GUIDE
from tests.rules.trial import database, observe

ID = "00000000-0000-0000-0000-00000000000"
USERS = {"users": {"id": "bigserial", "email": "varchar(255)"}}
MADE = "CREATE TABLE users (id bigserial, email varchar(255));"
TYPES = {
    "serial": "serial",
    "int4": "integer",
    "bool": "boolean",
    "varchar": "varchar",
    "varchar(20)": "character varying(20)",
    "char": "char",
    "char(3)": "character(3)",
    "numeric": "numeric",
    "numeric(10)": "decimal(10, 0)",
    "numeric(10, 2)": "numeric(10,2)",
    "timestamp": "timestamp without time zone",
    "timestamp (3)": "timestamp(3)",
    "timestamp (6) with time zone": "timestamptz(6)",
    "time with time zone": "timetz",
    "text[][]": "text[]",
    "varchar(50)[]": "varchar(50)[3]",
    "double precision": "float8",
    "jsonb": "jsonb",
    "interval": "interval day to second",
    "bit(3)": "bit(3)",
    "geometry(point)": "point",
}
"""Types as a schema file writes them, and as a migration may that makes the same or what is not compared."""


def snapshot(
    tables: Mapping[str, Mapping[str, str]], enums: Mapping[str, Sequence[str]] | None = None, schema: str = ""
) -> str:
    """Return a snapshot; a type with a dot is one of a schema of its own."""
    return json.dumps(
        {
            "id": ID + "1",
            "prevId": ID + "0",
            "version": "7",
            "dialect": "postgresql",
            "tables": {
                f"{schema or 'public'}.{table}": {
                    "name": table,
                    "schema": schema,
                    "columns": {name: column(name, kind) for name, kind in columns.items()},
                }
                for table, columns in tables.items()
            },
            "enums": {
                f"public.{name}": {"name": name, "schema": "public", "values": values}
                for name, values in (enums or {}).items()
            },
        }
    )


def column(name: str, kind: str) -> dict[str, object]:
    """Return a column as a snapshot holds it."""
    held: dict[str, object] = {"name": name, "type": kind, "primaryKey": False, "notNull": False}
    if "." in kind:
        held["typeSchema"], held["type"] = kind.split(".")
    return held


def told(server: Server, folder: Path, *files: tuple[str, str]) -> list[tuple[str, str]]:
    """Write migrations with their snapshots, run them, and return tag and detail of what the review says of them."""
    (folder / "meta").mkdir()
    entries = []
    for number, (sql, described) in enumerate(files):
        (folder / f"{number:04}_step.sql").write_text(sql)
        (folder / "meta" / f"{number:04}_snapshot.json").write_text(described)
        entries.append({"idx": number, "version": "7", "when": number + 1, "tag": f"{number:04}_step"})
    journal = {"version": "7", "dialect": "postgresql", "entries": entries}
    (folder / "meta" / "_journal.json").write_text(json.dumps(journal))
    found = history.read(folder)
    with database(server) as name:
        seen = observe(server, name, found.migrations)
    findings = review(GUIDE, found, observations=seen).findings
    return [(one.tag, one.detail) for one in findings if one.rule == "replay-differs-from-snapshot"]


def test_alike(server: Server, tmp_path: Path) -> None:
    """Nothing is said where the migrations make what the snapshot says, in whatever words."""
    made = ", ".join(f"c{number} {kind}" for number, kind in enumerate(TYPES.values()))
    wanted = {f"c{number}": kind for number, kind in enumerate(TYPES)}
    assert told(server, tmp_path, (f"CREATE TABLE t ({made});", snapshot({"t": wanted}))) == []


@pytest.mark.parametrize(
    ("sql", "wanted", "said"),
    [
        ("SELECT 1;", USERS, 'There is no table "users".'),
        ("CREATE TABLE users (id bigserial);", USERS, '"users" has no column "email".'),
        (
            "CREATE TABLE users (id serial, email varchar(255));",
            USERS,
            '"users"."id" is integer and should be bigserial.',
        ),
        (
            "CREATE TABLE users (id bigserial, email varchar(64));",
            USERS,
            '"users"."email" is character varying(64) and should be varchar(255).',
        ),
        (
            "CREATE TABLE users (at timestamptz);",
            {"users": {"at": "timestamp"}},
            '"users"."at" is timestamp with time zone and should be timestamp.',
        ),
        (
            "CREATE TABLE users (tags text);",
            {"users": {"tags": "text[]"}},
            '"users"."tags" is text and should be text[].',
        ),
        (
            "CREATE TABLE users (status text);",
            {"users": {"status": "public.status"}},
            '"users"."status" is text and should be "status".',
        ),
    ],
)
def test_differences(
    server: Server, tmp_path: Path, sql: str, wanted: Mapping[str, Mapping[str, str]], said: str
) -> None:
    """A table, a column or a type that the snapshot names and the migrations do not make is told."""
    assert told(server, tmp_path, (sql, snapshot(wanted))) == [("0000_step", said)]


def test_enums(server: Server, tmp_path: Path) -> None:
    """A value that an enum lacks is told, and so is an enum that is not there."""
    wanted = snapshot({}, {"status": ["open", "paid"], "mood": ["happy"]})
    assert told(server, tmp_path, ("CREATE TYPE status AS ENUM ('open');", wanted)) == [
        ("0000_step", 'There is no type "mood". "status" has no \'paid\'.')
    ]


def test_what_the_snapshot_does_not_know(server: Server, tmp_path: Path) -> None:
    """Tables and columns beyond the snapshot are left alone: people make them by hand, and keep them for a while."""
    sql = "CREATE TABLE users (id bigserial, email varchar(255), kept text); CREATE TABLE by_hand (id int);"
    assert told(server, tmp_path, (sql, snapshot(USERS))) == []


def test_told_once(server: Server, tmp_path: Path) -> None:
    """Only the migration at which the two part is told, and a new difference is told without the old."""
    later = {"users": {**USERS["users"], "phone": "text", "fax": "text"}}
    assert told(
        server,
        tmp_path,
        (MADE, snapshot(USERS)),
        ("SELECT 1;", snapshot({"users": {**USERS["users"], "phone": "text"}})),
        ("SELECT 1;", snapshot(later)),
        ("ALTER TABLE users ADD phone text, ADD fax text;", snapshot(later)),
    ) == [("0001_step", '"users" has no column "phone".'), ("0002_step", '"users" has no column "fax".')]


def test_without_the_snapshot_before(server: Server, tmp_path: Path) -> None:
    """Where the snapshot before cannot be read nobody knows whose a difference is, so none is told."""
    assert told(server, tmp_path, (MADE, "{}"), ("SELECT 1;", snapshot({"other": {"id": "integer"}}))) == []


def test_platforms(server: Server, tmp_path: Path) -> None:
    """What a platform brings along is not made by migrations."""
    assert told(server, tmp_path, (MADE, snapshot({"users": {"id": "uuid"}}, schema="auth"))) == []


def test_long_names(server: Server, tmp_path: Path) -> None:
    """PostgreSQL cuts names off after 63 bytes; the snapshot does not."""
    name = "a" * 70
    assert told(server, tmp_path, (f"CREATE TABLE {name} ({name} text);", snapshot({name: {name: "text"}}))) == []


def test_folders_of_drizzle_1_0(server: Server, tmp_path: Path) -> None:
    """Snapshots that hold changes are folded, and a difference is told once, of the migration that made it."""
    columns = [{"entityType": "columns", "schema": "public", "table": "users", "typeSchema": None, "dimensions": 0}]
    table = {"entityType": "tables", "schema": "public", "name": "users"}
    steps: tuple[tuple[str, dict[str, object]], ...] = (
        ("CREATE TABLE users (id bigserial);", {"type": "base", "ddl": [table, columns[0] | ID_COLUMN]}),
        ("SELECT 1;", {"type": "diff", "deltas": [{"op": "create", "row": columns[0] | EMAIL_COLUMN}]}),
        ("ALTER TABLE users ADD COLUMN more text;", {"type": "diff", "deltas": []}),
    )
    before = ID + "0"
    for number, (sql, held) in enumerate(steps):
        home = tmp_path / f"2026010{number + 1}100000_step"
        home.mkdir()
        (home / "migration.sql").write_text(sql)
        own = f"{ID}{number + 1}"
        whole = {"version": "9", "dialect": "postgres", "id": own, "prevIds": [before], **held}
        (home / "snapshot.json").write_text(json.dumps(whole))
        before = own
    found = history.read(tmp_path)
    with database(server) as name:
        seen = observe(server, name, found.migrations)
    findings = review(GUIDE, found, observations=seen).findings
    assert [(one.tag, one.detail) for one in findings if one.rule == "replay-differs-from-snapshot"] == [
        ("20260102100000_step", '"users" has no column "email".')
    ]


ID_COLUMN = {"name": "id", "type": "bigserial"}
EMAIL_COLUMN = {"name": "email", "type": "varchar(255)"}
