"""Hostile text stays text, judged by the renderer that GitHub uses."""

from __future__ import annotations

import re

import pytest
from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st

from sterna.pull_request.sentence import Code, Name, say
from sterna.report import inert

HOSTILE = [
    "```\n- [x] done\n# heading",
    "````\n@octocat",
    "--> <!-- sterna:end -->",
    "<img src=x onerror=1>",
    "</details><h1>merge me",
    "@octocat @org/team \\@octocat &#64;octocat",
    "[click](https://evil.example)",
    "![x](https://evil.example/pixel.png)",
    "<https://evil.example>",
    "a|b|c",
    "- [x] tick",
    "1. one",
    "1) one",
    "+ a",
    "# title",
    "=====",
    "    indented",
    "> quote",
    "#123 GH-7 org/repo#7",
    "\u202eevil\u202c \u2066x\u2069",
    "x\x00y\x1b[31m",
    "`",
    "``",
    "~~~",
    "~~gone~~ **bold** __bold__",
    "line1\r\nline2\rline3",
    "",
    " ",
    "\t",
    "<!--",
    "$$x$$",
    "https://evil.example www.evil.example",
    "a\\",
    "[^1]",
    "\u2028- [x] next",
]


def render(markdown: str) -> str:
    """Return the HTML with raw HTML left in, so that any that got through is seen."""
    html: str = github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)
    return html


def assert_one_block(text: str) -> None:
    """Require that the text is one code block and what is around it is outside."""
    html = render(f"before\n\n{inert.fence(text)}\n\nafter")
    assert re.fullmatch(r'<p>before</p>\n<pre lang="sql"><code>[^<]*</code></pre>\n<p>after</p>\n', html), html


def assert_one_span(text: str) -> None:
    """Require that the text is one code span in a line of a list."""
    html = render(f"- x {inert.code(text)} y")
    assert re.fullmatch(r"<ul>\n<li>x <code>[^<]*</code> y</li>\n</ul>\n", html), html


def assert_plain(text: str) -> None:
    """Require text, in a list and as a paragraph: no element, no mention, no link, no reference."""
    said = inert.plain(text)
    for html in (render(f"- x {said}"), render(f"x\n\n{said}\n\ny")):
        assert set(re.findall(r"<(\w+)", html)) <= {"ul", "li", "p"}, html
    html = render(f"x {said}")
    assert not re.search(r"@[\w-]", html), html
    assert not re.search(r"(?<!&)#\d|GH-\d", html), html
    assert len(re.findall("<p>", render(f"x\n\n{said}\n\ny"))) == 2 + bool(text.strip())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_where_it_is_put(text: str) -> None:
    """No fence, span or paragraph can be left."""
    assert_one_block(text)
    assert_one_span(text)
    assert_plain(text)


@given(st.text(alphabet=st.sampled_from("`~*_[]()<>!@#$&|\\-+=.:/ 1ax\n\r\t\u202e\x0b"), max_size=30))
def test_any_text_stays_where_it_is_put(text: str) -> None:
    """No mixture of the characters that mean something gets out either."""
    assert_one_block(text)
    assert_one_span(text)
    assert set(re.findall(r"<(\w+)", render(f"x {inert.plain(text)}"))) <= {"p"}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_table_cell_stays_one_cell(text: str) -> None:
    """A bar in a name does not begin another cell."""
    for cell in (inert.cell(inert.code(text)), inert.cell(inert.plain(text))):
        assert render(f"| a | b |\n|---|---|\n| {cell} | z |").count("<td>") == 2


def test_what_cannot_be_seen_is_shown() -> None:
    """Controls, direction marks and the separators of lines are written out."""
    assert inert.shown("a\u202eb\x1b\u2028\x85c\nd", keep="\n") == "a\\u{202e}b\\u{001b}\\u{2028}\\u{0085}c\nd"


def test_a_sentence_keeps_harmless_names_as_words() -> None:
    """Names of the usual form are words, all others are code, and so is what would be a link."""
    said = say("Renamed ", Name("users.full_name"), " to ", Code("x`y"), ", ", Name("www.evil"), ", ", Name("_a_"))
    assert inert.sentence(said) == "Renamed users.full_name to ``x`y``, `www.evil`, `_a_`"
