"""Whatever GitHub does in the middle of a run, the next run ends where an undisturbed one would have."""

from __future__ import annotations

import contextlib
import time

import pytest

from sterna.github.refusal import Refused
from sterna.problem import Problem
from tests.github.conftest import Stage, staged
from tests.github.shop import Repository, heard, report, seen
from tests.github.test_reconcile import green
from tests.github.trouble import KINDS, fault
from tests.github.world import Fault


def prepare(stage: Stage) -> None:
    """Bring a report with a finding and a command, so that a run has every sort of write to do."""
    report(stage.world, "feature", heard(found=[seen("table-scan", "x")]))
    stage.say("/migration status")


def outcome(stage: Stage) -> tuple[object, ...]:
    """Return what people see in the end, ids and seals left out."""
    reports = [body.split("<!-- sterna:ledger")[0] for body in stage.world.mine()]
    answers = [one["body"] for one in stage.world.comments.values() if "sterna:answer" in one["body"]]
    notes = sum(len(held) for held in stage.world.annotations.values())
    return stage.world.pulls[7].body, reports, len(answers), stage.world.pulls[7].labels, stage.gate(), notes


Calm = tuple[tuple[object, ...], list[str]]
BODY = "What I did\r\n\r\nand why."


@pytest.fixture(scope="module")
def undisturbed(shop: Repository) -> Calm:
    """Return what a run without faults comes to, and the method of each call that it took."""
    with staged(shop, BODY) as stage:
        prepare(stage)
        stage.run()
        return outcome(stage), [method for method, _, _ in stage.world.log]


def disturb(shop: Repository, undisturbed: Calm, at: int, kind: str) -> None:
    """Let one call of a first run go wrong, and demand that the next one ends where the undisturbed one did."""
    calm, _ = undisturbed
    met: list[str] = []

    def trouble(method: str, path: str) -> Fault | None:
        met.append(f"{method} {path}")
        return fault(kind, method, path) if len(met) == at + 1 else None

    with staged(shop, BODY) as stage:
        prepare(stage)
        stage.world.trouble = trouble
        with contextlib.suppress(Refused):
            stage.run()
        assert len(met) > at, "the fault was not met"
        stage.world.trouble = None
        stage.run()
        assert outcome(stage) == calm, f"{kind} at {met[at]}"
        assert stage.run().said == "nothing changed"


@pytest.mark.parametrize("part", range(4))
def test_every_call_may_fail(shop: Repository, undisturbed: Calm, part: int) -> None:
    """After a fault at whatever call, one more run gives one comment, one section, one answer, the same gate.

    What is worst for a write is that it was done and nobody heard of it.
    """
    kinds = list(KINDS)
    for at, method in list(enumerate(undisturbed[1]))[part::4]:
        disturb(shop, undisturbed, at, kinds[at * 3 % len(kinds)] if method == "GET" else "502 after")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_call_may_fail_in_every_way(shop: Repository, undisturbed: Calm, kind: str) -> None:
    """The same with each fault at each call."""
    for at in range(len(undisturbed[1])):
        disturb(shop, undisturbed, at, kind)


def test_a_report_that_cannot_be_fetched_now_is_fetched_later(stage: Stage) -> None:
    """Where the storage of artifacts is down for a whole run, nothing is judged as if there were no report."""
    report(stage.world, "feature")
    stage.world.trouble = lambda method, path: Fault(method, path, 503) if path.startswith("/storage/") else None
    with pytest.raises(Refused, match="GitHub did not hand the file out"):
        stage.run()
    assert stage.writes() == []
    stage.world.trouble = None
    stage.run()
    assert "rollback-proven" in stage.world.pulls[7].labels


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (Fault("GET", "/pulls/7$", 502), [0.5]),
        (Fault("GET", "/comments$", 503), [0.5]),
        (Fault("GET", "/pulls/7$", 200, cut=True), [0.5]),
        (Fault("GET", "/pulls/7$", 429, {"Retry-After": "3"}, "slow down"), [3.0]),
        (Fault("GET", "/pulls/7$", 429, {}, "slow down"), [60.0]),
        (Fault("GET", "/pulls/7$", 403, {}, "You have exceeded a secondary rate limit."), [60.0]),
        (Fault("PATCH", "/pulls/7$", 403, {"Retry-After": "5"}, "You have exceeded a secondary rate limit."), [5.0]),
    ],
)
def test_waiting_is_the_answer(stage: Stage, fault: Fault, waits: list[float]) -> None:
    """A server in trouble and a rate limit are waited for, within the budget, in the same run."""
    stage.world.faults.append(fault)
    stage.run()
    assert stage.waited == waits
    assert stage.gate() is not None


def test_a_limit_beyond_the_budget_is_said(stage: Stage) -> None:
    """When the limit ends long after the run would, the run ends and says how long it was asked to wait."""
    reset = str(int(time.time()) + 2_000)
    headers = {"X-RateLimit-Reset": reset, "X-RateLimit-Remaining": "0"}
    stage.world.faults.append(Fault("GET", "/pulls/7$", 403, headers, "API rate limit exceeded for installation ID 1."))
    with pytest.raises(Refused, match="GitHub asks to wait 200"):
        stage.run()
    assert stage.waited == []


