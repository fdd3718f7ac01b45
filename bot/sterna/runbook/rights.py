"""What the role of a session may do, as far as migrations need it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sterna.postgres.connection import Connection
from sterna.runbook.tracking import Table, grants
from sterna.sql import quote

_RIGHTS: Final = """
SELECT has_database_privilege(current_database(), 'CREATE'), has_schema_privilege('public', 'CREATE'),
  current_database()"""
_OWNERS: Final = """
SELECT quote_ident(r.rolname), count(*), min(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_roles r ON r.oid = c.relowner
WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND NOT pg_has_role(c.relowner, 'USAGE')
GROUP BY r.rolname ORDER BY r.rolname"""


@dataclass(frozen=True, slots=True)
class Lack:
    """A right that is missing: a stable name, what it is, and the SQL that gives it."""

    name: str
    text: str
    mend: str
    grave: bool = False


def lacks(connection: Connection, user: str, table: Table | None) -> tuple[Lack, ...]:
    """Return the rights that the user lacks; `table` is the tracking table, where there is one. Raises SqlError."""
    role = quote.name(user)
    found = []
    if table is not None and not writes(connection, table):
        found.append(
            Lack("tracking-rights", f"{user} may not write to {table}.", grants(connection, table, user), grave=True)
        )
    [(creates, public, database)] = connection.rows(_RIGHTS)
    if creates != "t":
        text = (
            f"{user} may not CREATE in the database: Drizzle's migrate asks for that each time, "
            "even when its schema is there (sterna migrate does not)."
        )
        found.append(Lack("no-create", text, f"GRANT CREATE ON DATABASE {quote.name(database or '')} TO {role};"))
    if public != "t":
        text = f"{user} may not make tables in the schema public."
        found.append(Lack("no-create-in-public", text, f"GRANT CREATE ON SCHEMA public TO {role};"))
    for owner, count, example in connection.rows(_OWNERS):
        text = f"{user} does not own {count} tables of the schema public, as {example}: only an owner may alter them."
        found.append(Lack("not-owner", text, f"GRANT {owner} TO {role};"))
    return tuple(found)


def writes(connection: Connection, table: Table) -> bool:
    """Tell whether rows can be added, changed and removed, the sequence of their ids included; raise SqlError."""
    name = f"{quote.literal(table.schema)} AND c.relname = {quote.literal(table.name)}"
    [(may,)] = connection.rows(
        "SELECT coalesce(bool_and(has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')"
        " AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE')"
        " AND has_table_privilege(c.oid, 'DELETE')"
        " AND (s.oid IS NULL OR has_sequence_privilege(s.oid, 'USAGE'))), true)"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " LEFT JOIN pg_depend d ON d.refobjid = c.oid AND d.refclassid = 'pg_class'::regclass"
        " AND d.classid = 'pg_class'::regclass AND d.deptype = 'a'"
        " LEFT JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'"
        f" WHERE n.nspname = {name}"
    )
    return may == "t"
