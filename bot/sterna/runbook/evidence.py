"""What can be known of an incident while it lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sterna.postgres.connection import Connection
from sterna.problem import Problem
from sterna.runbook import manifest
from sterna.runbook.manifest import Manifest
from sterna.runbook.standing import Standing

_SESSIONS: Final = """
SELECT format('pid %s, %s, %s, %s, transaction since %s%s%s: %s',
  a.pid, a.usename, nullif(a.application_name, ''), a.state,
  to_char(a.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'),
  CASE WHEN cardinality(pg_blocking_pids(a.pid)) > 0
    THEN ', waits for ' || array_to_string(pg_blocking_pids(a.pid), ', ') ELSE '' END,
  coalesce((SELECT ', holds ' || string_agg(DISTINCT l.mode || ' on ' || l.relation::regclass, ', ') FROM pg_locks l
    WHERE l.pid = a.pid AND l.granted AND l.locktype = 'relation' AND l.relation >= 16384
      AND l.mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')), ''),
  left(regexp_replace(a.query, '\\s+', ' ', 'g'), 200))
FROM pg_stat_activity a WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.xact_start IS NOT NULL
ORDER BY a.xact_start"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen: `at` when, `since` when the server runs, in UTC; backups with a manifest, oldest first."""

    at: str
    since: str
    standing: Standing
    sessions: tuple[str, ...]
    backups: tuple[Manifest, ...]


def gather(connection: Connection, standing: Standing, folder: Path) -> Evidence:
    """Look at sessions and locks, and at the backups of this database in a folder; raise SqlError."""
    [(since,)] = connection.rows(
        "SELECT to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS \"UTC\"')"
    )
    sessions = tuple(text or "" for (text,) in connection.rows(_SESSIONS))
    return Evidence(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        since or "",
        standing,
        sessions,
        tuple(sorted(_backups(folder, standing.server.database), key=lambda one: one.started)),
    )


def _backups(folder: Path, database: str) -> list[Manifest]:
    found = []
    for path in sorted(folder.glob("*.dump.json")):
        try:
            one = manifest.read(path.with_suffix(""))
        except Problem:
            continue  # Another program's file of that name is no backup of ours.
        if one is not None and one.database == database and path.with_suffix("").exists():
            found.append(one)
    return found
