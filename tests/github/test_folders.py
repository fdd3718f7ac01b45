"""Pull requests on a repository with folders of Drizzle 1.0."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sterna.history import names
from tests.github.conftest import Stage, staged
from tests.github.shop import FOLDER, ORIGIN, PHONE, USERS, Repository, begin, heard, report

USED = "20260101100000_users"
ADDED = "20260102100000_phone"


def migrate(repository: Repository, tag: str, sql: str, own: str, *parents: str) -> None:
    """Add a migration as drizzle-kit 1.0 does: a folder with SQL and snapshot."""
    ids = {"version": "9", "dialect": "postgres", "id": own, "prevIds": list(parents) or [ORIGIN]}
    repository.write(
        {f"{FOLDER}/{tag}/migration.sql": sql, f"{FOLDER}/{tag}/snapshot.json": json.dumps(ids, indent=2) + "\n"}
    )


def branch(repository: Repository, name: str, tag: str = ADDED, sql: str = PHONE, *parents: str) -> None:
    """Make a branch of main with one more migration."""
    repository.git("checkout", "-q", "-b", name, "main")
    migrate(repository, tag, sql, tag, *(parents or ("users",)))
    repository.commit(tag)
    repository.git("checkout", "-q", "main")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Make a repository of Drizzle 1.0 with a branch that adds a column, to be copied."""
    repository = begin(tmp_path_factory.mktemp("folders") / "shop")
    repository.git("rm", "-rq", FOLDER)
    migrate(repository, USED, USERS, "users")
    repository.commit("to 1.0")
    branch(repository, "feature")
    return repository


@pytest.fixture
def stage(folders: Repository, tmp_path: Path) -> Iterator[Stage]:
    """Offer a repository of Drizzle 1.0 with pull request 7, which adds a column."""
    with staged(folders.copy(tmp_path / "shop"), "What I did") as stage:
        yield stage


def comment(stage: Stage) -> str:
    """Return the report."""
    [body] = stage.world.mine()
    return body


def on(stage: Stage, branch: str) -> Repository:
    """Check a branch out."""
    stage.repository.git("checkout", "-q", branch)
    return stage.repository


def test_an_added_folder_is_reviewed_and_proven(stage: Stage) -> None:
    """The migration stands in the section and in the comment under the name of its folder, and nothing is wrong."""
    report(stage.world, "feature", heard(ADDED))
    stage.run()
    assert f"`{FOLDER}/{ADDED}/migration.sql`" in (stage.world.pulls[7].body or "")
    assert 'ALTER TABLE "public"."users" DROP COLUMN "phone"' in comment(stage)
    for rule in (
        "broken-prev-id",
        "missing-file",
        "missing-snapshot",
        "open-branches",
        "sorts-before-base",
        "since-base",
    ):
        assert rule not in comment(stage)


def test_a_merged_folder_was_edited(stage: Stage) -> None:
    """What the base has must stay as it is."""
    repository = on(stage, "feature")
    repository.write({f"{FOLDER}/{USED}/migration.sql": "SELECT 1;\n"})
    repository.commit("edit")
    stage.run()
    assert f"{USED}/migration.sql is not what it was in `main`" in comment(stage).replace("\\", "")


def test_a_merged_folder_was_deleted(stage: Stage) -> None:
    """A pull request that does nothing else is read as well."""
    repository = on(stage, "main")
    migrate(repository, "20260101110000_more", "SELECT 1;", "more", "users")
    repository.commit("more")
    repository.git("checkout", "-q", "-B", "feature", "main")
    repository.git("rm", "-rq", f"{FOLDER}/{USED}")
    repository.commit("less")
    stage.run()
    assert "deleted-since-base" in comment(stage)


def test_a_later_folder_was_merged_meanwhile(stage: Stage) -> None:
    """The order in production is then another than that of an empty database."""
    repository = on(stage, "main")
    migrate(repository, "20260103100000_notes", "SELECT 1;", "notes", "users")
    repository.commit("notes")
    stage.run()
    assert "sorts-before-base" in comment(stage)


def test_a_snapshot_that_follows_nothing(stage: Stage) -> None:
    """The snapshot that the new one follows is looked for in the base."""
    repository = on(stage, "feature")
    migrate(repository, ADDED, PHONE, ADDED, "nowhere")
    repository.commit("astray")
    stage.run()
    assert "broken-prev-id" in comment(stage)


def test_two_pull_requests_that_follow_the_same(stage: Stage) -> None:
    """Drizzle 1.0 allows it, so it is a note and not an error."""
    branch(stage.repository, "other", "20260102110000_notes", "CREATE TABLE notes (id integer);")
    stage.world.add_pull(8, "other", "More", labels=["migration"])
    stage.world.pulls[7].labels = ["migration"]
    stage.run(8)
    assert "claimed-twice" not in comment(stage)
    assert "open-branches" in comment(stage)
    assert "7 adds a snapshot that follows the same one" in comment(stage).replace("\u200b", "").replace("\\", "")


def test_the_conversion_to_1_0(tmp_path: Path) -> None:
    """A pull request that runs `drizzle-kit up` adds nothing and edits nothing."""
    repository = begin(tmp_path / "shop")
    journal = json.loads((repository.path / FOLDER / "meta" / "_journal.json").read_text())
    repository.git("checkout", "-q", "-b", "feature")
    repository.git("rm", "-rq", FOLDER)
    for entry in journal["entries"]:
        migrate(repository, names.upgraded(entry["tag"], entry["when"]), USERS, entry["tag"])
    repository.commit("up")
    with staged(repository, "To 1.0") as stage:
        stage.run()
    for body in stage.world.mine():
        assert "since-base" not in body
        assert "missing-file" not in body


def test_an_approval_counts_for_the_same_bytes(stage: Stage) -> None:
    """A push that leaves the folder alone leaves the approval; one that changes it does not."""
    stage.approve("boss")
    repository = on(stage, "feature")
    repository.write({"README.md": "# more\n"})
    repository.commit("something else")
    stage.run()
    assert "approved by boss" in comment(stage)
    repository.write({f"{FOLDER}/{ADDED}/migration.sql": f"-- more\n{PHONE}"})
    repository.commit("other bytes")
    stage.run()
    assert "but a migration changed after that" in comment(stage)


def test_plain_files_are_refused_in_one_sentence(folders: Repository, tmp_path: Path) -> None:
    """A folder that Drizzle does not run is not judged by its rules; the report says so, and the gate does not pass."""
    repository = folders.copy(tmp_path / "shop")
    repository.git("branch", "-q", "-D", "feature")
    repository.git("rm", "-rq", FOLDER)
    repository.write({f"{FOLDER}/0001_users.up.sql": USERS})
    repository.commit("plain")
    repository.git("checkout", "-q", "-b", "feature")
    repository.write({f"{FOLDER}/0002_phone.up.sql": PHONE})
    repository.commit("phone")
    with staged(repository, "What I did") as stage:
        stage.run()
        assert "The bot reads migrations of Drizzle alone, and these are plain SQL files." in comment(stage)
        gate = stage.gate()
        assert gate is not None
        assert gate[0] != "success"
