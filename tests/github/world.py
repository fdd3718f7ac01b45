"""The state of a GitHub repository for tests: its files are those of a real git repository."""

from __future__ import annotations

import hashlib
import itertools
import re
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BOT = "github-actions[bot]"
AUTHOR = "ann"
# What git said, by its arguments: of a name that is made of content it says the same in every repository.
_SAID: dict[tuple[str, ...], bytes] = {}


@dataclass
class Pull:
    """A pull request between two branches; `edits` are the descriptions it had, with their authors and times."""

    number: int
    head: str
    base: str
    body: str | None
    author: str = AUTHOR
    labels: list[str] = field(default_factory=list)
    edits: list[tuple[str, str | None, str]] = field(default_factory=list)
    fork: str = ""
    state: str = "open"
    draft: bool = False
    unlisted: int = 0


@dataclass
class Run:
    """A run of a workflow with its artifact."""

    id: int
    sha: str
    branch: str
    repository: str
    artifact: bytes | None = None
    status: str = "completed"
    created_at: str = "2026-11-22T09:00:00Z"
    event: str = "pull_request"
    path: str = ".github/workflows/migration-analyze.yml"
    name: str = "sterna-report"


@dataclass
class Fault:
    """Misbehaviour, once, for the first request that fits; `after` lets the write happen and loses the answer."""

    method: str
    path: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    message: str = "Server Error"
    after: bool = False
    cut: bool = False


