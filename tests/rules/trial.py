"""The SQL of a rule page, run on a real server and watched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sterna.guide import LOCKS, Example, Kind, Rule
from sterna.history.model import History, Migration
from sterna.postgres import catalog
from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.observation import Failure, Lock, Observation, Rewrite, Scan
from sterna.postgres.server import Server
from sterna.sql.split import split
from sterna.sql.statement import Statement

TABLES = "SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
NAMED = "SELECT oid, oid::regclass::text FROM pg_class WHERE oid = ANY (ARRAY[{oids}]::oid[])"
LOCKED = "SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND granted AND relation = ANY (ARRAY[{oids}]::oid[])"
FILES = "SELECT oid, pg_relation_filenode(oid) FROM pg_class WHERE oid = ANY (ARRAY[{oids}]::oid[])"
SCANS = "SELECT relid, seq_scan FROM pg_stat_xact_all_tables WHERE relid = ANY (ARRAY[{oids}]::oid[])"


@dataclass(frozen=True)
class Run:
    """Examples that were run as the files of one deploy."""

    history: History
    observations: dict[str, Observation]

    @property
    def lock(self) -> str:
        """Return the strongest lock on a table that was there."""
        modes = [lock.mode for seen in self.observations.values() for lock in seen.locks]
        return max(modes, key=LOCKS.index, default="")

    @property
    def rewrote(self) -> bool:
        """Tell whether a table that was there was written anew."""
        return any(seen.rewrites for seen in self.observations.values())

    @property
    def scanned(self) -> bool:
        """Tell whether a table that was there was read as a whole, or written anew."""
        return any(seen.scans for seen in self.observations.values())

    @property
    def failure(self) -> Failure | None:
        """Return the refusal that ended the run."""
        return next((seen.failure for seen in self.observations.values() if seen.failure), None)


@contextmanager
def database(server: Server, *, template: str | None = None) -> Iterator[str]:
    """Make a database, or a copy of one, and drop it afterwards."""
    name = f"rule_{uuid4().hex}"
    server.create_database(name, template=template)
    try:
        yield name
    finally:
        server.drop_database(name)


def prepare(server: Server, name: str, examples: Sequence[Example]) -> None:
    """Run the given SQL of a page."""
    with server.connect(name) as session:
        for example in examples:
            session.run(example.sql)


def migrations(rule: Rule, examples: Sequence[Example]) -> tuple[Migration, ...]:
    """Turn examples into migrations, one for each fence."""
    return tuple(
        Migration(
            tag=f"{number:04}_{example.kind}",
            path=Path(f"{number:04}_{example.kind}.sql"),
            index=number,
            idx=number,
            when=number + 1,
            hash="",
            chunks=(example.sql,),
            statements=split(example.sql, Path(f"{number:04}_{example.kind}.sql")),
        )
        for number, example in enumerate(examples)
    )


def deploy(server: Server, name: str, rule: Rule, examples: Sequence[Example]) -> Run:
    """Run examples as the files of one deploy and watch them: in one transaction, or alone where the page says so."""
    alone = any(example.alone for example in examples)
    pending = migrations(rule, examples)
    seen: dict[str, Observation] = {}
    with server.connect(name) as session:
        if not alone:
            session.run("BEGIN")
        for migration in pending:
            seen[migration.tag] = watch(session, migration)
            if seen[migration.tag].failure:
                break
        if session.in_transaction:
            session.run("COMMIT")
    return Run(History(Path(), "plain" if alone else "journal", pending, ()), seen)


def watch(session: Connection, migration: Migration) -> Observation:
    """Run one migration and see what each statement does to the tables that are there."""
    before = catalog.read(session)
    locks: list[Lock] = []
    rewrites: list[Rewrite] = []
    scans: list[Scan] = []
    for statement in migration.statements:
        oids = ", ".join(oid or "" for (oid,) in session.rows(TABLES))
        names = dict(_rows(session, NAMED, oids))
        first = [set(_rows(session, query, oids)) for query in (LOCKED, FILES, SCANS)]
        try:
            session.run(statement.text)
        except SqlError as error:
            failure = Failure(statement, error.sqlstate, error.message)
            return Observation(migration, before, before, tuple(locks), tuple(rewrites), tuple(scans), failure)
        if session.in_transaction:
            then = [set(_rows(session, query, oids)) for query in (LOCKED, FILES, SCANS)]
            locks += _locks(statement, names, then[0] - first[0])
            left = {oid for oid, _ in then[1]}
            rewrites += [Rewrite(statement, names[oid]) for oid, _ in sorted(then[1] - first[1]) if oid in left]
            counts = dict(first[2])
            scans += [
                Scan(statement, names[oid]) for oid, count in sorted(then[2]) if int(count) > int(counts.get(oid) or 0)
            ]
    return Observation(migration, before, catalog.read(session), tuple(locks), tuple(rewrites), tuple(scans))


def _rows(session: Connection, query: str, oids: str) -> list[tuple[str, str]]:
    return [(key or "", value or "") for key, value in session.rows(query.format(oids=oids))]


def _locks(statement: Statement, names: dict[str, str], taken: set[tuple[str, str]]) -> list[Lock]:
    strongest: dict[str, str] = {}
    for oid, mode in sorted(taken):
        said = _as_the_manual_says(mode)
        if oid not in strongest or LOCKS.index(said) > LOCKS.index(strongest[oid]):
            strongest[oid] = said
    return [Lock(statement, names[oid], mode) for oid, mode in strongest.items()]


def _as_the_manual_says(mode: str) -> str:
    words = mode.removesuffix("Lock")
    return "".join(f" {letter}" if letter.isupper() else letter for letter in words).strip().upper()


def sql(rule: Rule, kind: Kind) -> list[Example]:
    """Return the examples of one kind as a list."""
    return list(rule.sql(kind))
