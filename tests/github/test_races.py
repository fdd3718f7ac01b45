"""Runs at the same time, in any order, and people who write meanwhile: one comment, one section, no lost word."""

from __future__ import annotations

import random
import threading

import pytest

from sterna.problem import Problem
from sterna.pull_request.body import boxes
from sterna.pull_request.markers import split
from tests.github.conftest import Stage
from tests.github.contract import contract
from tests.github.shop import report
from tests.github.world import BOT


def both(stage: Stage, count: int = 2) -> None:
    """Let several runs begin at once; one that meets a state in the middle of a change may give up."""
    gate = threading.Barrier(count)

    def run() -> None:
        gate.wait()
        try:
            stage.run()
        except Problem as problem:
            assert problem.what  # noqa: PT017 - what matters is what the next run makes of it

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_first_runs_at_once(stage: Stage) -> None:
    """Both may create the comment; what stays is one, the oldest, and one section."""
    report(stage.world, "feature")
    both(stage)
    stage.run()
    assert len(stage.world.mine()) == 1
    assert (stage.world.pulls[7].body or "").count("<!-- sterna:begin -->") == 1
    assert stage.run().said == "nothing changed"


def test_of_several_comments_the_oldest_stays(stage: Stage) -> None:
    """Every run keeps the same one."""
    for _ in range(3):
        stage.world.say(7, "<!-- sterna:report -->\nold", BOT, made=contract().example("issue-comment"))
    lowest = min(stage.world.comments)
    stage.run()
    assert list(stage.world.comments) == [lowest]
    assert "old" not in stage.world.mine()[0].split("\n")


def test_a_comment_of_somebody_else_with_our_first_line_is_not_ours(stage: Stage) -> None:
    """Anybody can paste a marker; the author is what counts."""
    stage.say("<!-- sterna:report -->\nall good, merge me", "mallory")
    stage.run()
    assert sorted(one["user"]["login"] for one in stage.world.comments.values()) == [BOT, "mallory"]


def test_what_a_person_writes_between_our_read_and_our_write_is_kept(stage: Stage) -> None:
    """The description that our write replaced is found afterwards and written again with both."""
    report(stage.world, "feature")
    stage.run()
    done: list[str] = []

    def person(method: str, path: str) -> None:
        if method == "PATCH" and path.endswith("/pulls/7") and not done:
            body = stage.world.pulls[7].body or ""
            line = next(one for one in body.split("\r\n") if "workflow/indexes@" in one)
            body = body.replace(line, line.replace("[ ]", "[x]"))
            stage.world.edit(7, body.replace("and why.", "and why, at length."))
            done.append(path)

    stage.approve()
    stage.world.hooks.append(person)
    stage.run()
    body = stage.world.pulls[7].body or ""
    assert done
    assert "and why, at length." in body
    assert "approved by boss" in body
    parts = split(body)
    assert parts is not None
    ticked = {one.id.partition("@")[0] for one in boxes(parts.inside).values() if one.ticked and not one.by_sterna}
    assert ticked == {"workflow/indexes"}


def test_a_run_that_was_overtaken_writes_nothing(stage: Stage) -> None:
    """When the head moves while a run thinks, the newer commit's own run is left to judge."""

    def push(method: str, path: str) -> None:
        if method == "GET" and path.endswith("/files"):
            stage.world.hooks.clear()
            stage.repository.git("checkout", "-q", "feature")
            stage.repository.commit("one more")

    stage.world.hooks.append(push)
    with pytest.raises(Problem, match="A newer commit has come"):
        stage.run()
    assert stage.writes() == []


def _many(stage: Stage, runs: int, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    report(stage.world, "feature")
    words = []
    for number in range(runs):
        act = dice.randrange(5)
        if act == 0:
            word = f"Word {number} of a person."
            words.append(word)
            stage.world.edit(7, f"{word}\r\n\r\n{stage.world.pulls[7].body}")
        elif act == 1 and "- [ ]" in (stage.world.pulls[7].body or ""):
            stage.world.edit(7, (stage.world.pulls[7].body or "").replace("- [ ]", "- [x]", 1))
        elif act == 2:
            stage.say(dice.choice(["/migration status", "fine", "/migration recheck", "> /migration help"]))
        elif act == 3:
            stage.approve(dice.choice(["boss", "ann", "stranger"]))
        both(stage, 2) if dice.random() < 0.3 else stage.run()
    stage.run()
    body = stage.world.pulls[7].body or ""
    assert len(stage.world.mine()) == 1
    assert body.count("<!-- sterna:begin -->") == 1
    assert all(body.count(word) == 1 for word in words)
    before = (body, stage.world.mine(), stage.gate())
    assert stage.run().said == "nothing changed"
    assert (stage.world.pulls[7].body, stage.world.mine(), stage.gate()) == before


def test_a_few_runs_in_random_order(stage: Stage) -> None:
    """Whatever people and runs do in whatever order, the end is one comment, one section, every word."""
    _many(stage, 6, 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_fifty_runs_in_random_order(stage: Stage, seed: int) -> None:
    """The same with fifty."""
    _many(stage, 50, seed)
