"""The safe SQL of a page, with the names of the statement that was found in the place of the example's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from sterna.guide import Kind, Rule
from sterna.problem import Problem
from sterna.review.columns import EXAMPLE_KEY
from sterna.review.names import name, parts
from sterna.review.naming import filled
from sterna.review.rulebook import example_holes
from sterna.sql.normal import Unreadable, normal
from sterna.sql.parts import parts as pieces
from sterna.sql.pattern import fits
from sterna.sql.split import spans, split
from sterna.sql.tokens import NAME, STRING, WORD, tokens

_MADE: Final = "CREATE TABLE _table (...)"
_NAMING: Final = (
    "CREATE ... TABLE _table ...",
    "CREATE ... VIEW _view AS ...",
    "CREATE TYPE _type ...",
    "CREATE DOMAIN _type ...",
    "CREATE SCHEMA _schema",
    "CREATE SEQUENCE _sequence ...",
    "CREATE FUNCTION _function ...",
    "CREATE ... INDEX _index ON _table ...",
    "ALTER TABLE _table ADD COLUMN _column ...",
    "ALTER TABLE _table ADD CONSTRAINT _constraint ...",
)
_HOLE: Final = "xx0"
"""Stands for whatever a hole is filled with; no example has this name."""
_NAMED: Final = re.compile(rf"^\$|{_HOLE}")
"""A string that is code, or that names what a hole holds."""


def rewrite(rule: Rule, real: Mapping[str, str]) -> tuple[str, ...]:
    """Return the safe way, one text for each deploy; empty where a name of the example would be left in it.

    What makes the example's own table is left out: of a real table nobody knows here what else it has.
    Raises Problem for a page whose SQL cannot be read.
    """
    example = {**examples(rule), **EXAMPLE_KEY}
    caught = frozenset(hole for hole in real if example.get(hole))
    try:
        if not real or _left(rule, caught):
            return ()
    except Unreadable as error:
        raise Problem(f"SQL of this page cannot be read: {error}.", where=str(rule.path)) from error
    texts = ((text, filled(text, example, real)) for text in _safe(rule))
    return tuple(made for text, made in texts if made != text)


@lru_cache(maxsize=256)
def examples(rule: Rule) -> Mapping[str, str]:
    """Return what the rule catches in its own unsafe example."""
    return example_holes(rule)


@lru_cache(maxsize=1024)
def _left(rule: Rule, caught: frozenset[str]) -> frozenset[str]:
    """Return the names of the example that its safe way would keep, when these holes are filled."""
    example = {**examples(rule), **EXAMPLE_KEY}
    real = {hole: EXAMPLE_KEY.get(hole, "id").replace("id", _HOLE) for hole in caught}
    texts = [filled(text, example, real) for text in _safe(rule)]
    words = {word for text in texts for word in _words(text)}
    left = {own for own in names(rule) if any(_holds(word, own) for word in words)}
    return frozenset(left.union(*(_values(text) for text in texts)))


@lru_cache(maxsize=256)
def names(rule: Rule) -> frozenset[str]:
    """Return the names that a page's examples give to tables, columns, constraints and so on, the key left out."""
    found: set[str] = set()
    for example in (*rule.sql(Kind.GIVEN), *rule.sql(Kind.UNSAFE), *rule.sql(Kind.SAFE)):
        for statement in split(example.sql, rule.path):
            for part in pieces(statement):
                named = [held for pattern in _NAMING if (held := fits(pattern, part.words))]
                found |= {text for held in named for hole in held.holes.values() for text in parts(hole)}
    return frozenset(found - {"id", "public"})


@lru_cache(maxsize=256)
def _safe(rule: Rule) -> tuple[str, ...]:
    table = examples(rule).get("table", "")
    found = []
    for example in rule.sql(Kind.SAFE):
        text = example.sql
        for span in reversed(spans(text)[0]):
            made = fits(_MADE, normal(text, span.start, span.end))
            if made and table and name(made.holes["table"]) == name(table):
                text = text[: span.start] + text[span.end :].lstrip(";\n")
        if text.strip():
            found.append(text)
    return tuple(found)


def _values(text: str) -> Iterator[str]:
    """Yield the values of the example in a text, which nobody else's table wants: strings, and the rows of INSERT."""
    for span in spans(text)[0]:
        words = normal(text, span.start, span.end).words
        if words[0].key == "INSERT":
            yield "INSERT"
        if words[0].key != "SET":
            yield from (word.key for word in words if word.sort == STRING and not _NAMED.search(word.key))


def _words(text: str) -> list[str]:
    found: list[str] = []
    for token in tokens(text):
        source = text[token.start : token.end]
        if token.sort in (WORD, NAME):
            found.append(source.strip('"').lower())
        elif token.sort == STRING:
            # A name in quotes is a name still: 'orders'::regclass, pg_get_serial_sequence('orders', 'id'), code.
            found += re.findall(r"[a-z_][a-z0-9_]*", source.lower())
    return found


def _holds(word: str, own: str) -> bool:
    """Tell whether a word is a name or is made from it, as `orders_user_id_idx` is made from `orders`."""
    return re.search(rf"(?<![a-z0-9]){re.escape(own.lower())}(?![a-z0-9])", word) is not None
