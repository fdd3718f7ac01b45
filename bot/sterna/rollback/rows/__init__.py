"""Rows: put some into every table, tell what became of them, and say what could fill a column."""

from __future__ import annotations

from sterna.rollback.rows.fill import fill_value, fill_values
from sterna.rollback.rows.fingerprint import Changes, Image, compare, fingerprint
from sterna.rollback.rows.seed import Seeded, seed

__all__ = ["Changes", "Image", "Seeded", "compare", "fill_value", "fill_values", "fingerprint", "seed"]
