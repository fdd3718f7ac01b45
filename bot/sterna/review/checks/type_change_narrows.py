"""The new type of a column holds less than the old one."""

from __future__ import annotations

import re
from typing import Final

from sterna.review.case import Case, Hit
from sterna.review.columns import type_in
from sterna.review.names import column, name

_SIZES: Final = {"smallint": 2, "integer": 4, "bigint": 8, "numeric": 100}
_FLOATS: Final = {"real": 4, "double precision": 8}
_TEXTS: Final = ("text", "character varying", "character", "citext")
_TYPE: Final = re.compile(r"(?P<name>[a-z ]+?)(?:\((?P<first>\d+)(?:,(?P<second>-?\d+))?\))?(?P<rest>(?: with.*)?)")
_LONG: Final = 10**9


def check(case: Case) -> Hit | None:
    """Compare the column's type in the catalogs before and after; without them nothing is known of the old type."""
    table, wanted = name(case.holes["table"]), column(case.holes["column"])
    old, new = type_in(case.before, table, wanted), type_in(case.after, table, wanted)
    if not (old and new and _narrower(old, new)):
        return None
    return Hit(detail=f"It was `{old}` and becomes `{new}`.")


def _narrower(old: str, new: str) -> bool:
    before, after = _TYPE.fullmatch(old), _TYPE.fullmatch(new)
    if not (before and after):
        return False
    one, other = before["name"], after["name"]
    if one in _TEXTS and other in _TEXTS:
        return _length(before) > _length(after)
    if one == other == "numeric":
        return _digits(after) != (_LONG, _LONG) and any(
            had > has for had, has in zip(_digits(before), _digits(after), strict=True)
        )
    if one in _SIZES and other in _SIZES:
        return _SIZES[one] > _SIZES[other] or (other == "numeric" and after["first"] is not None)
    if one in _FLOATS:
        return (other in _SIZES and other != "numeric") or _FLOATS[one] > _FLOATS.get(other, 8)
    if one.startswith("timestamp"):
        return other in ("date", "time")
    return (one, other) in (("json", "boolean"), ("numeric", "real"), ("numeric", "double precision"))


def _length(found: re.Match[str]) -> int:
    return int(found["first"]) if found["first"] else _LONG


def _digits(found: re.Match[str]) -> tuple[int, int]:
    """Return the digits before and after the point."""
    if found["first"] is None:
        return _LONG, _LONG
    scale = int(found["second"] or 0)
    return int(found["first"]) - scale, scale
