"""A team's own site gets the guide and its migrations by one line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from sterna import history
from sterna.data import docs
from sterna.guide import read
from sterna.site import first_page
from sterna.site.migrations import tell
from tests.site.conftest import ROOT, build

OWN_RULE = """---
level: warning
harm: scope
match: CREATE TABLE _table (...)
tables: all
---

# Create a table without asking Mona

Mona wants to know of new tables.

## Why

She keeps the map, as [set-not-null](set-not-null.md) does not say.

## Unsafe

```sql unsafe
CREATE TABLE notes (id bigint PRIMARY KEY);
```

## Safe

Ask Mona.

```sql safe
SELECT 1;
```

## The way back

Tell Mona.

## What to check

Nothing.

## When it is fine

On Fridays.

## More

- Mona
"""


def team(root: Path, conf: str = "") -> Path:
    """Make a repository: two migrations, and pages with one line of configuration."""
    pages = root / "docs"
    (pages / "rules").mkdir(parents=True)
    (pages / "conf.py").write_text(f'extensions = ["sterna.site"]\n{conf}')
    (pages / "index.md").write_text("# Our docs\n\nHello.\n")
    (pages / "rules" / "ask-mona.md").write_text(OWN_RULE)
    (pages / "rules" / "cluster.md").write_text("---\nlevel: note\n---\n\nWe have a night shift.\n")
    there = root / "migrations"
    shutil.copytree(ROOT / "migrations" / "meta", there / "meta")
    journal = json.loads((there / "meta" / "_journal.json").read_text())
    journal["entries"] = journal["entries"][:2]
    (there / "meta" / "_journal.json").write_text(json.dumps(journal))
    for entry in journal["entries"]:
        shutil.copy(ROOT / "migrations" / f"{entry['tag']}.sql", there)
    return pages


@pytest.mark.slow
def test_one_line_is_enough(tmp_path: Path) -> None:
    """The guide, the team's own rule, its level for a shipped one, and its migrations are there without a warning."""
    pages = team(tmp_path)
    done = build(pages, tmp_path / "site")
    assert (done.returncode, done.stderr) == (0, "")
    site = tmp_path / "site"
    assert "proven on PostgreSQL" in (site / "migrations" / "0001_create_orders.html").read_text()
    assert "Mona wants to know" in (site / "guide" / "rules" / "ask-mona.html").read_text()
    assert "ask-mona.html" in (site / "guide" / "rules" / "index.html").read_text()
    assert "We have a night shift." in (site / "guide" / "rules" / "cluster.html").read_text()
    assert "../guide/rules/ask-mona.html" in (site / "migrations" / "0000_create_accounts.html").read_text()
    assert "guide/index.html" in (site / "index.html").read_text()
    for folder in ("guide", "migrations"):
        assert (pages / folder / ".gitignore").read_text().endswith("\n*\n")


def test_without_a_server_nothing_is_proven_or_remembered(tmp_path: Path) -> None:
    """What could not be run is said to be missing, and is tried again the next time."""
    found = history.read(team(tmp_path).parent / "migrations")
    told = tell(found, read(docs()), tmp_path / "memory", {}, pg_bin=tmp_path / "nowhere")
    assert told.missing
    assert {card.verdict for card in told.cards} == {"not proven"}
    assert not any("proven on" in card.page for card in told.cards)
    assert not (tmp_path / "memory").exists()


@pytest.mark.slow
def test_an_empty_folder_and_one_line(tmp_path: Path) -> None:
    """A folder that holds nothing but `conf.py` becomes a site with a first page, and without a warning."""
    pages = team(tmp_path)
    for path in (pages / "index.md", *(pages / "rules").iterdir()):
        path.unlink()
    done = build(pages, tmp_path / "site")
    assert (done.returncode, done.stderr) == (0, "")
    first = (tmp_path / "site" / "index.html").read_text()
    assert "<h1>Database migrations" in first
    assert 'href="migrations/index.html"' in first
    assert 'href="guide/workflow.html"' in first


def test_the_first_page_is_that_of_people_as_soon_as_they_write_it(tmp_path: Path) -> None:
    """A first page is written where there is none, follows what there is, and is left alone without its mark."""
    config = SimpleNamespace(root_doc="index", source_suffix={".rst": "restructuredtext"}, project="Ours")
    app = SimpleNamespace(srcdir=tmp_path, config=config)
    file = tmp_path / "index.md"
    first_page.write(app)  # type: ignore[arg-type]
    assert file.read_text().splitlines()[2:] == ["# Ours", ""]
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "index.md").write_text("# The migrations\n")
    first_page.write(app)  # type: ignore[arg-type]
    assert "(migrations/index.md)" in file.read_text()
    file.write_text(file.read_text().partition("\n")[2].replace("# Ours", "# Mine"))
    first_page.write(app)  # type: ignore[arg-type]
    assert file.read_text().lstrip().startswith("# Mine")
    file.rename(tmp_path / "index.rst")
    first_page.write(app)  # type: ignore[arg-type]
    assert not file.exists()


@pytest.mark.slow
def test_without_a_server_the_pages_say_so(tmp_path: Path) -> None:
    """A server that cannot be started is a warning, and the pages call nothing proven."""
    pages = team(tmp_path, 'sterna_pg_bin = "nowhere"\n')
    done = build(pages, tmp_path / "site")
    assert done.returncode == 1
    assert "The migrations are shown as not proven" in done.stderr
    page = (tmp_path / "site" / "migrations" / "0001_create_orders.html").read_text()
    assert "not proven" in page
    assert "proven on" not in page
    assert "Not measured." in page


def test_pages_of_people_are_left_alone(tmp_path: Path) -> None:
    """A folder with the name that is needed, and pages in it that somebody wrote, stops the build."""
    pages = team(tmp_path)
    (pages / "migrations").mkdir()
    (pages / "migrations" / "history.md").write_text("# Ours\n")
    done = build(pages, tmp_path / "site")
    assert done.returncode == 2
    assert "This folder holds pages that a person wrote" in done.stderr
    assert (pages / "migrations" / "history.md").read_text() == "# Ours\n"


def test_what_was_proven_is_remembered(tmp_path: Path) -> None:
    """Nothing is run again until something changes; then everything is."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    migration = folder / "0001_note.sql"
    migration.write_text("CREATE TABLE notes (id int);\n")
    guide = read(docs())
    memory = tmp_path / "memory"
    first = tell(history.read(folder), guide, memory, {})
    file = memory / "sterna.json"
    file.write_text(file.read_text().replace(first.server, "PostgreSQL of yesterday"))
    assert tell(history.read(folder), guide, memory, {}).server == "PostgreSQL of yesterday"
    migration.write_text("CREATE TABLE notes (id bigint);\n")
    assert tell(history.read(folder), guide, memory, {}).server == first.server


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"key": 1}', "null"])
def test_a_broken_memory_is_no_memory(tmp_path: Path, broken: str) -> None:
    """A file that was cut off or written by something else is not read."""
    from sterna.site.migrations import _remembered

    (tmp_path / "sterna.json").write_text(broken)
    assert _remembered(tmp_path / "sterna.json", "1") is None
