"""Findings that a person accepts, for as long as the files stay what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sterna.review import Finding

_BOUND: Final = re.compile(r"<!-- sterna:waiver (?P<rule>[a-z0-9-]+)(?P<subjects>(?: [0-9a-f]{12})+) -->")


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who accepts a rule's findings and why.

    `subjects` are digests of name and bytes of the files that the waiver was given for: other bytes, no waiver.
    """

    rule: str
    reason: str
    by: str
    at: str
    url: str
    subjects: frozenset[str]


def bound(rule: str, subjects: Iterable[str]) -> str:
    """Return the hidden line by which our answer remembers what a waiver was given for."""
    return f"<!-- sterna:waiver {rule} {' '.join(sorted(subjects))} -->"


def binding(answer: str) -> tuple[str, frozenset[str]] | None:
    """Return rule and subjects from an answer of ours; None where there are none."""
    found = _BOUND.search(answer)
    return (found["rule"], frozenset(found["subjects"].split())) if found else None


@dataclass(frozen=True, slots=True)
class Waived:
    """Findings cut in two: those that count, and those that somebody accepts. `expired` are waivers for other bytes."""

    left: tuple[Finding, ...]
    taken: tuple[tuple[Finding, Waiver], ...]
    expired: tuple[Waiver, ...]


def waive(findings: Sequence[Finding], subjects: Mapping[str, str], waivers: Sequence[Waiver]) -> Waived:
    """Take the waived findings out; `subjects` maps a finding's path to the digest of its file."""
    left: list[Finding] = []
    taken: list[tuple[Finding, Waiver]] = []
    for finding in findings:
        subject = subjects.get(str(finding.path), "")
        by = next((one for one in waivers if one.rule == finding.rule and subject in one.subjects), None)
        if by is None:
            left.append(finding)
        else:
            taken.append((finding, by))
    present = set(subjects.values())
    return Waived(tuple(left), tuple(taken), tuple(one for one in waivers if not one.subjects & present))
