"""What the engine writes as a way back does what the page's own way back does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from sterna.data import docs
from sterna.guide import Kind, Rule, read
from sterna.history.model import History, Layout
from sterna.postgres.server import Server
from sterna.rollback.model import Rollback, Verdict
from sterna.rollback.proof import prove
from sterna.rollback.witness import compare
from tests.rules.trial import database, deploy, migrations, prepare

GUIDE = read(docs())


def _back(rule: Rule) -> bool:
    unsafe, back = rule.sql(Kind.UNSAFE), [one for one in rule.sql(Kind.ROLLBACK) if not one.after_safe]
    return bool(back) and not any(one.fails or one.alone for one in unsafe)


PAGES = [rule for rule in GUIDE.rules.values() if _back(rule)]


@contextmanager
def proven(server: Server, rule: Rule) -> Iterator[list[Rollback]]:
    """Prove the unsafe files of a page, with its given SQL as the migration before; tidy the server up afterwards."""
    pending = migrations(rule, (*rule.sql(Kind.GIVEN), *rule.sql(Kind.UNSAFE)))
    chosen = [one.tag for one in pending[len(rule.sql(Kind.GIVEN)) :]]
    try:
        history = History(Path(), Layout.JOURNAL, pending, ())
        yield list(prove(history, chosen, lambda: nullcontext(server)))  # type: ignore[arg-type,return-value]
    finally:
        for (name,) in server.rows_as_admin("SELECT datname FROM pg_database WHERE datname ~ '^s[0-9]+$'"):
            server.drop_database(name or "")


def test_there_are_pages() -> None:
    """Most pages say how to come back from the unsafe way."""
    assert len(PAGES) > 50


@pytest.mark.slow
@pytest.mark.parametrize("rule", PAGES, ids=lambda rule: rule.name)
def test_equivalent(server: Server, rule: Rule) -> None:
    """The engine's way back is proven, and leaves the schema as the page's own leaves it: as it was given."""
    with proven(server, rule) as rollbacks:
        assert [one.reason for one in rollbacks if not one.verdict.proven] == []
    with database(server) as name:
        prepare(server, name, rule.sql(Kind.GIVEN))
        before = server.dump(name)
        assert deploy(server, name, rule, rule.sql(Kind.UNSAFE)).failure is None
        with server.connect(name) as session:
            for rollback in reversed(rollbacks):
                session.run(f"BEGIN;\n{rollback.sql}COMMIT")
        after = server.dump(name)
    moved = any(one.verdict is Verdict.COLUMN_ORDER for one in rollbacks)
    assert compare(before, after).alike if moved else after == before
