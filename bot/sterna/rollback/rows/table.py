"""A table as the seeder sees it: what to give it, what must differ, and which conditions hold columns together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sterna.postgres.catalog import Catalog, Column, Relation
from sterna.rollback.rows.condition import Word, condition, mentioned, read
from sterna.rollback.rows.kinds import Kind, underlying
from sterna.rollback.rows.link import Link, links
from sterna.sql.quote import name
from sterna.sql.tokens import SYMBOL, WORD, keyword

_NARROW: Final = {"bool": 4, "enum": 3, "bit": 3, "char": 2}


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression that must not be false for a row, and its tokens."""

    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Columns that conditions hold together. `generated` are those among them that PostgreSQL computes."""

    columns: tuple[Column, ...]
    generated: tuple[Column, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table to fill.

    `columns` can be given a value, `counted` of them count by themselves (serial), `nullable` of them may be NULL.
    `distinct` must differ from row to row so that no unique constraint breaks.
    """

    relation: Relation
    columns: tuple[Column, ...]
    identities: tuple[Column, ...]
    counted: frozenset[str]
    nullable: frozenset[str]
    distinct: frozenset[str]
    bundles: tuple[Bundle, ...]
    links: tuple[Link, ...]

    @property
    def sql(self) -> str:
        """Return the quoted name."""
        return name(self.relation.schema, self.relation.name)

    @property
    def label(self) -> str:
        """Return the name for people."""
        return f"{self.relation.schema}.{self.relation.name}"


def table(catalog: Catalog, relation: Relation, kinds: Mapping[int, Kind], bound: str | None) -> Table:
    """Return what there is to know of a table; `bound` is the condition of a partition."""
    everything = catalog.columns_of(relation.oid)
    columns = tuple(column for column in everything if not column.generated and not column.identity_mode)
    identities = tuple(column for column in everything if column.identity_mode)
    held = links(catalog, relation.oid)
    linked = {column for link in held for column in link.columns}
    counted = frozenset(column.name for column in columns if _counts(column) and column.name not in linked)
    bundles = _bundles(catalog, relation.oid, everything, bound)
    return Table(
        relation,
        columns,
        identities,
        counted,
        frozenset(column.name for column in columns if not column.not_null and not _required(column, kinds)),
        _distinct(catalog, relation.oid, everything, linked, kinds),
        bundles,
        held,
    )


def constant(default: str | None) -> str | None:
    """Return the text of a default that is a plain constant: `'a'::text` gives `a`; None for everything else."""
    if default is None:
        return None
    if found := re.fullmatch(r"'((?:[^']|'')*)'(?:::[^()]*(?:\([\d,]+\))?[^()]*)?", default):
        return found[1].replace("''", "'")
    if found := re.fullmatch(r"\(?(-?\d+(?:\.\d+)?)\)?(?:::[^()]*(?:\([\d,]+\))?[^()]*)?|(true|false)", default):
        return found[1] or found[2]
    return None


def _counts(column: Column) -> bool:
    return column.default is not None and column.default.startswith("nextval(")


def _required(column: Column, kinds: Mapping[int, Kind]) -> bool:
    kind = kinds.get(column.type_oid)
    while kind is not None and kind.sort == "d":
        if kind.required:
            return True
        kind = kinds.get(kind.under or 0)
    return False


def _bundles(catalog: Catalog, oid: int, columns: tuple[Column, ...], bound: str | None) -> tuple[Bundle, ...]:
    named = {column.name: column for column in columns}
    conditions: list[tuple[set[str], Condition]] = []
    texts = [
        condition(one.definition)
        for one in catalog.constraints_of(oid)
        if one.kind == "c" and not one.definition.endswith("NOT ENFORCED")
    ]
    for text in [*texts, *([bound] if bound else [])]:
        words = read(text)
        names = set(mentioned(words, named))
        for one in sorted(names):
            if named[one].generated:
                names |= set(mentioned(read(named[one].default or ""), named))
        if names:
            conditions.append((names, Condition(text, tuple(words))))
    bundles: list[tuple[set[str], list[Condition]]] = []
    for names, held in conditions:
        apart = [bundle for bundle in bundles if not bundle[0] & names]
        together = [bundle for bundle in bundles if bundle[0] & names]
        joined = (
            names.union(*(bundle[0] for bundle in together)),
            [c for bundle in together for c in bundle[1]] + [held],
        )
        bundles = [*apart, joined]
    return tuple(
        Bundle(
            tuple(column for column in columns if column.name in names and not column.generated),
            tuple(column for column in columns if column.name in names and column.generated),
            tuple(together),
        )
        for names, together in bundles
    )


def _distinct(
    catalog: Catalog, oid: int, columns: tuple[Column, ...], linked: set[str], kinds: Mapping[int, Kind]
) -> frozenset[str]:
    named = {column.name: column for column in columns}
    sets = sorted(_unique_sets(catalog, oid, named), key=lambda one: (len(one), one))
    chosen: set[str] = set()
    for names in sets:
        wide: set[str] = set()
        for one in names:
            wide |= set(mentioned(read(named[one].default or ""), named)) if named[one].generated else {one}
        if any(named[one].identity_mode or _counts(named[one]) for one in wide if one not in linked) or wide & chosen:
            continue
        if wide:
            chosen.add(min(sorted(wide), key=lambda one: _cost(named[one], linked, kinds)))
    return frozenset(chosen)


def _unique_sets(catalog: Catalog, oid: int, names: Iterable[str]) -> list[tuple[str, ...]]:
    excluding = {one.index for one in catalog.constraints_of(oid) if one.kind == "x"}
    found = []
    for index in catalog.indexes_of(oid):
        if index.is_unique or index.oid in excluding:
            held = tuple(sorted(mentioned(keys(read(index.definition)), list(names))))
            if held:
                found.append(held)
    return found


def keys(words: list[Word]) -> list[Word]:
    """Return the part of an index definition that holds its keys."""
    start = next((at for at, word in enumerate(words) if word.sort == WORD and keyword(word.text) == "USING"), 0)
    depth = 0
    for at in range(start, len(words)):
        word = words[at]
        depth += {"(": 1, ")": -1}.get(word.text, 0) if word.sort == SYMBOL else 0
        if depth == 0 and word.sort == WORD and keyword(word.text) in ("WHERE", "INCLUDE"):
            return words[start + 2 : at]
    return words[start + 2 :]


def _cost(column: Column, linked: set[str], kinds: Mapping[int, Kind]) -> tuple[int, int]:
    kind = kinds.get(column.type_oid)
    base, _ = underlying(kinds, kind, column.type) if kind else (None, "")
    narrow = 1
    if base is not None:
        narrow = 0 if base.sort in "rm" else _NARROW.get("enum" if base.sort == "e" else base.name, 1)
    return (2 if column.name in linked and narrow < 2 else narrow, -column.number)
