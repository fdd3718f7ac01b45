"""Every step of the pages of changes runs on PostgreSQL, and its way back leads to where it began."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from sterna.data import docs
from sterna.guide import Level, read
from sterna.postgres.server import Server
from sterna.review import review
from sterna.rollback.witness import compare
from tests.site.steps import PAGES, Fence, fences, run, state, try_out, watch

GUIDE = read(docs())
KINDS = {"given", "deploy", "back", "app", "query", ""}

# What the issue asks for, one page each.
INTENTS = {
    *("rename-a-column", "split-a-table", "change-a-type", "add-not-null", "add-a-unique-constraint"),
    *("backfill-a-large-table", "drop-a-column", "change-an-enum", "add-a-foreign-key", "add-an-index"),
}


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """Make a database of its own for a page."""
    name = f"change_{uuid4().hex}"
    server.create_database(name)
    yield name
    server.drop_database(name)


def test_every_intent_has_its_page() -> None:
    """There is a page for each intent, and the index links to each page."""
    assert {page.stem for page in PAGES} == INTENTS
    index = (docs() / "changes" / "index.md").read_text()
    assert [page.name for page in PAGES if f"({page.name})" not in index] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_steps_and_ways_back(server: Server, database: str, page: Path) -> None:
    """Each step runs, its way back restores schema and rows, and the step runs again on top of it."""
    before = []
    steps: list[Fence] = []
    for fence in fences(page):
        place = f"{page.name}:{fence.line}"
        assert fence.kind in KINDS, place
        if fence.kind == "deploy":
            before.append(state(server, database))
            steps.append(fence)
        with server.connect(database) as session:
            match fence.kind:
                case "given" | "deploy" | "back":
                    run(session, fence)
                case "app" | "query":
                    try_out(session, fence)
        if fence.kind == "back":
            count = 2 if "both" in fence.words else 1
            now, then = state(server, database), before[-count]
            likeness = compare(then.dump, now.dump)
            assert likeness.alike, (place, likeness.residue)
            assert now.rows == then.rows, place
            with server.connect(database) as session:
                for step in steps[-count:]:
                    run(session, step)
    assert steps, page.name
    assert any(fence.kind == "back" for fence in fences(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_step_is_what_the_rules_forbid(server: Server, database: str, page: Path) -> None:
    """The review finds no error in any step that stands in a migration."""
    with server.connect(database) as session:
        for fence in fences(page):
            if fence.kind == "given" or (fence.kind == "deploy" and fence.alone):
                run(session, fence)
            elif fence.kind == "deploy":
                history, seen = watch(session, fence)
                found = review(GUIDE, history, observations=seen).findings
                errors = [(one.rule, one.detail) for one in found if one.level is Level.ERROR]
                assert errors == [], f"{page.name}:{fence.line}"