def test_a_missing_permission_is_named(stage: Stage) -> None:
    """A 403 becomes the line that the workflow lacks."""
    stage.world.denied.append("POST .*/statuses/")
    with pytest.raises(Refused) as refused:
        stage.run()
    assert refused.value.do == "The job needs `permissions: statuses: write`."
    assert "Resource not accessible by integration" in refused.value.what


@pytest.mark.parametrize(
    ("status", "do"),
    [
        (401, "GITHUB_TOKEN is not valid, or has expired."),
        (422, "This is a defect of Sterna, or a limit of GitHub; please report it with this message."),
        (418, ""),
    ],
)
def test_a_refusal_is_a_sentence(stage: Stage, status: int, do: str) -> None:
    """Whatever GitHub says no with, its words are told, where it said them, and what to do if that is known."""
    stage.world.faults.append(Fault("POST", "/statuses/", status, message="it says no"))
    with pytest.raises(Refused, match="GitHub refuses: it says no") as refused:
        stage.run()
    assert f"({status})" in refused.value.where
    assert refused.value.do == do


def test_a_pull_request_that_is_not_there(stage: Stage) -> None:
    """A 404 says that the token may not see it either."""
    with pytest.raises(Refused, match="Not Found") as refused:
        stage.run(9)
    assert "or the token may not see it" in refused.value.do


def test_settings_that_cannot_be_used_close_the_gate(stage: Stage) -> None:
    """A mistake in the settings of the default branch is no silence: the status says it, and so does the run."""
    stage.repository.write({".github/sterna.toml": "foldr = 'x'\n"})
    stage.repository.commit("settings")
    with pytest.raises(Problem, match="unknown field `foldr`"):
        stage.run()
    gate = stage.gate()
    assert gate is not None
    assert gate[0] == "error"


def test_a_token_of_another_login_is_said(stage: Stage) -> None:
    """Where the bot writes as somebody else than it believes, it would never find its comment again."""
    with pytest.raises(Problem, match=r"The comment was created, but not by `somebody\[bot\]`") as problem:
        stage.run(bot="somebody[bot]")
    assert "STERNA_BOT_LOGIN" in problem.value.do


def test_a_history_that_cannot_be_read_closes_the_gate(stage: Stage) -> None:
    """Where the journal is broken, the gate is red and says so."""
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.write({"database/migrations/meta/_journal.json": "{"})
    stage.repository.commit("broken")
    stage.run()
    gate = stage.gate()
    assert gate is not None
    assert gate[0] == "failure"
    assert "The Drizzle journal is not JSON" in stage.world.mine()[0]
    assert gate[1].startswith("The Drizzle journal is not JSON")


def test_what_was_ready_is_not_called_so_when_it_can_no_longer_be_read(stage: Stage) -> None:
    """The comment, the label and the boxes are those of now, and commands are answered all the same."""
    green(stage)
    body = stage.world.pulls[7].body
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.write({"database/migrations/meta/_journal.json": "{"})
    stage.repository.commit("broken")
    stage.say("/migration status")
    stage.run()
    assert "Ready to merge" not in stage.world.mine()[0]
    assert stage.world.pulls[7].labels == ["migration"]
    assert stage.world.pulls[7].body == body
    assert "sterna:answer" in "".join(one["body"] for one in stage.world.comments.values())
    stage.world.log.clear()
    stage.run()
    assert stage.writes() == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("I ran\r\n```\r\nmake test", "inside a code block"),
        ("x" * 64_000, "does not fit"),
        ("\U0001d54f" * 32_000, "does not fit"),
    ],
)
def test_a_description_that_cannot_take_the_section_closes_the_gate(stage: Stage, body: str, said: str) -> None:
    """Where the section would not be seen or not fit, nothing is written over, and the comment says what to do."""
    stage.world.edit(7, body)
    report(stage.world, "feature")
    stage.run()
    assert stage.world.pulls[7].body == body
    assert (stage.gate() or ("",))[0] == "failure"
    assert said in stage.world.mine()[0]


def test_a_defect_of_ours_closes_the_gate(stage: Stage) -> None:
    """What was green does not stay green because the bot fell over something that nobody thought of."""
    green(stage)
    stage.repository.commit("the default branch moves, so that everything is judged anew")
    stage.world.faults.append(Fault("GET", "/git/blobs/", 200, message="no blob at all"))
    with pytest.raises(Problem, match=r"Sterna has a defect and could not judge .*KeyError"):
        stage.run()
    assert (stage.gate() or ("",))[0] == "error"
    stage.run()
    assert (stage.gate() or ("",))[0] == "success"


def test_annotations_that_were_cut_off_half_way_come_whole(stage: Stage) -> None:
    """Where fifty are too few for one request, the check run counts only once the last of them is there."""
    sql = "--> statement-breakpoint\n".join(f'DROP TABLE "t{number}";\n' for number in range(60))
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.write({"database/migrations/0001_phone.sql": sql})
    stage.repository.commit("many")
    stage.world.faults += [Fault("PATCH", "/check-runs/", 422, message="no")]
    with pytest.raises(Refused):
        stage.run()
    stage.run()
    newest = max(stage.world.checks)
    assert stage.world.checks[newest]["status"] == "completed"
    assert len([one for one in stage.world.annotations[newest] if one["title"] == "drop-table"]) == 60
