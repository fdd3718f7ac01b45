"""A server that went away in the middle, asked again what became of a transaction."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from sterna.postgres.connection import SqlError
from sterna.postgres.target import Target
from sterna.runbook import tracking
from sterna.runbook.tracking import Row, Table

RETURN: Final = 60.0
"""Seconds in which the server may come back."""

_FIRST, _LONGEST = 0.2, 5.0


def rows_again(
    target: Target, table: Table, *, name: str, note: Callable[[str], None], sleep: Callable[[float], None]
) -> tuple[Row, ...] | None:
    """Return the rows of the tracking table when the server is back; None where it does not come, or does not answer.

    A transaction that was cut off may go on there for a moment. It holds the table, so the answer waits for its end.
    """
    note(f"the connection was lost: asking the server what became of it, for up to {RETURN:g} s")
    limit = time.monotonic() + RETURN
    pause = _FIRST
    while True:
        try:
            with target.reconnect(name=name) as connection:
                connection.run(f"SET lock_timeout = '{_LONGEST:g}s'")
                return tracking.read(connection, table) if tracking.exists(connection, table) else ()
        except SqlError:
            if time.monotonic() > limit:
                return None
            sleep(pause)
            pause = min(pause * 2, _LONGEST)
