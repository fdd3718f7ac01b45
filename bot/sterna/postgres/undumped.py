"""What `pg_dump --schema-only` does not print and a migration can change all the same.

Counters of sequences, versions of extensions and the rows of their tables, large objects, and the settings, comment and
privileges of the database. Other rows are looked at elsewhere; `activity` tells in which tables to look. `roles` is
about the whole server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sterna.postgres.connection import SqlError
from sterna.sql.quote import literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sterna.postgres.connection import Connection
    from sterna.postgres.server import Server

_READS_COUNTERS: Final = 180000
"""From this version on, a function reads a counter without a query of its own."""

_FORBIDDEN: Final = "42501"

# Names of our own schema first: a history may have made functions of these names.
_OTHERS: Final = """
SELECT 'extension', extname, extversion FROM pg_catalog.pg_extension
UNION ALL SELECT 'object', oid::text, concat_ws(' ', md5(lo_get(oid)), lomacl, obj_description(oid, 'pg_largeobject'))
  FROM pg_catalog.pg_largeobject_metadata
  WHERE lomowner = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)
UNION ALL SELECT 'database', 'comment', shobj_description(oid, 'pg_database')
  FROM pg_catalog.pg_database WHERE datname = current_database()
UNION ALL SELECT 'database', 'privileges', datacl::text FROM pg_catalog.pg_database WHERE datname = current_database()
UNION ALL SELECT 'database', 'settings of role ' || setrole::text, setconfig::text FROM pg_catalog.pg_db_role_setting
  WHERE setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