class World:
    """What GitHub holds."""

    def __init__(self, repository: Path, name: str = "octo-org/shop") -> None:
        """Stand on a git repository."""
        self.git = repository
        self.name = name
        self.pulls: dict[int, Pull] = {}
        self.comments: dict[int, dict[str, Any]] = {}
        self.statuses: list[dict[str, Any]] = []
        self.checks: dict[int, dict[str, Any]] = {}
        self.annotations: dict[int, list[dict[str, Any]]] = {}
        self.reviews: list[dict[str, Any]] = []
        self.deployments: list[dict[str, Any]] = []
        self.labels: dict[str, dict[str, Any]] = {}
        self.runs: list[Run] = []
        self.permissions: dict[str, str] = {AUTHOR: "write", "boss": "admin"}
        self.teams: dict[str, list[str]] = {}
        self.readable_teams = True
        self.faults: list[Fault] = []
        self.trouble: Callable[[str, str], Fault | None] | None = None
        self.hooks: list[Callable[[str, str], None]] = []
        self.log: list[tuple[str, str, int]] = []
        self.violations: list[str] = []
        self.denied: list[str] = []
        self.lock = threading.RLock()
        self._ids = itertools.count(1000)
        self._seconds = itertools.count(0)

    def id(self) -> int:
        """Return a new id."""
        return next(self._ids)

    def now(self) -> str:
        """Return a time that is later than all before it."""
        second = next(self._seconds)
        return f"2026-11-22T10:{second // 60 % 60:02}:{second % 60:02}Z"

    def sha(self, ref: str) -> str:
        """Return the commit of a branch."""
        return tip(self.git, ref)

    def _git(self, *arguments: str) -> bytes:
        """Return what git says of commits and blobs, which are named by what they hold; raise KeyError."""
        if arguments not in _SAID:
            done = subprocess.run(["git", *arguments], cwd=self.git, capture_output=True, check=False)  # noqa: S607
            if done.returncode:
                raise KeyError(done.stderr.decode())
            _SAID[arguments] = done.stdout
        return _SAID[arguments]

    def blob(self, sha: str) -> bytes:
        """Return a blob; raise KeyError."""
        return self._git("cat-file", "blob", sha)

    def tree(self, ref: str, path: str) -> list[tuple[str, str, str, str]]:
        """Return mode, kind, sha and name of the entries of a folder, or of the one path; raise KeyError."""
        rows = self._git("ls-tree", "-z", self.sha(ref), path).decode().split("\0")
        found = []
        for row in filter(None, rows):
            head, _, name = row.partition("\t")
            mode, kind, sha = head.split()
            found.append((mode, kind, sha, name))
        return found

    def merge_base(self, base: str, head: str) -> str:
        """Return where two commits parted."""
        return self._git("merge-base", self.sha(base), self.sha(head)).decode().strip()

    def commits(self, base: str, head: str) -> list[str]:
        """Return the commits of head that base does not have, oldest first."""
        return self._git("rev-list", "--reverse", f"{self.sha(base)}..{self.sha(head)}").decode().split()

    def between(self, base: str, head: str) -> list[str]:
        """Return the paths that differ between two commits."""
        return self._git("diff", "--name-only", "-z", self.sha(base), self.sha(head)).decode().split("\0")[:-1]

    def changed(self, pull: Pull) -> list[dict[str, Any]]:
        """Return the changed files of a pull request, with patches."""
        base, head = self.merge_base(pull.base, pull.head), self.sha(pull.head)
        rows = self._git("diff", "--raw", "-z", "--no-abbrev", "-M", base, head).decode().split("\0")
        found, at = [], 0
        while at < len(rows) - 1:
            fields = rows[at].lstrip(":").split()
            kind = fields[4][0]
            before = rows[at + 1]
            path = rows[at + 2] if kind in "RC" else before
            at += 3 if kind in "RC" else 2
            patch = self._git("diff", "-M", base, head, "--", before, path).decode("utf-8", "replace")
            words = {"A": "added", "D": "removed", "M": "modified", "R": "renamed", "C": "copied", "T": "changed"}
            row = {"filename": path, "status": words[kind], "sha": fields[2] if kind == "D" else fields[3]}
            if kind in "RC":
                row["previous_filename"] = before
            body = patch[patch.find("\n@@") + 1 :] if "\n@@" in patch else ""
            if 0 < len(body) < 20_000:
                row["patch"] = body
            found.append(row)
        return found

    def add_pull(self, number: int, head: str, body: str | None, **more: Any) -> Pull:
        """Open a pull request into main."""
        pull = Pull(number, head, "main", body, **more)
        pull.edits.append((pull.author, body, self.now()))
        self.pulls[number] = pull
        return pull

    def edit(self, number: int, body: str, login: str = AUTHOR) -> None:
        """Let a person write the description."""
        with self.lock:
            self.pulls[number].body = body
            self.pulls[number].edits.append((login, body, self.now()))

    def say(self, number: int, body: str, login: str = AUTHOR, *, made: dict[str, Any]) -> int:
        """Let somebody comment; `made` is an example comment."""
        with self.lock:
            name, time = self.id(), self.now()
            url = f"https://github.com/{self.name}/pull/{number}#issuecomment-{name}"
            made |= {"id": name, "body": body, "created_at": time, "updated_at": time, "html_url": url}
            made["user"] |= {"login": login, "type": "Bot" if login.endswith("[bot]") else "User"}
            made["reactions"] = {**_reactions(), "url": "https://api.github.com/reactions"}
            made["pull"] = number
            self.comments[name] = made
            return name

    def mine(self) -> list[str]:
        """Return the bodies of the bot's reports."""
        return [one["body"] for one in self.comments.values() if one["body"].startswith("<!-- sterna:report -->")]

    def gate(self, sha: str) -> tuple[str, str] | None:
        """Return state and text of the newest gate on a commit."""
        for one in reversed(self.statuses):
            if one["sha"] == sha and one["context"] == "migration checklist":
                return one["state"], one["description"]
        return None


def tip(repository: Path, ref: str) -> str:
    """Return the commit that a name stands for, without starting git where a file holds it; raise KeyError."""
    if re.fullmatch("[0-9a-f]{40}", ref):
        return ref
    held = repository / ".git" / ref
    if ref != "HEAD":
        held = repository / ".git" / "refs" / "heads" / ref
    if held.is_file():
        text = held.read_text().strip()
        return tip(repository, text.removeprefix("ref: refs/heads/"))
    done = subprocess.run(["git", "rev-parse", "--verify", ref], cwd=repository, capture_output=True, check=False)  # noqa: S607
    if done.returncode:
        raise KeyError(done.stderr.decode())
    return done.stdout.decode().strip()


def _reactions() -> dict[str, int]:
    return dict.fromkeys(("total_count", "+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket"), 0)


def number_of(text: str) -> int:
    """Return a number that is always the same for a text."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:7], 16)
