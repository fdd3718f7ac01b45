"""How long a text is to GitHub, and where it has to end."""

from __future__ import annotations

from typing import Final

MOST: Final = 65_536
"""What GitHub takes for a description or a comment."""


def length(text: str) -> int:
    """Return the UTF-16 code units of a text: never less than what GitHub counts, whatever it counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, most: int) -> str:
    """Return a text of at most so many characters, with an ellipsis where something is missing."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
