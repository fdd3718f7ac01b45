"""The example in migrations/ as the tests need it, read without the readers that they are to check."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from tests.drizzle.generate import MIGRATIONS


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal with its file: `hash` is of the bytes, `chunks` are what Drizzle sends."""

    tag: str
    when: int
    hash: str
    chunks: tuple[str, ...]


def entries(folder: Path = MIGRATIONS) -> tuple[Entry, ...]:
    """Return the migrations in the order of the journal."""
    found = []
    for entry in json.loads((folder / "meta" / "_journal.json").read_bytes())["entries"]:
        content = (folder / f"{entry['tag']}.sql").read_bytes()
        chunks = tuple(content.decode().split("--> statement-breakpoint"))
        found.append(Entry(entry["tag"], entry["when"], hashlib.sha256(content).hexdigest(), chunks))
    return tuple(found)


ROWS = """
INSERT INTO users (email, name) VALUES ('ada@example.com', 'Ada'), ('bob@example.com', NULL);
INSERT INTO teams (slug, name) VALUES ('north', 'North');
INSERT INTO memberships (user_id, team_id) VALUES (1, 1);
INSERT INTO beta_signups (email) VALUES ('eve@example.com');
INSERT INTO products (sku, name, legacy_code, price_cents)
VALUES (' ab-1', 'Lamp', 'L1', 1999), ('AB-2', 'Shade', NULL, 0);
INSERT INTO orders (user_id, team_id, status, total_cents) VALUES (1, 1, 'paid', 3998), (2, NULL, DEFAULT, 0);
INSERT INTO order_items (order_id, product_id, quantity, unit_price_cents) VALUES (1, 1, 2, 1999);
"""
"""Rows that the tables hold after the second migration."""

ROWS_AFTER = """
SELECT format('%s %s %s', full_name, department, preferences) FROM users
UNION ALL SELECT format('%s %s', sku, price_cents) FROM products
UNION ALL SELECT format('%s %s %s %s', number, team_id, status, currency) FROM orders
UNION ALL SELECT format('%s %s', quantity, unit_price_cents) FROM order_items
ORDER BY 1
"""
"""What is asked of those rows after the last migration."""

EXPECTED = [
    *(" General {}", "1000 1 paid USD", "1001  pending USD", "2 1999"),
    *("AB-1 1999", "AB-2 0", "Ada General {}"),
]
"""The answer, in the order of bytes."""
