"""What the text of a CHECK constraint tells about the values that pass it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sterna.rollback.rows.pattern import like, sample
from sterna.sql.tokens import NAME, NUMBER, STRING, SYMBOL, WORD, keyword, tokens

_LENGTHS: Final = frozenset(
    {"LENGTH", "CHAR_LENGTH", "CHARACTER_LENGTH", "OCTET_LENGTH", "BIT_LENGTH", "CARDINALITY", "ARRAY_LENGTH"}
)
_SAMPLES: Final = 4
_LONGEST: Final = 2_000
_MOST: Final = 60
_LONG: Final = 400

TRIES: Final = (
    "ada@example.com",
    "bob@example.org",
    "https://example.com/a",
    "https://example.org/b",
    "alpha",
    "beta",
    "Gamma",
    "ABC",
    "DEF",
    "alpha-1",
    "beta_2",
    "/alpha",
    "example.com",
    "+14155550100",
    "00000000",
    "12345",
    "1.2.3",
    "#a1b2c3",
    "#d4e5f6",
    "deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
    "US",
    "usd",
    "EUR",
    "en",
    "en-US",
    "2024-01-02",
    "2999-01-02",
    "2999-02-03",
    "1",
    "2",
    "5",
    "10",
    "50",
    "0.5",
    "0",
    "-1",
    "100",
    "1000",
    "{}",
    "[]",
    '{"a": 1}',
    '[1, "two"]',
    '"text"',
    "true",
    "null",
    "{1,2}",
    "{alpha,beta}",
    "",
)
"""Texts that pass many checks that cannot be read; a type's input sorts out what is none of its values."""


@dataclass(frozen=True, slots=True)
class Word:
    """A token of a condition: its sort, and its text with the quotes taken off."""

    sort: str
    text: str


def condition(definition: str) -> str:
    """Return the expression of a constraint's definition: `CHECK ((a > 0)) NOT VALID` gives `((a > 0))`."""
    start = definition.find("(")
    depth = 0
    for sort, first, after in tokens(definition):
        if sort == SYMBOL:
            depth += {"(": 1, ")": -1}.get(definition[first:after], 0)
            if depth == 0 and definition[first:after] == ")":
                return definition[start:after]
    return definition[start:]


def read(text: str) -> list[Word]:
    """Return the tokens of a condition."""
    found = []
    for sort, first, after in tokens(text):
        part = text[first:after]
        if sort == STRING:
            part = _unquoted(part)
        elif sort == NAME:
            part = part[1:-1].replace('""', '"')
        found.append(Word(sort, part))
    return found


def mentioned(words: list[Word], names: Collection[str]) -> list[str]:
    """Return which of the names stand in a condition, in order."""
    held = set(names)
    found = {word.text: None for word in words if word.sort in (WORD, NAME) and word.text in held}
    return list(found)


def hints(words: list[Word]) -> list[str]:
    """Return texts that may pass a condition: in the order in which they are likely to."""
    # Where lengths are asked for, the numbers are no values.
    found: dict[str, None] = dict.fromkeys(_sized(words))
    for place, word in enumerate(words):
        before = words[max(place - 3, 0) : place]
        operator = "".join(one.text for one in before if one.sort == SYMBOL and one.text in "~!*")
        if word.sort == STRING and "~" in operator:
            for nth in range(_SAMPLES):
                text = like(word.text, nth) if operator.count("~") > 1 else sample(word.text, nth)
                if text is not None:
                    found[text] = None
        elif word.sort == STRING:
            found.update(dict.fromkeys([word.text, *_days(word.text)]))
            # A negative number is spelled as a text: '-5'::integer.
            if re.fullmatch(r"-?\d{1,20}", word.text):
                found.update(dict.fromkeys(_near(word.text.lstrip("-"), negative=word.text.startswith("-"))))
            if word.text.startswith("{") and word.text.endswith("}"):
                found.update(dict.fromkeys(word.text[1:-1].split(",")))
        elif word.sort == NUMBER:
            found.update(dict.fromkeys(_near(word.text, negative=bool(before) and before[-1].text == "-")))
    if keys := [word.text for word in words if word.sort == STRING]:
        found.update(dict.fromkeys(_objects(keys)))
    return list(found)[: 2 * _MOST]


