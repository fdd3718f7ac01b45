"""On a terminal a long line goes on below at a word, as far in as it began; elsewhere it stays one line."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterna.report.screen import Screen

LONG = "`SET NOT NULL` reads the whole table while nobody else can read or write it, and fails at the first NULL."
SQL = 'ALTER TABLE "users" ADD CONSTRAINT users_department_present CHECK ("department" IS NOT NULL) NOT VALID;'


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Make a terminal with colours and 60 columns."""
    for name in ("CI", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")
    return Terminal()


def plain(stream: io.StringIO) -> list[str]:
    """Return the lines without their colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).splitlines()


def test_a_long_line_goes_on_below(terminal: Terminal) -> None:
    """It is broken at words, and what goes on is further in where that was asked for."""
    Screen(terminal).line("m.sql:1:1: ", ("error", "red"), f" set-not-null: {LONG}", hang=4)
    assert plain(terminal) == [
        "m.sql:1:1: error set-not-null: `SET NOT NULL` reads the",
        "    whole table while nobody else can read or write it, and",
        "    fails at the first NULL.",
    ]


def test_a_block_keeps_its_place(terminal: Terminal) -> None:
    """Each row of a block begins where the block does."""
    Screen(terminal).block(LONG)
    assert {row[:4] for row in plain(terminal)} == {"    "}
    assert " ".join(row.strip() for row in plain(terminal)) == LONG


def test_sql_to_be_copied_stays_whole(terminal: Terminal) -> None:
    """A line break in the middle would be copied along."""
    Screen(terminal).block(SQL, "green", whole=True)
    assert plain(terminal) == [f"    {SQL}"]


def test_without_a_terminal_a_line_is_a_line() -> None:
    """What reads a pipe finds the place, the rule and the sentence on one line."""
    stream = io.StringIO()
    Screen(stream).line("m.sql:1:1: ", ("error", "red"), f" set-not-null: {LONG}", hang=4)
    assert stream.getvalue() == f"m.sql:1:1: error set-not-null: {LONG}\n"


@given(st.text(st.sampled_from("ab ü漢-"), max_size=200), st.integers(0, 8))
def test_no_word_is_lost(text: str, hang: int) -> None:
    """Whatever is written, the same letters are read."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CI", "NO_COLOR"):
            patch.delenv(name, raising=False)
        patch.setenv("TERM", "xterm-256color")
        patch.setenv("COLUMNS", "60")
        stream = Terminal()
        Screen(stream).line(text, hang=hang)
    assert "".join("".join(plain(stream)).split()) == "".join(text.split())
