"""Every rule page does what it says, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sterna.data import docs
from sterna.guide import Guide, Kind, Level, Rule, read
from sterna.postgres.opening import open_server
from sterna.postgres.server import Server
from sterna.review import review
from tests.rules.trial import Run, database, deploy, prepare

GUIDE = read(docs())
RUN = [rule for rule in GUIDE.rules.values() if rule.sql(Kind.UNSAFE)]
"""The pages with SQL; what is told by a pattern or a check has to have some."""
ASKING = [rule for rule in RUN if rule.sql(Kind.QUERY)]


def found(guide: Guide, run: Run, rule: Rule, *, measured: bool) -> bool:
    """Tell whether a review of a run finds the rule."""
    seen = run.observations if measured else None
    return any(finding.rule == rule.name for finding in review(guide, run.history, observations=seen).findings)


def errors(run: Run) -> list[str]:
    """Return the rules that find an error in a run."""
    findings = review(GUIDE, run.history, observations=run.observations).findings
    return [finding.rule for finding in findings if finding.level is Level.ERROR]


@pytest.fixture(params=RUN, ids=lambda rule: rule.name)
def rule(request: pytest.FixtureRequest) -> Rule:
    """Offer one page after another."""
    page: Rule = request.param
    return page


_SERVERS = ["own", pytest.param("16", marks=pytest.mark.slow), pytest.param("installed", marks=pytest.mark.slow)]


@pytest.fixture(scope="session", params=_SERVERS)
def any_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Offer the private server of all tests, PostgreSQL 16, and the oldest that is installed on the machine."""
    if request.param != "installed":
        yield request.getfixturevalue("server" if request.param == "own" else "server_16")
        return
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not installed:
        pytest.skip("no other PostgreSQL is installed in /usr/lib/postgresql")
    with open_server(pg_bin=installed[0].parent) as older:
        yield older


@pytest.fixture
def given(any_server: Server, rule: Rule) -> Iterator[str]:
    """Make a database in which the page's given SQL was run."""
    with database(any_server) as name:
        prepare(any_server, name, rule.sql(Kind.GIVEN))
        yield name


def test_there_are_pages() -> None:
    """The pages below are more than none."""
    assert len(RUN) > 70
    assert len(ASKING) > 20


def test_unsafe(any_server: Server, rule: Rule, given: str) -> None:
    """The unsafe way is found, does to the tables what the page declares, and its rollback restores the schema."""
    before = any_server.dump(given)
    run = deploy(any_server, given, rule, rule.sql(Kind.UNSAFE))
    fails = "".join(example.fails for example in rule.sql(Kind.UNSAFE))
    assert (run.failure.sqlstate if run.failure else "") == fails, run.failure
    if rule.match or rule.check:
        assert found(GUIDE, run, rule, measured=True), "not found when measured"
    if rule.match and not rule.check:
        assert found(GUIDE, run, rule, measured=False), "not found in the text alone"
    if not fails and run.history.layout.drizzle and not rule.source:
        assert (run.lock, run.rewrote, run.scanned or run.rewrote) == (
            rule.lock,
            rule.rewrite,
            rule.scan or rule.rewrite,
        )
    back = [example for example in rule.sql(Kind.ROLLBACK) if not example.after_safe]
    if not fails and back:
        failure = deploy(any_server, given, rule, back).failure
        assert failure is None, failure
    assert any_server.dump(given) == before, "the schema is not as it was given"


def test_safe(any_server: Server, rule: Rule, given: str) -> None:
    """The safe way runs, deploy after deploy, nothing finds the hazard in it, and its rollback restores the schema."""
    back = [example for example in rule.sql(Kind.ROLLBACK) if example.after_safe]
    before = any_server.dump(given) if back else ""
    for number, example in enumerate(rule.sql(Kind.SAFE), 1):
        run = deploy(any_server, given, rule, [example])
        assert run.failure is None, (number, run.failure)
        assert not found(GUIDE, run, rule, measured=True), f"deploy {number} is found"
        assert errors(run) == [], f"deploy {number} meets another rule"
    if back:
        failure = deploy(any_server, given, rule, back).failure
        assert failure is None, failure
        assert any_server.dump(given) == before, "the schema is not as it was given"


@pytest.mark.parametrize("rule", ASKING, ids=lambda rule: rule.name)
def test_queries(any_server: Server, rule: Rule, given: str) -> None:
    """The queries of the page run."""
    with any_server.connect(given) as session:
        for example in rule.sql(Kind.QUERY):
            session.rows(example.sql)