def branches(words: list[Word], names: Collection[str]) -> list[dict[str, str | None]]:
    """Return what each alternative of a condition fixes: a column's text, or None for NULL, or the empty mapping.

    `((kind = 'a') AND (x IS NULL)) OR ((kind = 'b') AND (x IS NOT NULL))` gives `kind` and `x` of the first,
    and `kind` of the second. A very long condition gives nothing.
    """
    if len(words) > _LONG:
        return []
    return [dict(_fixed(part, set(names))) for part in _alternatives(words)][:_MOST]


def _alternatives(words: list[Word]) -> Iterator[list[Word]]:
    words = _bare(words)
    parts: list[list[Word]] = [[]]
    depth = 0
    for word in words:
        depth += {"(": 1, ")": -1}.get(word.text, 0) if word.sort == SYMBOL else 0
        if depth == 0 and word.sort == WORD and keyword(word.text) == "OR":
            parts.append([])
        else:
            parts[-1].append(word)
    if len(parts) == 1:
        yield words
        return
    for part in parts:
        yield from _alternatives(part)


def _bare(words: list[Word]) -> list[Word]:
    while len(words) > 1 and (words[0].text, words[-1].text) == ("(", ")"):
        depth = 0
        for word in words[:-1]:
            depth += {"(": 1, ")": -1}.get(word.text, 0) if word.sort == SYMBOL else 0
            if depth == 0:
                return words
        words = words[1:-1]
    return words


def _fixed(words: list[Word], names: set[str]) -> Iterator[tuple[str, str | None]]:
    flat = [word for word in words if not (word.sort == SYMBOL and word.text in "()")]
    for place, word in enumerate(flat):
        if word.sort not in (WORD, NAME) or word.text not in names:
            continue
        after = flat[place + 1 :]
        while len(after) > 1 and after[0].text == "::":
            after = after[2:]
        ahead = [keyword(one.text) if one.sort == WORD else one.text for one in after[:2]]
        if ahead == ["IS", "NULL"]:
            yield word.text, None
        elif ahead[:1] == ["="] and len(after) > 1 and after[1].sort in (STRING, NUMBER):
            yield word.text, after[1].text
        elif ahead[:1] == ["="] and (text := next((one.text for one in after[:6] if one.sort == STRING), None)):
            yield word.text, text
        elif not ahead or ahead[0] in ("AND", "OR"):
            yield word.text, "true"
            if place and keyword(flat[place - 1].text) == "NOT":
                yield word.text, "false"


def _near(text: str, *, negative: bool) -> Iterator[str]:
    try:
        number = -int(text) if negative else int(text)
    except ValueError:
        yield text
        return
    yield from (str(near) for near in (number + 1, number, number - 1, number + 2, number + 3))


def _days(text: str) -> Iterator[str]:
    """Yield the days after a date, and the one before."""
    try:
        day = date.fromisoformat(text[:10])
        yield from (str(day + timedelta(days=step)) + text[10:] for step in (1, 2, 3, -1))
    except (ValueError, OverflowError):
        return


def _sized(words: list[Word]) -> Iterator[str]:
    if not any(word.sort == WORD and keyword(word.text) in _LENGTHS for word in words):
        return
    for word in words:
        if word.sort == NUMBER and word.text.isdecimal() and len(word.text) <= 4 and int(word.text) <= _LONGEST:
            for size in (int(word.text), int(word.text) + 1, max(int(word.text) - 1, 0)):
                for letter in "abc":
                    yield letter * size
                if size <= _MOST:
                    yield "{" + ",".join(str(place + 1) for place in range(size)) + "}"


def _objects(keys: list[str]) -> Iterator[str]:
    if len(keys) > _MOST or any(len(key) > _MOST for key in keys):
        return
    fields = [key.replace("\\", "").replace('"', "") for key in keys]
    for value in ('"v"', "1", "true", "[1]", '{"a": 1}'):
        yield "{" + ", ".join(f'"{one}": {value}' for one in fields) + "}"


def _unquoted(text: str) -> str:
    if text[:1] in "eE" and text[1:2] == "'":
        return text[2:-1].replace("''", "'").replace("\\\\", "\\")
    start = text.find("'")
    return text[start + 1 : -1].replace("''", "'")
