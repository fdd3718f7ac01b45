"""The description as it should be: the section with as much as there is room for."""

from __future__ import annotations

from typing import Final

from sterna.problem import Problem
from sterna.pull_request.body import fill
from sterna.pull_request.length import MOST, length
from sterna.pull_request.markers import split
from sterna.pull_request.section import Section
from sterna.report.markdown import versions

TOO_LONG: Final = (
    "The description is so long that the migration section does not fit into the 65,536 characters that GitHub takes. "
    "Shorten it, or split the pull request."
)
_STEPS: Final = (60_000, 60_000, MOST)
"""Characters that a description may have with the whole section, without the SQL, and with the boxes alone."""


def inside(body: str) -> tuple[tuple[str, ...], str]:
    """Return what is wrong with the markers, and what stands between them."""
    try:
        parts = split(body)
    except Problem as problem:
        return (f"{problem.what} {problem.do}",), ""
    return (), parts.inside if parts is not None else ""


def fitted(body: str, section: Section, link: str, ours: frozenset[str], *, reset: bool) -> tuple[str, tuple[str, ...]]:
    """Return the section as long as the description may be, or what stands in the way of writing it.

    `link` is where the rest is told, `ours` are the traces of what stood there before.
    """
    for text, most in zip(versions(section, link), _STEPS, strict=True):
        try:
            new = filled(body, text=text, ours=ours, reset=reset)
        except Problem as problem:
            return "", (f"{problem.what} {problem.do}",)
        if length(new) <= most:
            return text, ()
    return "", (TOO_LONG,)


def filled(body: str, *, text: str, ours: frozenset[str], reset: bool) -> str:
    """Return the description with this section; with `reset` nothing that stood in the old one stays."""
    parts = split(body) if reset else None
    if parts is not None:
        body = f"{parts.before}{parts.begin}{parts.end}{parts.after}"
    return fill(body, text, ours)
