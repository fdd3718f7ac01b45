"""Values as JSON, for programs."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]


def json_text(value: object) -> str:
    """Return a value as it is printed."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
