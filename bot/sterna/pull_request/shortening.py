"""A report that would be longer than one may be says less, and says what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from sterna.pull_request.testimony import LIMIT, MOST, Heard, LeftOut, Testimony, Told

TOO_LONG: Final = "The SQL of the way back is too long for the report; `sterna rollback` prints it."
_ROOM: Final = LIMIT - 10_000
"""Bytes for what is said of the migrations."""
_DETAIL: Final = 200
_FEW: Final = 20
_MORE: Final[Told] = [("word", "More is left out here, because the report would be too long")]


def shortened(told: Testimony) -> Testimony:
    """Return a report that will be accepted: without what matters least, and at last without the last migrations.

    What only a run can find stays to the end, its details cut. A migration that is left out counts as not heard of.
    """
    kept: Sequence[Heard] = told.migrations
    left_out: list[LeftOut] = []
    for name, less in _STEPS.items():
        if _bytes(kept) <= _ROOM:
            break
        kept = [less(one) for one in kept]
        left_out.append(name)
    room = _ROOM
    fits = []
    for one in kept[:MOST]:
        room -= _bytes([one])
        if room < 0:
            break
        fits.append(one)
    if len(fits) < len(kept):
        left_out.append("migrations")
    return replace(told, migrations=fits, left_out=left_out)


def _bytes(migrations: Sequence[Heard]) -> int:
    return len(msgspec.json.encode(migrations))


def _undrawn(one: Heard) -> Heard:
    return replace(one, tables=[])


def _plain(one: Heard) -> Heard:
    """Cut long texts and long lists. Without `refuted` there is a finding too many, and never one too few."""
    effect = replace(
        one.effect,
        summary=_cut(one.effect.summary),
        reasons=_first(one.effect.reasons),
        notes=_first(one.effect.notes),
    )
    back = replace(
        one.back,
        reason=one.back.reason[:_DETAIL],
        residue=[line[:_DETAIL] for line in one.back.residue[:_FEW]],
        lost_rows=[line[:_DETAIL] for line in one.back.lost_rows[:_FEW]],
        provided=[line[:_DETAIL] for line in one.back.provided[:_FEW]],
    )
    found = [replace(each, detail=each.detail[:_DETAIL]) for each in one.found]
    return replace(one, changes=_first(one.changes), effect=effect, back=back, found=found, refuted=[])


def _first(told: Sequence[Told]) -> list[Told]:
    return [*map(_cut, told[:_FEW]), *([_MORE] if len(told) > _FEW else [])]


def _cut(told: Told) -> Told:
    return [(sort, text[:_DETAIL]) for sort, text in told[:_FEW]]


def _bare(one: Heard) -> Heard:
    if not one.back.statements:
        return one
    reason = f"{one.back.reason} {TOO_LONG}".strip()
    return replace(one, back=replace(one.back, statements=[], reason=reason))


_STEPS: Final[Mapping[LeftOut, Callable[[Heard], Heard]]] = {
    "diagrams": _undrawn,
    "details": _plain,
    "statements": _bare,
}
