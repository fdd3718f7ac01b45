"""An object that is not as the applied migrations make it, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_NOUNS: Final = {
    "relations": "table, view or sequence",
    "indexes": "index",
    "policies": "policy",
    "statistics": "statistics",
    "default_privileges": "default privileges",
}


class Side(StrEnum):
    """How an object differs."""

    MISSING = "missing"
    UNEXPECTED = "unexpected"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Difference:
    """One object that is not as the applied migrations make it.

    `kind` is a noun in the plural (`columns`), `name` its full name. `traits` holds what differs: its name, what it is
    in the database, and what the migrations make of it.
    """

    side: Side
    kind: str
    name: str
    traits: tuple[tuple[str, str, str], ...] = ()

    def __str__(self) -> str:
        """Say it in one line."""
        noun = _NOUNS.get(self.kind, self.kind.replace("_", " ").removesuffix("s"))
        if self.side is Side.DIFFERS:
            return f"{noun} {self.name}: " + "; ".join(
                f"{trait} is {live}, the migrations make it {expected}" for trait, live, expected in self.traits
            )
        if self.side is Side.MISSING:
            return f"{noun} {self.name} is missing: the migrations make it"
        return f"{noun} {self.name} is there, and no applied migration makes it"


def spelt(names: tuple[str, ...]) -> str:
    """Return the full name of an object."""
    return ".".join(name for name in names if name)


def shown(value: object, most: int = 200) -> str:
    """Return a trait as people read it."""
    if isinstance(value, frozenset):
        text = "{" + ", ".join(sorted(_plain(item) for item in value)) + "}"
    else:
        text = _plain(value)
    return text if len(text) <= most else text[: most - 3] + "..."


def _plain(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, tuple) and len(value) == 3 and isinstance(value[2], bool):
        return f"{value[1]} to {value[0] or 'PUBLIC'}" + (" WITH GRANT OPTION" if value[2] else "")
    return str(value) if isinstance(value, str) else repr(value)
