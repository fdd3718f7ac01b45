"""What proves a box, and the rules that only a pull request shows."""

from __future__ import annotations

from typing import Any

import pytest

from sterna.github.bot import pulls
from sterna.github.people import owners
from sterna.github.present import Pull
from sterna.github.reconcile import reconcile
from sterna.github.repository import LIMIT
from sterna.github.snapshots import parents
from tests.github.conftest import Stage
from tests.github.contract import contract
from tests.github.shop import FOLDER, PHONE, Repository, heard, report, seen


def row(stage: Stage, box: str) -> str:
    """Return how a box stands, as the comment tells it."""
    lines = stage.world.mine()[0].split("\n")
    return next(line for line in lines if line.startswith("| ") and f" {box} |" in line)


def check(stage: Stage, name: str, conclusion: str | None) -> None:
    """Let a check of somebody else run on the head commit."""
    made: dict[str, Any] = contract().example("check-run")
    done = conclusion is not None
    made |= {"id": stage.world.id(), "name": name, "head_sha": stage.world.sha("feature"), "pull_requests": []}
    made |= {"status": "completed" if done else "in_progress", "conclusion": conclusion}
    made["completed_at"] = "2026-11-22T10:00:00Z" if done else None
    stage.world.checks[made["id"]] = made


def settings(stage: Stage, text: str, **files: str) -> None:
    """Put settings on the default branch."""
    stage.repository.git("checkout", "-q", "main")
    stage.repository.write({".github/sterna.toml": text, **files})
    stage.repository.commit("settings")


@pytest.mark.parametrize(
    ("checks", "told"),
    [
        ({}, "| open | Tests pass with new schema | this commit has no other checks"),
        ({"test": "success"}, "| done | Tests pass with new schema | passed: `test` |"),
        ({"test": "success", "lint": None}, "1 of 2 checks have not ended: `lint`"),
        ({"test": "failure"}, "| open | Tests pass with new schema | failed: `test` |"),
        ({"test": "success", "deploy": "skipped"}, "passed: `test` |"),
        ({"migration analyze": "failure"}, "this commit has no other checks"),
    ],
)
def test_tests_pass(stage: Stage, checks: dict[str, str | None], told: str) -> None:
    """Other checks of the head commit are the evidence, ours are not."""
    for name, conclusion in checks.items():
        check(stage, name, conclusion)
    stage.run()
    assert told in row(stage, "Tests pass with new schema")


def test_only_the_named_checks_are_tests(stage: Stage) -> None:
    """With names in the settings, other checks say nothing of the tests; `*` stops at a slash."""
    settings(stage, '[tests]\nchecks = ["test *"]\n')
    for name, conclusion in (("test unit", "success"), ("test a/b", "failure"), ("lint", "failure")):
        check(stage, name, conclusion)
    stage.run()
    assert "passed: `test unit` |" in row(stage, "Tests pass with new schema")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (None, "this commit was not deployed to `staging`"),
        ("success", "| done | Migration runs successfully on staging | this commit was deployed to `staging` |"),
        ("failure", "the deployment of this commit to `staging` failed"),
        ("in_progress", "the deployment is in_progress"),
        (
            "success inactive",
            "| done | Migration runs successfully on staging | this commit was deployed to `staging` |",
        ),
        ("failure inactive", "the deployment is inactive"),
    ],
)
def test_staging(stage: Stage, state: str | None, told: str) -> None:
    """A deployment of exactly this commit to the environment of the settings is the evidence."""
    settings(stage, '[staging]\nenvironment = "staging"\n')
    if state is not None:
        other = "failure" if state.startswith("success") else "success"
        for environment, states in (("preview", other), ("staging", state), ("preview", other)):
            one = {"id": stage.world.id(), "sha": stage.world.sha("feature"), "environment": environment}
            stage.world.deployments.append(one | {"states": states.split(), "updated_at": "2026-11-22T10:00:00Z"})
    stage.run()
    assert told in row(stage, "Migration runs successfully on staging")


