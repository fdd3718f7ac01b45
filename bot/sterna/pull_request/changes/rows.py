"""Sentences about statements that leave no trace in the catalog: rows, roles, and code that may do anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sterna.pull_request.sentence import Code, Name, Part, Sentence, listed, say, spelled
from sterna.sql.kind import Kind, kind
from sterna.sql.statement import Statement
from sterna.sql.tables import tables
from sterna.sql.verb import verb

_VERBS: Final = {
    "INSERT": "Inserted rows into",
    "UPDATE": "Updated rows of",
    "DELETE": "Deleted rows from",
    "MERGE": "Merged rows into",
    "TRUNCATE": "Emptied",
    "COPY": "Copied rows into",
}
# What the catalog that is compared does not hold.
_OUTSIDE: Final = (
    *("ROLE", "USER", "GROUP", "DATABASE", "TABLESPACE", "SYSTEM", "SERVER", "FOREIGN DATA WRAPPER", "USER MAPPING"),
    *("OPERATOR CLASS", "OPERATOR FAMILY", "LANGUAGE", "TRANSFORM", "ACCESS METHOD", "CONVERSION"),
    *("TEXT SEARCH PARSER", "TEXT SEARCH TEMPLATE"),
    *("SUBSCRIPTION", "LARGE OBJECT", "SECURITY LABEL"),
)
_OUTSIDE_VERBS: Final = ("SECURITY LABEL", "REASSIGN OWNED", "DROP OWNED", "IMPORT FOREIGN")


def told(statements: tuple[Statement, ...]) -> Iterator[Sentence]:
    """Tell of every statement that changes something outside the catalog, in the order of the file."""
    for statement in statements:
        does, words = kind(statement), verb(statement)
        if does is Kind.DATA:
            yield say(_data(statement, words), _place(statement))
        elif does is Kind.OPAQUE:
            yield say("Ran code that may do anything, ", Code(words), _place(statement))
        elif does is Kind.SCHEMA and _outside(words):
            yield say("Ran ", Code(words), ", which works outside the tables of this database", _place(statement))
        elif does is Kind.SESSION and words == "LOCK":
            yield say("Locked ", _tables(statement), _place(statement))


def _data(statement: Statement, words: str) -> list[Part]:
    first = words.partition(" ")[0]
    if first in _VERBS:
        return [f"{_VERBS[first]} ", *_tables(statement)[:1]]
    return ["Changed rows or sequence values with ", Code(words)]


def _tables(statement: Statement) -> list[Part]:
    # Names stand as the author wrote them; what needs no quotes loses them here.
    names = [
        spelled(*name.replace('"', "").split(".")) if name.count('"') in (0, 2) else name for name in tables(statement)
    ]
    return listed(Name(name) for name in names) or ["a table that could not be read from it"]


def _place(statement: Statement) -> str:
    return f": statement {statement.number}, line {statement.line}"


def _outside(words: str) -> bool:
    _, _, rest = words.partition(" ")
    return words in _OUTSIDE_VERBS or rest.partition(" ...")[0] in _OUTSIDE
