"""A statement taken into the parts that rules look at, each in its normal form.

`ALTER TABLE t a, b` is two parts, `DROP TABLE a, b CASCADE` is two, a `DO` block is what its code runs, a `WITH` is
its data statements. The columns and constraints of a `CREATE TABLE` are parts too, written as `ALTER TABLE ... ADD`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sterna.sql.normal import Unreadable, Word, Words, normal
from sterna.sql.statement import Statement
from sterna.sql.tokens import STRING, WORD, after_name, dollar_quote, spoken, word_set

_LISTED: Final = (
    ("DROP", "MATERIALIZED", "VIEW"),
    ("DROP", "FOREIGN", "TABLE"),
    ("DROP", "INDEX", "CONCURRENTLY"),
    ("DROP", "TABLE"),
    ("DROP", "VIEW"),
    ("DROP", "INDEX"),
    ("DROP", "SCHEMA"),
    ("DROP", "TYPE"),
    ("DROP", "DOMAIN"),
    ("DROP", "SEQUENCE"),
    ("DROP", "EXTENSION"),
    ("TRUNCATE",),
)
_TAIL: Final = frozenset({"CASCADE", "RESTRICT", "RESTART", "CONTINUE"})
_DATA: Final = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE", "SELECT"})
_RUN_BY_CODE: Final = word_set(
    """
    ALTER ANALYZE CALL CLUSTER COMMENT COMMIT COPY CREATE DELETE DROP EXECUTE GRANT INSERT LOCK MERGE REFRESH REINDEX
    REVOKE ROLLBACK SET TRUNCATE UPDATE WITH
    """
)
_STARTS: Final = frozenset({"BEGIN", "THEN", "ELSE", "LOOP", ";"})
_TABLE_WORDS: Final = frozenset({"CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE", "NOT", "LIKE"})


@dataclass(frozen=True)
class Part:
    """A piece of a statement that a pattern is held against. `offset` says where it begins in the statement's text.

    `nested` marks what a `DO` block runs, `defined` the columns and constraints of a new table, `opaque` code whose
    SQL is put together at run time.
    """

    words: Words
    offset: int
    nested: bool = False
    defined: bool = False
    opaque: bool = False

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Return the words, keywords in capitals."""
        return tuple(word.key for word in self.words.words)


def parts(statement: Statement) -> tuple[Part, ...]:
    """Return the parts of a statement in order; raise Unreadable when a quote, comment or bracket is left open."""
    whole = normal(statement.text)
    if not whole.words:
        return ()
    if whole.words[0].key == "DO":
        return tuple(_code(whole))
    return tuple(_split(whole))


def _split(whole: Words, *, nested: bool = False) -> Iterator[Part]:
    keys = [word.key for word in whole.words]
    head = next((len(words) for words in _LISTED if tuple(keys[: len(words)]) == words), 0)
    if head:
        yield from _listed(whole, head, nested=nested)
    elif keys[:2] in (["ALTER", "TABLE"], ["ALTER", "TYPE"]):
        yield from _actions(whole, nested=nested)
    elif keys[0] == "WITH":
        yield from _common(whole, nested=nested)
    elif keys[0] == "CREATE" and "TABLE" in keys[1:5]:
        yield Part(whole, whole.words[0].start, nested=nested)
        yield from _defined(whole, nested=nested)
    else:
        yield Part(whole, whole.words[0].start, nested=nested)


def _listed(whole: Words, head: int, *, nested: bool) -> Iterator[Part]:
    end = len(whole.words)
    tail = next((at for at in range(head, end) if whole.words[at].sort == WORD and whole.words[at].key in _TAIL), end)
    start = head
    for comma in (*_commas(whole, head, tail), tail):
        # `IF EXISTS` stands before the first name and speaks for all of them.
        yield Part(
            whole.part((0, head), (start, comma), (tail, end)), _at(whole, 0 if start == head else start), nested
        )
        start = comma + 1


