"""`python -m sterna.cli` is `sterna`."""

from __future__ import annotations

from sterna.cli import main

if __name__ == "__main__":
    main()
