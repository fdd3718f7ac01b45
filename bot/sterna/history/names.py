"""The names of Drizzle 1.0's folders: the time in them, their order, and the name that `drizzle-kit up` gives."""

from __future__ import annotations

import re
import unicodedata
from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import Final

_DIGITS: Final = re.compile(r"[0-9]{14}")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# How ICU orders ASCII in the language that Node takes unless told otherwise.
_ORDER: Final = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
_RANK: Final = {mark: rank for rank, mark in enumerate(_ORDER)}


def when(name: str) -> int | None:
    """Return the time in a name, in milliseconds since 1970; None where Drizzle cannot read one.

    As JavaScript does, a thirteenth month is the first of the next year.
    """
    if not _DIGITS.match(name):
        return None
    year, month = int(name[:4]), int(name[4:6])
    days, hours, minutes, seconds = (int(name[at : at + 2]) for at in (6, 8, 10, 12))
    # Date.UTC takes the years before 100 for those of the last century.
    year, month = divmod((year + 1900 * (year < 100)) * 12 + month - 1, 12)
    if year > MAXYEAR:
        return None
    since = datetime(year, month + 1, 1, tzinfo=UTC) - _EPOCH
    since += timedelta(days=days - 1, hours=hours, minutes=minutes, seconds=seconds)
    return since // timedelta(milliseconds=1)


def is_time(name: str) -> bool:
    """Tell whether a name begins with a time that there is: 14 digits, no thirteenth month."""
    try:
        return bool(_DIGITS.match(name)) and bool(datetime.strptime(name[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC))
    except ValueError:
        return False


def order(name: str) -> tuple[list[int], list[str], list[bool]]:
    """Return the key that sorts names as Drizzle 1.0 does: `localeCompare`, which is not the order of the bytes.

    Exact for ASCII and for letters with accents. It only ever decides between names of one second, which are a fault.
    """
    letters, marks, large = [], [], []
    for character in unicodedata.normalize("NFD", name):
        if unicodedata.combining(character):
            marks.append(character)
            continue
        small = character.lower()
        letters.append(_RANK.get(small, len(_RANK) + ord(small[0])))
        large.append(small != character)
    return letters, marks, large


def upgraded(tag: str, milliseconds: int) -> str:
    """Return the name that `drizzle-kit up` gives the folder of an entry of the journal: its second, its own name."""
    second = _EPOCH + timedelta(seconds=milliseconds // 1000)
    return f"{second:%Y%m%d%H%M%S}_{tag.partition('_')[2]}"
