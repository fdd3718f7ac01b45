"""The roles, extensions, schemas, types and functions that a statement names, read from its tokens.

Code inside a statement (the body of a function or of a `DO` block, and what it executes as a string) is read too.
Nothing here is certain: it says what a history takes for granted, and the server says whether that was right.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from sterna.sql.tokens import COMMENT, NAME, STRING, SYMBOL, WORD, tokens


class Extension(NamedTuple):
    """An extension that a statement creates, and the schema it asks for (the empty text: none)."""

    name: str
    schema: str = ""


class _Word(NamedTuple):
    """A token: its text (a name without its quotes, an unquoted word in small letters) and its sort."""

    text: str
    sort: str

    def among(self, *keywords: str) -> bool:
        """Tell whether it is one of these keywords."""
        return self.sort == WORD and self.text in keywords


_END: Final = _Word("", SYMBOL)
_NO_ROLE: Final = frozenset({"public"})
_NO_ROLE_UNQUOTED: Final = frozenset({"current_user", "current_role", "session_user", "none", "group", "user"})
_ROUTINES: Final = frozenset({"function", "procedure"})

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
    return frozenset(name for words in _pieces(text) for name in _roles(words))


def owners(text: str) -> frozenset[str]:
    """Return the roles that a statement makes the owner of something (`OWNER TO`)."""
    return frozenset(
        name
        for words in _pieces(text)
        for at in range(len(words))
        if _follow(words, at, "owner", "to")
        for name in _list(words, at + 2)
    )


def roles_created(text: str) -> frozenset[str]:
    """Return the roles that a statement creates."""
    found = set()
    for words in _pieces(text):
        for at in range(len(words)):
            if _follow(words, at, "create", ("role", "user", "group")) and not _at(words, at + 2).among("mapping"):
                found.add(_at(words, at + 2).text)
    return frozenset(found)


def roles_dropped(text: str) -> frozenset[str]:
    """Return the roles that a statement drops."""
    found: set[str] = set()
    for words in _pieces(text):
        for at in range(len(words)):
            if _follow(words, at, "drop", ("role", "user", "group")) and not _at(words, at + 2).among("mapping"):
                found.update(_list(words, at + 4 if _follow(words, at + 2, "if", "exists") else at + 2))
    return frozenset(found)


def extensions_created(text: str) -> tuple[Extension, ...]:
    """Return the extensions that a statement creates."""
    found = []
    for words in _pieces(text):
        for at in range(len(words)):
            if not _follow(words, at, "create", "extension"):
                continue
            name = _past_if(words, at + 2)
            schema = next(
                (_at(words, it + 1).text for it in range(name + 1, len(words)) if words[it].among("schema")), ""
            )
            found.append(Extension(_at(words, name).text, schema))
    return tuple(found)


def schemas_created(text: str) -> frozenset[str]:
    """Return the schemas that a statement creates."""
    found = set()
    for words in _pieces(text):
        for at in range(len(words)):
            if _follow(words, at, "create", "schema"):
                name = _past_if(words, at + 2)
                found.add(_at(words, name + 1 if _at(words, name).among("authorization") else name).text)
    return frozenset(found)


def types_created(text: str) -> frozenset[str]:
    """Return the types and domains that a statement creates, without their schemas."""
    return frozenset(
        _last_part(words, at + 2)
        for words in _pieces(text)
        for at in range(len(words))
        if _follow(words, at, "create", ("type", "domain"))
    )


def functions_created(text: str) -> frozenset[str]:
    """Return the functions and procedures that a statement creates, without their schemas."""
    found = set()
    for words in _pieces(text):
        for at in range(len(words)):
            if _follow(words, at, "create", ("function", "procedure")):
                found.add(_last_part(words, at + 2))
            elif _follow(words, at, "create", "or", "replace", ("function", "procedure")):
                found.add(_last_part(words, at + 4))
    return frozenset(found)


def schemas(text: str) -> frozenset[str]:
    """Return the schemas that stand after the word `SCHEMA`."""
    return frozenset(
        word.text
        for words in _pieces(text)
        for at, word in enumerate(words)
        if _at(words, at - 1).among("schema") and word.sort in {WORD, NAME} and not word.among("if", "authorization")
    )


def qualified(text: str) -> frozenset[tuple[str, str]]:
    """Return the relations and called functions that are named with a schema, as pairs of schema and name.

    A column with its table's alias can look the same (`ON auth.id = ...`): a pair is a guess until its name is known.
    """
    return frozenset(
        (word.text, _at(words, at + 2).text)
        for words in _pieces(text)
        for at, word in enumerate(words)
        if word.sort in {WORD, NAME}
        and _at(words, at + 1).text == "."
        and _at(words, at - 1).text != "."
        and (_at(words, at + 3).text == "(" or _at(words, at - 1).among(*_BEFORE_RELATION))
    )


def functions(text: str) -> frozenset[str]:
    """Return the names that stand before a parenthesis, without their schemas."""
    return frozenset(
        word.text
        for words in _pieces(text)
        for at, word in enumerate(words)
        if word.sort in {WORD, NAME} and _at(words, at + 1).text == "("
    )


def types(text: str) -> frozenset[str]:
    """Return the names that stand where a type does: after a column, `::`, `TYPE`, or `AS` in a cast."""
    found = set()
    for words in _pieces(text):
        for at, word in enumerate(words):
            if word.sort not in {WORD, NAME}:
                continue
            first = at
            while _at(words, first - 1).text == "." and first >= 2:
                first -= 2
            before = _at(words, first - 1)
            cast = before.among("as") and any(it.among("cast") for it in words[max(first - 40, 0) : first])
            column = before.sort == NAME or (before.sort == WORD and before.text not in _BEFORE_NO_TYPE)
            if before.text == "::" or cast or column:
                found.add(word.text)
    return frozenset(found)


def identifiers(text: str) -> frozenset[str]:
    """Return every name and every unquoted word of a statement."""
    return frozenset(word.text for words in _pieces(text) for word in words if word.sort in {WORD, NAME})


def _roles(words: list[_Word]) -> Iterator[str]:
    policy = _follow(words, 0, ("create", "alter"), "policy")
    for at, word in enumerate(words):
        following = _at(words, at + 1)
        if word.among("grant", "revoke"):
            yield from _granted(words, at)
        elif word.among("owner") and following.among("to"):
            yield from _list(words, at + 2)
        elif (
            (policy and word.among("to") and not _at(words, at - 1).among("rename"))
            or (word.among("role") and _at(words, at - 1).among("set", "local", "session", "for", "alter"))
            or (word.among("authorization") and _follow(words, 0, "create", "schema"))
        ):
            yield from _list(words, at + 1)


def _granted(words: list[_Word], at: int) -> Iterator[str]:
    """Yield the roles of a grant: those who get it and, where no object is named, those who are got."""
    end = next((it for it in range(at, len(words)) if words[it].among("to", "from")), len(words))
    if not any(word.among("on") for word in words[at:end]) and end < len(words):
        yield from _list(words, at + 1)
    yield from _list(words, end + 1)


def _list(words: list[_Word], at: int) -> Iterator[str]:
    """Yield the roles of a list that begins here."""
    while at < len(words):
        if words[at].among("group"):
            at += 1
        word = _at(words, at)
        if word.sort not in {WORD, NAME}:
            return
        if word.text not in _NO_ROLE and not (word.sort == WORD and word.text in _NO_ROLE_UNQUOTED):
            yield word.text
        if _at(words, at + 1).text != ",":
            return
        at += 2


def _past_if(words: list[_Word], at: int) -> int:
    return at + 3 if _follow(words, at, "if", "not", "exists") else at


def _last_part(words: list[_Word], at: int) -> str:
    while _at(words, at + 1).text == ".":
        at += 2
    return _at(words, at).text


def _follow(words: list[_Word], at: int, *keywords: str | tuple[str, ...]) -> bool:
    return all(
        _at(words, at + number).among(*((it,) if isinstance(it, str) else it)) for number, it in enumerate(keywords)
    )


def _at(words: list[_Word], at: int) -> _Word:
    return words[at] if 0 <= at < len(words) else _END


@lru_cache(maxsize=8)
def _pieces(text: str) -> tuple[list[_Word], ...]:
    """Return the words between semicolons, of the statement and of the code inside it.

    Remembered for a while, because a statement is asked several questions in a row.
    """
    return tuple(_read(text))


def _read(text: str) -> Iterator[list[_Word]]:
    piece: list[_Word] = []
    code: list[str] = []
    for sort, start, end in tokens(text):
        if sort == COMMENT:
            continue
        word = text[start:end]
        if sort == SYMBOL and word == ";":
            yield piece
            piece = []
        elif sort == NAME and word.startswith('"'):
            piece.append(_Word(word[1:-1].replace('""', '"'), NAME))
        elif sort == WORD:
            piece.append(_Word(word.lower() if word.isascii() else word, WORD))
        else:
            piece.append(_Word(word, sort))
            if sort == STRING and _holds_code(piece):
                code.append(word)
    yield piece
    for body in code:
        yield from _read(_inside(body))


def _holds_code(piece: list[_Word]) -> bool:
    first = piece[0]
    routine = first.among("create") and any(word.text in _ROUTINES for word in piece[1:4])
    return first.among("do") or routine or any(word.among("execute") for word in piece)


def _inside(string: str) -> str:
    if string.startswith("$"):
        quote = string.index("$", 1) + 1
        return string[quote:-quote]
    return string[string.index("'") + 1 : -1].replace("''", "'")
