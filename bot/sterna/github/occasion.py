"""Why the bot runs and where: the environment and the event that GitHub Actions gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from sterna.problem import Problem

DEFAULT_BRANCH_EVENTS = frozenset({"pull_request_target", "issue_comment", "workflow_run", "workflow_dispatch", "push"})
"""Events whose GITHUB_SHA is the tip of the default branch; of a push, because no other branch starts the workflow."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A run of the bot.

    `trusted` is the tip of the default branch, empty where the event does not tell it. `payload` is the event as it was
    sent: a hint where to look, and nothing that is believed.
    """

    event: str
    repository: str
    token: str = field(repr=False)
    api: str
    server: str
    trusted: str
    run: str
    summary: Path | None
    payload: Mapping[str, Any]


def occasion(environment: Mapping[str, str]) -> Occasion:
    """Read the variables that Actions sets; raise Problem for what is missing."""
    missing = [
        name for name in ("GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH", "GITHUB_REPOSITORY") if not environment.get(name)
    ]
    if missing:
        raise Problem(
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set.",
            do="`sterna bot` runs in GitHub Actions; docs/bot/switch-it-on.md has the workflow.",
        )
    token = environment.get("GITHUB_TOKEN", "")
    if not token:
        raise Problem("GITHUB_TOKEN is not set.", do="Give the step `env: GITHUB_TOKEN: ${{ github.token }}`.")
    event = environment["GITHUB_EVENT_NAME"]
    repository = environment["GITHUB_REPOSITORY"]
    server = environment.get("GITHUB_SERVER_URL", "https://github.com").rstrip("/")
    run = environment.get("GITHUB_RUN_ID", "")
    summary = environment.get("GITHUB_STEP_SUMMARY")
    return Occasion(
        event,
        repository,
        token,
        environment.get("GITHUB_API_URL", "https://api.github.com").rstrip("/"),
        server,
        environment.get("GITHUB_SHA", "") if event in DEFAULT_BRANCH_EVENTS else "",
        f"{server}/{repository}/actions/runs/{run}" if run else "",
        Path(summary) if summary else None,
        _payload(Path(environment["GITHUB_EVENT_PATH"])),
    )


def _payload(path: Path) -> Mapping[str, Any]:
    try:
        found = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise Problem(f"The event cannot be read: {error}.", where=str(path)) from error
    if not isinstance(found, dict):
        raise Problem("The event is no JSON object.", where=str(path))
    return found
