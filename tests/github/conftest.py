"""A GitHub for each test, with a pull request on it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("openapi_core", reason="openapi-core holds the GitHub of the tests to GitHub's description")
pytest.importorskip("starlette", reason="starlette serves the GitHub of the tests")

from sterna.github.client import Client
from sterna.github.occasion import Occasion
from sterna.github.reconcile import Outcome, reconcile
from tests.github.contract import contract
from tests.github.server import serve
from tests.github.shop import Repository, begin
from tests.github.world import AUTHOR, World


@dataclass
class Stage:
    """A repository, the GitHub that holds it, and a bot that can be let run."""

    repository: Repository
    world: World
    url: str
    waited: list[float] = field(default_factory=list)

    def client(self) -> Client:
        """Return a client that does not really wait."""
        return Client("token", self.url, self.world.name, pace=0, pause=self.waited.append, timeout=5)

    def occasion(self, event: str = "pull_request_target", payload: dict[str, Any] | None = None) -> Occasion:
        """Return an event of the repository."""
        trusted = self.world.sha("main")
        return Occasion(
            event, self.world.name, "token", self.url, "https://github.com", trusted, "", None, payload or {}
        )

    def run(self, number: int = 7, **more: Any) -> Outcome:
        """Let the bot look at a pull request once."""
        return reconcile(more.pop("occasion", None) or self.occasion(), self.client(), number, **more)

    def say(self, text: str, login: str = AUTHOR, pull: int = 7) -> int:
        """Comment."""
        return self.world.say(pull, text, login, made=contract().example("issue-comment"))

    def gate(self) -> tuple[str, str] | None:
        """Return the gate of the pull request."""
        return self.world.gate(self.world.sha("feature"))

    def tick(self, item: str, login: str = AUTHOR) -> None:
        """Tick a box of the description by hand."""
        body = self.world.pulls[7].body or ""
        lines = body.split("\n")
        found = [at for at, line in enumerate(lines) if f"<!-- item:{item}@" in line]
        assert found, f"no box {item} in\n{body}"
        lines[found[0]] = lines[found[0]].replace("- [ ]", "- [x]")
        self.world.edit(7, "\n".join(lines), login)

    def tick_all(self) -> None:
        """Tick every open box by hand."""
        self.world.edit(7, (self.world.pulls[7].body or "").replace("- [ ]", "- [x]"))

    def writes(self) -> list[str]:
        """Return the writes since the log was last cleared."""
        return [f"{method} {path}" for method, path, _ in self.world.log if method != "GET" and path != "/graphql"]

    def approve(self, login: str = "boss", commit: str = "") -> None:
        """Let somebody approve."""
        commit = commit or self.world.sha("feature")
        self.world.reviews.append({"id": self.world.id(), "login": login, "state": "APPROVED", "commit_id": commit})


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Make a repository with a branch that adds a column, to be copied."""
    repository = begin(tmp_path_factory.mktemp("shop") / "shop")
    repository.branch("feature")
    return repository


@pytest.fixture
def stage(shop: Repository, tmp_path: Path) -> Iterator[Stage]:
    """Offer a repository with pull request 7, which adds a column."""
    with staged(shop.copy(tmp_path / "shop"), "What I did\r\n\r\nand why.") as stage:
        yield stage


@contextlib.contextmanager
def staged(repository: Repository, body: str) -> Iterator[Stage]:
    """Offer a GitHub with pull request 7, of the branch `feature`; whatever it would not take fails the test."""
    world = World(repository.path)
    world.add_pull(7, "feature", body)
    with serve(world) as url:
        yield Stage(repository, world, url)
    assert world.violations == []