"""
_ROLES: Final = """
SELECT md5(string_agg(x, chr(10) ORDER BY x)) FROM (
  SELECT r::text FROM pg_catalog.{roles} r
  UNION ALL SELECT m::text FROM pg_catalog.pg_auth_members m
  UNION ALL SELECT s::text FROM pg_catalog.pg_db_role_setting s WHERE s.setdatabase = 0
  UNION ALL SELECT d::text FROM pg_catalog.pg_shdescription d WHERE d.classoid = 'pg_catalog.pg_authid'::regclass
) found(x)"""
_SEQUENCES: Final = """
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'S' AND n.nspname !~ '^pg_' AND pg_catalog.has_table_privilege(c.oid, 'SELECT')"""
_OWNED: Final = f"""
SELECT format('%I.%I', n.nspname, c.relname) {_SEQUENCES}
  AND EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
    AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjid IN ({{tables}}))"""
_OF_EXTENSIONS: Final = """
SELECT format('%I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
WHERE c.relkind = 'r' AND pg_catalog.has_table_privilege(c.oid, 'SELECT')"""
_ACTIVITY: Final = """
SELECT c.oid, pg_catalog.concat_ws(' ', pg_catalog.pg_relation_filenode(c.oid), pg_stat_get_tuples_inserted(c.oid),
    pg_stat_get_tuples_updated(c.oid), pg_stat_get_tuples_deleted(c.oid))
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"""


@dataclass(frozen=True, slots=True)
class Undumped:
    """What stands beside the schema; counters by schema and name of their sequence, the rest by kind and name.

    `rows` are digests of what the tables of extensions hold, by their names.
    """

    counters: Mapping[tuple[str, str], str]
    others: Mapping[tuple[str, str], str]
    rows: Mapping[str, str]

    def counted(self, then: Undumped) -> tuple[tuple[str, str], ...]:
        """Return the sequences on both sides that do not give next what they gave `then`."""
        both = self.counters.keys() & then.counters.keys()
        return tuple(sorted(name for name in both if self.counters[name] != then.counters[name]))

    def lost(self, then: Undumped) -> Iterator[str]:
        """Say what of the tables of extensions, large objects and the database itself is not as it was `then`."""
        both = self.rows.keys() & then.rows.keys()
        yield from sorted(f"rows of {table}" for table in both if self.rows[table] != then.rows[table])
        differing = {
            key for key in self.others.keys() | then.others.keys() if self.others.get(key) != then.others.get(key)
        }
        if any(kind == "object" for kind, _ in differing):
            yield "large objects"
        yield from sorted(
            f"the {name.partition(' ')[0]} of the database itself" for kind, name in differing if kind == "database"
        )

    def versions(self, then: Undumped) -> tuple[str, ...]:
        """Say which extensions have another version than `then`: a line for what was, one for what is."""
        kinds = sorted(key for key in self.others.keys() & then.others.keys() if key[0] == "extension")
        return tuple(
            f"{sign} extension {key[1]}, version {side.others[key]}"
            for key in kinds
            if self.others[key] != then.others[key]
            for sign, side in (("-", then), ("+", self))
        )


def look(connection: Connection) -> Undumped:
    """Look at all of it; raise SqlError."""
    [(version,)] = connection.rows("SELECT current_setting('server_version_num')")
    if int(version or 0) >= _READS_COUNTERS:
        counted = connection.rows(
            "SELECT n.nspname, c.relname, (SELECT x.last_value || ' ' || x.is_called"
            f" FROM pg_catalog.pg_get_sequence_data(c.oid) x) {_SEQUENCES}"
        )
    else:
        listed = connection.rows(
            f"SELECT format('SELECT %L, %L, last_value || '' '' || is_called FROM %I.%I', n.nspname, c.relname,"
            f" n.nspname, c.relname) {_SEQUENCES}"
        )
        counted = connection.rows(" UNION ALL ".join(text or "" for (text,) in listed)) if listed else []
    digests = [
        f"SELECT {literal(table or '')}, (SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM {table} t)"
        for (table,) in connection.rows(_OF_EXTENSIONS)
    ]
    return Undumped(
        {(schema or "", name or ""): value or "" for schema, name, value in counted},
        {(kind or "", name or ""): value or "" for kind, name, value in connection.rows(_OTHERS)},
        {table or "": digest or "" for table, digest in connection.rows(" UNION ALL ".join(digests))}
        if digests
        else {},
    )


def leave_gaps(connection: Connection, tables: Collection[int]) -> None:
    """Let the sequences of these tables go on by one, as if their last row had been deleted.

    A way back that counts on from the largest value gives such a number a second time.
    """
    if not tables:
        return
    listed = ", ".join(str(oid) for oid in sorted(tables))
    for (name,) in connection.rows(_OWNED.format(tables=listed)):
        try:
            connection.run(f"SELECT pg_catalog.nextval({literal(name or '')})")
        except SqlError:
            continue  # it is at its end: there is no gap to leave


def writes(connection: Connection) -> object:
    """Return what is another value after rows of any table were written in this session; raise SqlError."""
    if not connection.in_transaction:
        return activity(connection)
    return connection.rows("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_catalog.pg_stat_xact_user_tables")


def activity(connection: Connection) -> dict[int, str]:
    """Return for each table its file and how many rows were written since its database was made; raise SqlError.

    Rows that this session has written count, those of a session that has ended only if it called this as its last act.
    """
    connection.rows("SELECT pg_catalog.pg_stat_force_next_flush()")
    return {int(oid or 0): seen or "" for oid, seen in connection.rows(_ACTIVITY)}


def role_names(server: Server) -> frozenset[str]:
    """Return the names of the roles of a private server, by which those are known that a migration made.

    None of somebody's server: others make roles there meanwhile, and theirs are not to be touched. Raises SqlError.
    """
    if server.directory is None:
        return frozenset()
    return frozenset(name or "" for (name,) in server.rows_as_admin("SELECT rolname FROM pg_catalog.pg_roles"))


def roles(server: Server) -> str:
    """Return a digest of the roles of the server, their members and settings; raise SqlError.

    Passwords are seen only by a superuser, as we are on a server of our own.
    """
    try:
        [(digest,)] = server.rows_as_admin(_ROLES.format(roles="pg_authid"))
    except SqlError as error:
        if error.sqlstate != _FORBIDDEN:
            raise
        [(digest,)] = server.rows_as_admin(_ROLES.format(roles="pg_roles"))
    return digest or ""
