"""Random schemas and changes come back, or the verdict says why not; and no lost statement escapes the witness."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sterna import history
from sterna.postgres.connection import SqlError
from sterna.postgres.server import Server
from sterna.rollback.model import Rollback, Verdict
from sterna.rollback.proof import prove
from sterna.rollback.witness import compare
from tests.rollback.case import Case
from tests.rollback.opinion import database, objections, send
from tests.rollback.pool import BASE, POOL

_BOUNDED = settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_LONG = settings(_BOUNDED, max_examples=400, derandomize=False, phases=[Phase.generate, Phase.shrink])

_statements = st.lists(st.sampled_from(POOL), min_size=30, max_size=120)
_changes = st.lists(st.sampled_from(POOL), min_size=20, max_size=120)


@_BOUNDED
@given(schema=_statements, changes=_changes)
def test_a_random_change_comes_back_or_the_verdict_says_why_not(
    server: Server, schema: list[str], changes: list[str]
) -> None:
    """What is called proven is the same by a second opinion; everything else has a reason."""
    _come_back(server, schema, changes)


@pytest.mark.slow
@_LONG
@given(schema=_statements, changes=_changes)
def test_many_random_changes_come_back(server: Server, schema: list[str], changes: list[str]) -> None:
    """As above, with many more changes that are others each time."""
    _come_back(server, schema, changes)


@settings(_BOUNDED, max_examples=6)
@given(schema=_statements, changes=_changes, data=st.data())
def test_the_witness_sees_each_statement_that_is_left_out(
    server: Server, schema: list[str], changes: list[str], data: st.DataObject
) -> None:
    """A rollback without one of its statements fails or differs, unless the others do its work."""
    _left_out(server, schema, changes, data)


@pytest.mark.slow
@settings(_LONG, max_examples=200)
@given(schema=_statements, changes=_changes, data=st.data())
def test_the_witness_sees_many_statements_that_are_left_out(
    server: Server, schema: list[str], changes: list[str], data: st.DataObject
) -> None:
    """As above, with many more rollbacks."""
    _left_out(server, schema, changes, data)


def _come_back(server: Server, schema: list[str], changes: list[str]) -> None:
    case = _runnable(server, schema, changes)
    rollback = _proven(server, case)
    assert rollback.verdict is not Verdict.FAILED, rollback.reason
    if rollback.verdict.proven:
        wrong = objections(server, case, rollback)
        assert not wrong, "\n".join([case.text, f"-- a wrong {rollback.verdict.value}", rollback.sql, *wrong])
    else:
        assert rollback.reason, case.text


def _left_out(server: Server, schema: list[str], changes: list[str], data: st.DataObject) -> None:
    case = _runnable(server, schema, changes)
    rollback = _proven(server, case)
    if not rollback.verdict.proven or not rollback.statements:
        return
    number = data.draw(st.integers(0, len(rollback.statements) - 1))
    rest = [statement for place, statement in enumerate(rollback.statements) if place != number]
    before, whole, after = (_down(server, case, statements) for statements in (None, rollback.statements, rest))
    assert before is not None
    assert whole is not None
    assert compare(before, whole).alike
    if after is not None and compare(before, after).alike:
        # It was not needed: then every line is there without it.
        assert sorted(_letters(after)) == sorted(_letters(before)), "\n".join([case.text, rollback.statements[number]])


def _letters(dump: str) -> Iterator[str]:
    return (line.rstrip(",") for line in dump.split("\n") if line and not line.startswith("--"))


def _runnable(server: Server, schema: list[str], changes: list[str]) -> Case:
    """Keep the statements that PostgreSQL takes, one after another."""
    with database(server) as name, server.connect(name) as connection:

        def taken(texts: list[str], most: int) -> list[str]:
            found: list[str] = []
            for text in texts:
                try:
                    connection.run(text)
                except SqlError:
                    continue
                found.append(f"{text};")
                if len(found) == most:
                    break
            return found

        return Case("random", given="\n".join(taken([*BASE, *schema], 40)), up="\n".join(taken(changes, 8)))


def _down(server: Server, case: Case, statements: tuple[str, ...] | list[str] | None) -> str | None:
    """Return the dump after up and down, before both when there are no statements, None where it does not run."""
    with database(server) as name:
        with server.connect(name) as connection:
            send(connection, case.given)
            if statements is not None:
                send(connection, case.up)
                try:
                    connection.run("".join(["BEGIN;", *(f"{statement};\n" for statement in statements), "COMMIT"]))
                except SqlError:
                    return None
        return server.dump(name)


def _proven(server: Server, case: Case) -> Rollback:
    with _folder(case) as folder:
        [rollback] = prove(history.read(folder), ["0001_up"], lambda: nullcontext(server))  # type: ignore[arg-type,return-value]
    for (name,) in server.rows_as_admin("SELECT datname FROM pg_database WHERE datname ~ '^s[0-9]+$'"):
        server.drop_database(name or "")
    return rollback


@contextmanager
def _folder(case: Case) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        entries = []
        for number, (tag, text) in enumerate((("0000_given", case.given), ("0001_up", case.up))):
            (folder / f"{tag}.sql").write_text(text)
            entries.append({"idx": number, "version": "7", "when": 1700000000000 + number, "tag": tag})
        (folder / "meta").mkdir()
        journal = {"version": "7", "dialect": "postgresql", "entries": entries}
        (folder / "meta" / "_journal.json").write_text(json.dumps(journal))
        yield folder
