"""What can go wrong with a request to GitHub."""

from __future__ import annotations

import re
from typing import Any

from tests.github.world import Fault

KINDS: dict[str, dict[str, Any]] = {
    "502 before": {"status": 502},
    "500 after": {"status": 500, "after": True},
    "502 after": {"status": 502, "after": True},
    "cut off before": {"status": 200, "cut": True},
    "cut off after": {"status": 200, "cut": True, "after": True},
    "secondary limit": {"status": 403, "message": "You have exceeded a secondary rate limit."},
    "429": {"status": 429, "headers": {"Retry-After": "1"}, "message": "Too many requests"},
    "404": {"status": 404, "message": "Not Found"},
}
"""Each by its name: `after` means that GitHub has done what was asked, and its answer is lost."""

# Where GitHub has nothing, 404 is the right answer: these say that there are no settings, or that nobody may write.
_MAY_BE_MISSING = re.compile("/contents/|/collaborators/|/orgs/|/runs$")


def fault(kind: str, method: str, path: str) -> Fault | None:
    """Return the misbehaviour for one request; None where it would be an answer like any other."""
    if kind == "404" and method == "GET" and _MAY_BE_MISSING.search(path):
        return None
    return Fault(method, path, **KINDS[kind])
