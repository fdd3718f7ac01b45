"""Runs at the same time, in any order, and people who write meanwhile: one comment, one section, no lost word."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable

import pytest

from sterna.problem import Problem
from sterna.pull_request.body import boxes
from sterna.pull_request.markers import split
from tests.github.conftest import Stage
from tests.github.contract import contract
from tests.github.shop import report
from tests.github.test_reconcile import green
from tests.github.trouble import KINDS, fault
from tests.github.world import BOT, Fault


def together(stage: Stage, count: int = 2) -> None:
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
    together(stage)
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


@pytest.mark.parametrize("moment", ["GET .*/files$", "PATCH .*/issues/comments/", "POST .*/statuses/"])
def test_a_tick_that_comes_while_a_run_works_is_judged(stage: Stage, moment: str) -> None:
    """Whenever it comes, the run that began before it does not leave a gate and a seal that do not know of it."""
    green(stage)
    body = stage.world.pulls[7].body or ""
    stage.world.edit(7, body.replace("- [x] Indexes", "- [ ] Indexes"))
    stage.run()
    assert stage.gate() == ("pending", "12 of 13 done")
    stage.world.edit(7, f"More.\r\n\r\n{stage.world.pulls[7].body}")

    def person(method: str, path: str) -> None:
        if re.search(moment, f"{method} {path}"):
            stage.world.hooks.clear()
            stage.tick("workflow/indexes")

    # Something to write, so that each moment comes.
    stage.world.statuses.append({**stage.world.statuses[-1], "state": "error", "description": "somebody else's"})
    stage.world.hooks.append(person)
    stage.run()
    assert stage.world.hooks == []
    stage.run()
    assert stage.gate() == ("success", "13 of 13 done")
    assert "Ready to merge" in stage.world.mine()[0]
    assert stage.run().said == "nothing changed"


def test_a_command_that_comes_while_a_run_works_is_answered(stage: Stage) -> None:
    """What is said between the reading of the thread and the writing of the comment is not sealed away."""
    report(stage.world, "feature")
    said: list[int] = []

    def person(method: str, path: str) -> None:
        if method == "POST" and path.endswith("/issues/7/comments") and not said:
            said.append(stage.say("/migration status"))

    stage.world.hooks.append(person)
    stage.run()
    stage.run()
    assert said
    assert f"<!-- sterna:answer:{said[0]} -->" in "".join(one["body"] for one in stage.world.comments.values())
    assert stage.run().said == "nothing changed"


def test_an_older_judgement_does_not_have_the_last_word(stage: Stage) -> None:
    """A run that began before a tick and ends after the run that saw it looks once more, and agrees."""
    green(stage)
    stage.world.edit(7, (stage.world.pulls[7].body or "").replace("- [x] Indexes", "- [ ] Indexes"))

    def other(method: str, path: str) -> None:
        # The slow run has read everything and is about to write; a whole other run comes first.
        if method == "PATCH" and re.search(r"/issues/comments/\d+$", path):
            stage.world.hooks.clear()
            stage.tick("workflow/indexes")
            stage.run()

    stage.world.hooks.append(other)
    stage.run()
    assert stage.gate() == ("success", "13 of 13 done")
    assert stage.run().said == "nothing changed"


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


def misfortune(dice: random.Random, rate: float) -> Callable[[str, str], Fault | None]:
    """Return what goes wrong with a request: mostly nothing, otherwise anything, and now and then everything."""
    dead = [0]

    def trouble(method: str, path: str) -> Fault | None:
        if dead[0]:
            # The run was cancelled: nothing that it sends arrives any more.
            dead[0] -= 1
            return Fault(method, path, 200, cut=True)
        if dice.random() >= rate:
            return None
        if dice.random() < 0.2:
            dead[0] = 12
        return fault(dice.choice(list(KINDS)), method, path)

    return trouble


def _many(stage: Stage, runs: int, seed: int, rate: float) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    report(stage.world, "feature")
    stage.world.trouble = misfortune(dice, rate)
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
        together(stage, 2 if dice.random() < 0.3 else 1)
    stage.world.trouble = None
    ticks = ticked(stage)
    stage.run()
    body = stage.world.pulls[7].body or ""
    assert len(stage.world.mine()) == 1
    assert body.count("<!-- sterna:begin -->") == 1
    assert all(body.count(word) == 1 for word in words)
    assert body.endswith("\r\n")
    assert "\n" not in body.replace("\r\n", "")
    assert ticked(stage) >= ticks
    asked = [name for name, one in stage.world.comments.items() if one["body"] == "/migration status"]
    said = [one["body"] for one in stage.world.comments.values() if one["body"].startswith("<!-- sterna:answer:")]
    assert sorted(text.split("\n")[0] for text in said) == [f"<!-- sterna:answer:{name} -->" for name in sorted(asked)]
    before = (body, stage.world.mine(), stage.gate())
    assert stage.run().said == "nothing changed"
    assert (stage.world.pulls[7].body, stage.world.mine(), stage.gate()) == before


def ticked(stage: Stage) -> set[str]:
    """Return the boxes that a person ticked."""
    parts = split(stage.world.pulls[7].body or "")
    held = boxes(parts.inside) if parts is not None else {}
    return {name for name, one in held.items() if one.ticked and not one.by_sterna}


def test_a_few_runs_in_random_order(stage: Stage) -> None:
    """Whatever people, runs and GitHub do in whatever order, the end is one comment, one section, every word."""
    _many(stage, 6, 1, 0.08)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_fifty_runs_in_random_order(stage: Stage, seed: int) -> None:
    """The same with fifty, in calm and in trouble."""
    _many(stage, 50, seed, 0.03 * seed)
