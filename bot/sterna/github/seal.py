"""A digest of the state as a run left it: where it is still the same, there is nothing to do."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from typing import Final

import msgspec

from sterna.github.present import Comment, Present
from sterna.pull_request.command import PREFIX
from sterna.pull_request.ledger import REPORT, without

_OWN_JOBS: Final = frozenset({"migration bot", "migration gate"})
"""Jobs of the bot itself: whether they run right now says nothing about the pull request."""


def report(present: Present, bot: str) -> Comment | None:
    """Return our comment: the oldest one that begins with our line and that we wrote ourselves."""
    return next(iter(reports(present, bot)), None)


def reports(present: Present, bot: str) -> list[Comment]:
    """Return all comments of ours that begin with our line, oldest first; there should be one."""
    return [one for one in present.comments if one.author == bot and one.text.startswith(REPORT)]


def seal(present: Present, trusted: str, bot: str) -> str:
    """Return the digest of all that a run reads, its own outputs included; what people talk about is left out.

    `trusted` is the tip of the default branch, which the guide and the settings are read from.
    """
    pull = present.pull
    mine = report(present, bot)
    facts = {
        "sterna": version("sterna"),
        "trusted": trusted,
        "head": [pull.head.sha, pull.head.ref, pull.state],
        "base": [pull.base.sha, pull.base.ref],
        "body": pull.body or "",
        "labels": sorted(label.name for label in pull.labels),
        "report": without(mine.text) if mine else "",
        "comments": [
            [one.id, one.updated_at, one.author]
            for one in present.comments
            if one is not mine and (one.author == bot or PREFIX in one.text)
        ],
        "statuses": sorted([one.context, one.state, one.description or ""] for one in present.statuses),
        "checks": sorted(
            [one.name, str(one.id), one.status, one.conclusion or ""]
            for one in present.checks
            if one.name not in _OWN_JOBS
        ),
        "reviews": [[one.id, one.state, one.commit_id or ""] for one in present.reviews],
        "deployments": [[one.id, one.environment, one.updated_at] for one in present.deployments],
    }
    return sha256(msgspec.json.encode(facts, order="sorted")).hexdigest()
