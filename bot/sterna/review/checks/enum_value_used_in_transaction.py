"""An enum value is used in the transaction that adds it."""

from __future__ import annotations

from sterna.review.case import Case, Hit
from sterna.review.pending import AUTOCOMMIT
from sterna.sql.pattern import fits
from sterna.sql.tokens import STRING

_ADDED = "ALTER TYPE _type ADD VALUE _value ..."


def check(case: Case) -> Hit | None:
    """Find a string that is equal to a value added before it in the same transaction.

    A string is only a guess, a text column may hold the same word: where both stand in one file and the file was seen
    to run in one transaction, the guess was wrong.
    """
    step, seen = case.step, case.step.observation
    if step.transaction == AUTOCOMMIT or fits(_ADDED, step.part.words):
        return None
    runs = seen is not None and seen.failure is None and seen.outside_transaction is None
    strings = {word.key for word in step.part.words.words if word.sort == STRING}
    if not strings:
        return None
    for earlier, added in case.pending.fitting(_ADDED):
        if earlier.number >= step.number:
            break
        if earlier.transaction != step.transaction or (runs and earlier.migration is step.migration):
            continue
        if added.holes["value"] in strings:
            return Hit(
                added.holes,
                f"{added.holes['value']} is added to {added.holes['type']} in {earlier.migration.file}. {step.around}",
            )
    return None
