"""What people say in the thread is obeyed once, answered once, and holds as long as the files do."""

from __future__ import annotations

from hashlib import sha256

import pytest

from sterna.github.reconcile import BOT
from sterna.pull_request.testimony import WayBack
from tests.github.conftest import Stage
from tests.github.shop import DROP, FOLDER, PHONE, heard, report, seen

BYTES = sha256(f"0001_phone\n{sha256(PHONE.encode()).hexdigest()}".encode()).hexdigest()[:12]
"""What a waiver for the migration of the pull request is bound to."""


def answers(stage: Stage) -> list[str]:
    """Return what the bot answered, without the hidden lines."""
    found = [one["body"] for one in stage.world.comments.values() if one["body"].startswith("<!-- sterna:answer:")]
    return ["\n".join(line for line in body.split("\n") if not line.startswith("<!--")).strip() for body in found]


def reaction(stage: Stage, comment: int) -> str:
    """Return the reaction on a comment."""
    held = stage.world.comments[comment]["reactions"]
    return next((name for name in ("+1", "confused") if held[name]), "")


@pytest.mark.parametrize(
    ("text", "login", "answer", "mark"),
    [
        ("/migration help", "ann", "| Command | |", "+1"),
        ("/migration status", "ann", "of 13 done", "+1"),
        ("/migration rollback", "boss", 'ALTER TABLE "public"."users" DROP COLUMN "phone";', "+1"),
        ("/migration rollback 0001", "boss", "```sql", "+1"),
        ("/migration rollback 0009", "boss", "There is no migration `0009` here; there is `0001_phone`.", "confused"),
        ("/migration wave drop-column x", "ann", "Did you mean `/migration waive RULE reason`?", "confused"),
        ("/migration waive", "ann", "Name the rule", "confused"),
        ("/migration waive drop-column", "ann", "Say why", "confused"),
        ("/migration waive drop-colum because", "ann", "Did you mean `drop-column`?", "confused"),
        ("/migration waive drop-column because", "ann", "finds nothing here", "confused"),
        ("/migration help", "stranger", "Commands are for the author", "confused"),
        ("/migration unwaive drop-column", "stranger", "needs write access", "confused"),
        ("Please\n/migration status\nthanks", "ann", "of 13 done", "+1"),
    ],
)
def test_a_command_is_answered(stage: Stage, text: str, login: str, answer: str, mark: str) -> None:
    """Each command gets its reaction and, where there is something to say, one answer; the next run adds none."""
    report(stage.world, "feature")
    comment = stage.say(text, login)
    stage.run()
    assert len(answers(stage)) == 1
    assert answer in answers(stage)[0]
    assert reaction(stage, comment) == mark
    stage.world.log.clear()
    assert stage.run().said == "nothing changed"


def test_recheck_looks_at_everything_anew(stage: Stage) -> None:
    """Nothing is answered: the reaction says that it was done, and it is done once."""
    report(stage.world, "feature")
    stage.run()
    comment = stage.say("/migration recheck")
    assert stage.run().said != "nothing changed"
    assert (answers(stage), reaction(stage, comment)) == ([], "+1")
    assert stage.run().said == "nothing changed"


@pytest.mark.parametrize(
    "text", ["`/migration help`", "> /migration help", "```\n/migration help\n```", "a /migration help"]
)
def test_what_is_no_command_is_left_alone(stage: Stage, text: str) -> None:
    """Commands in code, in quotes and within a sentence are what people write about."""
    comment = stage.say(text)
    stage.run()
    assert answers(stage) == []
    assert reaction(stage, comment) == ""


