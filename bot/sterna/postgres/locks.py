"""Locks, rewrites and scans of one statement, measured in its own transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sterna.postgres.observation import Lock, Rewrite, Scan
from sterna.sql.concurrent import concurrently
from sterna.sql.tables import tables

if TYPE_CHECKING:
    from sterna.postgres.connection import Connection
    from sterna.sql.statement import Statement

MODES = {
    "AccessShareLock": "ACCESS SHARE",
    "RowShareLock": "ROW SHARE",
    "RowExclusiveLock": "ROW EXCLUSIVE",
    "ShareUpdateExclusiveLock": "SHARE UPDATE EXCLUSIVE",
    "ShareLock": "SHARE",
    "ShareRowExclusiveLock": "SHARE ROW EXCLUSIVE",
    "ExclusiveLock": "EXCLUSIVE",
    "AccessExclusiveLock": "ACCESS EXCLUSIVE",
}
"""Names in pg_locks and names in the manual, weakest first."""

_STRENGTH = {mode: strength for strength, mode in enumerate(MODES)}
_FIRST_OWN_OID = 16384

# A table with its file (it changes when the table is written anew) and the number of full scans so far. The view
# pg_stat_xact_all_tables would add up indexes as well. Toast tables count as their table; the index of a table is the
# table's business.
_TABLES = f"""
SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname), pg_catalog.pg_relation_filenode(c.oid),
  coalesce(pg_catalog.pg_stat_get_xact_numscans(c.oid), 0), NULL
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= {_FIRST_OWN_OID} AND c.relkind IN ('r', 'm', 'p') AND n.nspname !~ '^pg_'"""

# What this session holds a lock on, which is kept to the end of the transaction: nothing else can have been written
# anew or read. And the names of the schemas, because a schema has its tables renamed without a lock on them.
_LOOK = f"""
WITH held AS MATERIALIZED (SELECT l.relation, l.mode FROM pg_catalog.pg_locks l
  WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
    AND l.relation >= {_FIRST_OWN_OID})
{_TABLES.strip()} AND c.oid IN (SELECT relation FROM held)
UNION ALL SELECT relation, NULL, NULL, NULL, mode FROM held
UNION ALL SELECT NULL, string_agg(nspname, '/' ORDER BY oid), NULL, NULL, NULL FROM pg_catalog.pg_namespace"""

# Scans are counted from here on: otherwise the server adds them up, and forgets them, when a second has passed.
_COUNT = "SELECT pg_catalog.pg_stat_force_next_flush()"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one statement was seen to do to tables that were there before."""

    locks: tuple[Lock, ...]
    rewrites: tuple[Rewrite, ...]
    scans: tuple[Scan, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    file: str
    scans: int


class Watch:
    """A look at the statements of one migration, one after another; tables that it makes itself do not count."""

    def __init__(self, connection: Connection) -> None:
        """Remember which tables are there."""
        self._connection = connection
        self._connection.run(_COUNT)
        self._tables: dict[str, _Table] = {}
        self._schemas = ""
        self._remember()
        self._old = frozenset(self._tables)

    def look(self, statement: Statement) -> Sight:
        """Run a statement in its own transaction and commit it; raise SqlError and leave the transaction to the caller.

        One that refuses a transaction runs alone. Its locks are gone by the time one could look, and are told from the
        manual.
        """
        if concurrently(statement):
            return self._alone(statement)
        self._connection.run(_COUNT)
        self._connection.run("BEGIN")
        sight = self.within(statement)
        self._connection.run("COMMIT")
        return sight

    def within(self, statement: Statement) -> Sight:
        """Run a statement in the open transaction; locks that are held already do not count. Raise SqlError."""
        scanned, held, schemas = self._look()
        if schemas != self._schemas:
            self._remember()
        before = {**self._tables, **scanned}
        self._connection.run(statement.text)
        after, now, _ = self._look()
        taken = sorted((oid for oid in now if oid in self._old and oid in before), key=int)
        for oid in now:
            self._tables.pop(oid, None)
        # Of a table that was not locked before, no scan of this transaction is known.
        self._tables |= {oid: replace(table, scans=0) for oid, table in after.items()}
        return Sight(
            tuple(
                sorted(
                    (
                        Lock(statement, before[oid].name, MODES[now[oid]])
                        for oid in taken
                        if _STRENGTH[now[oid]] > _STRENGTH.get(held.get(oid, ""), -1)
                    ),
                    key=_by_table,
                )
            ),
            tuple(
                Rewrite(statement, before[oid].name)
                for oid in taken
                if oid in after and before[oid].file != after[oid].file
            ),
            tuple(
                Scan(statement, before[oid].name)
                for oid in taken
                if oid in after and before[oid].scans != after[oid].scans
            ),
        )

    def _alone(self, statement: Statement) -> Sight:
        self._remember()
        before = {table.name: oid for oid, table in self._tables.items()}
        self._connection.run(statement.text)
        found = [
            table for name in tables(statement) for table in before if before[table] in self._old and _same(table, name)
        ]
        return Sight(tuple(Lock(statement, table, "SHARE UPDATE EXCLUSIVE") for table in found), (), ())

    def _remember(self) -> None:
        """Remember every table as it is now."""
        self._tables = {
            oid: _Table(name or "", file or "", 0)
            for oid, name, file, *_ in self._connection.rows(_TABLES)
            if oid is not None
        }
        self._schemas = self._look()[2]

    def _look(self) -> tuple[dict[str, _Table], dict[str, str], str]:
        """Return the tables that this session holds, the strongest lock on each relation, the names of the schemas."""
        found: dict[str, _Table] = {}
        held: dict[str, str] = {}
        schemas = ""
        for oid, name, file, scans, mode in self._connection.rows(_LOOK):
            if oid is None:
                schemas = name or ""
            elif mode is None:
                found[oid] = _Table(name or "", file or "", int(scans or 0))
            elif _STRENGTH.get(mode, -1) > _STRENGTH.get(held.get(oid, ""), -1):
                held[oid] = mode
        return found, held, schemas


def _by_table(lock: Lock) -> str:
    return lock.table


def _same(table: str, name: str) -> bool:
    plain = name.replace('"', "")
    return table.replace('"', "") in (plain, f"public.{plain}")
