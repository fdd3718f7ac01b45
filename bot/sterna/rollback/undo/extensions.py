"""Extensions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sterna.postgres.catalog import Extension
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import literal, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.rollback.delta import Delta
    from sterna.rollback.step import Situation


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added extensions, create removed ones, bring version and schema back."""
    for extension in delta.new("extensions", Extension):
        yield step(Rank.DROP_EXTENSION, f"DROP EXTENSION {name(extension.name)}")
    for extension in delta.gone("extensions", Extension):
        yield step(Rank.CREATE_EXTENSION, partial(_created, extension))
    for now, then, traits in delta.altered("extensions", Extension):
        if "schema" in traits:
            yield step(Rank.CREATE_EXTENSION, f"ALTER EXTENSION {name(now.name)} SET SCHEMA {name(then.schema)}")
        if "version" in traits:
            update = f"ALTER EXTENSION {name(now.name)} UPDATE TO {literal(then.version)}"
            yield step(Rank.CREATE_EXTENSION, update, partial(_made_anew, then))


def _created(extension: Extension, situation: Situation) -> list[str]:
    """Name the version only where it is not the one that the server takes by itself."""
    usual = situation.connection.rows(
        f"SELECT default_version FROM pg_available_extensions WHERE name = {literal(extension.name)}"
    )
    version = "" if usual == [(extension.version,)] else f" VERSION {literal(extension.version)}"
    return [f"CREATE EXTENSION {name(extension.name)} SCHEMA {name(extension.schema)}{version}"]


def _made_anew(extension: Extension, situation: Situation) -> list[str]:
    """Most extensions only go forward; one that nothing depends on can go and come again."""
    return [f"DROP EXTENSION {name(extension.name)}", *_created(extension, situation)]
