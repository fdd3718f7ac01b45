"""Sentences about indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sterna.postgres.catalog import Catalog, Index
from sterna.pull_request.changes import noun
from sterna.pull_request.sentence import Code, Name, Part, Sentence, listed, say, short
from sterna.sql.tokens import WORD, tokens

_COLUMN: Final = re.compile(r"[a-z_][a-z0-9_$]*")


@dataclass(frozen=True, slots=True)
class Shape:
    """The parts of an index definition: `keys` as PostgreSQL writes them, `tail` what follows them."""

    method: str
    keys: str
    tail: str


def shape(definition: str) -> Shape:
    """Take apart what pg_get_indexdef returned."""
    found = list(tokens(definition))
    using = next(at for at, (sort, start, end) in enumerate(found) if sort == WORD and definition[start:end] == "USING")
    method = definition[found[using + 1].start : found[using + 1].end]
    depth = 0
    for _, start, end in found[using + 2 :]:
        depth += (definition[start:end] == "(") - (definition[start:end] == ")")
        if depth == 0:
            first = found[using + 2].end
            return Shape(method, definition[first : end - 1], definition[end:].strip())
    raise ValueError(definition)


def added(index: Index, catalog: Catalog) -> Iterator[Sentence]:
    """Tell of a new index: its keys, its method where it is not btree, and what else it has."""
    parts = shape(index.definition)
    words = " ".join(
        word for word in ("unique" if index.is_unique else "", parts.method if parts.method != "btree" else "") if word
    )
    yield say(
        f"Added {words} index on " if words else "Added index on ",
        keys(parts),
        " to ",
        noun.relation(catalog, index.table),
        "" if index.is_unique else " for query performance",
        [" (", short(parts.tail), ")"] if parts.tail else [],
        "" if index.valid else " (it is not valid)",
    )


def dropped(index: Index, catalog: Catalog) -> Iterator[Sentence]:
    """Tell of an index that is gone."""
    yield say("Dropped ", noun.noun("indexes", index, catalog), ", on ", keys(shape(index.definition)))


def keys(parts: Shape) -> list[Part]:
    """Return the keys in parentheses: plain column names as words, anything else as code."""
    names = [key.strip() for key in parts.keys.split(",")]
    if all(_COLUMN.fullmatch(name) for name in names):
        return ["(", *listed(Name(name) for name in names), ")"]
    return [Code(f"({parts.keys})")]
