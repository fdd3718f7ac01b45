"""A pull request as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import msgspec
from msgspec import field

from sterna.github.client import Client
from sterna.github.refusal import Refused
from sterna.pull_request.changed import matches
from sterna.pull_request.evidence import OWN, Check
from sterna.pull_request.gate import CONTEXT

REVIEW: Final = "migration review"
"""The name of the check run that carries the annotations."""
T = TypeVar("T")
_ENDED_WELL: Final = frozenset({"success", "neutral"})


class User(msgspec.Struct, frozen=True):
    """Who did something."""

    login: str = "ghost"
    type: str = "User"


class Repository(msgspec.Struct, frozen=True):
    """A repository by name."""

    full_name: str
    default_branch: str = "main"


class Side(msgspec.Struct, frozen=True):
    """The head or the base of a pull request; the repository of a head may be gone."""

    sha: str
    ref: str
    repo: Repository | None = None


class Label(msgspec.Struct, frozen=True):
    """A label by name."""

    name: str


class Pull(msgspec.Struct, frozen=True):
    """A pull request; lists of GitHub leave `changed_files` out."""

    number: int
    state: str
    title: str
    head: Side
    base: Side
    html_url: str
    body: str | None = None
    user: User | None = None
    labels: tuple[Label, ...] = ()
    changed_files: int | None = None
    updated_at: str = ""
    draft: bool = False


class Comment(msgspec.Struct, frozen=True):
    """A comment of the thread."""

    id: int
    html_url: str
    created_at: str
    updated_at: str
    user: User | None = None
    body: str | None = None
    reactions: Mapping[str, Any] = {}

    @property
    def author(self) -> str:
        """Return the login of who wrote it."""
        return self.user.login if self.user else "ghost"

    @property
    def text(self) -> str:
        """Return the body, which may be missing."""
        return self.body or ""


class Status(msgspec.Struct, frozen=True):
    """A commit status."""

    context: str
    state: str
    description: str | None = None
    target_url: str | None = None
    created_at: str = ""


class CheckRun(msgspec.Struct, frozen=True):
    """A check run; `conclusion` is None until it has ended."""

    id: int
    name: str
    status: str
    conclusion: str | None = None
    external_id: str | None = None


class Approving(msgspec.Struct, frozen=True):
    """A review of the pull request."""

    id: int
    state: str
    user: User | None = None
    commit_id: str | None = None


class Deployment(msgspec.Struct, frozen=True):
    """A deployment of the head commit."""

    id: int
    environment: str
    updated_at: str


class Present(msgspec.Struct, frozen=True):
    """All that one run reads of a pull request before it thinks."""

    pull: Pull
    comments: tuple[Comment, ...]
    statuses: tuple[Status, ...] = ()
    checks: tuple[CheckRun, ...] = ()
    reviews: tuple[Approving, ...] = ()
    deployments: tuple[Deployment, ...] = field(default=())

    @property
    def gate(self) -> Status | None:
        """Return our status as it stands on the head commit."""
        return next((one for one in self.statuses if one.context == CONTEXT), None)

    def others(self, names: tuple[str, ...]) -> list[Check]:
        """Return the checks of others; `names` limits them to those that fit, with `*`."""
        found = [Check(one.context, _of_status(one.state)) for one in self.statuses]
        found += [Check(one.name, _of_run(one)) for one in self.checks]
        return [one for one in found if one.name not in OWN and (not names or matches(one.name, names))]


def shaped(found: object, shape: type[T]) -> T:
    """Return what GitHub answered as a value of ours; raise Refused where it is something else."""
    try:
        return msgspec.convert(found, shape)
    except msgspec.ValidationError as error:
        raise Refused(
            f"What GitHub answered cannot be used: {error}.", where=shape.__name__, do="Run this again later.", status=0
        ) from error


def pull(client: Client, number: int) -> Pull:
    """Read the pull request itself."""
    return shaped(client.get(f"/pulls/{number}"), Pull)


def comments(client: Client, number: int) -> tuple[Comment, ...]:
    """Read the whole thread, oldest first."""
    found = [shaped(one, Comment) for one in client.pages(f"/issues/{number}/comments")]
    return tuple(sorted(found, key=lambda one: one.id))


def rest(client: Client, read: Present) -> Present:
    """Read what stands on the head commit, the reviews and the deployments: four requests."""
    sha, number = read.pull.head.sha, read.pull.number
    return msgspec.structs.replace(
        read,
        statuses=statuses(client, sha),
        checks=checks(client, sha),
        reviews=tuple(shaped(one, Approving) for one in client.pages(f"/pulls/{number}/reviews")),
        deployments=tuple(shaped(one, Deployment) for one in client.pages("/deployments", sha=sha)),
    )


def statuses(client: Client, sha: str) -> tuple[Status, ...]:
    """Read the newest status of each name on a commit."""
    return tuple(shaped(one, Status) for one in client.pages(f"/commits/{sha}/status", "statuses"))


def checks(client: Client, sha: str) -> tuple[CheckRun, ...]:
    """Read the newest check run of each name on a commit."""
    found = client.pages(f"/commits/{sha}/check-runs", "check_runs", filter="latest")
    return tuple(shaped(one, CheckRun) for one in found)


def _of_status(state: str) -> Any:  # noqa: ANN401 - one of the words of Check
    return {"success": "success", "pending": "pending"}.get(state, "failure")


def _of_run(run: CheckRun) -> Any:  # noqa: ANN401 - one of the words of Check
    if run.status != "completed":
        return "pending"
    if run.conclusion == "skipped":
        return "skipped"
    return "success" if run.conclusion in _ENDED_WELL else "failure"
