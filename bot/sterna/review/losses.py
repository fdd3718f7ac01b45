"""What a proof says to be lost and no page says yet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sterna.guide import Harm
from sterna.history.model import Migration
from sterna.review.names import name, parts
from sterna.review.pending import Pending
from sterna.review.rows import fills
from sterna.review.rulebook import Told

_STATEMENT: Final = re.compile(r" \(statement (\d+), [A-Z]+\)$")
_OBJECT: Final = re.compile(r"(?:perhaps )?(?:rows|values) of (?P<object>.+)")


def untold(lost: Iterable[str], migration: Migration, run: Pending, told: Sequence[Told]) -> list[str]:
    """Return the losses of a proof that no rule about lost data has named, by statement or by table.

    What is written where a column held NULL takes the place of nothing.
    """
    named = [found for found in told if found.step.migration is migration and found.rule.harm is Harm.LOST_DATA]
    numbers = {found.step.statement.number for found in named}
    filled = {step.statement.number for step in run.steps if step.migration is migration and fills(step.part)}
    gone: set[tuple[str, ...]] = {name(holes["table"]) for found in named if "table" in (holes := found.hit.holes)}
    gone |= {parts(holes["schema"]) for found in named if "schema" in (holes := found.hit.holes)}
    return [text for text in lost if not _said(text, numbers | filled, gone)]


def _said(text: str, numbers: set[int], gone: Collection[tuple[str, ...]]) -> bool:
    where = _STATEMENT.search(text)
    if where:
        return int(where[1]) in numbers
    found = _OBJECT.match(text)
    lost = parts(found["object"].partition(" (")[0]) if found else ()
    return any(lost[: len(one)] == one for one in gone)
