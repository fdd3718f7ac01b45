"""Guide, migrations and observations become findings."""

from __future__ import annotations

from sterna.review.model import Finding, FoundBy, Ignore, Review
from sterna.review.review import review

__all__ = ["Finding", "FoundBy", "Ignore", "Review", "review"]
