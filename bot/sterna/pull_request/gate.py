"""The verdict that holds the merge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sterna.guide import Level
from sterna.pull_request.standing import Mark, Standing
from sterna.review import Finding

CONTEXT: Final = "migration checklist"
"""The name of the commit status."""
LENGTH: Final = 140
"""Characters of a status description, at most."""


class Light(StrEnum):
    """What the status says; the values are GitHub's."""

    SUCCESS = "success"
    PENDING = "pending"
    FAILURE = "failure"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Gate:
    """The status, its text of at most LENGTH characters, and all that is wrong or open, one sentence each."""

    light: Light
    text: str
    reasons: tuple[str, ...] = ()


UNTOUCHED: Final = Gate(Light.SUCCESS, "No migration is touched")


def gate(standings: Sequence[Standing], findings: Sequence[Finding], wrong: Sequence[str] = ()) -> Gate:
    """Judge: red for an error, a deleted box or a tick against the evidence, yellow for what is open, else green.

    `wrong` are further sentences that stop the merge, such as damaged markers.
    """
    errors = [one for one in findings if one.level is Level.ERROR]
    contradicted = [one for one in standings if one.mark is Mark.CONTRADICTED]
    deleted = [one for one in standings if one.mark is Mark.DELETED]
    left = [one for one in standings if one.mark is Mark.OPEN]
    done = f"{sum(one.closed for one in standings)} of {len(standings)} done" if standings else "No new migration"
    reasons = (
        *wrong,
        *(f"{one.rule}: {one.summary}" for one in errors),
        *(f"{one.asked.item.text}: {one.source}" for one in (*deleted, *contradicted, *left)),
    )
    parts = [
        *(["the description is damaged"] if wrong else []),
        *_count(len(errors), "error"),
        *_count(len(deleted), "box deleted", "boxes deleted"),
        *_count(len(contradicted), "tick against the evidence", "ticks against the evidence"),
    ]
    light = Light.FAILURE if parts else Light.PENDING if left else Light.SUCCESS
    return Gate(light, ", ".join([done, *parts])[:LENGTH], reasons)


def _count(number: int, one: str, many: str = "") -> list[str]:
    return [f"{number} {one if number == 1 else many or f'{one}s'}"] if number else []
