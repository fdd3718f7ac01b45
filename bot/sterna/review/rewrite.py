"""The safe SQL of a page, with the names of the statement that was found in the place of the example's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from sterna.guide import Kind, Rule
from sterna.problem import Problem
from sterna.review.columns import EXAMPLE_KEY
from sterna.review.names import column, name, parts
from sterna.review.naming import filled
from sterna.review.rulebook import example_holes
from sterna.sql.matcher import GAPS
from sterna.sql.normal import Unreadable, normal
from sterna.sql.parts import parts as pieces
from sterna.sql.pattern import fits
from sterna.sql.split import spans, split
from sterna.sql.tokens import COMMENT, NAME, STRING, WORD, tokens

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
    """Return the safe way, one text for each deploy; empty where it would not be that of the statement.

    So it is where something of the example would be left in it, and where the statement holds what the example does
    not: then the safe way would drop it in silence. What makes the example's own table is left out: of a real table
    nobody knows here what else it has. Raises Problem for a page whose SQL cannot be read.
    """
    example = {**examples(rule), **EXAMPLE_KEY}
    more = any(real[hole] and not example.get(hole, real[hole]) for hole in real)
    caught = frozenset(hole for hole in real if example.get(hole))
    try:
        if not real or more or real.get(GAPS) != example.get(GAPS) or _left(rule, caught):
            return ()
    except Unreadable as error:
        raise Problem(f"SQL of this page cannot be read: {error}.", where=str(rule.path)) from error
    texts = ((text, filled(text, example, real)) for text in _safe(rule))
    return tuple(made for text, made in texts if made != text)


@lru_cache(maxsize=256)
def examples(rule: Rule) -> Mapping[str, str]:
    """Return what the rule catches in its own unsafe example, with the type of the column that was given."""
    caught = example_holes(rule)
    return {**_given_type(rule, caught), **caught}


def _given_type(rule: Rule, caught: Mapping[str, str]) -> Mapping[str, str]:
    wanted = name(caught.get("table", "")), column(caught.get("column", ""))
    for example in rule.sql(Kind.GIVEN):
        for statement in split(example.sql, rule.path):
            for part in pieces(statement):
                found = fits("ALTER TABLE _table ADD COLUMN _column _type ...", part.words)
                if found and wanted == (name(found.holes["table"]), column(found.holes["column"])):
                    return {"type": found.holes["type"]}
    return {}


@lru_cache(maxsize=1024)
def _left(rule: Rule, caught: frozenset[str]) -> frozenset[str]:
    """Return what the safe way would keep of the example, names and else, when these holes are filled."""
    example = {**examples(rule), **EXAMPLE_KEY}
    real = {hole: EXAMPLE_KEY.get(hole, "id").replace("id", _HOLE) for hole in caught}
    texts = [filled(text, example, real) for text in _safe(rule)]
    words = {word for text in texts for word in _words(text)}
    left = {own for own in names(rule) if any(_holds(word, own) for word in words)}
    empty = {hole: _HOLE for hole in examples(rule) if hole not in caught and hole not in EXAMPLE_KEY}
    left |= {hole for hole in empty if any(filled(text, {hole: example[hole]}, empty) != text for text in texts)}
    return frozenset(left.union(*(_values(text) for text in texts)))


@lru_cache(maxsize=256)
def names(rule: Rule) -> frozenset[str]:
    """Return the names that a page's examples give to tables, columns, constraints and so on, the key left out."""
    found: set[str] = set()
    for example in (*rule.sql(Kind.GIVEN), *rule.sql(Kind.UNSAFE), *rule.sql(Kind.SAFE)):
        for statement in split(example.sql, rule.path):
            for part in pieces(statement):
                named = [held for pattern in _NAMING if (held := fits(pattern, part.words))]
                holes = (text for held in named for hole, text in held.holes.items() if hole != GAPS)
                found |= {one for text in holes for one in parts(text)}
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
        elif token.sort == COMMENT:
            found += re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)+", source.lower())
        elif token.sort == STRING:
            # A name in quotes is a name still: 'orders'::regclass, pg_get_serial_sequence('orders', 'id'), code.
            found += re.findall(r"[a-z_][a-z0-9_]*", source.lower())
    return found


def _holds(word: str, own: str) -> bool:
    """Tell whether a word is a name or is made from it, as `orders_user_id_idx` is made from `orders`."""
    return re.search(rf"(?<![a-z0-9]){re.escape(own.lower())}(?![a-z0-9])", word) is not None
