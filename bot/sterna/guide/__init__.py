"""Markdown pages become a Guide: rules, checklists, examples. The only reader."""

from __future__ import annotations

from sterna.guide.evidence import Evidence
from sterna.guide.explain import explain
from sterna.guide.model import (
    LOCKS,
    ChecklistItem,
    Example,
    Guide,
    Harm,
    Kind,
    Level,
    Pattern,
    Rule,
    Section,
    Source,
)
from sterna.guide.reader import read
from sterna.guide.rule import SECTIONS

__all__ = [
    "LOCKS",
    "SECTIONS",
    "ChecklistItem",
    "Evidence",
    "Example",
    "Guide",
    "Harm",
    "Kind",
    "Level",
    "Pattern",
    "Rule",
    "Section",
    "Source",
    "explain",
    "read",
]
