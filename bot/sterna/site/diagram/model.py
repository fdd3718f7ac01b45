"""What an entity diagram shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What a migration did to a part of the diagram; the value is the word that people read."""

    NONE = ""
    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"

    @property
    def sign(self) -> str:
        """Return the sign in the drawing: what is told by a colour is also told by a character."""
        return {Mark.ADDED: "+", Mark.DROPPED: "−", Mark.CHANGED: "~"}.get(self, "")  # noqa: RUF001 (a minus)


@dataclass(frozen=True, slots=True)
class Field:
    """A column: `keys` holds `PK` and `FK`, `was` an earlier name or type."""

    name: str
    type: str
    keys: tuple[str, ...] = ()
    required: bool = False
    mark: Mark = Mark.NONE
    was: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A table; `hidden` counts the columns that are left out, `was` is an earlier name."""

    name: str
    fields: tuple[Field, ...]
    hidden: int = 0
    mark: Mark = Mark.NONE
    was: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key, from the table that holds it to the one it points to; fields are names of columns."""

    source: str
    fields: tuple[str, ...]
    target: str
    target_fields: tuple[str, ...]
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True)
class Diagram:
    """Tables by name, and the foreign keys among them."""

    entities: tuple[Entity, ...]
    references: tuple[Reference, ...]
