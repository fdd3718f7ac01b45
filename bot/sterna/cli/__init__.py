"""The commands."""

from __future__ import annotations

import sys

from sterna.cli.ending import run


def main() -> None:
    """Run the command that the arguments name, and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))
