"""Extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Extension
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import literal, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.rollback.delta import Delta


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added extensions, create removed ones, bring version and schema back."""
    for extension in delta.new("extensions", Extension):
        yield step(Rank.DROP_EXTENSION, f"DROP EXTENSION {name(extension.name)}")
    for extension in delta.gone("extensions", Extension):
        create = f"CREATE EXTENSION {name(extension.name)} SCHEMA {name(extension.schema)}"
        yield step(Rank.CREATE_EXTENSION, create, f"{create} VERSION {literal(extension.version)}")
    for now, then, traits in delta.altered("extensions", Extension):
        if "schema" in traits:
            yield step(Rank.CREATE_EXTENSION, f"ALTER EXTENSION {name(now.name)} SET SCHEMA {name(then.schema)}")
        if "version" in traits:
            yield step(Rank.CREATE_EXTENSION, f"ALTER EXTENSION {name(now.name)} UPDATE TO {literal(then.version)}")
