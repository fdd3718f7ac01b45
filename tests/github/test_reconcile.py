"""A pull request goes from nothing to green, and every run that finds nothing new writes nothing."""

from __future__ import annotations

from tests.github.conftest import Stage
from tests.github.shop import heard, report, seen


def green(stage: Stage) -> None:
    """Bring everything that the gate asks for."""
    report(stage.world, "feature")
    stage.approve()
    stage.run()
    stage.tick_all()
    stage.run()


def test_the_first_run_fills_everything_in(stage: Stage) -> None:
    """Without a report the section, the comment, the label and a yellow gate are there."""
    stage.run()
    body = stage.world.pulls[7].body or ""
    assert body.startswith("What I did\r\n\r\nand why.\r\n\r\n<!-- sterna:begin -->\r\n")
    assert "\n" not in body.replace("\r\n", "")
    assert len(stage.world.mine()) == 1
    assert stage.world.pulls[7].labels == ["migration"]
    gate = stage.gate()
    assert gate is not None
    assert gate[0] == "pending"


def test_from_nothing_to_green(stage: Stage) -> None:
    """With a report, an approval and the person's ticks the gate is green."""
    green(stage)
    assert stage.gate() == ("success", "13 of 13 done")
    assert stage.world.pulls[7].labels == ["migration", "rollback-proven"]


def test_an_unchanged_pull_request_costs_six_reads_and_no_write(stage: Stage) -> None:
    """The seal of the last run is found again, whatever the event."""
    green(stage)
    stage.world.log.clear()
    assert stage.run().said == "nothing changed"
    assert len(stage.world.log) == 6
    assert stage.writes() == []
    stage.say("looks good to me")
    assert stage.run().said == "nothing changed"
    assert stage.writes() == []


def test_a_comment_that_lost_its_ledger_is_put_right(stage: Stage) -> None:
    """Whoever edits or deletes our comment gets a new one, and the ticks in the description stay."""
    green(stage)
    name = next(name for name, one in stage.world.comments.items() if one["body"].startswith("<!-- sterna:report"))
    stage.world.comments[name]["body"] = "<!-- sterna:report -->\nall is well"
    stage.run()
    assert "Ready to merge: 13 of 13 done" in stage.world.mine()[0]
    del stage.world.comments[name]
    stage.run()
    assert stage.gate() == ("success", "13 of 13 done")
    assert len(stage.world.mine()) == 1
    assert stage.run().said == "nothing changed"


def test_without_a_migration_the_gate_is_green(stage: Stage) -> None:
    """A pull request that touches no migration gets its status, no comment, and costs five reads after that."""
    stage.repository.git("checkout", "-q", "-b", "docs", "main")
    stage.repository.write({"README.md": "# shop\n\nmore\n"})
    stage.repository.commit("docs")
    stage.world.add_pull(8, "docs", None)
    stage.run(8)
    assert stage.world.gate(stage.world.sha("docs")) == ("success", "No migration is touched")
    assert stage.world.mine() == []
    stage.world.log.clear()
    stage.run(8)
    assert stage.writes() == []
    assert len(stage.world.log) <= 6


def test_an_error_closes_the_gate(stage: Stage) -> None:
    """A finding of the server at the level error is red, and stands as an annotation at its line."""
    report(stage.world, "feature", heard(found=[seen("migration-fails", "PostgreSQL says: no.")]))
    stage.run()
    gate = stage.gate()
    assert gate is not None
    assert gate[0] == "failure"
    assert "1 error" in gate[1]
    notes = [one for held in stage.world.annotations.values() for one in held]
    assert [(one["path"], one["annotation_level"]) for one in notes if one["title"] == "migration-fails"] == [
        ("database/migrations/0001_phone.sql", "failure")
    ]
