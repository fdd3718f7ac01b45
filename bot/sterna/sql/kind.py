"""What a statement is: its kind, and whether it ends the transaction."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Final

from sterna.sql.calls import effect
from sterna.sql.guarded import unwrap
from sterna.sql.tokens import WORD, keyword, tokens, words

if TYPE_CHECKING:
    from sterna.sql.statement import Statement


class Kind(StrEnum):
    """What a statement works on: the schema, rows, the transaction, the session, anything at all, or nothing."""

    SCHEMA = "schema"
    DATA = "data"
    TRANSACTION = "transaction"
    SESSION = "session"
    OPAQUE = "opaque"
    QUERY = "query"


_WRITES: Final = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE"})
_READS: Final = frozenset({"SELECT", "VALUES", "TABLE", "WITH", "("})
_WORDS: Final = {
    Kind.DATA: ("INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE"),
    Kind.TRANSACTION: ("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE"),
    Kind.SESSION: (
        *("SET", "RESET", "SHOW", "DISCARD", "LISTEN", "UNLISTEN", "NOTIFY", "DEALLOCATE", "LOCK", "LOAD"),
        *("DECLARE", "FETCH", "MOVE", "CLOSE", "CHECKPOINT"),
    ),
    Kind.OPAQUE: ("DO", "CALL", "EXECUTE"),
}
_BY_WORD: Final = {word: kind for kind, words_of_kind in _WORDS.items() for word in words_of_kind}
_BY_EFFECT: Final = {"anything": Kind.OPAQUE, "sequences": Kind.DATA, "session": Kind.SESSION}


def kind(statement: Statement) -> Kind:
    """Return what a statement works on; a guarded `DO` block counts as the statement inside it.

    Read from its tokens. In doubt the answer is `opaque` for a call and `schema` for everything else, so that neither
    passes for harmless.
    """
    return _kind(unwrap(statement).text)


def ends_transaction(statement: Statement) -> bool:
    """Tell whether a statement begins or ends a transaction; what is about savepoints stays within one."""
    said = [*islice(words(statement.text), 3)]
    if kind(statement) is not Kind.TRANSACTION or said[0] in ("SAVEPOINT", "RELEASE"):
        return False
    return said[0] != "ROLLBACK" or "TO" not in said[1:]


def _kind(text: str) -> Kind:
    rest = words(text)
    first = next(rest, "")
    if first in _BY_WORD:
        return _BY_WORD[first]
    if first in _READS:
        return _query(text)
    if first == "COPY":
        return _copy(text)
    if first == "PREPARE":
        return Kind.TRANSACTION if next(rest, "") == "TRANSACTION" else Kind.SESSION
    if first == "EXPLAIN":
        return _explain(text)
    return Kind.SCHEMA


def _query(text: str) -> Kind:
    """Tell what SELECT, VALUES, TABLE or WITH does: a part of WITH may write, a function may do anything."""
    may = effect(text)
    makes_table = False
    depth = 0
    before = previous = ""
    for word in words(text):
        depth += (word == "(") - (word == ")")
        if word in _WRITES:
            opens_part = before == "(" and previous in {"AS", "MATERIALIZED"}
            # After WITH, RECURSIVE or a comma stands the name of a part, which may be `update`.
            follows_parts = depth == 0 and before == ")"
            if opens_part or follows_parts:
                return Kind.DATA
        makes_table = makes_table or (word == "INTO" and depth == 0)
        before, previous = word, before
    if makes_table and may != "anything":
        return Kind.SCHEMA
    return _BY_EFFECT.get(may, Kind.QUERY)


def _copy(text: str) -> Kind:
    """Tell COPY ... FROM, which writes, from COPY ... TO, which reads."""
    depth = 0
    before = ""
    for word in words(text):
        depth += (word == "(") - (word == ")")
        if before == "(" and depth == 1 and word in _WRITES:
            return Kind.DATA
        if depth == 0 and word == "TO":
            return _query(text)
        before = word
    return Kind.DATA


def _explain(text: str) -> Kind:
    """Tell what EXPLAIN does: with ANALYZE it runs the statement, without it nothing."""
    analyzes = False
    depth = 0
    for token in tokens(text):
        word = keyword(text[token.start : token.end])
        depth += (word == "(") - (word == ")")
        if word in {"ANALYZE", "ANALYSE"}:
            analyzes = True
        elif depth == 0 and token.sort == WORD and word not in {"EXPLAIN", "VERBOSE"}:
            return _kind(text[token.start :]) if analyzes else Kind.QUERY
    return Kind.QUERY