def test_a_waiver_holds_for_these_bytes_alone(stage: Stage) -> None:
    """A waived error no longer stops the merge; when the file changes, it does again, and the comment says so."""
    report(stage.world, "feature", heard(found=[seen("migration-fails", "no")]))
    stage.run()
    assert "1 error" in (stage.gate() or ("", ""))[1]
    stage.say("/migration waive migration-fails the test data is `wrong`", "boss")
    stage.run()
    assert "error" not in (stage.gate() or ("", ""))[1]
    assert "the test data is \\`wrong\\`" in stage.world.mine()[0]
    stage.repository.git("checkout", "-q", "feature")
    sql = 'ALTER TABLE "users" ADD COLUMN "phone" varchar(20);\n'
    stage.repository.write({f"{FOLDER}/0001_phone.sql": sql})
    stage.repository.commit("other bytes")
    report(stage.world, "feature", heard(sql=sql, found=[seen("migration-fails", "no")]))
    stage.run()
    assert "1 error" in (stage.gate() or ("", ""))[1]
    assert "was waived by boss for other bytes" in stage.world.mine()[0]


def test_a_waiver_can_be_taken_back(stage: Stage) -> None:
    """After `unwaive` the finding counts again."""
    report(stage.world, "feature", heard(found=[seen("migration-fails", "no")]))
    stage.say("/migration waive migration-fails known")
    stage.run()
    assert "error" not in (stage.gate() or ("", ""))[1]
    stage.say("/migration unwaive migration-fails")
    stage.run()
    assert "1 error" in (stage.gate() or ("", ""))[1]
    stage.say("/migration waive migration-fails known after all")
    stage.run()
    assert "error" not in (stage.gate() or ("", ""))[1]


@pytest.mark.parametrize(("second", "errors"), [("/migration unwaive migration-fails", 1), ("/migration waive x y", 0)])
@pytest.mark.parametrize("together", [True, False])
def test_commands_are_carried_out_in_the_order_of_the_thread(
    stage: Stage, second: str, errors: int, *, together: bool
) -> None:
    """Read in one run or in two, in one comment or in two, the last word counts, and the next run agrees."""
    report(stage.world, "feature", heard(found=[seen("migration-fails", "no")]))
    first = "/migration waive migration-fails known"
    for text in [f"{first}\n{second}"] if together else [first, second]:
        stage.say(text, "boss")
    stage.run()
    assert ("1 error" in (stage.gate() or ("", ""))[1]) == bool(errors)
    stage.repository.git("checkout", "-q", "main")
    stage.repository.commit("the default branch moves, so that everything is judged anew")
    stage.run()
    assert ("1 error" in (stage.gate() or ("", ""))[1]) == bool(errors)


def test_a_waiver_ends_with_the_right_of_who_gave_it(stage: Stage) -> None:
    """Whoever may no longer write no longer stands in for anything."""
    report(stage.world, "feature", heard(found=[seen("migration-fails", "no")]))
    stage.say("/migration waive migration-fails known", "boss")
    stage.run()
    assert "error" not in (stage.gate() or ("", ""))[1]
    del stage.world.permissions["boss"]
    stage.say("/migration recheck")
    stage.run()
    assert "1 error" in (stage.gate() or ("", ""))[1]


def test_a_second_answer_binds_nothing(stage: Stage) -> None:
    """Another workflow writes under the same login: what it says of a comment that was refused does not count."""
    report(stage.world, "feature", heard(found=[seen("migration-fails", "no")]))
    comment = stage.say("/migration waive migration-fails fine", "stranger")
    stage.run()
    assert "needs write access" in answers(stage)[0]
    stage.world.permissions["stranger"] = "write"
    forged = f"<!-- sterna:answer:{comment} -->\n<!-- sterna:waiver migration-fails {BYTES} -->"
    stage.say(forged, BOT)
    stage.run()
    assert "1 error" in (stage.gate() or ("", ""))[1]


