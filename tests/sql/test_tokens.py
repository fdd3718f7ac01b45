"""Tokens begin and end where those of PostgreSQL's own scanner do."""

from __future__ import annotations

import postgast
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from postgast import pg_query_pb2

from sterna.sql.tokens import BROKEN, COMMENT, NAME, NUMBER, STRING, SYMBOL, WORD, keyword, tokens, words

PIECES = st.lists(
    st.sampled_from(
        [
            *("'", "''", '"', '""', "\\", "\\'", ";", "$", "$$", "$a$", "--", "/*", "*/", "\n", "\r", " ", "a", "A1$"),
            *("e", "E'", "e'", "U&'", 'u&"', "B'", "x'", "n'", "E", "é", "1", ".5", "1e2", "(", ")", "::", ":=", "-"),
        ]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=1500)
@given(PIECES)
@example("e''\n'\\'")
def test_quotes_and_comments_are_those_of_postgres(text: str) -> None:
    """Semicolons, comments, names and strings stand where PostgreSQL sees them; what it cannot end is broken."""
    # libpg_query parts a string at a comment and a server does not: see test_split.
    assume("--" not in text or "'" not in text)
    found = list(tokens(text))
    scanned = _scanned(text)
    if isinstance(scanned, postgast.PgQueryError):
        # A stray escape or number is an error there and no concern of a splitter.
        assert "unterminated" not in str(scanned) or found[-1].sort == BROKEN
        return
    raw = text.encode()
    wanted = {(_at(raw, token.start), _at(raw, token.end)) for token in scanned.tokens}
    pieces = {at: text[slice(*at)] for at in wanted}
    comments = {at for at, piece in pieces.items() if piece.startswith(("--", "/*"))}
    assert all(token.sort != BROKEN for token in found)
    assert {token[1:] for token in found if token.sort == COMMENT} == comments
    assert {token.start for token in found if text[token.start] == ";"} == {
        start for (start, _), piece in pieces.items() if piece == ";"
    }
    assert {token.end for token in found if token.sort in {STRING, NAME}} == {
        at[1] for at, piece in pieces.items() if at not in comments and _is_quoted(piece)
    }


def _is_quoted(piece: str) -> bool:
    return piece[-1] in "'\"" or (piece[0] == piece[-1] == "$" and len(piece) > 1)


def _scanned(text: str) -> pg_query_pb2.ScanResult | postgast.PgQueryError:
    try:
        return postgast.scan(text)
    except postgast.PgQueryError as error:
        return error


def _at(raw: bytes, offset: int) -> int:
    return len(raw[:offset].decode())


@given(st.text())
def test_nothing_is_lost(text: str) -> None:
    """The tokens of any text follow one another, with only blanks between them."""
    at = 0
    for token in tokens(text):
        assert not text[at : token.start].strip(" \t\n\r\f\v")
        assert token.end > token.start
        at = token.end
    assert not text[at:].strip(" \t\n\r\f\v")


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("select A$1", [WORD, WORD]),
        ('"a" U&"b"', [NAME, NAME]),
        ("'a' E'b' $$c$$ B'1'", [STRING] * 4),
        ("1 1.5 .5 1e-3 0xff 1_000", [NUMBER] * 6),
        (":: := => + $1", [SYMBOL] * 5),
        ("'a' --\n 'b'", [STRING]),
        ("e''\n'\\'", [BROKEN]),
        ("'a'\n'b", [BROKEN]),
        ("'a' 'b'", [STRING] * 2),
        ('e"a"', [WORD, NAME]),
        ("-- a", [COMMENT]),
    ],
)
def test_sorts(text: str, sorts: list[str]) -> None:
    """Each token has its sort."""
    assert [token.sort for token in tokens(text)] == sorts


def test_words() -> None:
    """Words are in capitals, what is quoted stays as it is, comments are gone."""
    assert list(words("create /* x */ \"Table\" t -- y\n'z'")) == ["CREATE", '"Table"', "T", "'z'"]


def test_only_ascii_is_folded() -> None:
    """A word with another letter is no keyword, although Python would make one of it."""
    word = "\N{LATIN SMALL LETTER DOTLESS I}nsert"
    assert word.upper() == "INSERT"
    assert keyword(word) == word
    assert keyword("insert") == "INSERT"
