"""The words of a statement and of the code inside it, and how to find one's way among them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sterna.sql.tokens import NAME, STRING, SYMBOL, WORD, dollar_quote, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator


class Word(NamedTuple):
    """A token: its text (a name without its quotes, an unquoted word in small letters) and its sort."""

    text: str
    sort: str

    def among(self, *keywords: str) -> bool:
        """Tell whether it is one of these keywords."""
        return self.sort == WORD and self.text in keywords


_END: Final = Word("", SYMBOL)
_ROUTINES: Final = frozenset({"function", "procedure"})


@lru_cache(maxsize=8)
def pieces(text: str) -> tuple[list[Word], ...]:
    """Return the words between semicolons, of the statement and of the code inside it.

    Remembered for a while, because a statement is asked several questions in a row.
    """
    return tuple(_read(text))


def follow(words: list[Word], at: int, *keywords: str | tuple[str, ...]) -> bool:
    """Tell whether these keywords stand here; of a tuple, one of them."""
    return all(
        nth(words, at + number).among(*((it,) if isinstance(it, str) else it)) for number, it in enumerate(keywords)
    )


def nth(words: list[Word], at: int) -> Word:
    """Return the word at a position; outside of the statement stands one that is nothing."""
    return words[at] if 0 <= at < len(words) else _END


def past_if(words: list[Word], at: int) -> int:
    """Return the position after IF NOT EXISTS, where it stands here."""
    return at + 3 if follow(words, at, "if", "not", "exists") else at


def last_part(words: list[Word], at: int) -> str:
    """Return the last part of the name that begins here."""
    while nth(words, at + 1).text == ".":
        at += 2
    return nth(words, at).text


def _read(text: str) -> Iterator[list[Word]]:
    piece: list[Word] = []
    code: list[str] = []
    for sort, start, end in spoken(text):
        word = text[start:end]
        if sort == SYMBOL and word == ";":
            yield piece
            piece = []
        elif sort == NAME and word.startswith('"'):
            piece.append(Word(word[1:-1].replace('""', '"'), NAME))
        elif sort == WORD:
            piece.append(Word(word.lower() if word.isascii() else word, WORD))
        else:
            piece.append(Word(word, sort))
            if sort == STRING and _holds_code(piece):
                code.append(word)
    yield piece
    for body in code:
        yield from _read(_inside(body))


def _holds_code(piece: list[Word]) -> bool:
    first = piece[0]
    routine = first.among("create") and any(word.text in _ROUTINES for word in piece[1:4])
    return first.among("do") or routine or any(word.among("execute") for word in piece)


def _inside(string: str) -> str:
    if string.startswith("$"):
        quote = dollar_quote(string)
        return string[quote:-quote]
    return string[string.index("'") + 1 : -1].replace("''", "'")
