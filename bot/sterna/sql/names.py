"""The roles, schemas, types and functions that a statement names, as far as its words tell.

Nothing here is certain: it says what a history takes for granted, and the server says whether that was right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sterna.sql.tokens import NAME, WORD
from sterna.sql.words import follow, nth, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.sql.words import Word

_NO_ROLE: Final = frozenset({"public"})
_NO_ROLE_UNQUOTED: Final = frozenset({"current_user", "current_role", "session_user", "none", "group", "user"})

# A dotted name after one of these is a relation: elsewhere its first part may be a table's alias.
_BEFORE_RELATION: Final = (
    *("from", "join", "references", "on", "into", "update", "table", "only", "exists", "truncate", "using"),
    *("trigger", "view", "sequence"),
)
# After one of these stands no type: what comes is a column, a table or a value.
_BEFORE_NO_TYPE: Final = frozenset(
    """
    add all alter and any as between by case cascade check column constraint create default delete distinct do drop
    else end except exists extension foreign from function group having if in index inner insert intersect into is
    join key language left like limit materialized not null offset on only or order outer over policy primary
    procedure references rename replace restrict return returning right role schema select sequence set table then to
    trigger truncate union unique update using values view when where with
    """.split()  # noqa: SIM905 (words are read as words)
)


def roles(text: str) -> frozenset[str]:
    """Return the roles that a statement takes to be there: in grants, policies, `OWNER TO`, `SET ROLE` and the like."""
    return frozenset(name for words in pieces(text) for name in _roles(words))


def owners(text: str) -> frozenset[str]:
    """Return the roles that a statement makes the owner of something (`OWNER TO`)."""
    return frozenset(
        name
        for words in pieces(text)
        for at in range(len(words))
        if follow(words, at, "owner", "to")
        for name in _list(words, at + 2)
    )


def roles_dropped(text: str) -> frozenset[str]:
    """Return the roles that a statement drops."""
    found: set[str] = set()
    for words in pieces(text):
        for at in range(len(words)):
            if follow(words, at, "drop", ("role", "user", "group")) and not nth(words, at + 2).among("mapping"):
                found.update(_list(words, at + 4 if follow(words, at + 2, "if", "exists") else at + 2))
    return frozenset(found)


def schemas(text: str) -> frozenset[str]:
    """Return the schemas that stand after the word `SCHEMA`."""
    return frozenset(
        word.text
        for words in pieces(text)
        for at, word in enumerate(words)
        if nth(words, at - 1).among("schema") and word.sort in {WORD, NAME} and not word.among("if", "authorization")
    )


def qualified(text: str) -> frozenset[tuple[str, str]]:
    """Return the relations and called functions that are named with a schema, as pairs of schema and name.

    A column with its table's alias can look the same (`ON auth.id = ...`): a pair is a guess until its name is known.
    """
    return frozenset(
        (word.text, nth(words, at + 2).text)
        for words in pieces(text)
        for at, word in enumerate(words)
        if word.sort in {WORD, NAME}
        and nth(words, at + 1).text == "."
        and nth(words, at - 1).text != "."
        and (nth(words, at + 3).text == "(" or nth(words, at - 1).among(*_BEFORE_RELATION))
    )


def functions(text: str) -> frozenset[str]:
    """Return the names that stand before a parenthesis, without their schemas."""
    return frozenset(
        word.text
        for words in pieces(text)
        for at, word in enumerate(words)
        if word.sort in {WORD, NAME} and nth(words, at + 1).text == "("
    )


def types(text: str) -> frozenset[str]:
    """Return the names that stand where a type does: after a column, `::`, `TYPE`, or `AS` in a cast."""
    found = set()
    for words in pieces(text):
        for at, word in enumerate(words):
            if word.sort not in {WORD, NAME}:
                continue
            first = at
            while nth(words, first - 1).text == "." and first >= 2:
                first -= 2
            before = nth(words, first - 1)
            cast = before.among("as") and any(it.among("cast") for it in words[max(first - 40, 0) : first])
            column = before.sort == NAME or (before.sort == WORD and before.text not in _BEFORE_NO_TYPE)
            if before.text == "::" or cast or column:
                found.add(word.text)
    return frozenset(found)


def identifiers(text: str) -> frozenset[str]:
    """Return every name and every unquoted word of a statement."""
    return frozenset(word.text for words in pieces(text) for word in words if word.sort in {WORD, NAME})


def _roles(words: list[Word]) -> Iterator[str]:
    policy = follow(words, 0, ("create", "alter"), "policy")
    for at, word in enumerate(words):
        following = nth(words, at + 1)
        if word.among("grant", "revoke"):
            yield from _granted(words, at)
        elif word.among("owner") and following.among("to"):
            yield from _list(words, at + 2)
        elif (
            (policy and word.among("to") and not nth(words, at - 1).among("rename"))
            or (word.among("role") and nth(words, at - 1).among("set", "local", "session", "for", "alter"))
            or (word.among("authorization") and follow(words, 0, "create", "schema"))
        ):
            yield from _list(words, at + 1)


def _granted(words: list[Word], at: int) -> Iterator[str]:
    """Yield the roles of a grant: those who get it and, where no object is named, those who are got."""
    end = next((it for it in range(at, len(words)) if words[it].among("to", "from")), len(words))
    if not any(word.among("on") for word in words[at:end]) and end < len(words):
        yield from _list(words, at + 1)
    yield from _list(words, end + 1)


def _list(words: list[Word], at: int) -> Iterator[str]:
    """Yield the roles of a list that begins here."""
    while at < len(words):
        if words[at].among("group"):
            at += 1
        word = nth(words, at)
        if word.sort not in {WORD, NAME}:
            return
        if word.text not in _NO_ROLE and not (word.sort == WORD and word.text in _NO_ROLE_UNQUOTED):
            yield word.text
        if nth(words, at + 1).text != ",":
            return
        at += 2
