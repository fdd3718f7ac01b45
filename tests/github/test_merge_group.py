"""The gate on a merge group is as green as the pull requests in it."""

from __future__ import annotations

from typing import Any

import pytest

from sterna.github.merge_group import judge_group
from sterna.problem import Problem
from tests.github.conftest import Stage


def group(stage: Stage, ref: str = "") -> dict[str, Any]:
    """Return the event of a group that ends with the pull request's commit."""
    return {
        "merge_group": {"head_sha": stage.world.sha("feature"), "base_sha": stage.world.sha("main"), "head_ref": ref}
    }


def post(stage: Stage, state: str, text: str, sha: str = "") -> None:
    """Put a gate on a commit."""
    sha = sha or stage.world.sha("feature")
    stage.world.statuses.append(
        {"sha": sha, "context": "migration checklist", "state": state, "description": text, "target_url": None}
        | {"created_at": "2026-11-22T09:00:00Z"}
    )


@pytest.mark.parametrize(
    ("state", "text", "expected"),
    [
        ("success", "13 of 13 done", ("success", "Green: #7")),
        ("pending", "3 of 13 done", ("failure", "#7: 3 of 13 done")),
        ("failure", "1 error", ("failure", "#7: 1 error")),
    ],
)
def test_the_group_is_as_green_as_its_pull_requests(
    stage: Stage, state: str, text: str, expected: tuple[str, str]
) -> None:
    """Somebody may have unticked a box since the pull request was queued."""
    post(stage, state, text)
    judge_group(stage.occasion("merge_group", group(stage)), stage.client())
    assert stage.gate() == expected


def test_a_squashed_group_is_found_by_the_name_of_its_branch(stage: Stage) -> None:
    """The queue's own commit belongs to no pull request; the branch names the one that is merged."""
    stage.repository.git("checkout", "-q", "-b", "queue", "main")
    squashed = stage.repository.commit("squashed")
    stage.repository.git("checkout", "-q", "main")
    event = group(stage, f"refs/heads/gh-readonly-queue/main/pr-7-{stage.world.sha('main')}")
    event["merge_group"]["head_sha"] = squashed
    post(stage, "success", "13 of 13 done")
    judge_group(stage.occasion("merge_group", event), stage.client())
    assert stage.world.gate(squashed) == ("success", "Green: #7")


def test_a_group_that_drizzle_would_skip_is_closed(stage: Stage) -> None:
    """What is queued before may be later than this one, which was green when it was judged."""
    post(stage, "success", "13 of 13 done")
    stage.repository.git("checkout", "-q", "-b", "before", "main")
    stage.repository.migrate("0001_address", 'ALTER TABLE "users" ADD COLUMN "a" text;\n', when=1_790_000_000_000)
    base = stage.repository.commit("queued before")
    stage.repository.git("checkout", "-q", "-b", "queue")
    stage.repository.migrate("0002_phone", 'ALTER TABLE "users" ADD COLUMN "phone" text;\n')
    head = stage.repository.commit("queued")
    stage.repository.git("checkout", "-q", "main")
    event = group(stage, f"refs/heads/gh-readonly-queue/main/pr-7-{base}")
    event["merge_group"] |= {"head_sha": head, "base_sha": base}
    judge_group(stage.occasion("merge_group", event), stage.client())
    state, text = stage.world.gate(head) or ("", "")
    assert state == "failure"
    assert text.startswith("0002_phone is not later than what is merged before it")


def test_a_group_without_a_pull_request_stays_closed(stage: Stage) -> None:
    """What cannot be told is not green."""
    event = group(stage)
    stage.world.pulls[7].state = "closed"
    judge_group(stage.occasion("merge_group", event), stage.client())
    assert stage.gate() == ("failure", "No pull request of this group was found")


def test_another_event_is_refused(stage: Stage) -> None:
    """An event without a group is said to be none."""
    with pytest.raises(Problem, match="names no merge group"):
        judge_group(stage.occasion("merge_group", {}), stage.client())
