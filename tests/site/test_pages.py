"""The page of a migration says what was seen, and texts of others stay texts."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from sterna import history
from sterna.data import docs
from sterna.guide import read
from sterna.guide.label import label
from sterna.site.migrations import Told, tell, untold
from sterna.site.pages import _index, _is_name

GUIDE = read(docs())


def folder(root: Path, *texts: str) -> history.History:
    """Make a migrations folder and read it."""
    (root / "meta").mkdir(parents=True)
    entries = []
    for number, text in enumerate(texts):
        tag = f"{number:04}_step"
        (root / f"{tag}.sql").write_text(text)
        entries.append({"idx": number, "version": "7", "when": 1_700_000_000_000 + number * 1000, "tag": tag})
    journal = {
        "version": "7",
        "dialect": "postgresql",
        "entries": [{**entry, "breakpoints": True} for entry in entries],
    }
    (root / "meta" / "_journal.json").write_text(json.dumps(journal))
    return history.read(root)


def test_a_migration_that_fails_is_told(tmp_path: Path) -> None:
    """What PostgreSQL said stands there with statement and line, and nothing is called proven or measured."""
    found = folder(tmp_path / "m", "CREATE TABLE a (id int);", "SELECT 1;\nDROP TABLE b;")
    page = tell(found, GUIDE, tmp_path / "memory", {"migration-fails": "../rules/migration-fails.md"}).cards[1].page
    assert 'Nothing: PostgreSQL refuses statement 2, line 2: `table "b" does not exist (SQLSTATE 42P01)`' in page
    assert "Not measured." in page
    assert "**failed**: the migration itself does not run." in page
    assert "[migration-fails](../rules/migration-fails.md)" in page


def test_nothing_is_claimed_of_what_was_not_run(tmp_path: Path) -> None:
    """Without a run the page holds the file and what its text shows, and calls nothing proven."""
    found = folder(tmp_path / "m", "CREATE TABLE a (id int);", "DROP TABLE a;")
    told = untold(found, GUIDE, {}, "because")
    assert [card.verdict for card in told.cards] == ["not proven", "not proven"]
    assert [card.downtime for card in told.cards] == ["Not known", "Not known"]
    page = told.cards[1].page
    assert "**not proven**" in page
    assert "proven on" not in page
    assert "drop-table" in page
    assert "```sql\nDROP TABLE a;\n```" in page


def test_what_is_wrong_with_the_folder_is_told(tmp_path: Path) -> None:
    """A file that is missing is named above the list, and a folder without a migration has no empty table."""
    found = folder(tmp_path / "m", "CREATE TABLE a (id int);", "DROP TABLE a;")
    (tmp_path / "m" / "0001_step.sql").unlink()
    found = history.read(tmp_path / "m")
    index = _index(untold(found, GUIDE, {}, "because"), found.faults)
    assert "The folder is not in order" in index
    assert "0001_step" in index.partition("| Migration")[0]
    assert "|" not in _index(Told(()), ())


def test_text_of_others_stays_text(tmp_path: Path) -> None:
    """Names and SQL that hold markup, fences and mentions cannot leave their place on the page."""
    hostile = 'CREATE TABLE "<script>x</script> ``` @all [a](b)" (id int);\n-- ```\n-- # Title\n'
    page = tell(folder(tmp_path / "m", hostile), GUIDE, tmp_path / "memory", {}).cards[0].page
    blocks = MarkdownIt("commonmark").parse(page)
    tokens = [token for block in blocks for token in (block, *(block.children or ()))]
    assert [token.content for token in tokens if token.type.startswith("html") and "<script" in token.content] == []
    assert [token.attrs for token in tokens if token.type == "link_open" and token.attrs.get("href") == "b"] == []
    titles = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    assert [title for title in titles if "Title" in title] == []
    assert [token.info for token in tokens if token.type == "fence"] == ["sql", "sql"]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("0000_init", True),
        ("20260101120000_x", True),
        ("../../etc", False),
        ("a b", False),
        ("index", False),
        ("", False),
    ],
)
def test_only_names_become_pages(tag: str, expected: bool) -> None:
    """A tag that could lead out of the folder, or over another page, has no page."""
    assert _is_name(tag) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ""),
        ("unsafe", "Unsafe"),
        ("unsafe fails 55P04", "Unsafe (PostgreSQL refuses it, SQLSTATE 55P04)"),
        ("safe alone", "Safe, by hand, outside of a transaction"),
        ("unsafe named 0007_add_region", "Unsafe (migration 0007_add_region)"),
        ("given alone", "Given: what is there"),
        ("back both alone", "The way back from this step and the one before, by hand, outside of a transaction"),
    ],
)
def test_labels(words: str, expected: str) -> None:
    """The words after `sql` become a label that people understand."""
    assert label(words) == expected


def test_an_unknown_word_is_an_error() -> None:
    """A fence that says something unknown is not shown as if nothing had been said."""
    with pytest.raises(ValueError, match="sql unsave"):
        label("unsave")
