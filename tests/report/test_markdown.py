"""The section as GitHub shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options

from sterna.postgres.connection import Connection
from sterna.postgres.observation import Failure
from sterna.postgres.server import Server
from sterna.pull_request.body import boxes, fill
from sterna.report import markdown
from sterna.rollback.model import Verdict
from tests.pull_request.observed import migration, observe, watch
from tests.report.golden_text import assert_golden
from tests.report.made import rolled_back, told

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = '"``` <!-- sterna:end -->\n@octocat <img src=x> [a](https://evil.example) | x"'


@pytest.fixture(scope="module")
def connection(server: Server) -> Iterator[Connection]:
    """Open a database as the superuser."""
    server.create_database("markdown")
    with server.connect("markdown", admin=True) as session:
        yield session
    server.drop_database("markdown")


def render(text: str) -> str:
    """Return the HTML with raw HTML left in."""
    html: str = github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE)
    return html


def test_one_migration_has_the_form_of_the_guide(server: Server) -> None:
    """Every heading of the guide's form is there, in its order and with its words."""
    change = (
        "CREATE TABLE audit_logs (id bigint PRIMARY KEY, user_id integer NOT NULL, action text);\n"
        "ALTER TABLE audit_logs ADD FOREIGN KEY (user_id) REFERENCES users (id);\n"
        "CREATE INDEX ON audit_logs (user_id, action);"
    )
    seen = watch(server, "CREATE TABLE users (id integer PRIMARY KEY);", change)
    text = markdown.section(
        told((seen.migration, rolled_back(seen.migration, 'DROP TABLE "public"."audit_logs"', observation=seen)))
    )
    assert_golden(GOLDEN / "section.md", text)
    assert re.findall(r"^\*\*(.+?)\*\*:", text, re.MULTILINE) == [
        "Migration File",
        "Changes",
        "Rollback Plan",
        "Testing",
        "Performance Impact",
        "Downtime Required",
    ]


def test_several_migrations_and_every_verdict(connection: Connection) -> None:
    """Each migration has its part; what is lost, left over or not known is said."""
    seen = observe(connection, "CREATE TABLE t (a integer)", "ALTER TABLE t DROP COLUMN a")
    failed = replace(seen, failure=Failure(seen.migration.statements[0], "42703", "column `a` is <gone>"))
    up = seen.migration
    lost, left = ("values of public.t.a",), ("columns: x is missing",)
    rollbacks = (
        rolled_back(up, "SELECT 1", verdict=Verdict.STRUCTURE, reason="lost", lost=lost, observation=seen),
        rolled_back(up, "SELECT 2", verdict=Verdict.BY_HAND, reason="a | b", residue=left, observation=seen),
        rolled_back(up, verdict=Verdict.FAILED, reason="it does not run", observation=failed),
        rolled_back(up, verdict=Verdict.NOT_PROVEN, reason="1. the file is too large"),
    )
    text = markdown.section(told(*((up, rollback) for rollback in rollbacks)))
    assert_golden(GOLDEN / "sections.md", text)
    assert render(text).count("<hr />") == 3
    assert "<h2>" not in render(text).split("</h2>", 1)[1]


def test_hostile_names_stay_inside_the_section(connection: Connection) -> None:
    """Names, defaults, paths and reasons that try to get out appear as text, and the section stays whole."""
    change = f"CREATE TABLE {HOSTILE} ({HOSTILE} text DEFAULT '```\n- [x] a <!-- item:testing/dev@1 -->' PRIMARY KEY)"
    seen = observe(connection, "SELECT 1", change)
    name = replace(seen.migration, path=Path("migrations/@octocat ``` <h1>.sql"))
    rollback = rolled_back(
        name, f"DROP TABLE {HOSTILE}", reason=HOSTILE, lost=(HOSTILE,), residue=(HOSTILE,), observation=seen
    )
    text = markdown.section(told((name, rollback)))
    html = render(text)
    assert set(re.findall(r"<(\w+)", html)) <= {"h2", "p", "strong", "code", "ul", "li", "pre", "input"}
    outside = re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL)
    assert "@octocat" not in outside
    assert html.count('type="checkbox"') == 4
    assert set(boxes(text)) == set(boxes(fill("", text)))
    assert len(boxes(text)) == 4
    assert fill(fill("Hello.", text), text) == fill("Hello.", text)


def test_boxes_are_ticked_where_there_is_evidence(connection: Connection) -> None:
    """A run and a proof tick their boxes and say where from; staging and tests are for others to tick."""
    seen = observe(connection, "SELECT 1", "CREATE TABLE t (a integer PRIMARY KEY)")
    found = boxes(markdown.section(told((seen.migration, rolled_back(seen.migration, observation=seen)))))
    assert {name.partition("@")[0]: box.ticked for name, box in found.items()} == {
        "testing/dev": True,
        "testing/staging": False,
        "testing/tests": False,
        "testing/rollback": True,
    }


def test_an_unread_migration_has_no_changes() -> None:
    """What was not run is not described."""
    up = migration("SELECT 1")
    text = markdown.section(told((up, rolled_back(up, verdict=Verdict.NOT_PROVEN, reason="the deadline passed"))))
    assert "- Not known, because it was not run: `the deadline passed`" in text
    assert "**Downtime Required**: Not known" in text
