"""What has to happen before the gate turns green, in the order in which one would do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sterna.guide import Evidence, Level
from sterna.pull_request.command import PREFIX
from sterna.pull_request.sentence import Code, Part, Sentence, listed, say
from sterna.pull_request.standing import Mark, Showing, Standing
from sterna.review import Finding

_FEW = 4
_MEASURED = frozenset({Evidence.REPLAY, Evidence.PROOF, Evidence.FINDINGS, Evidence.BOOKKEEPING})
_WAITS = {
    Evidence.TESTS_PASS: "the other checks of this commit",
    Evidence.STAGING: "the deployment to staging",
    Evidence.REVIEW: "an approving review by somebody who may approve migrations",
}


def steps(standings: Sequence[Standing], findings: Sequence[Finding], *, waiting: bool) -> tuple[Sentence, ...]:
    """Return what to do now, most urgent first; nothing when all is done. `waiting` says that a report may come."""
    return tuple(_steps(standings, findings, waiting=waiting))


def _steps(standings: Sequence[Standing], findings: Sequence[Finding], *, waiting: bool) -> Iterator[Sentence]:
    errors = list(dict.fromkeys(one.rule for one in findings if one.level is Level.ERROR))
    if errors:
        yield say(
            "Mend ",
            _names(errors),
            ", or accept it with a reason, if you may write: ",
            Code(f"{PREFIX} waive {errors[0]} REASON"),
        )
    deleted = [one for one in standings if one.mark is Mark.DELETED]
    if deleted:
        yield say(
            f"Put the deleted {_boxes(len(deleted))} back into the description, or let the section be written anew: ",
            Code(f"{PREFIX} reset-section"),
        )
    for one in [one for one in standings if one.mark is Mark.CONTRADICTED][:_FEW]:
        yield say(f"Take the tick off “{one.asked.item.text}”: ", one.source.parts)
    left = [one for one in standings if one.mark is Mark.OPEN]
    yours = [one for one in left if one.asked.shown.showing is Showing.PERSON]
    if yours:
        what = f"“{yours[0].asked.item.text}”" if len(yours) == 1 else f"{len(yours)} boxes"
        yield say(f"Look, and tick {what} in the description")
    lacking = [one for one in left if one.asked.shown.showing is Showing.MISSING]
    missing = {one.asked.item.evidence for one in lacking}
    if missing & _MEASURED and waiting:
        yield say("Wait for the run that executes the SQL; the boxes that it proves are ticked then")
    elif missing & _MEASURED:
        first = next(one for one in lacking if one.asked.item.evidence in _MEASURED)
        yield say("Look at the run that executes the SQL, which leaves boxes open: ", first.asked.shown.source.parts)
    for evidence, words in _WAITS.items():
        if evidence in missing:
            yield say(f"Get {words}" if evidence is Evidence.REVIEW else f"Wait for {words}")
    failed = [one for one in left if one.asked.shown.showing is Showing.AGAINST and not errors]
    for one in failed[:_FEW]:
        yield say(f"“{one.asked.item.text}” cannot be ticked: ", one.source.parts)


def _names(rules: Sequence[str]) -> list[Part]:
    more = [f" and {len(rules) - _FEW} more"] if len(rules) > _FEW else []
    return [*listed([Code(rule) for rule in rules[:_FEW]]), *more]


def _boxes(number: int) -> str:
    return "box" if number == 1 else f"{number} boxes"
