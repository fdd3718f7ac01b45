"""Nouns in the number that is counted."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """Return how many there are: `1 row`, `2 rows`."""
    return f"{count} {plural(count, noun)}"


def plural(count: int, noun: str) -> str:
    """Return the noun alone: `row` for one, `rows` for others."""
    return noun if count == 1 else f"{noun}s"