@pytest.mark.parametrize(
    ("text", "teams", "readable", "login", "told"),
    [
        ("", {}, True, "boss", "approved by boss, who may write to the repository"),
        ("", {}, True, "stranger", "stranger approved, but may not write to the repository"),
        ("", {}, True, "ann", "nobody with the right to do so has approved"),
        ('[review]\npeople = ["Zoe"]\n', {}, True, "zoe", "approved by zoe, who is listed in .github/sterna.toml"),
        ('[review]\npeople = ["zoe"]\n', {}, True, "boss", "is not among those who may approve"),
        ('[review]\nteam = "octo/db"\n', {"octo/db": ["boss"]}, True, "boss", "a member of octo/db"),
        ('[review]\nteam = "octo/db"\n', {"octo/db": ["zoe"]}, True, "boss", "not a member of octo/db"),
        ('[review]\nteam = "octo/db"\n', {"octo/db": ["boss"]}, False, "boss", "may not see who is in octo/db"),
    ],
)
def test_review(stage: Stage, text: str, teams: dict[str, list[str]], readable: bool, login: str, told: str) -> None:
    """Who may approve is what the settings say; the author never may, and what cannot be read is said."""
    if text:
        settings(stage, text)
    stage.world.teams, stage.world.readable_teams = teams, readable
    stage.approve(login)
    stage.run()
    assert told in row(stage, "Migration SQL reviewed by senior developer").replace("\\", "").replace("`", "")


@pytest.mark.parametrize(
    ("owner", "login", "told"),
    [
        ("@zoe", "zoe", "approved by zoe, a code owner of the folder"),
        ("@octo/db", "zoe", "approved by zoe, a code owner of the folder, in octo/db"),
        ("@octo/db", "boss", "boss approved, but not a member of octo/db"),
    ],
)
def test_code_owners_of_the_folder_may_approve(stage: Stage, owner: str, login: str, told: str) -> None:
    """CODEOWNERS of the default branch names them; then the right to write is not enough."""
    settings(stage, "", **{".github/CODEOWNERS": f"* @ann\n/{FOLDER}/ {owner}\n"})
    change(stage.repository, {".github/CODEOWNERS": "* @boss\n"})
    stage.world.teams = {"octo/db": ["zoe"]}
    stage.approve(login)
    stage.run()
    assert told in row(stage, "Migration SQL reviewed by senior developer").replace("\\", "").replace("`", "")


def test_an_approval_of_other_bytes_is_stale(stage: Stage) -> None:
    """A push that changes the migration takes the approval back; one that changes something else does not."""
    stage.approve("boss")
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.write({"README.md": "# shop\n\nmore\n"})
    stage.repository.commit("something else")
    stage.run()
    assert "approved by boss" in row(stage, "Migration SQL reviewed by senior developer")
    stage.repository.write({f"{FOLDER}/0001_phone.sql": f"-- more\n{PHONE}"})
    stage.repository.commit("other bytes")
    stage.run()
    assert "but a migration changed after that" in row(stage, "Migration SQL reviewed by senior developer")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("* @a", ("@a",)),
        ("* @a\n/database/ @b @o/t", ("@b", "@o/t")),
        ("*.sql @b\n# *.sql @c", ("@b",)),
        ("database/migrations/*.sql @b", ("@b",)),
        ("database/* @b", ()),
        ("/migrations/ @b", ()),
        ("migrations/ @b", ("@b",)),
        ("**/migrations @b", ("@b",)),
        ("* @a\ndatabase/migrations/", ()),
    ],
)
def test_code_owners(text: str, expected: tuple[str, ...]) -> None:
    """The last line that fits names the owners, as GitHub reads it."""
    assert owners(text, "database/migrations/file.sql") == expected


def finding(stage: Stage, rule: str) -> bool:
    """Tell whether a rule stands among the findings."""
    return f"`{rule}`" in stage.world.mine()[0].split("#### `")[0]


def change(repository: Repository, files: dict[str, str | None]) -> None:
    """Change files on the branch of the pull request."""
    repository.git("checkout", "-q", "feature")
    repository.write(files)
    repository.commit("change")


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({f"{FOLDER}/0000_users.sql": "-- another\n"}, "edited-since-base"),
        ({f"{FOLDER}/0000_users.sql": None}, "deleted-since-base"),
        ({"package.json": '{\n  "scripts": { "deploy": "npm run db:push" }\n}\n'}, "push-in-script"),
        ({".github/workflows/deploy.yml": "      - run: npx drizzle-kit push\n"}, "push-in-script"),
    ],
)
def test_the_process(stage: Stage, files: dict[str, str | None], rule: str) -> None:
    """What only the diff shows is a finding."""
    change(stage.repository, files)
    stage.run()
    assert finding(stage, rule)


@pytest.mark.parametrize(
    "files",
    [
        {"package.json": '{\n  "scripts": {\n    "db:push": "drizzle-kit push"\n  }\n}\n'},
        {"docs/push.md": "never run npm run db:push\n"},
    ],
)
def test_the_name_of_the_command_is_no_use_of_it(stage: Stage, files: dict[str, str | None]) -> None:
    """The script that gives the command its name, and prose, are fine."""
    change(stage.repository, files)
    stage.run()
    assert not finding(stage, "push-in-script")