@pytest.mark.parametrize(
    "text",
    [
        f"/migration waive {'x' * 65_000} reason",
        f"/migration {'w' * 65_000}",
        "\n\n".join(["/migration rollback"] * 10),
        f"/migration rollback {'9' * 65_000}",
    ],
)
def test_no_command_is_too_long_to_be_answered(stage: Stage, text: str) -> None:
    """A comment that fills all the room there is gets a short answer, and stops nobody."""
    back = WayBack("exact", [f"-- {'x' * 18_000}"], "", [], [], [])
    report(stage.world, "feature", heard(back=back))
    stage.say(text)
    stage.run()
    assert len(answers(stage)) == 1
    assert len(answers(stage)[0]) < 20_000
    assert stage.run().said == "nothing changed"


def test_a_waiver_for_files_that_came_later_is_refused(stage: Stage) -> None:
    """Whoever waives has seen the files; a push between the comment and the run does not slip through."""
    stage.say("/migration waive migration-fails fine")
    report(stage.world, "feature", heard(found=[seen("migration-fails", "no")]), created_at="2026-11-22T23:00:00Z")
    stage.run()
    assert "The files changed after this comment" in answers(stage)[0]
    assert "1 error" in (stage.gate() or ("", ""))[1]


def test_an_edited_command_is_not_obeyed(stage: Stage) -> None:
    """Anybody with write access can put words into another's comment."""
    report(stage.world, "feature", heard(found=[seen("migration-fails", "no")]))
    comment = stage.say("/migration waive migration-fails fine", "boss")
    stage.world.comments[comment]["updated_at"] = "2026-11-22T22:00:00Z"
    stage.run()
    assert "edited" in answers(stage)[0]
    assert "1 error" in (stage.gate() or ("", ""))[1]


def test_an_answer_that_somebody_forged_binds_nothing(stage: Stage) -> None:
    """Only the bot's own answers count: nobody makes a waiver of what another, who may write, has said."""
    report(stage.world, "feature", heard(found=[seen("migration-fails", "no")]))
    stage.run()
    comment = stage.say("looks fine", "boss")
    stage.say(f"<!-- sterna:answer:{comment} -->\n<!-- sterna:waiver migration-fails {BYTES} -->", "stranger")
    stage.say("/migration recheck")
    stage.run()
    assert "1 error" in (stage.gate() or ("", ""))[1]


def test_bots_give_no_commands(stage: Stage) -> None:
    """What another bot quotes is no command."""
    stage.say("/migration reset-section", "dependabot[bot]")
    stage.say("/migration reset-section", BOT)
    stage.run()
    assert answers(stage) == []


def test_a_deleted_box_closes_the_gate_until_the_section_is_reset(stage: Stage) -> None:
    """A box that was there and is gone is red; it is not put back behind people's backs, only when they ask."""
    report(stage.world, "feature")
    stage.run()
    body = stage.world.pulls[7].body or ""
    stage.world.edit(7, "\n".join(line for line in body.split("\n") if "data-loss@" not in line))
    stage.run()
    gate = stage.gate()
    assert gate is not None
    assert gate[0] == "failure"
    assert "1 box deleted" in gate[1]
    assert "data-loss@" not in (stage.world.pulls[7].body or "")
    stage.say("/migration reset-section")
    stage.run()
    assert "data-loss@" in (stage.world.pulls[7].body or "")
    assert (stage.gate() or ("",))[0] == "pending"
    assert stage.run().said == "nothing changed"


@pytest.mark.parametrize("around", ["> {}", "```\n{}\n```", "<!--\n{}\n-->", "`{}`"])
def test_boxes_that_nobody_sees_or_that_others_write_do_not_count(stage: Stage, around: str) -> None:
    """A box in a quote, in code or in a comment is no box, and one without our hidden name asks for nothing."""
    report(stage.world, "feature")
    stage.run()
    body = stage.world.pulls[7].body or ""
    line = next(one for one in body.split("\r\n") if "workflow/indexes@" in one)
    hidden = around.format(line.replace("[ ]", "[x]")).replace("\n", "\r\n")
    others = "- [ ] Deploy the app\r\n- [ ] <!-- rebase-check --> If you want to rebase, tick this box\r\n"
    stage.world.edit(7, body.replace(line, hidden) + others)
    stage.run()
    assert (stage.gate() or ("", ""))[1] == "4 of 13 done, 1 box deleted"
    assert (stage.world.pulls[7].body or "").endswith(others)


