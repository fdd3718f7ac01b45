"""The document of an incident: what a program can know of it, and the questions that are left to people."""

from __future__ import annotations

from collections.abc import Sequence

from sterna.report.inert import cell, code, fence, plain
from sterna.runbook.evidence import Evidence
from sterna.runbook.manifest import Manifest
from sterna.runbook.position import Place, instant
from sterna.runbook.sizes import amount


def document(found: Evidence, title: str) -> str:
    """Return the document as Markdown."""
    known = [*(_backed(one) for one in found.backups), (found.at, "this document was written"), ("*...*", "*...*")]
    parts = [
        f"# Incident: {plain(title)}",
        f"Written {found.at} by `sterna incident`. What a program could see stands here; *what is slanted is for you*.",
        "## What happened",
        "*In two sentences: what users saw, and since when.*",
        "## Times (UTC)",
        _table(("When", "What"), known),
        "## The database",
        _database(found),
        "## Migrations",
        _migrations(found.standing.position.places),
        "## Backups",
        _backups(found.backups),
        "## Sessions that hold or wait for locks",
        _sessions(found.sessions),
        "## Data that is lost",
        "*From when to when, which tables, who was told.*",
        "## Why, and what will be different",
        "- *Cause:*\n- *Why no check saw it:*\n- *What we change, who, until when:*",
    ]
    return "\n\n".join(parts) + "\n"


def _database(found: Evidence) -> str:
    about = found.standing.server
    return "\n".join(
        [
            f"- {code(about.database)} on {code(about.address)}, PostgreSQL {about.version_name}",
            f"- The server has been running since {found.since}",
            f"- New sessions may {'only read' if about.read_only else 'read and write'}",
            f"- Tracking table {code(str(found.standing.table))}: {len(found.standing.tracking.rows)} rows",
        ]
    )


def _migrations(places: Sequence[Place]) -> str:
    shown = [
        (
            code(place.tag),
            str(place.state) + (", edited" if place.edited else ""),
            instant(place.when),
            code(place.row.hash[:16]) if place.row else "",
        )
        for place in places[-20:]
    ]
    left = f"The newest 20 of {len(places)}.\n\n" if len(places) > 20 else ""
    return left + _table(("Migration", "State", "Generated", "Hash"), shown)


def _backups(found: Sequence[Manifest]) -> str:
    if not found:
        return "No manifest of a backup was found here. *Name the last one that is known.*"
    rows = [
        (code(one.file), one.started, amount(one.size), code(one.sha256[:16]), code(one.tags[-1]) if one.tags else "")
        for one in found
    ]
    return _table(("File", "Begun", "Size", "SHA-256", "At"), rows)


def _backed(one: Manifest) -> tuple[str, str]:
    return f"{one.started.replace('T', ' ').removesuffix('Z')} UTC", f"backup {code(one.file)} was begun"


def _sessions(found: Sequence[str]) -> str:
    return fence("\n".join(found), "text") if found else "None."


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell(text) for text in row] for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)
