"""A type is dropped that was there before and does not come back."""

from __future__ import annotations

from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.names import name
from sterna.sql.pattern import first_fit, fits

_MADE: Final = ("CREATE TYPE _type ...", "CREATE DOMAIN _type ...")
_RENAMED: Final = "ALTER TYPE _type RENAME TO _name"


def check(case: Case) -> Hit | None:
    """Find a type that the pending set neither made nor makes again, under this name or the one that it had."""
    dropped = name(case.holes["object"])
    wanted = {dropped}
    for earlier in case.pending.before(case.step):
        renamed = fits(_RENAMED, earlier.part.words)
        if renamed and name(renamed.holes["name"])[1] == dropped[1]:
            wanted.add(name(renamed.holes["type"]))
    for step in case.pending.steps:
        made = first_fit(_MADE, step.part.words)
        if made and name(made.holes["type"]) in wanted:
            return None
    return Hit()
