"""Locks, rewrites and scans of one statement, measured in its own transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sterna.postgres.observation import Lock, Rewrite, Scan
from sterna.sql.kind import concurrently
from sterna.sql.named import tables

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

# Tables with their file (it changes when they are written anew) and the number of full scans so far.
_TABLES = f"""
SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname), pg_catalog.pg_relation_filenode(c.oid),
  coalesce((SELECT s.seq_scan FROM pg_catalog.pg_stat_xact_all_tables s WHERE s.relid = c.oid), 0)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= {_FIRST_OWN_OID} AND c.relkind IN ('r', 'm', 'p') AND n.nspname !~ '^pg_'"""
# Toast tables count as their table; the index of a table is the table's business.
_LOCKS = f"""
SELECT l.relation, l.mode FROM pg_catalog.pg_locks l
WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
  AND l.relation >= {_FIRST_OWN_OID}"""


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
        self._old = frozenset(self._tables())

    def look(self, statement: Statement) -> Sight:
        """Run a statement in its own transaction and commit it; raise SqlError and leave the transaction to the caller.

        One that refuses a transaction runs alone. Its locks are gone by the time one could look, and are told from the
        manual.
        """
        if concurrently(statement):
            return self._alone(statement)
        self._connection.run("BEGIN")
        sight = self.within(statement)
        self._connection.run("COMMIT")
        return sight

    def within(self, statement: Statement) -> Sight:
        """Run a statement in the open transaction; locks that are held already do not count. Raise SqlError."""
        before, held = self._tables(), self._held()
        self._connection.run(statement.text)
        now, after = self._held(), self._tables()
        taken = {oid: mode for oid, mode in now.items() if _STRENGTH[mode] > _STRENGTH.get(held.get(oid, ""), -1)}
        known = [oid for oid in before if oid in self._old]
        return Sight(
            tuple(
                sorted(
                    (Lock(statement, before[oid].name, MODES[taken[oid]]) for oid in taken if oid in before),
                    key=_by_table,
                )
            ),
            tuple(
                Rewrite(statement, before[oid].name)
                for oid in known
                if oid in after and before[oid].file != after[oid].file
            ),
            tuple(
                Scan(statement, before[oid].name)
                for oid in known
                if oid in after and before[oid].scans != after[oid].scans
            ),
        )

    def _held(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for oid, mode in self._connection.rows(_LOCKS):
            if oid in self._old and mode in _STRENGTH and _STRENGTH[mode] > _STRENGTH.get(found.get(oid, ""), -1):
                found[oid] = mode
        return found

    def _alone(self, statement: Statement) -> Sight:
        before = {table.name: oid for oid, table in self._tables().items()}
        self._connection.run(statement.text)
        found = [
            table for name in tables(statement) for table in before if before[table] in self._old and _same(table, name)
        ]
        return Sight(tuple(Lock(statement, table, "SHARE UPDATE EXCLUSIVE") for table in found), (), ())

    def _tables(self) -> dict[str, _Table]:
        return {
            oid: _Table(name or "", file or "", int(scans or 0))
            for oid, name, file, scans in self._connection.rows(_TABLES)
            if oid
        }


def _by_table(lock: Lock) -> str:
    return lock.table


def _same(table: str, name: str) -> bool:
    plain = name.replace('"', "")
    return table.replace('"', "") in (plain, f"public.{plain}")
