"""What GitHub sent once: every recording of the events that a workflow of ours could meet."""

from __future__ import annotations

from typing import Any

import pytest

from sterna.github.bot import pulls
from sterna.github.merge_group import judge_group
from sterna.problem import Problem
from tests.github.conftest import Stage
from tests.github.contract import recorded, recordings


def each(name: str) -> list[Any]:
    """Return the recordings of an event as parameters."""
    held = recordings()[name]
    return [pytest.param(one, id=f"{number} {one.get('action', '')}") for number, one in enumerate(held)]


def test_a_pull_request_is_found_by_its_number(stage: Stage) -> None:
    """Each of the recorded actions names one pull request."""
    for one in recordings()["pull_request"]:
        assert pulls(stage.occasion("pull_request_target", one), stage.client()) == [one["number"]]


def test_a_comment_is_about_a_pull_request_or_about_nothing(stage: Stage) -> None:
    """A comment on an issue is left alone; one on a pull request names it."""
    said = [pulls(stage.occasion("issue_comment", one), stage.client()) for one in recordings()["issue_comment"]]
    asked = [one["issue"] for one in recordings()["issue_comment"]]
    assert said == [[one["number"]] if one.get("pull_request") else [] for one in asked]
    assert [] in said


def test_a_run_is_bound_by_commit_and_not_by_number(stage: Stage) -> None:
    """A recorded run is of other commits, so it is about nothing here, whatever numbers it names."""
    for one in recordings()["workflow_run"]:
        assert pulls(stage.occasion("workflow_run", one), stage.client()) == []
    mine = recorded()["workflow_run"]
    mine["workflow_run"] |= {"head_sha": stage.world.sha("feature"), "head_branch": "feature"}
    mine["workflow_run"]["head_repository"]["owner"]["login"] = "octo-org"
    mine["workflow_run"]["pull_requests"] = [{"number": 99}]
    found = pulls(stage.occasion("workflow_run", mine), stage.client())
    assert [one if isinstance(one, int) else one.number for one in found] == [7]
    mine["workflow_run"] |= {"head_sha": stage.world.sha("main")}
    assert pulls(stage.occasion("workflow_run", mine), stage.client()) == [], "an old run of the same branch"


def test_a_push_that_concerns_nobody(stage: Stage) -> None:
    """A recorded push, to whatever branch, ends without a word where no pull request has the label."""
    for one in recordings()["push"]:
        assert pulls(stage.occasion("push", one), stage.client()) == []


@pytest.mark.parametrize("one", each("merge_group"))
def test_a_recorded_merge_group(stage: Stage, one: dict[str, Any]) -> None:
    """A group of commits that are not there is refused with a sentence; with commits of ours it is judged."""
    with pytest.raises(Problem, match="GitHub refuses"):
        judge_group(stage.occasion("merge_group", one), stage.client())
    group = one["merge_group"] | {"head_sha": stage.world.sha("feature"), "base_sha": stage.world.sha("main")}
    group["head_ref"] = f"refs/heads/gh-readonly-queue/main/pr-7-{stage.world.sha('main')}"
    judge_group(stage.occasion("merge_group", one | {"merge_group": group}), stage.client())
    assert stage.gate() == ("failure", "#7: not judged yet")


def test_an_event_that_nobody_subscribed_to_is_said(stage: Stage) -> None:
    """The bot does not guess what an event means for it."""
    for one in recordings()["check_run"]:
        with pytest.raises(Problem, match="does not know the event `check_run`"):
            pulls(stage.occasion("check_run", one), stage.client())


@pytest.mark.parametrize("broken", [{}, {"pull_request": None}, {"pull_request": {"number": "7"}}, {"issue": []}])
@pytest.mark.parametrize("event", ["pull_request_target", "issue_comment", "workflow_run", "workflow_dispatch", "push"])
def test_an_event_without_what_it_should_hold_is_about_nothing(stage: Stage, event: str, broken: Any) -> None:
    """A payload is a hint where to look, and nothing that is believed."""
    assert pulls(stage.occasion(event, broken), stage.client()) == []