def test_what_has_nothing_to_do_with_each_other(stage: Stage) -> None:
    """Three groups of statements that share no table are told apart."""
    texts = (f'CREATE TABLE "{name}" ("id" bigint PRIMARY KEY);\n' for name in ("cats", "dogs", "fish"))
    change(stage.repository, {f"{FOLDER}/0001_phone.sql": "--> statement-breakpoint\n".join(texts)})
    stage.run()
    assert finding(stage, "unrelated-changes")
    assert "cats; dogs; fish" in stage.world.mine()[0]


def test_two_snapshots_with_one_parent(stage: Stage) -> None:
    """Where the numbers differ, the snapshots still tell that neither knows the other."""
    stage.repository.git("checkout", "-q", "-b", "other", "main")
    stage.repository.migrate("0005_address", 'ALTER TABLE "users" ADD COLUMN "address" text;\n')
    stage.repository.commit("another number")
    stage.repository.git("checkout", "-q", "main")
    stage.world.add_pull(8, "other", None)
    stage.world.pulls[7].labels = ["migration"]
    stage.run(8)
    assert "7 adds a snapshot that follows the same one." in stage.world.mine()[0].replace("\u200b", "").replace(
        "\\", ""
    )


def test_a_pull_request_that_cannot_be_read_closes_no_other_gate(stage: Stage) -> None:
    """Whoever opens one with a file that is too large stops nobody else; that it was not compared is said."""
    stage.repository.git("checkout", "-q", "-b", "hostile", "main")
    stage.repository.migrate("0001_address", "SELECT 1;\n")
    stage.repository.write({f"{FOLDER}/meta/0001_snapshot.json": " " * (LIMIT + 1)})
    stage.repository.commit("large")
    stage.repository.git("checkout", "-q", "main")
    stage.world.add_pull(3, "hostile", None, labels=["migration"])
    stage.run()
    assert (stage.gate() or ("",))[0] == "pending"
    assert "1 more open pull requests with migrations were not compared" in stage.world.mine()[0]


@pytest.mark.parametrize("raw", [b"", b"[" * 100_000, b"\xff", b"[]", b'{"prevIds": 7}'])
def test_a_snapshot_that_is_none_follows_nothing(raw: bytes) -> None:
    """Snapshots of others are read as they come."""
    assert parents([raw, b'{"id": "b", "prevId": "a"}']) == {"a"}


def test_a_schema_without_its_migration(stage: Stage) -> None:
    """A changed schema file alone is told in a comment, and the gate stays green: it is a warning."""
    stage.repository.git("checkout", "-q", "-b", "schema", "main")
    stage.repository.write({"shared/schema.ts": "export const users = pgTable('users', {});\n"})
    stage.repository.commit("schema")
    stage.world.add_pull(8, "schema", "x")
    stage.run(8)
    assert finding(stage, "schema-without-migration")
    assert (stage.world.gate(stage.world.sha("schema")) or ("",))[0] == "success"


def test_two_pull_requests_with_one_number(stage: Stage) -> None:
    """The one that was opened later is told of the other, which keeps its number, until that is a draft or closed."""
    stage.repository.branch("other", "0001_address", 'ALTER TABLE "users" ADD COLUMN "address" text;\n')
    stage.world.add_pull(8, "other", None, labels=["migration"])
    address = heard("0001_address", 'ALTER TABLE "users" ADD COLUMN "address" text;\n')
    report(stage.world, "other", address)

    def told() -> list[str]:
        """Return what is said of the number, to whom it is said."""
        for number in (7, 8):
            stage.run(number)
        texts = (body.replace("\u200b", "").replace("\\", "") for body in stage.world.mine())
        return [text for text in texts if "claimed-twice" in text]

    [text] = told()
    assert "7 adds a migration 0001 too." in text
    # Nothing happens to the later one itself, so it must not be taken for judged.
    stage.world.pulls[7].draft = True
    assert told() == []
    stage.world.pulls[7].draft = False
    stage.say("/migration recheck", pull=8)
    assert len(told()) == 1
    stage.world.pulls[7].state = "closed"
    assert told() == []


def test_a_migration_that_is_behind_the_base(stage: Stage) -> None:
    """What was merged meanwhile with a later `when` is seen, although the branch does not have it."""
    stage.repository.migrate("0001_address", 'ALTER TABLE "users" ADD COLUMN "address" text;\n', when=1_790_000_000_000)
    stage.repository.commit("merged meanwhile")
    stage.run()
    assert finding(stage, "when-behind-base")


