"""A look from outside at a session that waits: for whom."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.target import Target

PERIOD: Final = 1.0
"""Seconds between two looks."""

_BLOCKERS: Final = """
SELECT format('pid %s (%s%s, %s since %s): %s', a.pid, a.usename, CASE a.application_name WHEN '' THEN '' ELSE ', ' ||
    a.application_name END, a.state, to_char(coalesce(a.state_change, a.backend_start), 'HH24:MI:SS'),
  left(regexp_replace(a.query, '\\s+', ' ', 'g'), 80))
FROM unnest(pg_blocking_pids({pid})) AS b (pid) JOIN pg_stat_activity a ON a.pid = b.pid
ORDER BY a.xact_start LIMIT 3"""


class Lookout:
    """A thread with a session of its own that says whom another session waits for, once for each that it waits for.

    It only looks: when its own session is refused or lost, it says so once and stops.
    """

    def __init__(self, target: Target, watched: Connection, note: Callable[[str], None]) -> None:
        """Watch this session; raise SqlError."""
        self._target = target
        self._pid = watched.serving()
        self._note = note
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._seen: str = ""

    @property
    def seen(self) -> str:
        """Return whom the session was last seen to wait for."""
        return self._seen

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop looking."""
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        connection: Connection | None = None
        try:
            # Most statements are done sooner, and need no second session.
            while not self._end.wait(PERIOD):
                if connection is None:
                    connection = self._target.reconnect(name="sterna lookout")
                rows = connection.rows(_BLOCKERS.format(pid=self._pid))
                found = "\n".join(text or "" for (text,) in rows)
                if found and found != self._seen:
                    self._note(f"waits for {found}")
                self._seen = found or self._seen
        except SqlError as error:
            if not self._end.is_set():
                self._note(f"whom it waits for cannot be seen: {error.message}")
        finally:
            if connection is not None:
                connection.close()
