"""Each case in `cases/` gets the verdict and the text that stand there, and a second opinion agrees."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from sterna import history
from sterna.postgres.server import Server
from sterna.rollback.model import Rollback, Verdict
from sterna.rollback.proof import prove
from sterna.sql import quote
from tests.rollback.case import FOLDER, Case, read, write
from tests.rollback.opinion import objections

FILES = sorted(FOLDER.glob("*.sql"))
CASES = [(path, case) for path in FILES for case in read(path)]
EVERY = 3
"""The normal run takes one case of so many, spread over all files; `make test-all` takes the rest too."""
_SAYING_WHY = (Verdict.BY_HAND, Verdict.FAILED, Verdict.NOT_PROVEN)


def _name(path: Path, case: Case) -> str:
    return f"{path.stem}-{case.title.replace(' ', '_')}"


def test_there_are_cases() -> None:
    """Every file holds cases, and no two of a file have one title."""
    assert FILES
    for path in FILES:
        titles = [case.title for case in read(path)]
        assert titles
        assert len(titles) == len(set(titles)), path


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_are_read_and_written_alike(path: Path) -> None:
    """A file of cases is what would be written of them, so that an update changes nothing else."""
    assert path.read_text() == "\n".join(case.text for case in read(path))


@pytest.mark.parametrize(
    ("path", "case"),
    [
        pytest.param(path, case, id=_name(path, case), marks=pytest.mark.slow if number % EVERY else ())
        for number, (path, case) in enumerate(CASES)
    ],
)
def test_case(path: Path, case: Case, server: Server, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The rollback is what the case says, and it does what it says."""
    rollback, wrong = _judged(server, case, tmp_path)
    seen = _seen(case, rollback, tmp_path)
    if request.config.getoption("--golden-update", default=False):
        write(path, tuple(seen if other.title == case.title else other for other in read(path)))
    else:
        assert seen.text == case.text, f"{rollback.reason}\n" + "\n".join(rollback.residue)
    assert not wrong, f"a wrong {rollback.verdict.value}:\n{rollback.sql}\n" + "\n".join(wrong)
    assert not re.search(r"\bDROP (?!ATTRIBUTE)[^;]*\bCASCADE\b|\bIF (NOT )?EXISTS\b", rollback.sql)


@pytest.mark.slow
@pytest.mark.parametrize(("path", "case"), CASES, ids=[_name(path, case) for path, case in CASES])
def test_case_on_16(path: Path, case: Case, server_16: Server, tmp_path: Path) -> None:
    """PostgreSQL 16 comes to the same verdict, and a second opinion agrees there too.

    The text may differ: 18 gives NOT NULL names, 17 has one privilege more.
    """
    wanted = set(re.findall(r'EXTENSION (?:IF NOT EXISTS )?"?(\w+)', case.given + case.up))
    trusted = server_16.rows_as_admin("SELECT name FROM pg_available_extension_versions WHERE trusted")
    if wanted - {row[0] for row in trusted}:
        pytest.skip(f"this PostgreSQL 16 lets nobody but its superuser make {', '.join(sorted(wanted))}")
    rollback, wrong = _judged(server_16, case, tmp_path)
    seen = _seen(case, rollback, tmp_path)
    assert (seen.verdict, seen.lost) == (case.verdict, case.lost), f"{path.name}: {rollback.reason} {rollback.residue}"
    assert not wrong, f"a wrong {rollback.verdict.value}:\n{rollback.sql}\n" + "\n".join(wrong)


def _judged(server: Server, case: Case, folder: Path) -> tuple[Rollback, list[str]]:
    """Return the rollback of a case, and what a second opinion objects to; skip a case for newer servers."""
    if server.version // 10000 < case.server:
        pytest.skip(f"the case is for PostgreSQL {case.server}, this is {server.version_name}")
    roles = set(server.rows_as_admin("SELECT rolname FROM pg_roles"))
    try:
        rollback = _proven(server, case, folder)
        provided = _tidy(server, roles, but_provided=True)
        return rollback, objections(server, case, rollback, provided) if rollback.verdict.proven else []
    finally:
        _tidy(server, roles)


def _proven(server: Server, case: Case, folder: Path) -> Rollback:
    entries = []
    for number, (tag, text) in enumerate((("0000_given", case.given), ("0001_up", case.up))):
        (folder / f"{tag}.sql").write_text(text)
        entries.append({"idx": number, "version": "7", "when": 1700000000000 + number, "tag": tag, "breakpoints": True})
    (folder / "meta").mkdir()
    journal = {"version": "7", "dialect": "postgresql", "entries": entries}
    (folder / "meta" / "_journal.json").write_text(json.dumps(journal))
    [rollback] = prove(history.read(folder), ["0001_up"], lambda: nullcontext(server))  # type: ignore[arg-type,return-value]
    return rollback


def _seen(case: Case, rollback: Rollback, folder: Path) -> Case:
    verdict, said = rollback.verdict, rollback.reason.replace(f"{folder}/", "").split("\n", 1)[0]
    reason = (case.reason if case.reason and case.reason in said else said) if verdict in _SAYING_WHY else ""
    return replace(case, verdict=verdict, lost=rollback.lost_rows, reason=reason, down=rollback.sql.strip("\n"))


def _tidy(server: Server, roles: set[tuple[str | None, ...]], *, but_provided: bool = False) -> list[str]:
    """Drop the databases that a proof leaves to the end of its server, the roles that a case made, and its rights.

    Returns the roles that a case takes for granted; they stay for a second opinion if `but_provided`.
    """
    for (name,) in server.rows_as_admin("SELECT datname FROM pg_database WHERE datname ~ '^s[0-9]+$'"):
        server.drop_database(name or "")
    made = set(server.rows_as_admin("SELECT rolname FROM pg_roles")) - roles
    marked = "SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = 'made by sterna'"
    provided = made & set(server.rows_as_admin(marked))
    for row in made - provided if but_provided else made:
        server.run_as_admin(f"DROP ROLE {quote.name(row[0] or '')}")
    if not but_provided:
        server.run_as_admin(f"ALTER ROLE {quote.name(server.owner)} NOCREATEROLE NOCREATEDB")
    return [row[0] or "" for row in sorted(provided)]
