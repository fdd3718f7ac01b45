"""The tables that a statement names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sterna.sql.guarded import unwrap
from sterna.sql.statement import Statement
from sterna.sql.tokens import NAME, WORD, Token, keyword, spoken, word_set
from sterna.sql.verb import noun

_FILLERS: Final = frozenset({"IF", "NOT", "EXISTS", "ONLY", "TABLE"})
# FROM within these takes no table, and nothing stands here that is one.
_FROM_TAKERS: Final = frozenset({"EXTRACT", "OVERLAY", "POSITION", "SUBSTRING", "TRIM"})
_NEVER_NAMES: Final = word_set(
    """
    ALL AS CONFLICT DATABASE DELETE DELETED DOMAIN FOREIGN FUNCTION LANGUAGE LATERAL LARGE NOTHING PROCEDURE ROUTINE
    ROWS SCHEMA SELECT SEQUENCE SET TABLESPACE TYPE UPDATE VALUES WITH
    """
)
_HAVE_TABLES: Final = frozenset({"INDEX", "TRIGGER", "POLICY"})
_NO_QUERIES: Final = frozenset({"GRANT", "REVOKE", "COMMENT", "LOCK", "TRUNCATE", "VACUUM"})
_JOINING: Final = frozenset({"DELETE", "MERGE"})
# What may follow the tables of a query, so that a comma is no longer one between tables.
_CLAUSES: Final = frozenset(
    {"WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR"}
    | {"RETURNING", "SELECT", "SET", "WHEN", "DO"}
)
_LISTED: Final = frozenset({"TRUNCATE", "LOCK", "VACUUM", "ANALYZE", "CLUSTER", "COPY", "TABLE"})


@dataclass(frozen=True, slots=True)
class _Said:
    """The tokens of a statement without its comments, and the words they are, keywords in capitals."""

    text: str
    tokens: list[Token]
    words: list[str]

    def at(self, index: int) -> str:
        return self.words[index] if 0 <= index < len(self.words) else ""

    def find(self, word: str, start: int = 1) -> int:
        return next((at for at in range(start, len(self.words)) if self.words[at] == word), len(self.words))

    def names(self, index: int, *, several: bool, columns: bool) -> Iterator[str]:
        """Yield the name at a position, and those after commas; with `columns` a parenthesis may follow it."""
        while True:
            while self.at(index) in _FILLERS:
                index += 1
            end = index
            while self._is_name(end) and self.at(end + 1) == "." and self._is_name(end + 2):
                end += 2
            if not self._is_name(end) or self.at(index) in _NEVER_NAMES or (self.at(end + 1) == "(" and not columns):
                return
            yield self.text[self.tokens[index].start : self.tokens[end].end]
            index = end + 1
            # An alias may stand before the comma.
            index += (self.at(index) == "*") + (self.at(index) == "AS")
            index += self._is_name(index) and self.at(index + 1) == ","
            if not several or self.at(index) != ",":
                return
            index += 1

    def _is_name(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].sort in {WORD, NAME}


def tables(statement: Statement) -> tuple[str, ...]:
    """Return the names of the tables in a statement, as they are written and in their order, each once.

    A best effort by tokens: names of WITH parts and of functions are left out, views count as tables where a query
    reads from them. A guarded `DO` block counts as the statement inside it; other code is not read.
    """
    text = unwrap(statement).text
    found = list(spoken(text))
    said = _Said(
        text, found, [keyword(text[start:end]) if sort == WORD else text[start:end] for sort, start, end in found]
    )
    parts = _parts(said)
    return tuple(dict.fromkeys(name for name in (*_subject(said), *_mentioned(said)) if name not in parts))


def _parts(said: _Said) -> frozenset[str]:
    """Return the names of the parts of WITH."""
    if "WITH" not in said.words:
        return frozenset()
    names: set[str] = set()
    for at, word in enumerate(said.words):
        if word in {"WITH", "RECURSIVE"} or (word == "," and said.at(at - 1) == ")"):
            names.update(said.names(at + 1, several=False, columns=True))
    return frozenset(names)


def _subject(said: _Said) -> Iterator[str]:
    """Yield the tables that the statement is about."""
    first = said.at(0)
    if first in {"CREATE", "ALTER", "DROP"}:
        kind, after = noun(said.words, 1)
        if kind in {"TABLE", "FOREIGN TABLE"}:
            yield from said.names(after, several=first == "DROP", columns=True)
        elif kind in _HAVE_TABLES:
            yield from said.names(said.find("ON", after) + 1, several=False, columns=True)
        elif kind == "RULE":
            yield from said.names(
                said.find("TO" if first == "CREATE" else "ON", after) + 1, several=False, columns=False
            )
    elif first == "COMMENT":
        yield from _commented(said)
    elif first in _LISTED:
        yield from said.names(1, several=True, columns=True)
    elif first in {"GRANT", "REVOKE"}:
        yield from said.names(said.find("ON") + 1, several=True, columns=False)


def _commented(said: _Said) -> Iterator[str]:
    kind = said.at(2)
    if kind == "TABLE":
        yield from said.names(3, several=False, columns=False)
    elif kind == "COLUMN":
        yield from (name.rpartition(".")[0].rstrip() for name in said.names(3, several=False, columns=False))
    elif kind in {"CONSTRAINT", "TRIGGER", "POLICY", "RULE"}:
        yield from said.names(said.find("ON", 3) + 1, several=False, columns=False)


def _mentioned(said: _Said) -> Iterator[str]:
    """Yield the tables that stand after FROM, JOIN, INTO, UPDATE, REFERENCES and the like."""
    if said.at(0) in _NO_QUERIES:
        return
    # For each open parenthesis: the word before it, and whether commas part tables in it just now.
    openers, lists = [""], [False]
    for at, word in enumerate(said.words):
        if word == "(":
            openers.append(said.at(at - 1))
            lists.append(said.at(at - 1) == "INHERITS")
            yield from said.names(at + 1, several=False, columns=False) if lists[-1] else ()
        elif word == ")" and len(openers) > 1:
            openers.pop()
            lists.pop()
        elif _opens_list(said, at, openers[-1]):
            lists[-1] = True
            yield from said.names(at + 1, several=False, columns=False)
        elif word == "," and lists[-1]:
            yield from said.names(at + 1, several=False, columns=False)
        elif word in _CLAUSES:
            lists[-1] = False
        if _points(said, at):
            yield from said.names(at + 1, several=False, columns=word in {"INTO", "REFERENCES", "OF"})


def _opens_list(said: _Said, at: int, opener: str) -> bool:
    """Tell whether tables stand from the next word on, parted by commas."""
    if said.at(at) == "FROM":
        is_source = said.at(0) == "COPY" and not opener
        return said.at(at - 1) != "DISTINCT" and opener not in _FROM_TAKERS and not is_source
    return said.at(at) == "USING" and said.at(at + 1) != "(" and not _JOINING.isdisjoint(said.words[:at])


def _points(said: _Said, at: int) -> bool:
    """Tell whether one table stands after the word at a position."""
    before = said.at(at - 1)
    match said.at(at):
        case "JOIN" | "INTO" | "REFERENCES":
            return True
        case "PARTITION":
            return before in {"ATTACH", "DETACH"}
        case "OF":
            return before == "PARTITION"
        case "UPDATE":
            return before in {"", "(", ")"}
        case "LIKE":
            return said.at(0) == "CREATE" and before in {"(", ","}
        case "INHERIT":
            return said.words[:2] == ["ALTER", "TABLE"]
        case _:
            return False
