"""Findings for programs: JSON, SARIF, workflow commands; and for people on a terminal."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from sterna.guide import Guide, Level
from sterna.report import json_report, sarif, terminal
from sterna.report.annotations import commands
from sterna.report.screen import Screen
from sterna.review import Review
from sterna.rollback.model import Verdict
from tests.pull_request.observed import migration
from tests.report.golden_text import assert_golden
from tests.report.made import SERVER, reviewed, rolled_back

GOLDEN = Path(__file__).parent / "golden"
UP = migration("ALTER TABLE users\n  DROP COLUMN a;")
DOWN = rolled_back(
    UP, "ALTER TABLE users ADD COLUMN a integer", verdict=Verdict.STRUCTURE, reason="values", lost=("values of a",)
)


def test_json_of_a_review() -> None:
    """The shape is the documented one."""
    assert_golden(GOLDEN / "review.json", json_report.review(reviewed(UP), [UP.tag], [DOWN], SERVER))


def test_json_of_rollbacks() -> None:
    """A rollback has exactly the members that programs were promised."""
    value = json.loads(json_report.rollbacks([DOWN]))
    assert value == {
        "migrations": [
            {
                "tag": "0001_change",
                "path": "migrations/0001_change.sql",
                "verdict": "structure only",
                "rollback": "ALTER TABLE users ADD COLUMN a integer;\n",
                "reason": "values",
                "residue": [],
                "lost_rows": ["values of a"],
                "provided": ["role anon"],
            }
        ]
    }


def test_sarif() -> None:
    """Rules are named once, and a finding about a whole file has no region."""
    assert_golden(GOLDEN / "review.sarif", sarif.sarif(reviewed(UP), Guide({})).replace(version("sterna"), "VERSION"))


def test_workflow_commands_are_one_line_each() -> None:
    """Percent signs, line ends, colons and commas in texts and paths cannot end a command or begin another."""
    assert commands(reviewed(UP)).splitlines() == [
        (
            "::error file=migrations/0001_change.sql,title=drop-column,line=1,col=1::"
            "Dropping a column loses its values, 100%25 of them.%0AWrite to nobody: @octocat.%0AThen drop it."
        ),
        (
            "::warning file=migrations/meta/a%2Cb%3Ac.json,title=missing-snapshot::There is no snapshot.%0A"
            "line one%0Aline two"
        ),
    ]


def test_a_terminal_without_colour() -> None:
    """In a pipe the words are the same, and no escape sequence is written."""
    stream = io.StringIO()
    terminal.review(Screen(stream), reviewed(UP), [UP.tag], [DOWN], SERVER)
    assert_golden(GOLDEN / "review.txt", stream.getvalue())


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (4, ["CREATE TABLE t (", "...", "  c int", "..."]),
        (3, ["CREATE TABLE t (", "...", "  b int,", "..."]),
        (2, ["CREATE TABLE t (", "  a int,", "..."]),
        (1, ["CREATE TABLE t (", "  a int,", "  b int,", "..."]),
        (0, ["CREATE TABLE t (", "  a int,", "  b int,", "..."]),
        (5, ["CREATE TABLE t (", "...", ")"]),
    ],
)
def test_the_line_that_is_pointed_to_is_shown(line: int, shown: list[str]) -> None:
    """Of a long statement its first line stands there, and the one that the finding is about."""
    up = migration("CREATE TABLE t (\n  a int,\n  b int,\n  c int\n);")
    review = reviewed(up)
    stream = io.StringIO()
    found = [replace(finding, line=line, statement=up.statements[0]) for finding in review.findings]
    terminal.review(Screen(stream), replace(review, findings=tuple(found[:1])), [up.tag], [], SERVER)
    text = stream.getvalue()
    assert "\n".join(f"    {row}" for row in shown) + "\n" in text
    assert text.count("  a int,") == ("  a int," in shown)


def test_many_findings_are_counted_by_rule() -> None:
    """Behind a long list stands what a person can read: how often each rule found something, the worst first."""
    judged = reviewed(UP)
    error, warning = judged.findings
    note = replace(warning, rule="random-name", level=Level.NOTE)
    stream = io.StringIO()
    many = Review((*[warning] * 6, error, *[note] * 5, replace(warning, rule="rows-lost")))
    terminal.review(Screen(stream), many, [UP.tag], [DOWN], SERVER)
    assert stream.getvalue().split("\n")[-8:] == [
        "",
        "   1 error    drop-column",
        "   6 warnings missing-snapshot",
        "   1 warning  rows-lost",
        "   5 notes    random-name",
        "",
        "1 migration reviewed on PostgreSQL 18.6: 1 error, 7 warnings, 5 notes.",
        "",
    ]


class Tty(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_terminal_with_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only on a terminal there is colour; NO_COLOR, CI and a dumb terminal turn it off."""
    for name in ("NO_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" in _rollback_on(Tty())
    for name, value in (("NO_COLOR", "1"), ("CI", "true"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert "\x1b[" not in _rollback_on(Tty())


def test_control_characters_are_not_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name cannot colour, clear or rename somebody's terminal, with or without colour."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    hostile = rolled_back(UP, 'DROP TABLE "\x1b[2J\x07[bold]x[/bold]"')
    for stream in (io.StringIO(), Tty()):
        terminal.rollback(Screen(stream), hostile)
        assert '"\\u{001b}[2J\\u{0007}[bold]x[/bold]"' in stream.getvalue()


def _rollback_on(stream: io.StringIO) -> str:
    terminal.rollback(Screen(stream), DOWN)
    return stream.getvalue()
