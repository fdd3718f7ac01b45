"""A second opinion on a way back: run in databases of its own, and compared without a line of the engine.

Up runs statement by statement and down in one transaction, as a person would send them with psql. What must be the
same afterwards: what `pg_dump` prints, every row of every table, and the counter of every sequence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.server import Server
from sterna.rollback.model import Rollback, Verdict
from sterna.sql import quote
from sterna.sql.split import split
from tests.rollback.case import Case

_numbers = count()


def objections(server: Server, case: Case, rollback: Rollback, roles: Sequence[str] = ()) -> list[str]:
    """Return what is wrong with a verdict that says "proven", one line each; `roles` are there and may own things."""
    try:
        with database(server) as name:
            with server.connect(name) as connection:
                for role in roles:
                    connection.run(f"GRANT CREATE ON SCHEMA public TO {quote.name(role)}")
                send(connection, case.given)
                rows, counters = everything(connection)
            before = server.dump(name)
            with server.connect(name) as connection:
                # A temporary table may end with the transaction, which is Drizzle's.
                send(connection, f"BEGIN;\n{case.up}\nCOMMIT" if "ON COMMIT DROP" in case.up else case.up)
            with server.connect(name) as connection:
                connection.run(f"BEGIN;\n{rollback.sql}COMMIT")
                rows_after, counters_after = everything(connection)
            after = server.dump(name)
        found = _schema(server, before, after, rollback.verdict)
    except SqlError as error:
        return [f"it does not run by hand: {error} {error.detail}"]
    return found + _rows(rows, rows_after, rollback.lost_rows) + _counters(counters, counters_after, rollback.lost_rows)


@contextmanager
def database(server: Server) -> Iterator[str]:
    """Make a database for the length of a block."""
    name = f"opinion{next(_numbers)}"
    server.create_database(name)
    try:
        yield name
    finally:
        server.drop_database(name)


def send(connection: Connection, text: str) -> None:
    """Send statements one by one; raise SqlError."""
    for piece in text.split("--> statement-breakpoint"):
        for statement in split(piece, Path("case.sql")):
            connection.run(statement.text)


def everything(connection: Connection) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the rows of each table as JSON, and what each sequence gives next."""
    tables = connection.rows(
        "SELECT n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname) FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1"
    )
    rows = {
        plain or "": sorted(row[0] or "" for row in connection.rows(f"SELECT to_jsonb(t) FROM ONLY {quoted} t"))
        for plain, quoted in tables
    }
    sequences = connection.rows(
        "SELECT schemaname || '.' || sequencename, format('%I.%I', schemaname, sequencename), increment_by"
        " FROM pg_sequences WHERE has_sequence_privilege(format('%I.%I', schemaname, sequencename), 'SELECT')"
        " ORDER BY 1"
    )
    counters = {}
    for plain, quoted, step in sequences:
        [(following,)] = connection.rows(
            f"SELECT last_value + CASE WHEN is_called THEN {step} ELSE 0 END FROM {quoted}"
        )
        counters[plain or ""] = following or ""
    return rows, counters


def _schema(server: Server, before: str, after: str, verdict: Verdict) -> list[str]:
    old, new = _parts(before), _parts(after)
    if old != new and _sorted(old) != _sorted(new):
        # What a definition prints may change when it is read back; what that prints does not.
        old, new = _parts(_read_back(server, before)), _parts(_read_back(server, after))
    if old == new:
        return ["it says that columns come back elsewhere, and they do not"] if verdict is Verdict.COLUMN_ORDER else []
    if _sorted(old) == _sorted(new):
        return ["it says exact, and columns come back elsewhere"] if verdict is Verdict.EXACT else []
    gone, come = _sorted(old) - _sorted(new), _sorted(new) - _sorted(old)
    return [f"gone: {part}" for part in gone] + [f"come: {part}" for part in come]


def _parts(dump: str) -> Counter[str]:
    # Blank lines part one statement from the next; a comment line may name an object, its kind and its owner.
    return Counter(
        "\n".join(sorted(part.split("\n"))) if part.startswith(("GRANT", "REVOKE")) else part
        for part in re.split(r"\n\n+", dump)
    )


def _sorted(parts: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for part, times in parts.items():
        lines = part.split("\n")
        if lines[0].startswith(("CREATE TABLE", "CREATE UNLOGGED TABLE", "CREATE TYPE")):
            lines = [lines[0], *sorted(line.rstrip(",") for line in lines[1:])]
        if lines[0].startswith("CREATE STATISTICS"):
            lines = sorted(part.replace(",", " ").split())  # printed in the order of the table's columns
        found["\n".join(lines)] += times
    return found


def _read_back(server: Server, dump: str) -> str:
    with database(server) as name:
        with server.connect(name, admin=True) as connection:
            if "CREATE SCHEMA public;" in dump:
                connection.run("DROP SCHEMA public")
            send(connection, "\n".join(line for line in dump.split("\n") if not line.startswith("\\")))
        return server.dump(name)


def _rows(old: dict[str, list[str]], new: dict[str, list[str]], lost: tuple[str, ...]) -> list[str]:
    named = [match[1] for line in lost if (match := re.match(r"(?:rows of|values of|rows added to) (\S+)", line))]
    if any(line.startswith("rows that") for line in lost):
        return []
    return [
        f"rows of {table} were {old[table]} and are {new.get(table)}"
        for table in old
        if old[table] != new.get(table) and not any(name == table or name.startswith(f"{table}.") for name in named)
    ]


def _counters(old: dict[str, str], new: dict[str, str], lost: tuple[str, ...]) -> list[str]:
    named = [line.removeprefix("the counter of sequence ") for line in lost]
    tables = [line.removeprefix("rows of ") + "_" for line in lost if line.startswith("rows of ")]
    return [
        f"sequence {name} was to give {old[name]!r} and gives {new.get(name)!r}"
        for name in old
        if old[name] != new.get(name) and name not in named and not name.startswith(tuple(tables))
    ]
