"""Which routines of a database's own were called in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sterna.postgres.connection import Connection

SETTING: Final = "track_functions"
"""What makes a server count calls; only a superuser may switch it on."""

_CALLED: Final = f"""
SELECT p.oid, pg_catalog.pg_stat_get_function_calls(p.oid), pg_catalog.format('%s.%s', n.nspname, p.proname),
  pg_catalog.pg_get_functiondef(p.oid)
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND p.prokind IN ('f', 'p')
  AND (pg_catalog.pg_stat_get_function_calls(p.oid) > 0 OR pg_catalog.current_setting('{SETTING}') <> 'all')"""


@dataclass(frozen=True, slots=True)
class Called:
    """A function or procedure: its name with its schema, its definition, and how often it was called.

    `times` is None where the server does not count: then each may have been called.
    """

    name: str
    definition: str
    times: int | None


def calls(connection: Connection) -> dict[int, Called]:
    """Return by OID what was called since its database was made, by this session or by one that has ended.

    Raises SqlError.
    """
    connection.rows("SELECT pg_catalog.pg_stat_force_next_flush()")
    return {
        int(oid or 0): Called(name or "", definition or "", None if times is None else int(times))
        for oid, times, name, definition in connection.rows(_CALLED)
    }


def since(then: Mapping[int, Called], *later: Mapping[int, Called]) -> tuple[Called, ...]:
    """Return those that were, or may have been, called after `then`."""
    found = {
        (called.name, called.definition): called
        for now in later
        for oid, called in now.items()
        if called.times is None or oid not in then or then[oid].times != called.times
    }
    return tuple(found.values())
