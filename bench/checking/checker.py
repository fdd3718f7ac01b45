"""The second opinion: run printed ways back as a person would, and compare what `pg_dump` prints.

It shares no code with the engine. It reads the journal itself, sends chunks as Drizzle does or the statements of a
plain file one by one, runs the printed text in one transaction with the server's own settings, and compares the dumps
and the rows with its own eyes. Only the server and what a history takes for granted (extensions, roles) come from
`sterna.postgres`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from checking import dumps
from checking.histories import Found

from sterna import history as histories
from sterna.history.model import Migration
from sterna.postgres import provision
from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.opening import open_server
from sterna.postgres.server import Server
from sterna.sql.split import split

ERROR = "error"
UP_FAILS = "up fails"
UNCHANGED = "no schema change"

PATIENCE = 300.0
"""Seconds that a migration and its way back may take; then the server is ended."""

_TRACKING = """CREATE SCHEMA IF NOT EXISTS drizzle;
CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (
  id serial PRIMARY KEY, hash text NOT NULL, created_at bigint
)"""
_ENDS_A_TRANSACTION = re.compile(r"(?i)\s*(begin|commit|start\s+transaction|end|rollback)\b")
_OF_A_ROLE = re.compile(r"(?i)\s*(create|drop|alter)\s+(role|user|group)\b(?!\s+mapping)")

_TABLES = """
SELECT n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT c.relforcerowsecurity"""
# The rows of a table as one digest; jsonb has its keys in an order of its own, whatever that of the columns is.
_DIGEST = """SELECT '{number}', count(*) || ' rows ' || coalesce(md5(string_agg(
  to_jsonb(t)::text, chr(10) ORDER BY to_jsonb(t)::text COLLATE "C")), '') FROM ONLY {table} t"""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the checker saw of one migration.

    `found` is one of dumps.EXACT, CANONICAL, COLUMN_ORDER, DIFFERS, or ERROR, UP_FAILS, UNCHANGED. `detail` says what
    differs or what PostgreSQL said. `rows` names tables whose rows are not the same after up and down, `again` is empty
    or says how the second time up differs.
    """

    tag: str
    found: str
    detail: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    again: str = ""

    @property
    def comes_back(self) -> bool:
        """Tell whether the schema came back, perhaps but for the order of columns."""
        return self.found in (dumps.EXACT, dumps.CANONICAL, dumps.COLUMN_ORDER, UNCHANGED)


@dataclass(slots=True)
class _Checker:
    server: Server
    base: str
    count: int = 0
    dumped: dict[str, str] = field(default_factory=dict)

    def name(self) -> str:
        self.count += 1
        return f"c{self.count}"

    def copy(self, database: str) -> str:
        name = self.name()
        self.server.create_database(name, template=database)
        return name

    @contextmanager
    def copied(self, database: str) -> Iterator[str]:
        name = self.copy(database)
        try:
            yield name
        finally:
            self.server.drop_database(name)


def check(
    found: Found,
    printed: dict[str, str],
    last: str | None = None,
    tell: Callable[[str], None] = lambda _: None,
    *,
    pg_bin: Path | None = None,
) -> list[Opinion]:
    """Replay a history and run each printed way back; raise SqlError when the server is gone, Problem when it hangs."""
    history = histories.read(found.folder)
    unreadable = {fault.tag for fault in history.faults if fault.fatal}
    opinions: list[Opinion] = []
    with open_server(pg_bin=pg_bin) as server:
        base = "base"
        server.create_database(base)
        provision.provide(
            server, base, provision.needs([it for one in history.migrations for it in one.statements], server)
        )
        if not found.plain:
            with server.connect(base) as connection:
                connection.run(_TRACKING)
        checker = _Checker(server, base)
        main = checker.copy(base)
        before = server.dump(main)
        for migration in history.migrations:
            if migration.tag in unreadable:
                continue
            tell(migration.tag)
            with server.deadline(PATIENCE, migration.tag):
                wanted = migration.tag in printed
                rows = _rows(server, main) if wanted else {}
                roles = _roles(server)
                alone, refused = _up(server, main, _texts(found, migration), migration)
                made = (
                    _roles(server) - roles if not any(_OF_A_ROLE.match(it.text) for it in migration.statements) else ()
                )
                after = server.dump(main)
                if wanted:
                    if refused:
                        opinions.append(Opinion(migration.tag, UP_FAILS, (refused,)))
                    else:
                        opinion = _opinion(
                            checker,
                            main,
                            found,
                            migration,
                            printed[migration.tag],
                            (before, after),
                            rows,
                            made=made,
                            alone=alone,
                        )
                        opinions.append(opinion)
                before = after
            if migration.tag == last:
                break
    return opinions


def _opinion(  # noqa: PLR0913 (what was before, what is now, and the text between)
    checker: _Checker,
    main: str,
    found: Found,
    migration: Migration,
    text: str,
    sides: tuple[str, str],
    rows: dict[str, str],
    *,
    made: Collection[str],
    alone: bool,
) -> Opinion:
    before, after = sides
    tag, server = migration.tag, checker.server
    changed = dumps.likeness(before, after)[0] != dumps.EXACT
    with ExitStack() as stack, checker.copied(main) as database:
        with server.connect(database) as connection:
            try:
                for piece in _pieces(found, tag, text):
                    connection.run(piece)
            except SqlError as error:
                at = text[max(error.position - 1, 0) :].split("\n", 1)[0][:200] if error.position else ""
                return Opinion(tag, ERROR, (f"{error}", *([at] if at else [])))
        down = server.dump(database)
        likeness, lines = dumps.likeness(before, down)
        if likeness == dumps.DIFFERS:
            canonical = _canonical(checker, before, down)
            if canonical != dumps.DIFFERS:
                likeness, lines = dumps.CANONICAL if canonical == dumps.EXACT else canonical, []
        now = _rows(server, database)
        moved = tuple(
            f"{table}: {rows.get(table)} became {now.get(table)}"
            for table in sorted(rows.keys() | now.keys())
            if rows.get(table) != now.get(table)
        )
        stack.enter_context(_aside(server, made))
        again = _again(server, database, found, migration, after, alone=alone)
    if likeness == dumps.EXACT and not changed:
        likeness = UNCHANGED
    return Opinion(tag, likeness, tuple(lines), moved, again)


