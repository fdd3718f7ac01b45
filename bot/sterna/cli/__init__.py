"""The commands."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that the arguments name, and end the process with its exit code."""
    try:
        from sterna.cli.ending import run
    except KeyboardInterrupt:
        # As `run` says it, before there is one.
        sys.stderr.write("sterna: interrupted\n")
        sys.exit(130)
    sys.exit(run(sys.argv[1:]))
