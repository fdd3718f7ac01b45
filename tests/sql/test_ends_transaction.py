"""Which statements end a transaction, or begin one, is told from those that stay within it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.sql.kind import ends_transaction
from sterna.sql.statement import Statement


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("COMMIT", True),
        ("END", True),
        ("ROLLBACK", True),
        ("ABORT", True),
        ("BEGIN", True),
        ("START TRANSACTION", True),
        ("PREPARE TRANSACTION 'x'", True),
        ("ROLLBACK AND CHAIN", True),
        ("SAVEPOINT s", False),
        ("RELEASE s", False),
        ("ROLLBACK TO s", False),
        ("ROLLBACK TRANSACTION TO SAVEPOINT s", False),
        ("SELECT 1", False),
        ("PREPARE p AS SELECT 1", False),
    ],
)
def test_end(text: str, ends: bool) -> None:
    """Savepoints stay within."""
    assert ends_transaction(Statement(text, Path("a.sql"))) is ends
