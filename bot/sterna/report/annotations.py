"""Findings as the workflow commands that GitHub Actions turns into annotations."""

from __future__ import annotations

from typing import Final

from sterna.guide import Level
from sterna.report.inert import shown
from sterna.review import Finding, Review

_COMMANDS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def commands(judged: Review) -> str:
    """Return one command for each finding."""
    return "".join(_command(one) for one in judged.findings)


def _command(finding: Finding) -> str:
    place = {"file": str(finding.path), "title": finding.rule}
    if finding.line:
        place |= {"line": str(finding.line), "col": str(finding.column)}
    message = "\n".join(part for part in (finding.summary, finding.detail, finding.advice) if part)
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    return f"::{_COMMANDS[finding.level]} {properties}::{_data(message)}\n"


def _data(text: str) -> str:
    """Escape what would end the command; what cannot be seen is shown."""
    clean = shown(text, keep="\n\r\t")
    return clean.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
