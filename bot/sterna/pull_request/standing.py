"""How each box of the checklist stands: what was asked, what was shown, what a person said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sterna.guide import ChecklistItem, Evidence
from sterna.pull_request.body import Box
from sterna.pull_request.sentence import Name, Sentence, say


class Showing(StrEnum):
    """What the evidence says."""

    SHOWN = "shown"
    MISSING = "missing"
    AGAINST = "against"
    PERSON = "person"
    """Nothing can be looked up, so a person's word counts."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was found for one kind of evidence, and where it is from."""

    showing: Showing
    source: Sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """A box that the gate asks for. `id` is `page/name@digest` of the bytes it is about."""

    id: str
    item: ChecklistItem
    shown: Shown


class Mark(StrEnum):
    """How a box stands."""

    DONE = "done"
    OPEN = "open"
    NOT_APPLICABLE = "not applicable"
    CONTRADICTED = "contradicted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Standing:
    """A box and how it stands; `ours` says that the tick is the bot's and not a person's."""

    asked: Asked
    mark: Mark
    source: Sentence
    ours: bool = False

    @property
    def closed(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.mark in (Mark.DONE, Mark.NOT_APPLICABLE)

    @property
    def waits(self) -> bool:
        """Tell whether it waits for a person's tick, and there is no more to say of it than of all that do."""
        asked = self.asked
        return self.mark is Mark.OPEN and asked.item.evidence is Evidence.PERSON and self.source == asked.shown.source


def stand(
    asked: Sequence[Asked],
    boxes: Mapping[str, Box],
    written: frozenset[str],
    words: Mapping[str, tuple[str, str]],
) -> tuple[Standing, ...]:
    """Judge every box.

    `boxes` are those of the description, `written` the ids that the bot put there before: one of these that is missing
    was deleted. `words` tells by id who ticked a box and when, where that is known.
    """
    return tuple(_standing(one, boxes.get(one.id), words.get(one.id), deleted=one.id in written) for one in asked)


def _standing(one: Asked, box: Box | None, word: tuple[str, str] | None, *, deleted: bool) -> Standing:
    shown = one.shown
    if box is None and deleted:
        return Standing(one, Mark.DELETED, say("it was deleted from the description"))
    if box is not None and box.refusal:
        if one.item.optional:
            return Standing(one, Mark.NOT_APPLICABLE, say("a person says that it does not apply"))
        if shown.showing is not Showing.SHOWN:
            return Standing(one, Mark.OPEN, say("the guide takes no N/A here: ", shown.source.parts))
    ticked = box is not None and box.ticked and not box.by_sterna
    if shown.showing is Showing.SHOWN:
        return Standing(one, Mark.DONE, shown.source, ours=True)
    if shown.showing is Showing.AGAINST:
        if ticked:
            return Standing(one, Mark.CONTRADICTED, say("it is ticked, but ", shown.source.parts))
        return Standing(one, Mark.OPEN, shown.source)
    if ticked and shown.showing is Showing.PERSON:
        return Standing(one, Mark.DONE, _word(word))
    if ticked:
        return Standing(one, Mark.OPEN, say("it is ticked, but a tick alone does not show it: ", shown.source.parts))
    return Standing(one, Mark.OPEN, shown.source)


def _word(word: tuple[str, str] | None) -> Sentence:
    if word is None:
        return say("ticked by hand")
    return say("ticked by ", Name(word[0]), f", {word[1]}")
