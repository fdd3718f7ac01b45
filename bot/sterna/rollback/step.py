"""A step of the way back, and when it is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog
    from sterna.postgres.connection import Connection


class Rank(IntEnum):
    """The order of the steps of a round; a step that fails is tried again after the others."""

    RENAME_SCHEMA = auto()
    RENAME = auto()
    RENAME_PART = auto()
    DROP_PUBLICATION = auto()
    DROP_ATTACHED = auto()
    DROP_VIEW = auto()
    DROP_FOREIGN_KEY = auto()
    DROP_CONSTRAINT = auto()
    DROP_INDEX = auto()
    DETACH = auto()
    CREATE_SCHEMA = auto()
    CREATE_EXTENSION = auto()
    CREATE_TYPE = auto()
    CREATE_SEQUENCE = auto()
    CREATE_ROUTINE = auto()
    CREATE_AGGREGATE = auto()
    CREATE_TABLE = auto()
    DROP_COLUMN = auto()
    ADD_COLUMN = auto()
    DROP_DEFAULT = auto()
    NOT_NULL = auto()
    REBUILD_ENUM = auto()
    ALTER_TYPE = auto()
    GENERATED = auto()
    SET_DEFAULT = auto()
    OWN_SEQUENCE = auto()
    STORAGE = auto()
    DROP_TABLE = auto()
    DROP_SEQUENCE = auto()
    DROP_ROUTINE = auto()
    DROP_TYPE = auto()
    DROP_EXTENSION = auto()
    DROP_SCHEMA = auto()
    ADD_KEY = auto()
    CREATE_INDEX = auto()
    ADD_FOREIGN_KEY = auto()
    ATTACH = auto()
    CREATE_VIEW = auto()
    CREATE_ATTACHED = auto()
    SECURITY = auto()
    OPTIONS = auto()
    OWNER = auto()
    GRANT = auto()
    DEFAULT_PRIVILEGES = auto()
    COMMENT = auto()
    CREATE_PUBLICATION = auto()


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a step is tried: the session, and the catalog as it was when the round began."""

    connection: Connection
    catalog: Catalog


Alternative = Sequence[str] | Callable[[Situation], Sequence[str]]
"""The statements of one way to take a step, or how to find them once it is known what stands in the way."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step and the ways to take it, the best first.

    `last` are ways that give rows other values; they are tried only where nothing else goes. `aside` is tried only when
    no step of the round goes on: it gives an object a passing name, and the next round goes on from there.
    """

    rank: Rank
    alternatives: tuple[Alternative, ...]
    aside: str = ""
    last: tuple[Alternative, ...] = ()


def step(rank: Rank, *alternatives: str | Alternative, aside: str = "", last: Sequence[Alternative] = ()) -> Step:
    """Make a step; a bare text is a way of one statement."""
    return Step(rank, tuple((way,) if isinstance(way, str) else way for way in alternatives), aside, tuple(last))