def _actions(whole: Words, *, nested: bool) -> Iterator[Part]:
    end = len(whole.words)
    commas = list(_commas(whole, 2, end))
    if not commas:
        yield Part(whole, whole.words[0].start, nested)
        return
    head = _after_table(whole, 2)
    start = head
    for comma in (*commas, end):
        yield Part(whole.part((0, head), (start, comma)), _at(whole, 0 if start == head else start), nested)
        start = comma + 1


def _common(whole: Words, *, nested: bool) -> Iterator[Part]:
    yield Part(whole, whole.words[0].start, nested)
    at = 1
    while at < len(whole.words):
        word = whole.words[at]
        if word.sort == WORD and word.key in _DATA:
            yield Part(whole.part((at, len(whole.words))), word.start, nested)
            return
        close = whole.closes.get(at)
        if close is not None:
            first = whole.words[at + 1]
            if first.sort == WORD and first.key in _DATA - {"SELECT"}:
                yield Part(whole.part((at + 1, close)), first.start, nested)
            at = close
        at += 1


def _defined(whole: Words, *, nested: bool) -> Iterator[Part]:
    table = next(at for at, word in enumerate(whole.words) if word.key == "TABLE")
    after = _after_table(whole, table + 1)
    if after >= len(whole.words) or after not in whole.closes:
        return
    name = next((at for at in range(table + 1, after) if whole.words[at].key not in ("IF", "NOT", "EXISTS")), after)
    close = whole.closes[after]
    start = after + 1
    for comma in (*_commas(whole, start, close), close):
        if start < comma:
            first = whole.words[start]
            added = [Word(WORD, key, first.start, first.start) for key in ("ALTER", "TABLE")]
            verb = ["ADD"] if first.sort == WORD and first.key in _TABLE_WORDS else ["ADD", "COLUMN"]
            words = (
                *added,
                *whole.words[name:after],
                *(Word(WORD, key, first.start, first.start) for key in verb),
                *whole.words[start:comma],
            )
            yield Part(Words(whole.text, words), first.start, nested, defined=True)
        start = comma + 1


def _code(whole: Words) -> Iterator[Part]:
    body = next((word for word in whole.words if word.sort == STRING and word.key.startswith("$")), None)
    if body is None:
        yield Part(whole, whole.words[0].start, opaque=True)
        return
    quote = dollar_quote(body.key)
    begin, end = body.start + quote, body.end - quote
    starts, depth, expected = -1, 0, True
    for token in spoken(whole.text[:end], begin):
        source = whole.text[token.start : token.end]
        key = source.upper() if token.sort == WORD and source.isascii() else source
        if starts < 0 and expected and token.sort == WORD and key in _RUN_BY_CODE:
            starts = token.start
        elif starts >= 0 and key == ";" and depth == 0:
            yield from _nested(whole.text, starts, token.start)
            starts = -1
        depth += (key in ("(", "[")) - (key in (")", "]"))
        expected = key in _STARTS
    if starts >= 0:
        raise Unreadable("the code of the block ends inside a statement")


def _nested(text: str, start: int, end: int) -> Iterator[Part]:
    inner = normal(text, start, end)
    if inner.words[0].key != "EXECUTE":
        yield from _split(inner, nested=True)
        return
    # EXECUTE runs what its text says; a text that is written out can be read, one that is put together cannot.
    if len(inner.words) == 2 and inner.words[1].sort == STRING:
        literal = inner.words[1]
        quote = dollar_quote(literal.key) if literal.key.startswith("$") else 1
        if literal.key[0] in "'$" and "''" not in literal.key[1:-1]:
            inside = normal(text, literal.start + quote, literal.end - quote)
            if inside.words:
                yield from _split(inside, nested=True)
            return
    yield Part(inner, start, nested=True, opaque=True)


def _commas(whole: Words, start: int, end: int) -> Iterator[int]:
    at = start
    while at < end:
        if whole.words[at].key == ",":
            yield at
        at = whole.closes.get(at, at) + 1


def _after_table(whole: Words, at: int) -> int:
    """Return the word after the table's name, which stands at `at` behind its noise."""
    return min(after_name([word.key for word in whole.words], at), len(whole.words))


def _at(whole: Words, number: int) -> int:
    return whole.words[min(number, len(whole.words) - 1)].start
