"""What a history takes for granted: extensions, roles and schemas that its migrations name and do not make."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sterna.postgres import extensions, platforms
from sterna.postgres.connection import SqlError
from sterna.postgres.server import ROLES_MADE_BY_ROLES, Server
from sterna.sql import created, names, quote
from sterna.sql.statement import Statement

ROLE: Final = "role"
OWNER: Final = "owner"
ROLES: Final = "roles"
SCHEMA: Final = "schema"
PASSING: Final = "passing"
EXTENSION: Final = "extension"
EXTENSION_BEFORE: Final = "extension before"

_DENIED: Final = "42501"
_OF_SUPABASE: Final = frozenset({"anon", "authenticated", "service_role"})
_FORCED: Final = re.compile(r"(?i)\bFORCE\s+ROW\s+LEVEL\s+SECURITY\b")


@dataclass(frozen=True, slots=True)
class Provision:
    """One thing that has to be there.

    `kind` is ROLE (a role that somebody else made), OWNER (one that is to own things in `public`), ROLES (the right to
    make roles), PASSING (the right to pass policies that owners obey too, as who migrates has it on Supabase), SCHEMA
    (a schema of Drizzle or of a hosting platform), EXTENSION (one that the history creates, as far as the owner may) or
    EXTENSION_BEFORE (one that the history uses before, or without, creating it).
    """

    kind: str
    name: str = ""


class _Reading:
    """What was read so far of a history."""

    def __init__(self) -> None:
        self.made: dict[str, set[str]] = {it: set() for it in (ROLE, SCHEMA, EXTENSION, "type", "function")}
        self.needed: dict[Provision, None] = {}

    def need(self, kind: str, name: str = "") -> None:
        self.needed.setdefault(Provision(kind, name))


def needs(statements: Iterable[Statement], server: Server) -> tuple[Provision, ...]:
    """Read from the statements, in their order, what has to be provided on this server; raise SqlError."""
    reading = _Reading()
    platform = {path.stem: _members(path) for path in platforms.FOLDER.glob("*.sql")}
    there = extensions.builtin_functions(server)
    forced = False
    telling = _telling(platform)
    for statement in statements:
        text = statement.text
        if telling.search(text) is None:
            continue
        made = reading.made
        forced = forced or _FORCED.search(text) is not None
        made["type"] |= created.types_created(text)
        made["function"] |= created.functions_created(text)
        made[SCHEMA] |= created.schemas_created(text)
        if roles := created.roles_created(text):
            made[ROLE] |= roles
            reading.need(ROLES)
        for role in sorted(names.roles(text) - made[ROLE]):
            if not role.startswith("pg_"):  # Those are PostgreSQL's own.
                reading.need(ROLE, role)
                if role in names.owners(text):
                    reading.need(OWNER, role)
        for extension in created.extensions_created(text):
            if extension.schema in platform.keys() - made[SCHEMA]:
                reading.need(SCHEMA, extension.schema)
            made[EXTENSION].add(extension.name)
            reading.need(EXTENSION, extension.name)
        for schema in sorted(_platform(text, platform) - made[SCHEMA]):
            reading.need(SCHEMA, schema)
        for extension_name in sorted(_used(text, made, there) - made[EXTENSION]):
            reading.need(EXTENSION_BEFORE, extension_name)
    if forced and any(it.kind == ROLE and it.name in _OF_SUPABASE for it in reading.needed):
        reading.need(PASSING)
    order = (ROLES, ROLE, OWNER, PASSING, SCHEMA, EXTENSION_BEFORE, EXTENSION)
    return tuple(sorted(reading.needed, key=lambda it: order.index(it.kind)))


def provide(server: Server, database: str, provisions: Iterable[Provision]) -> tuple[str, ...]:
    """Make what is needed, in a database without sessions, before its history runs; return it in words.

    What cannot be provided is said too ("not provided: ..."); the migration that needs it will fail and say why.
    Roles and files of extensions are there for the whole server, everything else in this database and its copies.
    Raises SqlError when PostgreSQL refuses what it should not.
    """
    said: list[str] = []
    for provision in provisions:
        if provision.kind == ROLES:
            said += _may_make_roles(server)
        elif provision.kind == ROLE:
            said += _role(server, provision.name)
        elif provision.kind == PASSING:
            said += _may_pass_policies(server)
        elif provision.kind == OWNER:
            said += _owner(server, database, provision.name)
        elif provision.kind == SCHEMA:
            said += _schema(server, database, provision.name)
        else:
            before = provision.kind == EXTENSION_BEFORE
            said += extensions.provide(server, database, provision.name, before=before)
    return tuple(dict.fromkeys(said))


def _telling(platform: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern without which no statement tells anything: most have none of it and need no closer look."""
    words = (
        *("role", "user", "group", "grant", "revoke", "owner", "policy", "authorization", "extension", "schema"),
        *("force", "type", "domain", "function", "procedure", "do", *platform),
        *(*extensions.BY_TYPE, *extensions.BY_FUNCTION, *extensions.BY_OPERATOR_CLASS),
    )
    return re.compile(rf"(?i)\b(?:{'|'.join(map(re.escape, words))})\b")


