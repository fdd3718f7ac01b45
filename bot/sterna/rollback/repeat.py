"""What of a migration can be run again in another database of the same cluster."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sterna.sql.guarded import unwrap
from sterna.sql.quote import folded
from sterna.sql.tokens import words
from sterna.sql.verb import verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sterna.sql.statement import Statement

# A cluster has its roles once for all databases: what the history did to them is done when a copy runs it again.
_NOUNS = ("ROLE", "USER", "GROUP")
_ROLES = tuple(f"{verb} {noun}" for verb in ("CREATE", "DROP", "ALTER") for noun in _NOUNS)
_NOUN = re.compile(rf"(?i)\b(?:{'|'.join(_NOUNS)})\b")


def about_server(statement: Statement) -> bool:
    """Tell whether a statement is about roles or settings of the whole server, which no dump of one database shows."""
    first = verb(statement)
    if first in ("GRANT", "REVOKE"):
        return "ON" not in words(statement.text)  # membership in a role
    return first.startswith((*_ROLES, "ALTER DATABASE", "ALTER SYSTEM"))


def may_touch_server(statement: Statement) -> bool:
    """Tell whether a statement is about roles or settings of the whole server, or a block in which a role is named."""
    return about_server(statement) or (verb(statement).startswith("DO") and _NOUN.search(statement.text) is not None)


def repeatable(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return all statements but those about roles."""
    return tuple(statement for statement in statements if not verb(statement).startswith(_ROLES))


def named_by_roles(statements: Iterable[Statement]) -> frozenset[str]:
    """Return every word of the statements about roles, as PostgreSQL folds them: the roles are among them."""
    about = [unwrap(one).text for one in statements if verb(one).startswith(_ROLES)]
    return frozenset(folded(word)[-1] for text in about for word in words(text))
