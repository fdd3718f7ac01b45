"""Publications and event triggers: things of the whole database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import EventTrigger, Publication
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import literal, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.rollback.delta import Delta

_OPERATIONS = ("insert", "update", "delete", "truncate")
_STATE = {"O": "ENABLE", "D": "DISABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}


def renames(delta: Delta) -> Iterator[Step]:
    """Name publications and event triggers back."""
    for now, then in delta.renamed("publications", Publication):
        yield step(Rank.RENAME, f"ALTER PUBLICATION {name(now.name)} RENAME TO {name(then.name)}")
    for held, was in delta.renamed("event_triggers", EventTrigger):
        yield step(Rank.RENAME, f"ALTER EVENT TRIGGER {name(held.name)} RENAME TO {name(was.name)}")


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added ones, create removed ones, bring changed ones back."""
    for publication in delta.new("publications", Publication):
        yield step(Rank.DROP_PUBLICATION, f"DROP PUBLICATION {name(publication.name)}")
    for publication in delta.gone("publications", Publication):
        yield step(Rank.CREATE_PUBLICATION, _create(publication))
    for now, then, traits in delta.altered("publications", Publication):
        if traits == {"tables"} and then.tables and not then.schemas:
            again = (f"DROP PUBLICATION {name(now.name)}", _create(then))
            yield step(Rank.CREATE_PUBLICATION, f"ALTER PUBLICATION {name(now.name)} SET TABLE {_tables(then)}", again)
        elif traits <= {"operations", "via root", "generated columns"}:
            yield step(
                Rank.CREATE_PUBLICATION,
                f"ALTER PUBLICATION {name(now.name)} SET ({', '.join(_reset(now, then))})",
            )
        elif traits - {"owner"}:
            yield step(Rank.CREATE_PUBLICATION, (f"DROP PUBLICATION {name(now.name)}", _create(then)))
    for trigger in delta.new("event_triggers", EventTrigger):
        yield step(Rank.DROP_PUBLICATION, f"DROP EVENT TRIGGER {name(trigger.name)}")
    for trigger in delta.gone("event_triggers", EventTrigger):
        yield from _trigger(trigger)
    for held, was, differing in delta.altered("event_triggers", EventTrigger):
        if differing & {"event", "tags", "function"}:
            yield step(Rank.DROP_PUBLICATION, f"DROP EVENT TRIGGER {name(held.name)}")
            yield from _trigger(was)
        elif "enabled" in differing:
            yield step(Rank.CREATE_PUBLICATION, f"ALTER EVENT TRIGGER {name(held.name)} {_STATE[was.enabled]}")


def _create(publication: Publication) -> str:
    text = f"CREATE PUBLICATION {name(publication.name)}"
    if publication.all_tables:
        text += " FOR ALL TABLES"
    else:
        parts = [f"TABLE {_tables(publication)}"] if publication.tables else []
        if publication.schemas:
            parts.append(f"TABLES IN SCHEMA {', '.join(name(schema) for schema in publication.schemas)}")
        if parts:
            text += f" FOR {', '.join(parts)}"
    options = _options(publication)
    return f"{text} WITH ({', '.join(options)})" if options else text


def _options(publication: Publication, *, whole: bool = False) -> list[str]:
    found = []
    if whole or not all(publication.operations):
        chosen = [word for word, on in zip(_OPERATIONS, publication.operations, strict=True) if on]
        found.append(f"publish = {literal(', '.join(chosen))}")
    if whole or publication.via_root:
        found.append(f"publish_via_partition_root = {'true' if publication.via_root else 'false'}")
    if publication.generated_columns:
        found.append("publish_generated_columns = stored")
    return found


def _reset(now: Publication, then: Publication) -> list[str]:
    none = ["publish_generated_columns = none"] if now.generated_columns and not then.generated_columns else []
    return _options(then, whole=True) + none


def _tables(publication: Publication) -> str:
    return ", ".join(
        name(table.schema, table.name)
        + (f" ({', '.join(name(column) for column in table.columns)})" if table.columns else "")
        + (f" WHERE ({table.filter})" if table.filter else "")
        for table in publication.tables
    )


def _trigger(trigger: EventTrigger) -> Iterator[Step]:
    when = f" WHEN TAG IN ({', '.join(literal(tag) for tag in trigger.tags)})" if trigger.tags else ""
    text = f"CREATE EVENT TRIGGER {name(trigger.name)} ON {trigger.event}{when} EXECUTE FUNCTION {trigger.function}()"
    yield step(Rank.CREATE_PUBLICATION, text)
    if trigger.enabled != "O":
        yield step(Rank.COMMENT, f"ALTER EVENT TRIGGER {name(trigger.name)} {_STATE[trigger.enabled]}")
