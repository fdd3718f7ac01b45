"""Texts of pages for the tests of the reader."""

from __future__ import annotations

from pathlib import Path

FRONT = "level: error\nharm: locks\nmatch: DROP TABLE _table"
RULE = """---
{front}
---

# Drop a table

The rows are gone.

## Why

Because.

## Unsafe

```sql given
CREATE TABLE users (id int);
```

```sql unsafe
DROP TABLE users;
```

## Safe

Do not drop `users`.

**Deploy 1.** Wait.

```sql safe
SELECT 1;
```

## The way back

```sql rollback
CREATE TABLE users (id int);
```

## What to check

- [ ] Nobody reads it <!-- unread: person -->

## When it is fine

Never.

## More

- The manual.
"""


def page(*changes: tuple[str, str], front: str = FRONT) -> str:
    """Return a good page, with pairs of old and new text changed."""
    text = RULE.format(front=front)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def write(root: Path, name: str, text: str) -> Path:
    """Write a page into the rules of a guide and return the guide's folder."""
    (root / "rules").mkdir(parents=True, exist_ok=True)
    (root / "rules" / f"{name}.md").write_text(text, encoding="utf-8")
    return root
