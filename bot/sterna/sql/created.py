"""The roles, extensions, schemas, types and functions that a statement creates."""

from __future__ import annotations

from typing import NamedTuple

from sterna.sql.words import follow, last_part, nth, past_if, pieces


class Extension(NamedTuple):
    """An extension that a statement creates, and the schema it asks for (the empty text: none)."""

    name: str
    schema: str = ""


def roles_created(text: str) -> frozenset[str]:
    """Return the roles that are there since a statement: by CREATE, or under a new name by RENAME TO."""
    found = set()
    for words in pieces(text):
        for at in range(len(words)):
            if follow(words, at, "create", ("role", "user", "group")) and not nth(words, at + 2).among("mapping"):
                found.add(nth(words, at + 2).text)
            if follow(words, at, "alter", ("role", "user", "group")) and follow(words, at + 3, "rename", "to"):
                found.add(nth(words, at + 5).text)
    return frozenset(found)


def extensions_created(text: str) -> tuple[Extension, ...]:
    """Return the extensions that a statement creates."""
    found = []
    for words in pieces(text):
        for at in range(len(words)):
            if not follow(words, at, "create", "extension"):
                continue
            name = past_if(words, at + 2)
            schema = next(
                (nth(words, it + 1).text for it in range(name + 1, len(words)) if words[it].among("schema")), ""
            )
            found.append(Extension(nth(words, name).text, schema))
    return tuple(found)


def schemas_created(text: str) -> frozenset[str]:
    """Return the schemas that a statement creates."""
    found = set()
    for words in pieces(text):
        for at in range(len(words)):
            if follow(words, at, "create", "schema"):
                name = past_if(words, at + 2)
                found.add(nth(words, name + 1 if nth(words, name).among("authorization") else name).text)
    return frozenset(found)


def types_created(text: str) -> frozenset[str]:
    """Return the types and domains that a statement creates, without their schemas."""
    return frozenset(
        last_part(words, at + 2)
        for words in pieces(text)
        for at in range(len(words))
        if follow(words, at, "create", ("type", "domain"))
    )


def functions_created(text: str) -> frozenset[str]:
    """Return the functions and procedures that a statement creates, without their schemas."""
    found = set()
    for words in pieces(text):
        for at in range(len(words)):
            if follow(words, at, "create", ("function", "procedure")):
                found.add(last_part(words, at + 2))
            elif follow(words, at, "create", "or", "replace", ("function", "procedure")):
                found.add(last_part(words, at + 4))
    return frozenset(found)
