"""The oldest PostgreSQL that can run a way back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sterna.sql.tokens import words

if TYPE_CHECKING:
    from collections.abc import Sequence

OLDEST = 15

# What each version brought, as in its release notes; the words of a statement, keywords in capitals, joined by blanks.
_NEWS = (
    (18, re.compile(r"ADD CONSTRAINT \S+ NOT NULL|\) VIRTUAL\b|NOT ENFORCED|NOT NULL .*NOT VALID|WITHOUT OVERLAPS")),
    (17, re.compile(r"SET EXPRESSION|\bMAINTAIN\b|MERGE PARTITIONS|SET ACCESS METHOD DEFAULT")),
    (16, re.compile(r"SET STORAGE DEFAULT|COLLATION .*\bRULES =")),
)


def oldest(statements: Sequence[str]) -> int:
    """Return the major version that is needed for all statements, at least 15: no older one is looked at."""
    said = [" ".join(word for word in words(text) if word[:1] not in "'$") for text in statements]
    return next((major for major, news in _NEWS if any(news.search(text) for text in said)), OLDEST)
