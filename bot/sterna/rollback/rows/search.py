"""Values that pass conditions, found by asking the server."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from time import monotonic
from typing import Final

from sterna.postgres.catalog import Column
from sterna.postgres.connection import Connection
from sterna.rollback.rows.condition import TRIES, branches, condition, hints, mentioned, read
from sterna.rollback.rows.kinds import Kind
from sterna.rollback.rows.savepoint import Refused, attempt
from sterna.rollback.rows.table import Bundle
from sterna.rollback.rows.values import Values
from sterna.sql.quote import literal, name

_COMBINATIONS: Final = 512
_FIRST: Final = 32
_SINGLY: Final = 120
_QUESTIONS: Final = 80
_EMPTY_SHARE: Final = 0.7
_TEXTS: Final = 120
_EMPTY: Final = frozenset({"", "0", "false", "{}", "[]"})
"""What a lost value looks like: the last resort."""


def fitting(connection: Connection, asked: Sequence[tuple[str, Iterable[str]]]) -> list[tuple[str, ...]]:
    """Return for each type, as it is spelled, those of its texts that its input takes, in order.

    Raises Refused when that takes endless time.
    """
    lists = [list(dict.fromkeys(texts))[:_TEXTS] for _, texts in asked]
    rows = ", ".join(
        f"({number}, {place}, {literal(text)}, {literal(spelled)})"
        for number, ((spelled, _), texts) in enumerate(zip(asked, lists, strict=True))
        for place, text in enumerate(texts)
    )
    if not rows:
        return [() for _ in asked]
    sql = f"SELECT n, i FROM (VALUES {rows}) v(n, i, t, s) WHERE pg_catalog.pg_input_is_valid(t, s) ORDER BY n, i"
    try:
        found = [(int(number or 0), int(place or 0)) for number, place in attempt(connection, sql)]
    except Refused as refused:
        if refused.endless:
            raise
        if len(asked) > 1:
            return [fitting(connection, [one])[0] for one in asked]
        # Before PostgreSQL 16, or a check that raises an error: one after another.
        [(spelled, _)], [texts] = asked, lists
        return [tuple(text for text in texts[:_SINGLY] if _runs(connection, f"SELECT {literal(text)}::{spelled}"))]
    return [tuple(lists[number][place] for other, place in found if other == number) for number in range(len(asked))]


def domain_texts(connection: Connection, kinds: Mapping[int, Kind]) -> dict[int, tuple[str, ...]]:
    """Return for each domain that has checks texts that pass them."""
    values = Values(kinds)
    found: dict[int, tuple[str, ...]] = {}
    for oid, kind in sorted(kinds.items()):
        if kind.sort != "d":
            continue
        checks = [check for one in _below(kinds, kind) for check in one.checks]
        if not checks:
            continue
        own = [text for nth in (1, 2, 3, 4) if (text := values.text(oid, "", nth)) is not None]
        asked = [*(text for check in checks for text in hints(read(condition(check)))), *own, *TRIES]
        try:
            [passed] = fitting(connection, [(name(kind.schema, kind.name), asked)])
        except Refused:
            continue
        found[oid] = tuple(sorted(passed, key=lambda text: text in _EMPTY))
    return found


def candidates(
    connection: Connection, bundle: Bundle, own: Sequence[tuple[Column, Sequence[str]]]
) -> dict[str, list[str]]:
    """Return for columns of a bundle the SQL expressions worth a try: what its conditions name, then the `own` values.

    Raises Refused when a type takes endless time to read a text.
    """
    told = [(list(held.words), hints(list(held.words))) for held in bundle.conditions]
    asked = [
        (column.type, [*(text for words, found in told if mentioned(words, [column.name]) for text in found), *texts])
        for column, texts in own
    ]
    return {
        column.name: [literal(text) for text in sorted(texts, key=lambda text: text in _EMPTY)]
        for (column, _), texts in zip(own, fitting(connection, asked), strict=True)
    }


def passing(
    connection: Connection, bundle: Bundle, offered: Sequence[Sequence[str | None]], until: float
) -> list[tuple[str | None, ...]]:
    """Return combinations of what is offered for each column that no condition of the bundle refuses.

    The same each time, unless the moment `until` comes before the last question. Raises Refused when a condition takes
    endless time.
    """
    tried = _combinations(bundle, offered)
    first = list(itertools.islice(tried, _FIRST))
    kept = _kept(connection, bundle, first, until)
    # Most conditions are met by many: only the others are worth the long question.
    return kept if len(kept) > _FIRST // 4 else [*kept, *_kept(connection, bundle, list(tried), until)]


def _kept(
    connection: Connection, bundle: Bundle, tried: Sequence[tuple[str | None, ...]], until: float
) -> list[tuple[str | None, ...]]:
    if not tried:
        return []
    waiting = [tried]
    kept: list[tuple[str | None, ...]] = []
    for _ in range(_QUESTIONS):
        if not waiting or monotonic() > until:
            break
        asked = waiting.pop(0)
        try:
            kept += [asked[int(place or 0)] for (place,) in attempt(connection, _question(bundle, asked))]
        except Refused as refused:
            if refused.endless:
                raise
            # One value makes a condition raise an error: look in the halves.
            middle = len(asked) // 2
            waiting += [asked[:middle], asked[middle:]] if middle else []
    return kept


def _combinations(bundle: Bundle, offered: Sequence[Sequence[str | None]]) -> Iterator[tuple[str | None, ...]]:
    """Yield combinations, each once: all of them when they are few, else a draw that heeds what the conditions fix."""
    if any(not values for values in offered):
        return
    size = math.prod(len(values) for values in offered)
    if size <= _FIRST:
        yield from itertools.product(*offered)
        return
    seen: set[tuple[str | None, ...]] = set()
    for drawn in _drawn(bundle, offered, random.Random(size)):  # noqa: S311 (the same draw each time is what is wanted)
        if drawn not in seen:
            seen.add(drawn)
            yield drawn
        if len(seen) >= _COMBINATIONS:
            return
    if size <= _COMBINATIONS:
        yield from (choice for choice in itertools.product(*offered) if choice not in seen)


def _drawn(
    bundle: Bundle, offered: Sequence[Sequence[str | None]], chance: random.Random
) -> Iterator[tuple[str | None, ...]]:
    firsts = [values[0] for values in offered]
    free = [place for place, values in enumerate(offered) if None in values]
    for place in free:
        # All but one are NULL, and one alone is NULL.
        yield tuple(None if other in free and other != place else first for other, first in enumerate(firsts))
        yield tuple(None if other == place else first for other, first in enumerate(firsts))
    names = [column.name for column in bundle.columns]
    fixed = [found for held in bundle.conditions if (found := branches(list(held.words), names))]
    for turn in range(4 * _COMBINATIONS):
        reach = (1, 4, 1000, 2)[turn % 4]
        choice = [values[chance.randrange(min(len(values), reach))] for values in offered]
        if turn % 4 == 3:
            choice = [
                None if place in free and chance.random() < _EMPTY_SHARE else one for place, one in enumerate(choice)
            ]
        for alternatives in fixed:
            for column, text in alternatives[chance.randrange(len(alternatives))].items():
                wanted = None if text is None else literal(text)
                if wanted in offered[names.index(column)]:
                    choice[names.index(column)] = wanted
        yield tuple(choice)


def _question(bundle: Bundle, tried: Sequence[tuple[str | None, ...]]) -> str:
    slots = range(len(bundle.columns))
    # A subquery is planned as often as it stands in the text, which takes minutes for some hundreds of them.
    queries = [*dict.fromkeys(one for choice in tried for one in choice if one is not None and "SELECT" in one)]
    spelt: dict[str | None, str] = {one: f'k."sterna k{number}"' for number, one in enumerate(queries)}
    spelt[None] = "NULL"
    rows = ", ".join(
        f"({place}, {', '.join(spelt.get(one, one or '') for one in choice)})" for place, choice in enumerate(tried)
    )
    known = ", ".join(f"({one}) AS {spelt[one].removeprefix('k.')}" for one in queries)
    casts = ", ".join(
        f'"sterna {slot}"::{column.type} AS {name(column.name)}'
        for slot, column in zip(slots, bundle.columns, strict=True)
    )
    head = ", ".join(f'"sterna {slot}"' for slot in slots)
    inner = f'SELECT "sterna #", {casts} FROM {"k, LATERAL " if known else ""}(VALUES {rows}) w("sterna #", {head})'
    if bundle.generated:
        computed = ", ".join(f"({column.default})::{column.type} AS {name(column.name)}" for column in bundle.generated)
        inner = f"SELECT v.*, {computed} FROM ({inner}) v"
    tests = " AND ".join(f"({held.text}) IS NOT FALSE" for held in bundle.conditions)
    first = f"WITH k AS MATERIALIZED (SELECT {known}) " if known else ""
    return f'{first}SELECT "sterna #" FROM ({inner}) v WHERE {tests} ORDER BY 1'


def _runs(connection: Connection, sql: str) -> bool:
    try:
        attempt(connection, sql)
    except Refused as refused:
        if refused.endless:
            raise
        return False
    return True


def _below(kinds: Mapping[int, Kind], kind: Kind | None) -> Iterable[Kind]:
    while kind is not None and kind.sort == "d":
        yield kind
        kind = kinds.get(kind.under or 0)
