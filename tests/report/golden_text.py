"""Texts that a person read and found right: `STERNA_GOLDEN=write` writes them anew, and git shows what differs."""

from __future__ import annotations

import os
from pathlib import Path


def assert_golden(path: Path, text: str) -> None:
    """Require that the text is that of the file."""
    if os.environ.get("STERNA_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    assert text == path.read_bytes().decode(), f"{path.name} differs; STERNA_GOLDEN=write writes it anew"
