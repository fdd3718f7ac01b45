"""The tokens of PostgreSQL's SQL, with exact positions.

An own scanner: sqlglot 30.30 refuses a text for an escaped string that goes on in the next line and for a bad
hexadecimal string, does not say where a quote begins that nothing ends, and takes every Unicode blank for a blank.
The rules are those of PostgreSQL's `scan.l` with `standard_conforming_strings = on`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

WORD: Final = "word"
"""An unquoted identifier or a keyword."""
NAME: Final = "name"
"""A quoted identifier."""
STRING: Final = "string"
"""A string of any form, dollar quotes included."""
NUMBER: Final = "number"
SYMBOL: Final = "symbol"
"""One character, or `::`, `:=`, `=>`."""
COMMENT: Final = "comment"
BROKEN: Final = "broken"
"""A quote or a comment that nothing ends. It reaches to the end of the text."""


class Token(NamedTuple):
    """One token: its sort, and where it stands in the text, in characters from 0."""

    sort: str
    start: int
    end: int


# Only these six are blanks to PostgreSQL: a no-break space is part of an identifier.
_BLANK: Final = r"[ \t\n\r\f\v]"
_NEXT_LINE: Final = r"(?:[ \t\f\v]|--[^\n\r]*+)*+[\n\r](?:[ \t\n\r\f\v]|--[^\n\r]*+[\n\r])*+"
_LETTER: Final = r"A-Za-z_\x80-\U0010ffff"


def _quoted(body: str) -> str:
    """Return the pattern of a string whose parts may stand on lines of their own, all of them ended."""
    return f"'(?:{body})*+'(?:{_NEXT_LINE}'(?:{body})*+')*+(?!{_NEXT_LINE}')"


_ESCAPED: Final = _quoted(r"[^'\\]++|''|\\[\s\S]")
_BITS: Final = _quoted(r"[^']++")
_PLAIN: Final = _quoted(r"[^']++|''")
_TOKEN: Final = re.compile(
    rf"""
      {_BLANK}*+
      (?:
        (?P<string>
            [eE]{_ESCAPED}
          | [bBxX]{_BITS}
          | (?:[nN]|[uU]&)?{_PLAIN}
        )
      | (?P<name>(?:[uU]&)?"(?:[^"]++|"")*+")
      | (?P<open>(?:[eEbBxXnN]|[uU]&)?['"])                     # a quote that nothing ends
      | (?P<word>[{_LETTER}][{_LETTER}0-9$]*+)
      | (?P<comment>--[^\n\r]*+)
      | (?P<block>/\*)
      | (?P<dollar>\$(?:[{_LETTER}][{_LETTER}0-9]*+)?\$)
      | (?P<number>0[xX][0-9A-Fa-f_]++|(?:[0-9][0-9_]*+(?:\.[0-9_]*+)?|\.[0-9][0-9_]*+)(?:[eE][+-]?[0-9]++)?)
      | (?P<symbol>::|:=|=>|\$[0-9]++|[\s\S])
      )
    """,
    re.VERBOSE,
)
_BLOCK_EDGE: Final = re.compile(r"/\*|\*/")


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """Yield the tokens of a text from an offset on, comments included."""
    match = _TOKEN.match
    at = start
    while found := match(text, at):
        sort = found.lastgroup or SYMBOL
        first, at = found.span(sort)
        if sort == "block":
            at = _block_end(text, first)
            sort = COMMENT
        elif sort == "dollar":
            closing = text.find(found["dollar"], at)
            sort = STRING
            at = -1 if closing < 0 else closing + at - first
        elif sort == "open":
            # `e"` and `b"` are a letter and a quoted identifier: the letter alone is the word.
            if found["open"][-1] == '"' and found["open"][0] in "eEbBxXnN":
                yield Token(WORD, first, first + 1)
                at = first + 1
                continue
            at = -1
        if at < 0:
            yield Token(BROKEN, first, len(text))
            return
        yield Token(sort, first, at)


def spoken(text: str, start: int = 0) -> Iterator[Token]:
    """Yield the tokens of a text from an offset on, without its comments."""
    return (token for token in tokens(text, start) if token.sort != COMMENT)


def words(text: str) -> Iterator[str]:
    """Yield what stands in a text without its comments: unquoted words in capitals, everything else as it is."""
    for sort, start, end in spoken(text):
        yield keyword(text[start:end]) if sort == WORD else text[start:end]


def keyword(word: str) -> str:
    """Return a word in capitals; PostgreSQL folds ASCII only, so a word with another letter stays as it is."""
    return word.upper() if word.isascii() else word


def after_name(words: Sequence[str], at: int) -> int:
    """Return the position behind a name that begins at `at`, with the noise around it: `IF EXISTS ONLY a.b *`."""
    while at < len(words) and words[at] in ("IF", "NOT", "EXISTS", "ONLY"):
        at += 1
    at += 1
    while at < len(words) and words[at] == ".":
        at += 2
    return at + 1 if at < len(words) and words[at] == "*" else at


def dollar_quote(string: str) -> int:
    """Return how long the quotes of a string in dollars are: 2 of `$$x$$`."""
    return string.index("$", 1) + 1


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text that are set apart by blanks: how this room writes down its keywords."""
    return frozenset(text.split())


def _block_end(text: str, start: int) -> int:
    depth = 0
    for edge in _BLOCK_EDGE.finditer(text, start):
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return edge.end()
    return -1
