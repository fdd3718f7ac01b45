"""The gate's colours, from boxes, evidence and findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.guide import ChecklistItem, Evidence, Level
from sterna.pull_request.body import Box
from sterna.pull_request.gate import LENGTH, Light, gate
from sterna.pull_request.sentence import say
from sterna.pull_request.standing import Asked, Mark, Showing, Shown, stand
from sterna.pull_request.waiver import Waiver, binding, bound, waive
from sterna.review import Finding, FoundBy

ID = "testing/dev@0123456789ab"


def ask(showing: Showing, *, optional: bool = False) -> Asked:
    """Return one box with evidence of a sort."""
    item = ChecklistItem("testing/dev", "Runs", Evidence.REPLAY, Path(), 1, optional=optional)
    return Asked(ID, item, Shown(showing, say("the source")))


def box(*, ticked: bool = False, ours: bool = False, answer: str = "") -> dict[str, Box]:
    """Return what stands in the description."""
    return {ID: Box(ID, ticked, ours, answer)}


def find(level: Level, rule: str = "drop-column") -> Finding:
    """Return a finding."""
    return Finding(rule, level, "0001_a", Path("m/0001_a.sql"), 1, 1, "It drops.", "Do not.", FoundBy.PATTERN)


@pytest.mark.parametrize(
    ("evidence", "boxes", "waits"),
    [
        (Evidence.PERSON, {}, True),
        (Evidence.PERSON, box(ticked=True), False),
        (Evidence.PERSON, box(answer=" N/A: none"), False),
        (Evidence.STAGING, {}, False),
    ],
)
def test_a_box_that_only_waits_for_a_tick(evidence: Evidence, boxes: dict[str, Box], *, waits: bool) -> None:
    """It is one of many and needs no line of its own; a refused answer and an evidence that is lacking do."""
    asked = Asked(ID, ChecklistItem(ID, "Seen", evidence, Path(), 1), Shown(Showing.PERSON, say("the source")))
    assert stand([asked], boxes, frozenset(), {})[0].waits is waits


@pytest.mark.parametrize(
    ("asked", "boxes", "mark", "light"),
    [
        (ask(Showing.SHOWN), {}, Mark.DONE, Light.SUCCESS),
        (ask(Showing.SHOWN), box(), Mark.DONE, Light.SUCCESS),
        (ask(Showing.MISSING), {}, Mark.OPEN, Light.PENDING),
        (ask(Showing.MISSING), box(ticked=True), Mark.OPEN, Light.PENDING),
        (ask(Showing.MISSING), box(ticked=True, ours=True), Mark.OPEN, Light.PENDING),
        (ask(Showing.AGAINST), box(), Mark.OPEN, Light.PENDING),
        (ask(Showing.AGAINST), box(ticked=True), Mark.CONTRADICTED, Light.FAILURE),
        (ask(Showing.AGAINST), box(ticked=True, ours=True), Mark.OPEN, Light.PENDING),
        (ask(Showing.PERSON), box(), Mark.OPEN, Light.PENDING),
        (ask(Showing.PERSON), box(ticked=True), Mark.DONE, Light.SUCCESS),
        (ask(Showing.PERSON, optional=True), box(answer=" N/A: none"), Mark.NOT_APPLICABLE, Light.SUCCESS),
        (ask(Showing.PERSON), box(answer=" N/A: none"), Mark.OPEN, Light.PENDING),
        (ask(Showing.SHOWN), box(answer=" N/A: none"), Mark.DONE, Light.SUCCESS),
    ],
)
def test_a_box(asked: Asked, boxes: dict[str, Box], mark: Mark, light: Light) -> None:
    """A tick needs evidence, a tick against the evidence is red, and N/A counts where the guide allows it."""
    standings = stand([asked], boxes, frozenset(), {})
    assert standings[0].mark is mark
    assert gate(standings, []).light is light


def test_a_deleted_box_is_red() -> None:
    """A box that was written and is gone fails the gate, whatever the evidence says."""
    standings = stand([ask(Showing.SHOWN)], {}, frozenset({ID}), {})
    assert standings[0].mark is Mark.DELETED
    assert gate(standings, []).light is Light.FAILURE


def test_who_ticked_is_told() -> None:
    """A person's word carries name and time where they are known."""
    standings = stand([ask(Showing.PERSON)], box(ticked=True), frozenset(), {ID: ("ann", "2026-11-22")})
    assert str(standings[0].source) == "ticked by ann, 2026-11-22"


@pytest.mark.parametrize(
    ("levels", "light", "text"),
    [
        ([], Light.SUCCESS, "1 of 1 done"),
        ([Level.NOTE, Level.WARNING], Light.SUCCESS, "1 of 1 done"),
        ([Level.ERROR], Light.FAILURE, "1 of 1 done, 1 error"),
        ([Level.ERROR, Level.ERROR], Light.FAILURE, "1 of 1 done, 2 errors"),
    ],
)
def test_only_errors_stop_the_merge(levels: list[Level], light: Light, text: str) -> None:
    """Warnings and notes are told; errors are red."""
    judged = gate(stand([ask(Showing.SHOWN)], {}, frozenset(), {}), [find(level) for level in levels])
    assert (judged.light, judged.text) == (light, text)
    assert len(judged.text) <= LENGTH


def test_a_waiver_holds_for_the_rule_and_the_bytes() -> None:
    """Another rule, another file or other bytes are not waived."""
    waiver = Waiver("drop-column", "known", "ann", "today", "", frozenset({"a" * 12}))
    findings = [find(Level.ERROR), find(Level.ERROR, "drop-table")]
    same = waive(findings, {"m/0001_a.sql": "a" * 12}, [waiver])
    assert [one.rule for one in same.left] == ["drop-table"]
    other = waive(findings, {"m/0001_a.sql": "b" * 12}, [waiver])
    assert len(other.left) == 2
    assert other.expired == (waiver,)


def test_a_binding_is_read_back() -> None:
    """What our answer hides is what it gives back, and nothing else is a binding."""
    assert binding(f"x\n{bound('drop-column', ['b' * 12, 'a' * 12])}\n") == (
        "drop-column",
        frozenset({"a" * 12, "b" * 12}),
    )
    assert binding("<!-- sterna:waiver drop-column xyz -->") is None
