"""The steps back that are meant, newest first, and what Drizzle does after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sterna.history.model import Migration
from sterna.problem import Problem
from sterna.runbook.losses import Doomed
from sterna.runbook.position import Place, State
from sterna.runbook.recast import Recast
from sterna.runbook.standing import Standing

EMPTY: Final = "empty"
"""What `--to` is told to take everything back."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way back.

    `way` is the migration with the path and the statements of its down file, `lost` says what does not come back,
    `doomed` what is destroyed where it holds anything, `recasts` which columns get their old type back.
    """

    migration: Migration
    way: Migration
    lost: tuple[str, ...] = ()
    doomed: tuple[Doomed, ...] = ()
    recasts: tuple[Recast, ...] = ()


def meant(standing: Standing, to: str | None) -> tuple[Place, ...]:
    """Return the applied entries after `to`, newest first; without it the newest alone. Raise Problem.

    Refused where rows that no migration here has are newer: their migrations stand on top of these.
    """
    applied = standing.position.applied
    if not applied:
        raise Problem(
            "No migration of this folder is applied, so there is none to take back.", where=standing.server.place
        )
    if to is None:
        chosen = applied[-1:]
    elif to == EMPTY:
        chosen = applied
    else:
        if to not in {place.tag for place in standing.position.places}:
            raise Problem(f"There is no migration `{to}`.", do="Name one by its tag.")
        tags = [place.tag for place in applied]
        if to not in tags:
            raise Problem(f"{to} is not applied, so there is no going back to it.", do="See `sterna status`.")
        chosen = applied[tags.index(to) + 1 :]
    _on_top(standing, chosen)
    return chosen[::-1]


def _on_top(standing: Standing, chosen: Sequence[Place]) -> None:
    rows = [place.row for place in chosen if place.row is not None]
    last = {
        row.id
        for row in sorted(standing.tracking.rows, key=lambda row: row.id)[len(standing.tracking.rows) - len(rows) :]
    }
    if last != {row.id for row in rows}:
        unknown = [row for row in standing.position.unknown if row.id > min((row.id for row in rows), default=0)]
        raise Problem(
            "Other migrations were applied after these, so they cannot be taken back first.",
            where="\n".join(
                [f"row {row.id}: no migration here has it" for row in unknown]
                or [f"{place.tag}: row {place.row.id}" for place in standing.position.applied if place.row]
            ),
            do="Use the folder of the code that is deployed."
            if unknown
            else "See `sterna status`: name the one before them.",
        )
    ids = [row.id for row in rows]
    if ids != sorted(ids):
        raise Problem(
            "These were applied in another order than that of the journal, for which their ways back were proven.",
            where=", ".join(f"{place.tag}: row {place.row.id}" for place in chosen if place.row),
            do="Take them back by hand, the last row first.",
        )


def next_of_drizzle(standing: Standing, steps: Sequence[Step]) -> str:
    """Say what Drizzle does next with what was taken back: it is still in the journal, or has its folder."""
    tags = [step.migration.tag for step in reversed(steps)]
    left = {place.tag for place in standing.position.places} - set(tags)
    pending = [place.tag for place in standing.position.of(State.PENDING) if place.tag in left]
    more = f", and then {', '.join(pending)}" if pending else ""
    there = "the folder holds" if standing.position.named else "the journal names"
    return (
        f"At its next migrate, Drizzle applies {', '.join(tags)} again{more}, as long as {there} "
        f"{'it' if len(tags) == 1 else 'them'}: deploy the code from before, and take "
        f"{'the migration' if len(tags) == 1 else 'the migrations'} out of the branch or mend what was wrong."
    )
