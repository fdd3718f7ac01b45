"""What a program that a test starts has to know to be counted by `make test-all`."""

from __future__ import annotations

import os
from typing import Final

COVERED: Final = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
"""For programs that get an environment of their own."""
