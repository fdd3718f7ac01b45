"""Names of tables and columns in one form, however they are written."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from sterna.sql.tokens import NAME, WORD, tokens

Name = tuple[str, str]
"""Schema and name, unquoted."""

PUBLIC: Final = "public"


@lru_cache(maxsize=8192)
def parts(text: str) -> tuple[str, ...]:
    """Return the parts of a dotted name without quotes; unquoted ones in small letters."""
    found: list[str] = []
    for token in tokens(text):
        source = text[token.start : token.end]
        if token.sort == NAME:
            found.append(source[source.index('"') + 1 : -1].replace('""', '"'))
        elif token.sort == WORD:
            found.append(source.lower() if source.isascii() else source)
    return tuple(found)


def name(text: str) -> Name:
    """Return schema and name of a relation; `public` where no schema is written."""
    found = parts(text)
    if not found:
        return "", ""
    return (found[-2] if len(found) > 1 else PUBLIC), found[-1]


def column(text: str) -> str:
    """Return the name of a column, without what stands before its last dot."""
    found = parts(text)
    return found[-1] if found else ""
