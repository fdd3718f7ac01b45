"""The names that PostgreSQL makes up for constraints."""

from __future__ import annotations

_LIMIT = 63


def generated_name(table: str, column: str, label: str) -> str:
    """Return the name PostgreSQL gives to a constraint of one column: `users_email_not_null`.

    Longer ones are cut as makeObjectName in src/backend/commands/indexcmds.c does: the longer part loses a byte at a time,
    and no character is cut in two.
    """
    first, second = table.encode(), column.encode()
    room = _LIMIT - len(label.encode()) - 2
    one, two = len(first), len(second)
    while one + two > room:
        if one > two:
            one -= 1
        else:
            two -= 1
    return f"{_clip(first, one)}_{_clip(second, two)}_{label}"


def _clip(text: bytes, length: int) -> str:
    return text[:length].decode(errors="ignore")
