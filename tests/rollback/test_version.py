"""The oldest PostgreSQL that can run a way back."""

from __future__ import annotations

import pytest

from sterna.rollback.version import oldest


@pytest.mark.parametrize(
    ("statement", "major"),
    [
        ('ALTER TABLE "a" ADD COLUMN "b" text', 15),
        ('ALTER TABLE "a" ADD COLUMN "b" text CONSTRAINT "n" NOT NULL', 15),
        ('ALTER TABLE "a" ADD CONSTRAINT "n" NOT NULL "b"', 18),
        ('ALTER TABLE "a" ADD COLUMN "b" integer GENERATED ALWAYS AS (c + 1) VIRTUAL', 18),
        ('ALTER TABLE "a" ADD CONSTRAINT "k" FOREIGN KEY (b) REFERENCES c(id) NOT ENFORCED', 18),
        ('ALTER TABLE "a" ALTER COLUMN "b" SET EXPRESSION AS (1)', 17),
        ('GRANT MAINTAIN ON TABLE "a" TO "r"', 17),
        ('ALTER TABLE "a" ALTER COLUMN "b" SET STORAGE DEFAULT', 16),
        ("COMMENT ON TABLE a IS 'SET EXPRESSION'", 15),
    ],
)
def test_oldest(statement: str, major: int) -> None:
    """Words of the language count, words in strings do not."""
    assert oldest(["SELECT 1", statement]) == major
