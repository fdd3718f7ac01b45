"""Sentences that all kinds of objects have in common: added, dropped, renamed, another owner, another definition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from sterna.postgres.catalog import (
    Catalog,
    Comment,
    DefaultPrivileges,
    Extension,
    Grant,
    Policy,
    Publication,
    Record,
    RewriteRule,
    Routine,
    Trigger,
)
from sterna.pull_request.changes import grants, noun
from sterna.pull_request.sentence import Code, Part, Sentence, say, short, spelled

_COMMANDS = {"*": "all commands", "r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
_STATES = {"O": "enabled", "D": "disabled", "R": "enabled on replicas only", "A": "always enabled"}
_OPERATIONS = ("insert", "update", "delete", "truncate")


def added(kind: str, record: Record, catalog: Catalog) -> Iterator[Sentence]:
    """Tell of a new object."""
    named = noun.noun(kind, record, catalog)
    match record:
        case Comment():
            yield say("Set ", named, ": ", short(record.text))
        case DefaultPrivileges():
            yield from grants.changed(_of_others(record), (), named, {})
        case Extension():
            yield say("Added ", named, " ", Code(record.version))
        case Policy():
            roles = ", ".join(record.roles)
            kind_of = "permissive" if record.permissive else "restrictive"
            yield say("Added ", named, f" ({kind_of}, for {_COMMANDS[record.command]}, to ", Code(roles), ")")
        case Routine():
            result: list[Part] = [" returning ", Code(record.result)] if record.result else []
            yield say("Added ", named, result)
        case Trigger() | RewriteRule():
            yield say("Added ", named, ": ", short(record.definition))
        case Publication():
            yield say("Added ", named, " of ", _published(record))
        case _:
            yield say("Added ", named)


def dropped(kind: str, record: Record, catalog: Catalog) -> Iterator[Sentence]:
    """Tell of an object that is gone."""
    named = noun.noun(kind, record, catalog)
    if isinstance(record, DefaultPrivileges):
        yield from grants.changed((), _of_others(record), named, {})
    else:
        yield say("Removed " if isinstance(record, Comment) else "Dropped ", named)


def renamed(kind: str, now: Record, then: Record, before: Catalog) -> Iterator[Sentence]:
    """Tell of an object that has another name or is in another schema now."""
    old_schema, new_schema = getattr(then, "schema", ""), getattr(now, "schema", "")
    named = noun.noun(kind, then, before)
    old_name, new_name = getattr(then, "name", ""), getattr(now, "name", "")
    if old_name != new_name:
        yield say("Renamed ", named, " to ", Code(spelled(new_name)))
    if old_schema != new_schema and kind != "indexes":
        yield say("Moved ", named, " to schema ", Code(spelled(new_schema)))


def altered(
    kind: str, now: Record, then: Record, traits: frozenset[str], catalog: Catalog, before: Catalog
) -> Iterator[Sentence]:
    """Tell each trait that differs, whatever it is; of those in a long text only that it does."""
    named = noun.noun(kind, now, catalog)
    new, old = now.traits(catalog), then.traits(before)
    for trait in sorted(traits):
        if trait == "definition":
            yield say("Changed definition of ", named)
        elif trait == "text":
            yield say("Changed ", named, ": ", short(str(new[trait])))
        elif trait == "enabled":
            yield say("Made ", named, f" {_STATES.get(str(new[trait]), str(new[trait]))}")
        elif trait == "of extension":
            yield say("Changed to which extension ", named, " belongs")
        else:
            yield say(
                "Changed ", trait, " of ", named, " from ", _value(trait, old[trait]), " to ", _value(trait, new[trait])
            )


def _of_others(record: DefaultPrivileges) -> tuple[Grant, ...]:
    # Without a schema the row repeats what the role may do with its own objects anyway.
    return tuple(grant for grant in record.grants if grant[0] != record.role)


def _published(record: Publication) -> Part:
    if record.all_tables:
        return "all tables"
    tables = [spelled(table.schema, table.name) for table in record.tables]
    schemas = [f"all tables in schema {spelled(schema)}" for schema in record.schemas]
    return short(", ".join([*tables, *schemas])) if tables or schemas else "no table"


def _value(trait: str, value: object) -> Part:
    if value is None or value in ("", (), frozenset()):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if trait == "command":
        return _COMMANDS.get(str(value), str(value))
    if trait == "operations":
        held = cast("tuple[bool, ...]", value)
        return ", ".join(name for name, given in zip(_OPERATIONS, held, strict=True) if given) or "none"
    if trait == "tables":
        return short(", ".join(_published_table(table) for table in cast("tuple[object, ...]", value)))
    if isinstance(value, (tuple, frozenset)):
        parts = sorted(map(str, value)) if isinstance(value, frozenset) else [str(part) for part in value]
        return short(", ".join(parts))
    return short(str(value))


def _published_table(table: object) -> str:
    schema, name = getattr(table, "schema", ""), getattr(table, "name", "")
    columns, rows = getattr(table, "columns", None), getattr(table, "filter", None)
    return spelled(schema, name) + (f" ({', '.join(columns)})" if columns else "") + (f" where {rows}" if rows else "")
