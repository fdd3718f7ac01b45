"""Texts of others in the comment and the description, judged by GitHub's own renderer."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options

from sterna.github.analysis import unpacked
from sterna.problem import Problem
from sterna.pull_request.testimony import LIMIT, NAME, WayBack
from tests.github.conftest import Stage
from tests.github.shop import FOLDER, heard, report, seen, zipped

EVIL = "</details>\n\n# merged\n\n```\n# out\n@everyone <!-- sterna:end -->\n- [x] ok ![x](https://evil.example/p.png)"


def tags(markdown: str) -> set[str]:
    """Return the tags of the HTML outside of code."""
    html = github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)
    outside = re.sub(r"<(pre|code)\b.*?</\1>", "", html, flags=re.DOTALL)
    assert "@everyone" not in outside
    assert "evil.example" not in re.sub(r"https?\u200b?:", "", outside) or "<img" not in outside
    return set(re.findall(r"<(\w+)", outside))


def test_hostile_sql_names_and_reasons_stay_text(stage: Stage) -> None:
    """Neither SQL, nor a reported sentence, nor a reason leaves its place, mentions anybody or draws a picture."""
    sql = f'-- {EVIL.replace(chr(10), " ")}\nALTER TABLE "users" ADD COLUMN "``` @everyone <img src=x>" text;\n'
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.write({f"{FOLDER}/0001_phone.sql": sql})
    stage.repository.commit("evil")
    back = WayBack("exact", [f"-- {EVIL}"], EVIL, [EVIL], [EVIL], [EVIL])
    told = heard(sql=sql, back=back, changes=[[("word", EVIL), ("name", EVIL)]], found=[seen("table-scan", EVIL)])
    report(stage.world, "feature", told)
    stage.say(f"/migration waive table-scan {EVIL.splitlines()[0]} @everyone", "boss")
    stage.run()
    body = stage.world.pulls[7].body or ""
    assert body.count("<!-- sterna:end -->\r\n") >= 1
    for text in (body, stage.world.mine()[0]):
        assert not tags(text) & {"h1", "img", "script", "iframe"}
    assert stage.run().said == "nothing changed"


@pytest.mark.parametrize(
    "name",
    ["`0001_`x``", "0001_@everyone", "0001_<img src=x onerror=y>", "0001_a|b", "0001_\u202egnp", "0001_\nline\n# head"],
)
def test_a_file_name_is_a_name(stage: Stage, name: str) -> None:
    """Whatever a file of the migrations is called, it stays where it is shown."""
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.migrate(name, 'DROP TABLE "users";\n')
    stage.repository.commit("evil name")
    stage.run()
    for text in (stage.world.pulls[7].body or "", stage.world.mine()[0]):
        assert not tags(text) & {"h1", "img", "script", "iframe"}
        assert "\u202e" not in text


def test_names_that_fill_a_comment_do_not_silence_it(stage: Stage) -> None:
    """Names of 70,000 letters are cut; the verdict, the gate and the answers come all the same."""
    long = "x" * 70_000
    sql = f'ALTER TABLE "{long}" ALTER COLUMN "{long}" SET NOT NULL;\n--> statement-breakpoint\nDROP TABLE "{long}";\n'
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.write({f"{FOLDER}/0001_phone.sql": sql})
    stage.repository.commit("long")
    stage.say("/migration status")
    stage.run()
    assert (stage.gate() or ("",))[0] == "failure"
    assert "drop-table" in stage.world.mine()[0]
    assert len(stage.world.mine()[0]) < 65_536


def test_no_line_of_the_log_is_a_command_of_the_runner(capsys: pytest.CaptureFixture[str]) -> None:
    """The runner obeys `::` at the start of a line and `##[` anywhere in it."""
    from pathlib import Path

    from sterna.cli.ending import say
    from sterna.problem import Problem
    from sterna.report import inert

    say(Problem("a ##[add-mask]x\n::set-output name=a::b", where="::stop-commands::x", do=str(Path("x"))))
    for line in capsys.readouterr().err.splitlines():
        assert "##[" not in line
        assert not line.lstrip().startswith("::")
    assert inert.logged("| ##[error]no") != "| ##[error]no"
    assert inert.logged("a :: b") == "a :: b"


def test_a_long_rollback_stands_in_the_comment_alone(stage: Stage) -> None:
    """What does not fit into a description is linked, and what does not fit into a comment is named."""
    statements = [f'ALTER TABLE "users" DROP COLUMN "column_number_{number}"' for number in range(1_200)]
    report(stage.world, "feature", heard(back=WayBack("exact", statements, "", [], [], [])))
    stage.run()
    body = stage.world.pulls[7].body or ""
    assert len(body) < 60_000
    assert "The SQL is long and stands in [the comment](https://github.com/octo-org/shop/pull/7" in body
    assert len(stage.world.mine()[0]) < 65_536
    assert stage.run().said == "nothing changed"


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ({"event": "push"}, "has not started"),
        ({"path": ".github/workflows/other.yml"}, "has not started"),
        ({"repository": "mallory/shop"}, "has not started"),
        ({"name": "other"}, "ended without a report"),
        ({"status": "in_progress"}, "is running"),
    ],
)
def test_a_report_of_another_run_is_not_taken(stage: Stage, run: dict[str, Any], said: str) -> None:
    """Event, workflow, commit and repository have to be those of the pull request."""
    report(stage.world, "feature", **run)
    stage.run()
    assert said in stage.world.mine()[0]
    assert (stage.gate() or ("",))[0] == "pending"


def test_a_report_about_other_bytes_is_not_taken(stage: Stage) -> None:
    """Evidence holds for the hash that it names."""
    report(stage.world, "feature", heard(hash="0" * 64))
    stage.run()
    said = "| open | Rollback tested on dev | the report of this commit does not tell of these bytes |"
    assert said in stage.world.mine()[0]


def test_a_report_that_had_no_room_leaves_boxes_open_and_says_so(stage: Stage) -> None:
    """What the report leaves out is named, and a migration that it says nothing of proves nothing."""
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.migrate("0002_fax", 'ALTER TABLE "users" ADD COLUMN "fax" text;\n')
    stage.repository.commit("one more")
    report(stage.world, "feature", left_out=["diagrams", "migrations"])
    stage.run()
    told = stage.world.mine()[0]
    assert "it leaves out the diagrams, the last migrations, whose boxes stay open." in told
    assert "| open | Rollback tested on dev | the report of this commit had no room for it: split the" in told
    assert "Look at the run that executes the SQL, which leaves boxes open" in told
    assert "rollback-proven" not in stage.world.pulls[7].labels
    stage.approve()
    stage.tick_all()
    stage.run()
    assert (stage.gate() or ("",))[0] == "pending"


@pytest.mark.parametrize(
    ("artifact", "said"),
    [
        (b"no archive", "The archive of the report cannot be read"),
        (zipped(b'{"@everyone <img src=x>": 1}'), "The report is not of its shape"),
        (b"x" * (LIMIT + 100_000), "which is more than is accepted"),
    ],
)
def test_a_report_that_is_refused_proves_nothing_and_is_said(stage: Stage, artifact: bytes, said: str) -> None:
    """Whatever lies where the report should be, the boxes are open, and no word of it is markup."""
    report(stage.world, "feature").artifact = artifact
    stage.run()
    text = stage.world.mine()[0]
    assert "The report of this commit is not accepted." in text
    assert said in text
    assert ".." not in text.replace("...", "")
    assert not tags(text) & {"img"}
    assert (stage.gate() or ("",))[0] == "pending"
    assert stage.run().said == "nothing changed"


def proven(stage: Stage) -> bool:
    """Tell whether the bot has ticked the rollback."""
    lines = (stage.world.pulls[7].body or "").split("\n")
    return "by:sterna" in next(line for line in lines if "testing/rollback@" in line)


def test_a_changed_workflow_proves_nothing(stage: Stage) -> None:
    """Whoever changes what measures gets no tick from it, and an error that names the file."""
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.write({".github/workflows/migration-analyze.yml": "name: migration-analyze\n"})
    stage.repository.commit("mine measures better")
    report(stage.world, "feature")
    stage.run()
    assert "changes the workflow that measures" in stage.world.mine()[0]
    assert "rollback-proven" not in stage.world.pulls[7].labels
    assert (stage.gate() or ("",))[0] == "failure"
    assert not proven(stage)
    stage.say("/migration waive analysis-changed I read the change", "boss")
    stage.run()
    assert proven(stage)


@pytest.mark.parametrize(
    "raw",
    [
        b"no archive",
        zipped(b"{}", "other.json"),
        zipped(b"{}", f"../{NAME}"),
        zipped(b" " * (LIMIT + 1)),
    ],
)
def test_an_archive_that_is_not_ours_is_refused(raw: bytes) -> None:
    """One file of our name and of an acceptable size, or nothing."""
    with pytest.raises(Problem):
        unpacked(raw)


def test_an_archive_with_two_files_or_a_link_is_refused() -> None:
    """Neither a second file nor a symbolic link gets in."""
    two = io.BytesIO()
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr(NAME, b"{}")
        archive.writestr("more", b"{}")
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as archive:
        entry = zipfile.ZipInfo(NAME)
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    for raw in (two.getvalue(), link.getvalue()):
        with pytest.raises(Problem):
            unpacked(raw)