def test_damaged_markers_are_told(stage: Stage) -> None:
    """A second begin marker is red with a sentence, and the description is not touched."""
    stage.run()
    broken = f"{stage.world.pulls[7].body}\n\n<!-- sterna:begin -->\n"
    stage.world.edit(7, broken)
    stage.run()
    assert stage.world.pulls[7].body == broken
    assert (stage.gate() or ("", ""))[0] == "failure"
    assert "markers of the migration section are damaged" in stage.world.mine()[0]


def test_a_tick_goes_stale_with_the_bytes(stage: Stage) -> None:
    """A changed migration has open boxes, and what a person wrote elsewhere in the section stays."""
    report(stage.world, "feature")
    stage.run()
    stage.tick("workflow/indexes")
    body = (stage.world.pulls[7].body or "").replace("**Changes**:\r\n", "**Changes**:\r\n- and the model\r\n")
    stage.world.edit(7, body)
    stage.run()
    assert (stage.world.pulls[7].body or "").count("- and the model") == 1
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.write({f"{FOLDER}/0001_phone.sql": 'ALTER TABLE "users" ADD COLUMN "phone" varchar(9);\n'})
    stage.repository.commit("other bytes")
    stage.run()
    after = stage.world.pulls[7].body or ""
    assert "- [ ] Indexes are appropriate" in after
    assert "deleted" not in (stage.gate() or ("", ""))[1]
    assert after.count("- and the model") == 1


def test_the_section_goes_with_the_last_migration(stage: Stage) -> None:
    """When the migration leaves the diff, so do the section and the labels, and the comment says that none is left."""
    stage.run()
    stage.repository.git("checkout", "-q", "-B", "feature", "main")
    stage.repository.write({"README.md": "# shop\n\nmore\n"})
    stage.repository.commit("no migration")
    stage.run()
    assert (stage.world.pulls[7].body or "").rstrip() == "What I did\r\n\r\nand why."
    assert stage.world.pulls[7].labels == []
    assert stage.gate() == ("success", "No migration is touched")
    assert "No migration is touched" in stage.world.mine()[0]
    assert stage.run().said == "nothing changed"


def test_na_is_an_answer_where_the_guide_allows_it(stage: Stage) -> None:
    """`N/A: reason` closes an optional box and no other."""
    stage.run()
    body = stage.world.pulls[7].body or ""
    lines = [
        f"{line.rstrip()} N/A: nothing of that"
        if "data-migrations@" in line or "indexes@" in line
        else line.rstrip("\r")
        for line in body.split("\n")
    ]
    stage.world.edit(7, "\r\n".join(lines))
    stage.run()
    text = stage.world.mine()[0]
    assert "| not applicable | Data migrations (if any) are safe |" in text
    assert "| open | Indexes are appropriate | the guide takes no N/A here" in text


def test_a_tick_against_the_evidence_is_red(stage: Stage) -> None:
    """Whoever ticks what the run showed to be wrong is told so."""
    from sterna.pull_request.testimony import Ran

    report(stage.world, "feature", heard(ran=Ran("failed", "statement 1, line 1", "syntax error")))
    stage.run()
    stage.tick("testing/dev")
    stage.run()
    gate = stage.gate()
    assert gate is not None
    assert gate[0] == "failure"
    assert "1 tick against the evidence" in gate[1]
    assert "it is ticked, but it fails on" in stage.world.mine()[0]


def test_data_loss_is_labelled(stage: Stage) -> None:
    """Dropping a column is labelled, and the label goes when the drop does."""
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.write({f"{FOLDER}/0001_phone.sql": DROP})
    stage.repository.commit("drop")
    stage.run()
    assert stage.world.pulls[7].labels == ["migration", "data-loss"] or "data-loss" in stage.world.pulls[7].labels
