"""JSON with a stable shape; docs/reference/json.md says what each member means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sterna.pull_request.section import Entry, Section
from sterna.report.values import Json, json_text
from sterna.review import Finding, Ignore, Review
from sterna.rollback.chain import Link
from sterna.rollback.model import Rollback


def rollbacks(found: Iterable[Rollback]) -> str:
    """Return the rollbacks, in the order of the journal."""
    return json_text({"migrations": [rollback(one) for one in found]})


def rollback(one: Rollback) -> Json:
    """Return one rollback as it is printed."""
    return {
        "tag": one.tag,
        "path": str(one.path),
        "verdict": str(one.verdict),
        "rollback": one.sql,
        "reason": one.reason,
        "residue": list(one.residue),
        "lost_rows": list(one.lost_rows),
        "provided": list(one.provided),
    }


def checks(found: Iterable[tuple[Rollback, str, str]]) -> str:
    """Return what became of each down file: its rollback as it proves now, its path, and what is wrong."""
    return json_text({"files": [{**rollback(one), "file": path, "wrong": wrong} for one, path, wrong in found]})


def chain(links: Iterable[Link]) -> str:
    """Return the steps of the chain in their order."""
    return json_text({"steps": [{"tag": link.tag, "way": link.way, "differs": link.differs} for link in links]})


def section(told: Section, text: str) -> str:
    """Return the migration section as values, and as the Markdown that it becomes."""
    return json_text({"server": told.server, "migrations": [_entry(entry) for entry in told.entries], "markdown": text})


def review(judged: Review, tags: Sequence[str], found: Iterable[Rollback], server: str) -> str:
    """Return the findings of a review, and the verdicts that it took into account."""
    return json_text(
        {
            "server": server,
            "migrations": list(tags),
            "level": str(judged.level) if judged.level else None,
            "findings": [finding(one) for one in judged.findings],
            "ignored": [_ignore(one) for one in judged.ignores],
            "rollbacks": [{key: rollback(one)[key] for key in ("tag", "verdict", "reason")} for one in found],
        }
    )


def finding(one: Finding) -> Json:
    """Return one finding as it is printed."""
    return {
        "rule": one.rule,
        "level": str(one.level),
        "tag": one.tag,
        "path": str(one.path),
        "line": one.line,
        "column": one.column,
        "statement": one.statement.number if one.statement else None,
        "sql": one.statement.text if one.statement else None,
        "table": one.table,
        "summary": one.summary,
        "detail": one.detail,
        "advice": one.advice,
        "rewrite": list(one.rewrite),
        "found_by": str(one.found_by),
    }


def _ignore(one: Ignore) -> Json:
    return {
        "rule": one.rule,
        "reason": one.reason,
        "tag": one.tag,
        "path": str(one.path),
        "line": one.line,
        "findings": len(one.findings),
    }


def _entry(entry: Entry) -> Json:
    return {
        "tag": entry.tag,
        "path": entry.path,
        "failure": str(entry.failure) if entry.failure else None,
        "changes": [str(change) for change in entry.changes],
        "rollback": rollback(entry.rollback),
        "testing": [
            {"id": item.id, "text": item.text, "done": item.done, "evidence": item.evidence} for item in entry.testing
        ],
        "impact": {
            "summary": str(entry.impact.summary),
            "notes": [str(note) for note in entry.impact.notes],
            "touches": [
                {
                    "statement": touch.statement.number,
                    "line": touch.statement.line,
                    "table": touch.table,
                    "lock": touch.lock,
                    "blocks": touch.blocks,
                    "rewrite": touch.rewrite,
                    "scan": touch.scan,
                }
                for touch in entry.impact.touches
            ],
        },
        "downtime": {
            "required": str(entry.impact.downtime),
            "reasons": [str(reason) for reason in entry.impact.reasons],
        },
    }
