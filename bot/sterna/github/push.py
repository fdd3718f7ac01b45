"""Which open pull requests a push to the default branch concerns: what was merged may stand in their way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sterna.github import repository
from sterna.github.client import Client
from sterna.github.people import OWNERS
from sterna.github.present import Pull, shaped
from sterna.github.work import folder
from sterna.pull_request.changed import File
from sterna.pull_request.settings import PATH, Settings

_LISTED: Final = 300
"""Files that GitHub lists of a comparison, at most."""


def concerned(client: Client, payload: Mapping[str, Any]) -> list[Pull]:
    """Return the pull requests with our label, or all when there is none; none when the push changes nothing for them.

    Settings and guide are read from the default branch, so a push to another one concerns nobody.
    """
    branch = str(payload.get("ref") or "").removeprefix("refs/heads/")
    if branch != (payload.get("repository") or {}).get("default_branch"):
        return []
    settings = repository.settings(client)
    if not _matters(client, settings, str(payload.get("before") or ""), str(payload.get("after") or "")):
        return []
    label = settings.labels.migration.lower()
    listed = [shaped(one, Pull) for one in client.pages("/pulls", state="open", base=branch)]
    return [one for one in listed if not label or label in (each.name.lower() for each in one.labels)]


def _matters(client: Client, settings: Settings, before: str, after: str) -> bool:
    found = client.find(f"/compare/{before}...{after}") if before.strip("0") else None
    names = [str(one["filename"]) for one in (found or {}).get("files") or []]
    if found is None or len(names) >= _LISTED:
        return True
    where = folder(settings, [File(name, "modified", "") for name in names])
    folders = [f"{one.strip('/')}/" for one in (where, settings.guide) if one]
    fixed = (PATH, *OWNERS, f".github/workflows/{settings.analysis}")
    return any(name in fixed or name.startswith(tuple(folders)) for name in names)
