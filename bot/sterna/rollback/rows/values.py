"""The n-th value of a type, as text that the type's input reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sterna.rollback.rows.builtin import GROWING, MAKERS, Wish
from sterna.rollback.rows.kinds import Kind, modifiers

_DEPTH: Final = 5


@dataclass(frozen=True)
class Values:
    """What values are made from: the types by OID, and for domains with checks the texts that passed."""

    kinds: Mapping[int, Kind]
    passed: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def text(
        self, oid: int, spelled: str, nth: int, *, word: str = "v", salt: int = 0, wide: bool = False
    ) -> str | None:
        """Return the n-th value (from 1) of a type, another for each `nth` if there are as many; None without an idea.

        `salt` and `word` keep the values of two columns apart; `wide` asks for one that only just fits: long, large,
        precise.
        """
        return self._text(oid, spelled, Wish(nth, salt, re.sub(r"[^a-z]", "", word.lower())[:12] or "v", wide), 0)

    def _text(self, oid: int, spelled: str, wish: Wish, depth: int) -> str | None:
        kind = self.kinds.get(oid)
        if kind is None or depth > _DEPTH:
            return None
        if kind.sort == "e":
            # The last label first: it is rarely the default, and the likeliest to go.
            labels = (kind.labels[-1:] + kind.labels[:-1]) if kind.labels else ()
            return labels[(wish.nth - 1) % len(labels)] if labels else None
        if kind.sort == "d":
            if passed := self.passed.get(oid):
                return passed[(wish.nth - 1) % len(passed)]
            return self._text(kind.under or 0, kind.base or "", wish, depth + 1)
        if kind.sort == "c":
            fields = [self._text(type_oid, text, wish, depth + 1) for type_oid, text in kind.attributes]
            return "(" + ",".join("" if text is None else _quoted(text) for text in fields) + ")"
        if kind.sort == "m":
            inner = self._text(kind.under or 0, "", wish, depth + 1)
            return None if inner is None else "{" + inner + "}"
        if kind.sort == "r":
            return self._range(kind, wish, depth)
        if kind.element is not None:
            return self._array(kind.element, spelled, wish, depth)
        make = MAKERS.get(kind.name)
        return str(wish.number) if make is None else make(wish, modifiers(spelled))

    def _array(self, element: int, spelled: str, wish: Wish, depth: int) -> str:
        spelled = spelled.removesuffix("[]")
        found = [self._text(element, spelled, one, depth + 1) for one in (wish, wish.at(wish.nth + 1))]
        inner = self.kinds.get(element)
        comma = ";" if inner is not None and inner.name == "box" else ","
        return "{" + comma.join(_quoted(text) for text in found if text is not None) + "}"

    def _range(self, kind: Kind, wish: Wish, depth: int) -> str | None:
        # Ten apart, so that two ranges of a column never overlap.
        low = self._text(kind.under or 0, "", wish.at(wish.nth * 10), depth + 1)
        high = self._text(kind.under or 0, "", wish.at(wish.nth * 10 + 5), depth + 1)
        if low is None or high is None:
            return None
        inner = self.kinds.get(kind.under or 0)
        if inner is not None and inner.name in GROWING:
            return f"[{_quoted(low)},{_quoted(high)})"
        return f"[{_quoted(low)},{_quoted(low)}]"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
