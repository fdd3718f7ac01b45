"""What code of a database's own may write: itself, through what it calls in turn, or through what its writes fire."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sterna.sql.quote import folded
from sterna.sql.tables import tables
from sterna.sql.tokens import words
from sterna.sql.verb import verb
from sterna.sql.writing import said, writes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sterna.postgres.catalog import Catalog
    from sterna.sql.statement import Statement

_ON_ROWS: Final = frozenset({"INSERT", "UPDATE", "DELETE"})
_EVENTS: Final = {verb: frozenset({verb}) for verb in (*_ON_ROWS, "TRUNCATE")} | {"COPY": frozenset({"INSERT"})}
_CASCADES: Final = re.compile(r" ON (?:DELETE|UPDATE) (?:CASCADE|SET)\b")
_FIRING: Final = "OA"
"""Triggers and rules that fire in a session like any other; the rest is off, or for replicas."""


class Reach:
    """The routines, triggers and rules that were there on either side of a migration."""

    def __init__(self, *catalogs: Catalog) -> None:
        """Keep routines by their name, what fires by its table, and where keys and parents hand writes on to."""
        self._routines: dict[str, set[tuple[str, str]]] = {}
        self._triggers: dict[str, set[str]] = {}
        self._rules: dict[str, set[tuple[str, str]]] = {}
        self._pointing: dict[str, set[str]] = {}
        self._children: dict[str, set[str]] = {}
        for catalog in catalogs:
            names = {oid: relation.name for oid, relation in catalog.relations.items()}
            for relation in catalog.relations.values():
                for parent in names.keys() & set(relation.parents):
                    self._children.setdefault(names[parent], set()).add(relation.name)
            for routine in catalog.routines.values():
                known = self._routines.setdefault(routine.name, set())
                known.add((f"{routine.schema}.{routine.name}", routine.definition or ""))
            for trigger in catalog.triggers.values():
                if trigger.enabled in _FIRING and trigger.table in names:
                    self._triggers.setdefault(names[trigger.table], set()).add(trigger.definition)
            for rule in catalog.rules.values():
                if rule.enabled in _FIRING and rule.table in names:
                    self._rules.setdefault(names[rule.table], set()).add((rule.name, rule.definition))
            for key in catalog.constraints.values():
                if key.table in names and key.references in names and _CASCADES.search(key.definition):
                    self._pointing.setdefault(names[key.references], set()).add(names[key.table])

    def writers(self, code: Iterable[str]) -> frozenset[str]:
        """Return the routines that may write and that code reaches which says these words."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = _names(code)
        while waiting:
            name = waiting.pop()
            seen.add(name)
            for spelt, definition in self._routines.get(name, ()):
                body = [*said(definition)]
                waiting |= _names(body)
                if writes(body):
                    found.add(f"{spelt}()")
                    for table in _names(body) & self._triggers.keys():
                        waiting |= {word for text in self._triggers[table] for word in _names(words(text))}
            waiting -= seen
        return frozenset(found)

    def fired(self, statement: Statement) -> Iterator[str]:
        """Yield the rules and routines that may write when a statement writes rows, whatever their conditions say."""
        first = verb(statement).partition(" ")[0]
        events = _EVENTS.get(first, _ON_ROWS)
        if "CONFLICT" in words(statement.text):
            events |= {"UPDATE"}
        named = tables(statement)
        wanted = {folded(name)[-1]: events for name in (named[:1] if first in _EVENTS else named)}
        for table in _closure(wanted, self._children):
            wanted.setdefault(table, events)
        for table in _closure(wanted, self._pointing) if events & {"UPDATE", "DELETE"} else ():
            wanted.setdefault(table, _ON_ROWS)
        for table, on in wanted.items():
            for text in self._triggers.get(table, ()):
                if _until("ON", text) & on:
                    yield from self.writers(words(text))
            for name, text in self._rules.get(table, ()):
                action = [*_after("DO", text)]
                if _until("TO", text) & on:
                    yield from self.writers(action)
                    if writes(action):
                        yield f"rule {name} of {table}"


def _closure(tables: Iterable[str], others: Mapping[str, Collection[str]]) -> set[str]:
    """Return the tables to which these hand a change of rows on."""
    found: set[str] = set()
    waiting = set(tables)
    while waiting:
        waiting = {other for table in waiting for other in others.get(table, ())} - found
        found |= waiting
    return found


def _names(code: Iterable[str]) -> set[str]:
    return {folded(word)[-1] for word in code}


def _until(word: str, text: str) -> set[str]:
    """Return the words before one: those of a trigger or a rule that say its events."""
    found: set[str] = set()
    for one in words(text):
        if one == word:
            break
        found.add(one)
    return found


def _after(word: str, text: str) -> Iterator[str]:
    rest = words(text)
    for one in rest:
        if one == word:
            yield from rest
