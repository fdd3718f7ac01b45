"""What hosting platforms keep in a database, as far as there are stand-ins for it; no server is needed to ask."""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "platform"
"""A file of SQL for each schema, named after it."""


def platform_schemas() -> frozenset[str]:
    """Return the schemas for which there is a stand-in."""
    return frozenset(path.stem for path in FOLDER.glob("*.sql"))
