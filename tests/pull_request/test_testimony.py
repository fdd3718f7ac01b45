"""The report that crosses the border is of one shape, of a bounded size, and never markup."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st

from sterna.problem import Problem
from sterna.pull_request.diagram import diagram
from sterna.pull_request.testimony import LIMIT, Column, Table, decode, sentence
from sterna.report import inert

EMPTY: dict[str, Any] = {"version": 1, "sterna": "0.1.0", "server": "PostgreSQL 18.6", "migrations": []}


def test_a_report_is_read() -> None:
    """The smallest report there is."""
    assert decode(json.dumps(EMPTY).encode()).server == "PostgreSQL 18.6"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        json.dumps(EMPTY | {"version": 2}).encode(),
        json.dumps(EMPTY | {"number": 7}).encode(),
        json.dumps(EMPTY | {"server": "x" * 301}).encode(),
        json.dumps(EMPTY | {"server": None}).encode(),
        json.dumps(EMPTY | {"migrations": [{}]}).encode(),
        json.dumps(EMPTY | {"migrations": [[]] * 101}).encode(),
        b" " * (LIMIT + 1),
        b"[" * 100_000,
    ],
)
def test_everything_else_is_refused(raw: bytes) -> None:
    """Unknown keys, other types, other versions, long texts and large files are refused with a sentence."""
    with pytest.raises(Problem, match="The report"):
        decode(raw)


HOSTILE = [
    "</details><h1>merged</h1>",
    "@everyone",
    "![x](https://evil.example/p.png)",
    "- [x] done",
    "1. one",
    "# title",
    "www.evil.example",
    "GH-7 #7",
    "    code",
    "<!-- sterna:end -->",
    "```\nx\n```",
    "::add-mask::x",
    "a|b",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("sort", ["word", "code", "name"])
def test_words_of_the_report_are_no_markup(sort: Any, text: str) -> None:  # noqa: ANN401 - one of three words
    """What is said to be our own words is code as soon as it could be more than words."""
    markdown = inert.sentence(sentence([(sort, text)]))
    html = github_flavored_markdown_to_html(f"- {markdown}", Options.CMARK_OPT_UNSAFE)
    assert html.startswith("<ul>\n<li>")
    for tag in ("<h1", "<img", "<a ", "<input", "<ol", "<pre", "<!--"):
        assert tag not in html
    outside = html.replace("<code>", "\0<").replace("</code>", ">\0").split("\0")[::2]
    assert not any(mark in part for part in outside for mark in ("@", "#", "www", "GH-"))


@pytest.mark.parametrize("name", ["to", "One", "many", "class", "PK", "subgraph", "end", "1st", "ä", ""])
def test_a_name_that_means_something_to_mermaid_is_changed(name: str) -> None:
    """Tables may be called as Mermaid calls its own words, which it takes for no name."""
    assert diagram([Table(name, [], [])]).split("\n")[1].startswith("    t_")


@given(st.text(max_size=40))
def test_no_name_leaves_a_diagram(name: str) -> None:
    """Names keep letters, digits and underscores alone, so each line is one of ours."""
    drawn = diagram([Table(name, [Column(name, name, "PK")], [name])])
    assert drawn.startswith("erDiagram\n")
    assert all(line.strip().replace("||--o{", "").replace('""', "").strip() for line in drawn.split("\n"))
    assert all(character.isalnum() or character in '_ {}|-o:"\n' for character in drawn)
    assert drawn.count("{") - drawn.count("o{") == drawn.count("}")
