"""The name of a migration says nothing of what is in it."""

from __future__ import annotations

import re
from typing import Final

from sterna.review.case import Case, Hit
from sterna.sql.tokens import NAME, WORD, word_set

_PREFIX: Final = re.compile(r"^[0-9]+_?")
_MADE_UP: Final = re.compile(r"[a-z]+(?:_[a-z]+){1,2}")
"""drizzle-kit 0.x puts an adjective in front of the name of a hero, which has one word or two."""
_SAID: Final = word_set(
    """
    add added adds alter backfill baseline change changes clean cleanup column constraint convert create custom data
    dedup default delete describe disable drop enable enum extend fill fix function grant index init initial
    initialize insert introspect key lengthen link make many merge migrate migration move new normalize policy pull
    reference refactor remove rename repair replace require restore revoke rls schema seed set setup shorten split sql
    squash switch sync table tables to type unique up update upgrade upsert validate widen
    """
)
"""Words with which people begin to say what they did."""

_LONG: Final = tuple(word for word in _SAID if len(word) > 4)
"""Those that are long enough to be known by their beginning: indexes, renaming."""


def check(case: Case) -> Hit | None:
    """Find a name of two or three words of which none is said in the file and none says that something is done.

    Only drizzle-kit makes names up. Told once for each migration, at its first statement.
    """
    step = case.step
    if not case.pending.drizzle or any(
        earlier.migration is step.migration for earlier in case.pending.before(step)[-1:]
    ):
        return None
    name = _PREFIX.sub("", step.migration.tag)
    if not _MADE_UP.fullmatch(name):
        return None
    text = _identifiers(case)
    words = name.split("_")
    if any(word.startswith(_LONG) or word in _SAID or word.rstrip("s") in text for word in words):
        return None
    return Hit(detail=f"The migration is called {step.migration.tag}.")


def _identifiers(case: Case) -> str:
    found = [
        word.key.lower()
        for step in case.pending.steps
        if step.migration is case.step.migration
        for word in step.part.words.words
        if word.sort in (WORD, NAME)
    ]
    return " ".join(found)
