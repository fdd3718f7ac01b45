"""Sentences about indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sterna.postgres.catalog import Catalog, Index
from sterna.pull_request.changes import noun
from sterna.pull_request.sentence import Code, Name, Part, Sentence, listed, say, short, spelled
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
    on = keys(shape(index.definition))
    yield say("Dropped index ", Code(spelled(index.name)), " on ", on, " from ", noun.relation(catalog, index.table))


def altered(now: Index, then: Index, traits: frozenset[str], catalog: Catalog) -> Iterator[Sentence]:
    """Tell what is different about an index."""
    named = noun.noun("indexes", now, catalog)
    if "of a constraint" in traits:
        # With this its definition becomes that of the constraint, which is told by itself.
        yield say(
            "Index ", named[1:], " now belongs to a constraint" if now.constraint else " is an index of its own now"
        )
    elif "definition" in traits:
        yield say("Changed ", named, " from ", _whole(then), " to ", _whole(now))
    if "valid" in traits:
        yield say("Made ", named, " valid" if now.valid else " invalid")
    if "clustered" in traits:
        how = "clustered on" if now.clustered else "no longer clustered on"
        yield say(f"Made the table {how} ", named)
    if "replica identity" in traits:
        how = "is now" if now.replica_identity else "is no longer"
        yield say("The replica identity of ", noun.relation(catalog, now.table), f" {how} ", named)
    if "attached" in traits:
        above = catalog.indexes.get(now.parent or 0)
        if above is None:
            yield say("Detached ", named)
        else:
            yield say("Attached ", named, " to ", noun.noun("indexes", above, catalog))
    if "partitioned" in traits:
        yield say("Made ", named, " partitioned" if now.partitioned else " an index of one table")
    for trait, old, new in (
        ("tablespace", then.tablespace, now.tablespace),
        ("statistics targets", _targets(then), _targets(now)),
    ):
        if trait.removesuffix(" targets") in traits:
            yield say(f"Changed {trait} of ", named, " from ", _value(old), " to ", _value(new))


def _whole(index: Index) -> Code:
    parts = shape(index.definition)
    words = ["unique" if index.is_unique else "", parts.method, f"({parts.keys})", parts.tail]
    return short(" ".join(word for word in words if word))


def _targets(index: Index) -> str:
    return ", ".join(f"{target} for column {column}" for column, target in index.statistics)


def _value(value: object) -> Part:
    return Code(str(value)) if value else "the default"


def keys(parts: Shape) -> list[Part]:
    """Return the keys in parentheses: plain column names as words, anything else as code."""
    names = [key.strip() for key in parts.keys.split(",")]
    if all(_COLUMN.fullmatch(name) for name in names):
        return ["(", *listed(Name(name) for name in names), ")"]
    return [Code(f"({parts.keys})")]
