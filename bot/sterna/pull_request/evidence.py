"""What was shown for each kind of evidence, from facts that were looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sterna.guide import Evidence, Harm, Level
from sterna.history.model import Migration
from sterna.pull_request.sentence import Code, Name, Part, listed, say
from sterna.pull_request.standing import Showing, Shown
from sterna.pull_request.testimony import Heard
from sterna.review import Finding, FoundBy
from sterna.rollback.model import Verdict

OWN: Final = frozenset(
    {"migration bot", "migration analyze", "migration review", "migration gate", "migration checklist"}
)
"""Names of our own checks and statuses, which prove no tests."""
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Check:
    """A check run or a commit status on the head commit."""

    name: str
    state: Literal["success", "failure", "pending", "skipped"]


@dataclass(frozen=True, slots=True)
class Approval:
    """An approving review. `right` says by what it counts, and is empty when it does not, for the reason in `lacks`.

    `current` says that the migrations are still the bytes that were approved.
    """

    login: str
    right: str
    current: bool
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was looked up.

    `heard` is by tag, and `complete` when it covers every migration; `silence` says why it does not. `doubt` says why
    what was heard cannot be believed, and is empty when it can. `left` are the findings that count, `waived` the rules
    that somebody waived. `deployed` is the state of the newest deployment of this commit to the environment, empty when
    there is none.
    """

    heard: Mapping[str, Heard]
    complete: bool
    silence: str
    server: str
    doubt: str
    left: Sequence[Finding]
    waived: frozenset[str]
    checks: Sequence[Check]
    environment: str
    deployed: str
    approvals: Sequence[Approval]


def shown(facts: Facts, evidence: Evidence, migrations: Sequence[Migration]) -> Shown:
    """Say what was shown for one kind of evidence about these migrations."""
    if evidence in (Evidence.REPLAY, Evidence.PROOF):
        each = [_run(facts, evidence, migration) for migration in migrations]
        for showing in (Showing.AGAINST, Showing.MISSING, Showing.PERSON):
            if found := next((one for one in each if one.showing is showing), None):
                return found
        return each[0] if each else Shown(Showing.MISSING, say("there is no migration"))
    return _SIMPLE[evidence](facts)


def _run(facts: Facts, evidence: Evidence, migration: Migration) -> Shown:
    heard = facts.heard.get(migration.tag)
    if heard is None:
        return Shown(Showing.MISSING, say(facts.silence))
    if facts.doubt:
        return Shown(Showing.MISSING, say(facts.doubt))
    server = Code(facts.server)
    if evidence is Evidence.REPLAY:
        ran = heard.ran
        if ran.how == "ran":
            return Shown(Showing.SHOWN, say("ran on ", server, " after all migrations before it"))
        if ran.how == "failed":
            return Shown(Showing.AGAINST, say("it fails on ", server, " at ", Code(ran.where), ": ", Code(ran.said)))
        if ran.how == "apart":
            what = "it ran, but not in the one transaction that Drizzle uses: "
            return Shown(Showing.AGAINST, say(what, Code(ran.said)))
        return Shown(Showing.MISSING, say("it was not run: ", Code(ran.said)))
    verdict = Verdict(heard.back.verdict)
    if verdict.proven:
        return Shown(Showing.SHOWN, say(f"{verdict}, on ", server))
    if "rollback-not-proven" in facts.waived:
        return Shown(Showing.PERSON, say(f"{verdict}; the finding is waived, so a person's word counts"))
    return Shown(Showing.AGAINST, say(f"the verdict is: {verdict}"))


def _findings(facts: Facts) -> Shown:
    errors = [one.rule for one in facts.left if one.level is Level.ERROR]
    if errors:
        names = listed([Code(rule) for rule in dict.fromkeys(errors)])
        return Shown(Showing.AGAINST, say("open: ", names))
    if not facts.complete:
        return Shown(Showing.MISSING, say(facts.silence))
    if facts.doubt:
        return Shown(Showing.MISSING, say(facts.doubt))
    return Shown(Showing.SHOWN, say("no finding at the level error is open"))


def _bookkeeping(facts: Facts) -> Shown:
    wrong = [one for one in facts.left if one.found_by is FoundBy.HISTORY or one.harm is Harm.BOOKKEEPING]
    if wrong:
        names = listed([Code(rule) for rule in dict.fromkeys(one.rule for one in wrong)])
        return Shown(Showing.AGAINST, say("open: ", names))
    return Shown(Showing.SHOWN, say("they agree with each other and with the base branch"))


def _tests(facts: Facts) -> Shown:
    counted = [one for one in facts.checks if one.state != "skipped"]
    failed = [one.name for one in counted if one.state == "failure"]
    waiting = [one.name for one in counted if one.state == "pending"]
    if failed:
        return Shown(Showing.AGAINST, say("failed: ", _names(failed)))
    if waiting:
        return Shown(Showing.MISSING, say(f"{len(waiting)} of {len(counted)} checks have not ended: ", _names(waiting)))
    if not counted:
        return Shown(Showing.PERSON, say("this commit has no other checks, so a person's word counts"))
    return Shown(Showing.SHOWN, say("passed: ", _names([one.name for one in counted])))


def _staging(facts: Facts) -> Shown:
    if not facts.environment:
        return Shown(Showing.PERSON, say("no environment is set for staging, so a person's word counts"))
    environment = Code(facts.environment)
    if facts.deployed == "success":
        return Shown(Showing.SHOWN, say("this commit was deployed to ", environment))
    if facts.deployed in ("failure", "error"):
        return Shown(Showing.AGAINST, say("the deployment of this commit to ", environment, " failed"))
    if facts.deployed:
        return Shown(Showing.MISSING, say(f"the deployment is {facts.deployed}"))
    return Shown(Showing.MISSING, say("this commit was not deployed to ", environment))


def _review(facts: Facts) -> Shown:
    good = next((one for one in facts.approvals if one.right and one.current), None)
    if good is not None:
        return Shown(Showing.SHOWN, say("approved by ", Name(good.login), ", ", good.right))
    stale = next((one for one in facts.approvals if one.right), None)
    if stale is not None:
        return Shown(Showing.MISSING, say(Name(stale.login), " approved, but a migration changed after that"))
    if facts.approvals:
        one = facts.approvals[0]
        return Shown(Showing.MISSING, say(Name(one.login), " approved, but ", one.lacks))
    return Shown(Showing.MISSING, say("nobody with the right to do so has approved"))


def _person(_facts: Facts) -> Shown:
    return Shown(Showing.PERSON, say("waits for a person's tick"))


def _names(names: Sequence[str]) -> list[Part]:
    parts = listed([Code(name) for name in names[:_FEW]])
    return [*parts, *([f" and {len(names) - _FEW} more"] if len(names) > _FEW else [])]


_SIMPLE: Final[Mapping[Evidence, Callable[[Facts], Shown]]] = {
    Evidence.FINDINGS: _findings,
    Evidence.BOOKKEEPING: _bookkeeping,
    Evidence.TESTS_PASS: _tests,
    Evidence.STAGING: _staging,
    Evidence.REVIEW: _review,
    Evidence.PERSON: _person,
}
