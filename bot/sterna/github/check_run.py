"""The check run: findings as annotations at their lines."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec

from sterna.github.plan import Review
from sterna.guide import Level
from sterna.pull_request.changed import File
from sterna.review import Finding

NOTES: Final = 500
"""Annotations of one check run; the comment and `sterna review` tell the rest."""
_LEVELS: Final = {Level.ERROR: "failure", Level.WARNING: "warning", Level.NOTE: "notice"}


def check_run(findings: Sequence[Finding], files: Sequence[File]) -> Review:
    """Return the check run; an annotation needs a file that is there."""
    paths = {file.path for file in files if file.status != "removed"}
    annotations: list[dict[str, Any]] = [
        {
            "path": one.path.as_posix(),
            "start_line": max(one.line, 1),
            "end_line": max(one.line, 1),
            "annotation_level": _LEVELS[one.level],
            "title": one.rule[:255],
            "message": "\n".join(part for part in (one.summary, one.detail, one.advice) if part)[:16_000],
        }
        for one in findings
        if one.path.as_posix() in paths
    ][:NOTES]
    errors = sum(one.level is Level.ERROR for one in findings)
    conclusion = "failure" if errors else "neutral" if findings else "success"
    title = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}" if findings else "Nothing found"
    digest = sha256(msgspec.json.encode([conclusion, title, annotations], order="sorted")).hexdigest()[:32]
    return Review(digest, conclusion, title, "The comment of the pull request says more.", annotations)
