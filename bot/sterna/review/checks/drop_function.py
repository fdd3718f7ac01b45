"""A function is dropped that was there before and does not come back."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.names import name
from sterna.sql.pattern import first_fit

_MADE: Final = ("CREATE FUNCTION _function ...", "CREATE PROCEDURE _function ...", "CREATE AGGREGATE _function ...")


def check(case: Case) -> Hit | None:
    """Find a function of which the pending set makes none with this name, before or after."""
    dropped = name(case.holes["function"])
    for step in case.pending.steps:
        made = first_fit(_MADE, step.part.words)
        if made and name(made.holes["function"]) == dropped:
            return None
    return Hit()