def _roles(server: Server) -> set[str]:
    return {name or "" for (name,) in server.rows_as_admin("SELECT quote_ident(rolname) FROM pg_roles")}


@contextmanager
def _aside(server: Server, roles: Collection[str]) -> Iterator[None]:
    """Give roles that a block made another name until the copy is gone: it makes them only where they are not there."""
    for number, role in enumerate(sorted(roles)):
        server.run_as_admin(f"ALTER ROLE {role} RENAME TO aside_{number}")
    yield
    for number, role in enumerate(sorted(roles)):
        server.run_as_admin(f"DROP ROLE IF EXISTS {role}; ALTER ROLE aside_{number} RENAME TO {role}")


def _again(server: Server, database: str, found: Found, migration: Migration, after: str, *, alone: bool) -> str:
    # Roles belong to the whole server: those of the first time up are there, and what else is in their chunks is not.
    others = [it.text for it in migration.statements if not _OF_A_ROLE.match(it.text)]
    chunks = _texts(found, migration) if len(others) == len(migration.statements) else others
    chunks = [] if alone else chunks
    _, refused = _up(server, database, chunks, migration, alone=alone)
    if refused:
        return f"does not go up again: {refused}"
    likeness, lines = dumps.likeness(after, server.dump(database))
    return f"going up again leads elsewhere: {lines[:2]}" if likeness == dumps.DIFFERS else ""


def _texts(found: Found, migration: Migration) -> list[str]:
    """Return what is sent for a migration: chunks by Drizzle, statements by psql."""
    return [it.text for it in migration.statements] if found.plain else found.chunks(migration.tag)


def _pieces(found: Found, tag: str, text: str) -> list[str]:
    """Return what is sent for a way back: one transaction, but for a file that a person wrote into a plain folder."""
    by_hand = found.folder / f"{tag}.down.sql"
    if found.plain and by_hand.is_file():
        return [it.text for it in split(text, by_hand)]
    return ["BEGIN", text, "COMMIT"]


def _up(
    server: Server, database: str, chunks: list[str], migration: Migration, *, alone: bool = False
) -> tuple[bool, str]:
    """Run a migration as Drizzle does; where that is refused each statement alone, past those that fail.

    The statements of a plain file commit themselves, or do as the file says.

    Returns whether it ran only like that, and what was refused even then.
    """
    with server.connect(database) as connection:
        if not alone:
            try:
                if migration.layout.drizzle:
                    connection.run("BEGIN")
                for chunk in chunks:
                    connection.run(chunk)
                if connection.in_transaction:
                    connection.run("COMMIT" if migration.layout.drizzle else "ROLLBACK")
            except SqlError as error:
                _leave(connection)
                if not migration.layout.drizzle:
                    return False, str(error)
            else:
                return False, ""
        refused = ""
        for statement in migration.statements:
            if _ENDS_A_TRANSACTION.match(statement.text) or (alone and _OF_A_ROLE.match(statement.text)):
                continue
            try:
                connection.run(statement.text)
            except SqlError as error:
                _leave(connection)
                refused = refused or f"{error} at {statement.place}"
        return True, refused


def _leave(connection: Connection) -> None:
    if connection.in_transaction:
        connection.run("ROLLBACK")


def _canonical(checker: _Checker, before: str, down: str) -> str:
    """Return how alike two dumps are once they were read back: an expression may be printed in two ways."""
    (first, broken), (second, broken_too) = (_read_back(checker, text) for text in (before, down))
    if dumps.differing(before, down) & (broken | broken_too):
        return dumps.DIFFERS
    return dumps.likeness(first, second)[0]


def _read_back(checker: _Checker, dump: str) -> tuple[str, frozenset[str]]:
    """Build a dump in a copy of what everything begins with, and dump that; also return what could not be built."""
    broken: set[str] = set()
    with checker.copied(checker.base) as database:
        with checker.server.connect(database) as connection:
            for entry in dumps.entries(dump):
                try:
                    connection.run(entry.sql)
                except SqlError:
                    broken.add(entry.header)
        return checker.server.dump(database), frozenset(broken)


def _rows(server: Server, database: str) -> dict[str, str]:
    with server.connect(database) as connection:
        connection.run("SET row_security = off; SET search_path = pg_catalog")
        tables = [(name or "", spelt or "") for name, spelt in connection.rows(_TABLES)]
        texts = [_DIGEST.format(number=number, table=spelt) for number, (_, spelt) in enumerate(tables)]
        rows = connection.rows(" UNION ALL ".join(texts)) if texts else []
        return {tables[int(number or 0)][0]: digest or "" for number, digest in rows}


def outside(folder: Path) -> bool:
    """Tell whether a folder lies outside of this repository: what others wrote stays out of it."""
    return not folder.resolve().is_relative_to(Path(__file__).resolve().parents[2])
