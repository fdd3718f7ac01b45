"""The checks: one module each, named as the page names it, with `_` for `-`.

A module holds `check(case) -> Hit | None`. Where the page has a pattern too, the check is asked about what it fits.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module

from sterna.review.case import Case, Hit

Check = Callable[[Case], Hit | None]


@cache
def names() -> frozenset[str]:
    """Return the names of all checks, as pages write them."""
    return frozenset(found.name.replace("_", "-") for found in pkgutil.iter_modules(__path__))


@cache
def check(name: str) -> Check:
    """Return a check by its name; raise KeyError for one that is not there."""
    if name not in names():
        raise KeyError(name)
    found: Check = import_module(f"{__name__}.{name.replace('-', '_')}").check
    return found
