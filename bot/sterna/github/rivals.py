"""What pull requests that were opened before this one add to the same folder: who came first keeps the number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sterna.github import repository
from sterna.github.client import Client
from sterna.github.present import Present, Pull, shaped
from sterna.github.refusal import Refused
from sterna.github.snapshots import is_snapshot, parents
from sterna.problem import Problem
from sterna.pull_request.changed import File
from sterna.pull_request.settings import Settings

MOST = 20
"""Other pull requests that are looked into."""
_SNAPSHOTS = 5


@dataclass(frozen=True, slots=True)
class Rivals:
    """The paths that others add, by number, and the `prevId` of the snapshots of each; 0 stands for this one.

    `left_out` counts the pull requests that were not looked into.
    """

    added: dict[int, list[str]] = field(default_factory=dict)
    parents: dict[int, set[str]] = field(default_factory=dict)
    left_out: int = 0


def rivals(client: Client, now: Present, settings: Settings, folder: str, files: Sequence[File]) -> Rivals:
    """Look at the open pull requests into the same branch: those with our label, or all when there is none.

    Drafts claim nothing. Who came later is told alone: where both were, neither could be merged.
    """
    label = settings.labels.migration.lower()
    listed = [shaped(one, Pull) for one in client.pages("/pulls", state="open", base=now.pull.base.ref)]
    earlier = [one for one in listed if one.number < now.pull.number and not one.draft]
    others = [one for one in earlier if not label or label in (each.name.lower() for each in one.labels)]
    found = Rivals()
    if others:
        found.parents[0] = _parents(client, files, folder)
    for one in others[:MOST]:
        try:
            theirs = [file for file in repository.changed(client, one.number, None) if file.status == "added"]
            follows = _parents(client, theirs, folder)
        except Refused:
            raise
        except Problem:
            # What cannot be read of another pull request must not close the gate of this one.
            continue
        found.added[one.number] = [file.path for file in theirs]
        found.parents[one.number] = follows
    return replace(found, left_out=len(others) - len(found.added))


def _parents(client: Client, files: Sequence[File], folder: str) -> set[str]:
    added = [file for file in files if file.status == "added" and is_snapshot(file.path, folder)]
    return parents([repository.blob(client, file.sha) for file in added[:_SNAPSHOTS]])