def _platform(text: str, platform: dict[str, frozenset[str]]) -> set[str]:
    """Return the schemas of hosting platforms that a statement means: by name, or by a member that they have."""
    meant = names.schemas(text) & platform.keys()
    for schema, name in names.qualified(text):
        if schema in platform and (not platform[schema] or name in platform[schema]):
            meant |= {schema}
    return set(meant)


def _members(path: Path) -> frozenset[str]:
    text = path.read_text(encoding="utf-8")
    return frozenset(
        found[1] for found in re.finditer(rf"^CREATE (?:TABLE|FUNCTION) {path.stem}\.(\w+)", text, re.MULTILINE)
    )


def _used(text: str, made: dict[str, set[str]], there: frozenset[str]) -> set[str]:
    """Return the extensions that a statement uses, by names that nothing else has."""
    functions = names.functions(text) - made["function"] - there
    types = names.types(text) - made["type"]
    used = {extensions.BY_TYPE[name] for name in types if name in extensions.BY_TYPE}
    used |= {extensions.BY_FUNCTION[name] for name in functions if name in extensions.BY_FUNCTION}
    used |= {extensions.BY_OPERATOR_CLASS[it] for it in names.identifiers(text) if it in extensions.BY_OPERATOR_CLASS}
    return used


def _may_make_roles(server: Server) -> list[str]:
    if server.directory is None:
        return ["not provided: the right to create roles, which would be roles of the whole server"]
    if server.version < ROLES_MADE_BY_ROLES:
        return ["not provided: the right to create roles, which before PostgreSQL 16 leads to a shell"]
    # Who may not make databases may not make a role that may, as drizzle-kit writes them.
    server.run_as_admin(f"ALTER ROLE {quote.name(server.owner)} CREATEROLE CREATEDB")
    return ["the right to create roles"]


def _may_pass_policies(server: Server) -> list[str]:
    if server.directory is None:
        return ["not provided: the right to pass policies that owners obey too"]
    server.run_as_admin(f"ALTER ROLE {quote.name(server.owner)} BYPASSRLS")
    return ["the right to pass policies that owners obey too, as on Supabase"]


def _role(server: Server, name: str) -> list[str]:
    try:
        return [f"role {name}"] if server.create_role(name) else []
    except SqlError as error:
        if error.sqlstate != _DENIED:
            raise
        return [f"not provided: role {name}, because the user of the server may not create roles"]


def _owner(server: Server, database: str, name: str) -> list[str]:
    # Whoever is no superuser can give a thing only to a role that could have made it in that schema.
    if not server.create_role(name):
        return []
    with server.connect(database) as connection:
        connection.run(f"GRANT CREATE ON SCHEMA public TO {quote.name(name)}")
    return [f"the right of role {name} to own what is in schema public"]


def _schema(server: Server, database: str, name: str) -> list[str]:
    script = (platforms.FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    with server.connect(database) as connection:
        if not connection.rows(f"SELECT 1 FROM pg_namespace WHERE nspname = {quote.literal(name)}"):
            connection.run(script)
        if name == "extensions" and server.owner_is_ours:
            # Where extensions have their own schema, everybody finds them without naming it.
            server.run_as_admin(f'ALTER ROLE {quote.name(server.owner)} SET search_path = "$user", public, extensions')
        members = connection.rows(
            f"SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = {quote.literal(name)}::regnamespace"
            " UNION ALL (SELECT proname || '()' FROM pg_proc"
            f" WHERE pronamespace = {quote.literal(name)}::regnamespace ORDER BY oid)"
        )
    listed = [str(member) for (member,) in members]
    if not listed:
        return [f"schema {name}"]
    return [f"schema {name} with {', '.join(listed)}"]
