"""Who may do what: permissions, teams, code owners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from sterna.github.client import Client
from sterna.github.present import Present
from sterna.github.refusal import Refused
from sterna.github.repository import content, listing
from sterna.pull_request.evidence import Approval
from sterna.pull_request.settings import Review

OWNERS: Final = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")


class People:
    """Asks GitHub about each person once."""

    def __init__(self, client: Client) -> None:
        """Know nobody yet."""
        self._client = client
        self._writes: dict[str, bool] = {}

    def may_write(self, login: str) -> bool:
        """Tell whether somebody may write to the repository; raise Refused."""
        if login not in self._writes:
            found = self._client.find(f"/collaborators/{quote(login)}/permission")
            self._writes[login] = bool(found) and found.get("permission") in ("admin", "write", "maintain")
        return self._writes[login]

    def in_team(self, team: str, login: str) -> tuple[bool, str]:
        """Tell whether somebody is in a team (`org/slug`), and, when that cannot be read, why."""
        organisation, _, slug = team.partition("/")
        path = f"/orgs/{quote(organisation)}/teams/{quote(slug)}"
        try:
            found = self._client.find(f"{path}/memberships/{quote(login)}")
            if found is not None:
                return found.get("state") == "active", f"not a member of {team}"
            if self._client.find(path) is not None:
                return False, f"not a member of {team}"
        except Refused as refused:
            if refused.status != 403:
                raise
        return False, f"this token may not see who is in {team}; list people in .github/sterna.toml"


def approvals(
    client: Client, people: People, present: Present, review: Review, folder: str, files: Sequence[str]
) -> list[Approval]:
    """Return the approving reviews, the newest of each person; `files` are the pending migrations within the folder."""
    author = present.pull.user.login if present.pull.user else ""
    newest = {}
    for one in present.reviews:
        if (
            one.user is not None
            and one.user.login != author
            and one.state in ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")
        ):
            newest[one.user.login] = one
    owners = _owners(client, folder) if newest else ()
    found = []
    for login, one in newest.items():
        if one.state != "APPROVED":
            continue
        right, lacks = _right(people, login, review, owners)
        current = one.commit_id == present.pull.head.sha or _same(client, folder, files, one.commit_id or "", present)
        found.append(Approval(login, right, current, lacks))
    return found


def _right(people: People, login: str, review: Review, owners: Sequence[str]) -> tuple[str, str]:
    if login.lower() in (one.lower() for one in review.people):
        return "who is listed in .github/sterna.toml", ""
    lacks = "is not among those who may approve migrations"
    teams = [("a member of", review.team)] if review.team else []
    teams += [("a code owner of the folder, in", one.removeprefix("@")) for one in owners if "/" in one]
    if f"@{login.lower()}" in (one.lower() for one in owners):
        return "a code owner of the folder", ""
    for words, team in teams:
        member, why = people.in_team(team, login)
        if member:
            return f"{words} {team}", ""
        lacks = why
    if not (review.team or review.people or owners):
        if people.may_write(login):
            return "who may write to the repository", ""
        lacks = "may not write to the repository"
    return "", lacks


def _same(client: Client, folder: str, files: Sequence[str], commit: str, present: Present) -> bool:
    """Tell whether the migrations at a commit are the same blobs as at the head."""
    if not commit or not files:
        return False
    paths = [PurePosixPath(folder, name) for name in files]
    for home in sorted({path.parent for path in paths}):
        then = listing(client, home.as_posix(), commit)
        now = listing(client, home.as_posix(), present.pull.head.sha)
        if any(then.get(path.name, "") != now.get(path.name) for path in paths if path.parent == home):
            return False
    return True


def _owners(client: Client, folder: str) -> tuple[str, ...]:
    for path in OWNERS:
        raw = content(client, path)
        if raw is not None:
            return owners(raw.decode("utf-8", "replace"), f"{folder}/file.sql")
    return ()


def owners(text: str, path: str) -> tuple[str, ...]:
    """Return the owners of a path: those of the last line that fits, as GitHub reads CODEOWNERS."""
    found: tuple[str, ...] = ()
    for line in text.splitlines():
        words = line.split("#", 1)[0].split()
        if words and re.fullmatch(_pattern(words[0]), path):
            found = tuple(words[1:])
    return found


def _pattern(text: str) -> str:
    anchored = "/" in text.rstrip("/")
    made = (
        re.escape(text.strip("/"))
        .replace(r"\*\*/", "(?:.*/)?")
        .replace(r"\*\*", ".*")
        .replace(r"\*", "[^/]*")
        .replace(r"\?", "[^/]")
    )
    # A pattern names a file, or a folder with all that is below it; `docs/*` stops at the files of the folder.
    below = "" if text.endswith("/*") else "(?:/.*)?" if not text.endswith("/") else "/.*"
    return ("" if anchored else "(?:.*/)?") + made + below