def test_a_push_to_the_default_branch_looks_at_what_it_concerns(stage: Stage) -> None:
    """What is merged makes an open pull request late; a push that touches no migration costs no look at any."""
    report(stage.world, "feature")
    stage.run()
    before = stage.world.sha("main")
    stage.repository.migrate("0001_address", 'ALTER TABLE "users" ADD COLUMN "address" text;\n', when=1_790_000_000_000)
    after = stage.repository.commit("merged meanwhile")
    push = {"ref": "refs/heads/main", "before": before, "after": after, "repository": {"default_branch": "main"}}
    found = pulls(stage.occasion("push", push), stage.client())
    assert [one.number for one in found if isinstance(one, Pull)] == [7]
    reconcile(stage.occasion("push", push), stage.client(), found[0])
    assert finding(stage, "when-behind-base")
    stage.repository.write({"README.md": "# more\n"})
    push |= {"before": after, "after": stage.repository.commit("docs")}
    assert pulls(stage.occasion("push", push), stage.client()) == []
    assert pulls(stage.occasion("push", push | {"ref": "refs/heads/other"}), stage.client()) == []


def test_files_that_github_does_not_list_close_the_gate(stage: Stage) -> None:
    """Where the list is not whole, a migration may be among the others, so nothing is judged by it."""
    stage.world.pulls[7].unlisted = 1
    stage.run()
    assert stage.gate() == ("failure", "GitHub lists 3 of 4 changed files, so a migration may be among the others.")


def test_a_diff_that_is_too_long_to_be_shown_is_read_whole(stage: Stage) -> None:
    """GitHub leaves the patch of a large change out; what it hides is looked for in the file."""
    text = "".join(f"# line {number} of a long script\n" for number in range(2_000))
    change(stage.repository, {"scripts/deploy.sh": f"{text}npx drizzle-kit push\n"})
    assert all("patch" not in row for row in stage.world.changed(stage.world.pulls[7]) if "deploy" in row["filename"])
    stage.run()
    assert finding(stage, "push-in-script")


def test_a_label_is_known_however_it_is_spelled(stage: Stage) -> None:
    """To GitHub `Migration` and `migration` are one label, so the bot does not add it again and again."""
    stage.world.labels["Migration"] = {"color": "ffffff", "description": ""}
    stage.world.pulls[7].labels.append("Migration")
    report(stage.world, "feature")
    stage.run()
    assert stage.world.pulls[7].labels == ["Migration", "rollback-proven"]
    assert stage.run().said == "nothing changed"


def test_a_base_with_another_workflow_proves_nothing(stage: Stage) -> None:
    """A pull request into a branch whose analysis is not that of the default branch gets no tick from it."""
    stage.repository.git("branch", "release", "main")
    settings(stage, "", **{".github/workflows/migration-analyze.yml": "name: migration-analyze\n"})
    stage.world.pulls[7].base = "release"
    report(stage.world, "feature")
    stage.run()
    assert "has another migration-analyze.yml than main" in stage.world.mine()[0]
    assert "rollback-proven" not in stage.world.pulls[7].labels


def test_who_ticked_is_found_out_without_the_event(stage: Stage) -> None:
    """An event may be lost; the edits of the description tell who ticked a box, and since when."""
    report(stage.world, "feature")
    stage.run()
    stage.tick("workflow/indexes", "boss")
    stage.world.edit(7, f"More.\r\n\r\n{stage.world.pulls[7].body}", "ann")
    stage.run()
    assert "ticked by boss, 2026-11-22" in row(stage, "Indexes are appropriate")


def test_pages_of_the_team_change_the_gate(stage: Stage) -> None:
    """A page of the team's guide on the default branch adds a box; one in the pull request adds none."""
    page = "# Ours\n\n- [ ] The data team knows <!-- data-team: person -->\n"
    settings(stage, 'guide = "docs/migrations"\n', **{"docs/migrations/ours.md": page})
    change(stage.repository, {"docs/migrations/more.md": "# More\n\n- [ ] Not asked <!-- more: person -->\n"})
    stage.run()
    description = stage.world.pulls[7].body or ""
    assert "- [ ] The data team knows <!-- item:ours/data-team@" in description
    assert "Not asked" not in description


def test_a_refuted_finding_is_left_out_of_a_report_that_is_believed(stage: Stage) -> None:
    """What the text makes fear and the server did not do is no finding, unless the workflow was changed."""
    sql = 'ALTER TABLE "users" ALTER COLUMN "name" SET NOT NULL;\n'
    change(stage.repository, {f"{FOLDER}/0001_phone.sql": sql})
    stage.run()
    assert finding(stage, "set-not-null")
    report(stage.world, "feature", heard(sql=sql, refuted=[seen("set-not-null")]))
    stage.run()
    assert not finding(stage, "set-not-null")
