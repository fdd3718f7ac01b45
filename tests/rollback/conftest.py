"""What the tests of the rollback may be asked for."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to write the expected texts anew; they are to be read before they are committed."""
    parser.addoption(
        "--golden-update", action="store_true", default=False, help="write what rollbacks are into tests/rollback/cases"
    )
