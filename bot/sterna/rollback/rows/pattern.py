"""Texts that a regular expression of PostgreSQL matches."""

from __future__ import annotations

from typing import Final

_LOWER: Final = "abcdefghijklmnopqrstuvwxyz"
_DIGITS: Final = "0123456789"
_ALL: Final = _LOWER + _LOWER.upper() + _DIGITS + " -_.,:;!?@#/+*=()[]{}<>&%$'\"\\|~^`"
_CLASSES: Final = {
    "alpha": _LOWER + _LOWER.upper(),
    "digit": _DIGITS,
    "alnum": _LOWER + _DIGITS + _LOWER.upper(),
    "lower": _LOWER,
    "upper": _LOWER.upper(),
    "xdigit": "abcdef" + _DIGITS + "ABCDEF",
    "space": " \t",
    "blank": " \t",
    "punct": "-_.,:;!?",
    "word": _LOWER + _DIGITS + "_",
    "print": _ALL,
    "graph": _ALL.replace(" ", ""),
}
_ESCAPES: Final = {
    "d": _DIGITS,
    "w": _LOWER + _DIGITS + "_",
    "s": " ",
    "D": _LOWER + "-",
    "W": "-.",
    "S": _LOWER + _DIGITS,
    "n": "\n",
    "t": "\t",
}
_EMPTY: Final = frozenset("AmMyYZbB")
_LONGEST: Final = 2_000
_STEPS: Final = 20_000


class _Odd(Exception):
    """The pattern holds what this reader does not know."""


def sample(pattern: str, nth: int) -> str | None:
    """Return the n-th text (from 0) that a pattern should match, None when the pattern is beyond this reader.

    Knows characters, classes, groups, alternatives, anchors and quantifiers; whoever uses the text has the server
    check it.
    """
    reader = _Reader(pattern, nth)
    try:
        text = reader.alternatives()
    except (_Odd, RecursionError):
        return None
    return text if reader.at == len(pattern) and len(text) <= _LONGEST else None


def like(pattern: str, nth: int) -> str:
    """Return the n-th text (from 0) that a LIKE pattern matches."""
    filler = ("", "a", "b1", "cc")[nth % 4]
    return pattern.replace("\\%", "\0").replace("%", filler).replace("_", _LOWER[nth % 26]).replace("\0", "%")


class _Reader:
    """A reader of one pattern that writes a match as it goes; `nth` turns every choice."""

    def __init__(self, pattern: str, nth: int) -> None:
        self.pattern = pattern
        self.nth = nth
        self.at = 0
        self.steps = 0

    def alternatives(self) -> str:
        found = [self._sequence()]
        while self._take("|"):
            found.append(self._sequence())
        return found[self.nth % len(found)]

    def _sequence(self) -> str:
        text = ""
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            start = self.at
            atom = self._atom()
            low, high = self._quantifier()
            # The second and third samples repeat once more where the pattern allows it.
            more = min(self.nth % 3, high - low)
            text += atom
            for turn in range(1, low + more):
                after, self.at = self.at, start
                self.nth += turn
                text += self._atom()
                self.nth -= turn
                self.at = after
                if len(text) > _LONGEST:
                    raise _Odd
            if low + more == 0:
                text = text[: len(text) - len(atom)]
        return text

    def _atom(self) -> str:
        self.steps += 1
        if self.steps > _STEPS:
            raise _Odd
        character = self._next()
        if character == "(":
            return self._group()
        if character == "[":
            return self._pick(self._bracket())
        if character == "\\":
            return self._escape()
        if character in "^$":
            return ""
        if character == ".":
            return self._pick(_LOWER)
        if character in "*+?":
            raise _Odd
        return character

    def _group(self) -> str:
        silent = False
        if self._take("?:"):
            pass
        elif self._take("?!") or self._take("?<!"):
            silent = True
        elif self._take("?"):
            raise _Odd
        text = self.alternatives()
        if not self._take(")"):
            raise _Odd
        return "" if silent else text

    def _escape(self) -> str:
        character = self._next()
        if character in _ESCAPES:
            return self._pick(_ESCAPES[character])
        if character in _EMPTY:
            return ""
        if character.isalnum():
            raise _Odd
        return character

    def _bracket(self) -> str:
        negated = self._take("^")
        found = ""
        first = True
        while first or not self._take("]"):
            first = False
            if self._take("[:"):
                end = self.pattern.find(":]", self.at)
                found += _CLASSES.get(self.pattern[self.at : end], "") if end > 0 else ""
                self.at = end + 2 if end > 0 else len(self.pattern)
                continue
            low = self._next()
            if low == "\\":
                low = self._next()
                if low in _ESCAPES:
                    found += _ESCAPES[low]
                    continue
            after = self.pattern[self.at + 1 : self.at + 2]
            if self.pattern[self.at : self.at + 1] == "-" and after not in ("", "]"):
                self.at += 1
                high = self._next()
                found += "".join(map(chr, range(ord(low), min(ord(high), ord(low) + 200) + 1)))
            else:
                found += low
        return "".join(one for one in _ALL if one not in found) if negated else found

    def _quantifier(self) -> tuple[int, int]:
        low, high = 1, 1
        if self._take("*"):
            low, high = 0, 9
        elif self._take("+"):
            low, high = 1, 9
        elif self._take("?"):
            low, high = 0, 1
        elif self.pattern[self.at : self.at + 1] == "{":
            end = self.pattern.find("}", self.at)
            first, comma, last = self.pattern[self.at + 1 : max(end, 0)].partition(",")
            if not first.isdecimal() or (last and not last.isdecimal()):
                raise _Odd
            self.at = end + 1
            low = min(int(first[:6]), _STEPS)
            high = max(low, min(int(last[:6]), _STEPS)) if last else low + 9 if comma else low
        else:
            return low, high
        self._take("?")
        return low, high

    def _pick(self, characters: str) -> str:
        if not characters:
            raise _Odd
        return characters[self.nth % len(characters)]

    def _take(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def _next(self) -> str:
        if self.at >= len(self.pattern):
            raise _Odd
        self.at += 1
        return self.pattern[self.at - 1]
