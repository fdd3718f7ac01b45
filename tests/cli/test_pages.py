"""A team's own pages beside the shipped ones, at the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.histories import make, sterna

USERS = "CREATE TABLE users (id integer PRIMARY KEY, name text);"
QUIET = "---\nlevel: note\n---\n\nOur largest table has 3,000 rows.\n"
OFF = "---\nlevel: off\n---\n\nThe runner sets it.\n"
OWN = """---
level: error
harm: scope
match: ALTER TABLE _table ADD COLUMN _column xml ...
---

# Add an xml column

Nothing here reads XML.

## Why

We took it out.

## Unsafe

```sql unsafe
ALTER TABLE users ADD COLUMN card xml;
```

## Safe

Add `card` to `users` as text.

```sql safe
ALTER TABLE users ADD COLUMN card text;
```

## The way back

Drop it.

## What to check

Nothing.

## When it is fine

Never.

## More

Ask in #data.
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository whose settings name a folder of pages, with a migration that meets three rules."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "sterna.toml").write_text('guide = "handbook"\n')
    rules = tmp_path / "handbook" / "rules"
    rules.mkdir(parents=True)
    (rules / "index-not-concurrent.md").write_text(QUIET)
    (rules / "missing-lock-timeout.md").write_text(OFF)
    (rules / "no-xml.md").write_text(OWN)
    change = 'CREATE INDEX users_name_idx ON users (name);\nALTER TABLE "users" ADD COLUMN "letter" xml;'
    make(tmp_path / "drizzle", {"0000_users": USERS, "0001_change": change})
    return tmp_path


def told(done_stdout: str) -> dict[str, str]:
    """Return level by rule, without what the bare folder of these tests is told."""
    found = {one["rule"]: one["level"] for one in json.loads(done_stdout)["findings"]}
    return {rule: level for rule, level in found.items() if rule != "missing-snapshot"}


def test_review_goes_by_the_pages_that_the_settings_name(repository: Path) -> None:
    """A rule of the team is found with its names filled in, a level is the team's, and what is off is silent."""
    below = repository / "handbook"
    done = sterna("review", repository / "drizzle", "--format", "json", cwd=below)
    assert told(done.stdout) == {"index-not-concurrent": "note", "no-xml": "error"}
    [own] = [one for one in json.loads(done.stdout)["findings"] if one["rule"] == "no-xml"]
    assert own["rewrite"] == ['ALTER TABLE "users" ADD COLUMN "letter" text;']


def test_a_folder_that_is_named_comes_first(repository: Path) -> None:
    """`--guide` takes the place of the settings."""
    other = repository / "other" / "rules"
    other.mkdir(parents=True)
    (other / "index-not-concurrent.md").write_text(OFF)
    done = sterna("review", repository / "drizzle", "--guide", "other", "--format", "json", cwd=repository)
    assert told(done.stdout) == {"missing-lock-timeout": "note"}


def test_explain_knows_the_teams_pages(repository: Path) -> None:
    """A page of the team is printed, and a level that it set says why; without a name, all rules are listed."""
    assert sterna("explain", "no-xml", cwd=repository).stdout.startswith("# Add an xml column\n")
    amended = sterna("explain", "index-not-concurrent", cwd=repository).stdout
    assert "\n> Level set by the team: note. Our largest table has 3,000 rows.\n" in amended
    listed = sterna("explain", cwd=repository).stdout
    assert "  no-xml (error): Nothing here reads XML.\n" in listed
    assert "  missing-lock-timeout (off): " in listed
    rules = json.loads(sterna("explain", "--format", "json", cwd=repository).stdout)["rules"]
    assert {"rule": "no-xml", "level": "error"}.items() <= next(one for one in rules if one["rule"] == "no-xml").items()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--guide", "nowhere"], "is not there"),
        (["--guide", "drizzle"], "holds no page"),
    ],
)
def test_a_folder_without_pages_is_an_error(repository: Path, arguments: list[str], message: str) -> None:
    """A folder that was named and gives nothing is not passed over in silence."""
    done = sterna("explain", "no-xml", *arguments, cwd=repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_wrong_page_is_told_with_its_line(repository: Path) -> None:
    """An unknown key of a page ends the review with file and line, before anything runs."""
    page = repository / "handbook" / "rules" / "no-xml.md"
    page.write_text(OWN.replace("match:", "mach:"))
    done = sterna("review", repository / "drizzle", cwd=repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{page}:4" in done.stderr
    assert "`mach` is no key of a rule" in done.stderr


def test_settings_of_another_repository_do_not_count(repository: Path) -> None:
    """The search ends at the root of the repository that one stands in."""
    inner = repository / "vendor" / "inner"
    (inner / ".git").mkdir(parents=True)
    assert sterna("explain", "no-xml", cwd=inner).returncode == 2
