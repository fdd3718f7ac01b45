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

# Tables with their file (it changes when they are written anew), the number of full scans so far, and the locks that
# this session holds. One query, because it is asked before and after every statement; the view pg_stat_xact_all_tables
# would add up indexes as well. Toast tables count as their table; the index of a table is the table's business.
_LOOK = f"""
SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname), pg_catalog.pg_relation_filenode(c.oid),
  coalesce(pg_catalog.pg_stat_get_xact_numscans(c.oid), 0), NULL
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= {_FIRST_OWN_OID} AND c.relkind IN ('r', 'm', 'p') AND n.nspname !~ '^pg_'
UNION ALL
SELECT l.relation, NULL, NULL, NULL, l.mode FROM pg_catalog.pg_locks l
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
        self._old = frozenset(self._look()[0])

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
        before, held = self._look()
        self._connection.run(statement.text)
        after, now = self._look()
        known = [oid for oid in before if oid in self._old]
        taken = {
            oid: now[oid] for oid in known if oid in now and _STRENGTH[now[oid]] > _STRENGTH.get(held.get(oid, ""), -1)
        }
        return Sight(
            tuple(
                sorted(
                    (Lock(statement, before[oid].name, MODES[mode]) for oid, mode in taken.items()),
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

    def _alone(self, statement: Statement) -> Sight:
        before = {table.name: oid for oid, table in self._look()[0].items()}
        self._connection.run(statement.text)
        found = [
            table for name in tables(statement) for table in before if before[table] in self._old and _same(table, name)
        ]
        return Sight(tuple(Lock(statement, table, "SHARE UPDATE EXCLUSIVE") for table in found), (), ())

    def _look(self) -> tuple[dict[str, _Table], dict[str, str]]:
        """Return the tables, and the strongest lock that is held on each relation."""
        found: dict[str, _Table] = {}
        held: dict[str, str] = {}
        for oid, name, file, scans, mode in self._connection.rows(_LOOK):
            if oid is None:
                continue
            if mode is None:
                found[oid] = _Table(name or "", file or "", int(scans or 0))
            elif _STRENGTH.get(mode, -1) > _STRENGTH.get(held.get(oid, ""), -1):
                held[oid] = mode
        return found, held


def _by_table(lock: Lock) -> str:
    return lock.table


def _same(table: str, name: str) -> bool:
    plain = name.replace('"', "")
    return table.replace('"', "") in (plain, f"public.{plain}")
