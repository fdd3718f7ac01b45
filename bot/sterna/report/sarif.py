"""Findings in SARIF 2.1.0, the format that code scanning reads."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final
from urllib.parse import quote

from sterna.guide import Guide, Level
from sterna.report.values import json_text
from sterna.review import Finding, Review

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}


def sarif(judged: Review, guide: Guide) -> str:
    """Return the log of one run; the rules are those that found something, sorted by name."""
    names = sorted({finding.rule for finding in judged.findings})
    driver = {
        "name": "sterna",
        "semanticVersion": version("sterna"),
        "rules": [_rule(name, guide) for name in names],
    }
    results = [_result(finding, names.index(finding.rule)) for finding in judged.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str, guide: Guide) -> dict[str, Any]:
    rule = guide.rules.get(name)
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.text, "markdown": rule.text},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    region = {"region": {"startLine": finding.line, "startColumn": finding.column}} if finding.line else {}
    text = " ".join(part for part in (finding.summary, finding.detail) if part)
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.level],
        "message": {"text": text},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": quote(finding.path.as_posix())}, **region}},
        ],
    }
