"""The names that PostgreSQL makes up for constraints, and those that a way back needs in passing."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from sterna.sql.quote import LONGEST, kept

if TYPE_CHECKING:
    from collections.abc import Collection


def generated_name(table: str, column: str, label: str) -> str:
    """Return the name PostgreSQL gives to a constraint of one column: `users_email_not_null`.

    Longer ones are cut as makeObjectName in src/backend/commands/indexcmds.c does: the longer part loses a byte at a
    time, and no character is cut in two.
    """
    room = LONGEST - len(label.encode()) - 2
    one, two = len(table.encode()), len(column.encode())
    while one + two > room:
        if one > two:
            one -= 1
        else:
            two -= 1
    return f"{kept(table, one)}_{kept(column, two)}_{label}"


def passing_name(held: str, taken: Collection[str] = ()) -> str:
    """Return a name for something that has to get out of the way: `status__old`, with a number where that is taken."""
    for number in count(1):
        ending = "__old" if number == 1 else f"__old{number}"
        found = kept(held, LONGEST - len(ending)) + ending
        if found not in taken:
            return found
    raise AssertionError


def enclosed(expression: str) -> str:
    """Return an expression in parentheses, one pair of them, where it may already stand in some."""
    if not expression.startswith("("):
        return f"({expression})"
    depth, quote = 0, ""
    for at, character in enumerate(expression):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
        if not depth and at < len(expression) - 1:
            return f"({expression})"
    return expression
