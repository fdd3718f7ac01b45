"""Whether the body of a function, a procedure or a DO block may write rows, read from its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sterna.sql.tokens import STRING, tokens, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WRITES: Final = frozenset(["INSERT", "UPDATE", "DELETE", "TRUNCATE", "MERGE", "COPY", "EXECUTE", "CALL"])
_LOCKS: Final = frozenset(["FOR", "KEY"])
"""Before UPDATE they make a lock of it: FOR UPDATE, FOR NO KEY UPDATE."""
_DOLLAR: Final = re.compile(r"\$[^$]*\$")


def may_write(text: str, more: frozenset[str] = frozenset()) -> bool:
    """Tell whether code says a word that writes rows, or one of `more`; `text` is the statement that holds the body.

    EXECUTE counts, since what it runs may be put together. What the code calls is not looked into.
    """
    return writes(said(text), more)


def writes(code: Iterable[str], more: frozenset[str] = frozenset()) -> bool:
    """Tell whether one of these words writes rows, or is one of `more`."""
    before = ""
    for word in code:
        if (word in _WRITES and not (word == "UPDATE" and before in _LOCKS)) or word in more:
            return True
        before = word
    return False


def said(text: str) -> Iterator[str]:
    """Yield the words of the bodies in a statement: of each string, and of what stands bare after BEGIN ATOMIC."""
    bare = words(text)
    for word in bare:
        if word == "ATOMIC":
            yield from bare
    for sort, start, end in tokens(text):
        if sort == STRING:
            string = text[start:end]
            quote = _DOLLAR.match(string)
            yield from words(string[quote.end() : -quote.end()] if quote else string.strip("eE'").replace("''", "'"))
