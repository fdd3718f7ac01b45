"""Commands are read as GitHub shows a comment: what is code, a quote or a list is talk about commands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterna.pull_request.command import MOST, REASON_LENGTH, Command, Verb, commands


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/migration help", [Command(Verb.HELP)]),
        ("/migration", [Command(Verb.HELP)]),
        ("/migration STATUS", [Command(Verb.STATUS)]),
        ("thanks\n/migration recheck\nbye", [Command(Verb.RECHECK)]),
        ("/migration rollback 0007_x.sql", [Command(Verb.ROLLBACK, "0007_x.sql")]),
        ("/migration waive drop-column nobody reads it", [Command(Verb.WAIVE, "drop-column", "nobody reads it")]),
        ("/migration waive `drop-column` we *know*", [Command(Verb.WAIVE, "drop-column", "we know")]),
        ("/migration unwaive drop-column", [Command(Verb.UNWAIVE, "drop-column")]),
        ("/migration help\r\n\r\n/migration status", [Command(Verb.HELP), Command(Verb.STATUS)]),
        ("/migrations help", []),
        ("see /migration help", []),
        ("`/migration help`", []),
        ("``a\n/migration help``", []),
        ("```\n/migration help\n```", []),
        ("    /migration help", []),
        ("> /migration help", []),
        ("- /migration help", []),
        ("| /migration help |\n|---|", []),
        ("<!-- \n/migration help\n-->", []),
        ("<details>\n/migration help\n</details>", []),
        ("# /migration help", []),
        ("", []),
    ],
)
def test_what_is_a_command(text: str, expected: list[Command]) -> None:
    """Each line of a paragraph that begins with the word is one command, and nothing else is."""
    assert list(commands(text)) == expected


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("/migration waive", "Name the rule: `/migration waive RULE reason`."),
        ("/migration waive x", "Say why: `/migration waive RULE reason`."),
        ("/migration unwaive", "Name the rule: `/migration unwaive RULE`."),
        ("/migration rolback", "There is no such command. Did you mean `/migration rollback [tag]`?"),
        ("/migration xyzzy", "There is no such command."),
    ],
)
def test_a_mistake_is_one_sentence(text: str, wrong: str) -> None:
    """What cannot be obeyed says what is missing, or which command is the nearest."""
    assert [one.wrong for one in commands(text)] == [wrong]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever somebody writes, there are at most ten commands with reasons of a bounded length."""
    found = commands(f"/migration waive x {text}")
    assert len(found) <= MOST
    assert all(len(one.reason) <= REASON_LENGTH for one in found)
