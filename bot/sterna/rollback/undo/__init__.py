"""One module for each kind of object: how it is created, dropped and altered back.

A module may define three functions, each `Delta -> Iterable[Step]`: `renames` (names and schemas only, tried first,
since all derived text changes with a name), `retypes` (types of columns, tried next, since indexes and constraints are
rebuilt with them) and `steps` (the rest). What is in this folder is what exists.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sterna.rollback.delta import Delta
    from sterna.rollback.step import Step

_MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]


def renames(delta: Delta) -> list[Step]:
    """Return the steps that give everything its old name and schema."""
    return _gather("renames", delta)


def retypes(delta: Delta) -> list[Step]:
    """Return the steps that give columns their old type."""
    return _gather("retypes", delta)


def steps(delta: Delta) -> list[Step]:
    """Return all other steps."""
    return _gather("steps", delta)


def _gather(function: str, delta: Delta) -> list[Step]:
    found = [step for module in _MODULES if hasattr(module, function) for step in getattr(module, function)(delta)]
    return sorted(found, key=lambda step: step.rank)
