"""The history that most tests of the runbook are about, and the example of the project."""

from __future__ import annotations

from pathlib import Path
from typing import Final

EXAMPLE: Final = Path(__file__).parents[2] / "migrations"
USERS: Final = "CREATE TABLE users (id integer PRIMARY KEY, name text);"
PHONE: Final = "ALTER TABLE users ADD COLUMN phone text;"
EMAIL: Final = (
    "ALTER TABLE users ADD COLUMN email text;--> statement-breakpoint\nCREATE INDEX email_idx ON users (email);"
)
BUILD: Final = "CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name);"
THREE: Final = {"0000_users": USERS, "0001_phone": PHONE, "0002_email": EMAIL}
