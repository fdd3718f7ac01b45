"""The real drizzle-orm goes on where we stopped, and the other way round, as if one of them had done it all.

Skipped without node and the packages: `make node` installs them.
"""

from __future__ import annotations

import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sterna import history
from sterna.runbook.position import State
from tests.drizzle.generate import MIGRATIONS, PACKAGES, what_is_missing
from tests.drizzle.test_drizzle_kit import kit, node
from tests.runbook.conftest import Production
from tests.runbook.running import run, standing

pytestmark = [
    pytest.mark.drizzle,
    pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing() or "nothing is missing"),
]


def drizzle(production: Production, folder: Path, driver: str = "node-postgres") -> None:
    """Run the migrator of drizzle-orm over node-postgres or postgres-js."""
    server = production.server
    done = node("migrate.cjs", str(server.directory), server.owner, production.name, str(folder), DRIVER=driver)
    assert done.returncode == 0, done.stdout


def first(folder: Path, count: int, into: Path) -> Path:
    """Copy the folder as it was after so many migrations."""
    shutil.copytree(folder, into, ignore=shutil.ignore_patterns("rollback"))
    journal = json.loads((folder / "meta" / "_journal.json").read_bytes())
    journal["entries"] = journal["entries"][:count]
    (into / "meta" / "_journal.json").write_text(json.dumps(journal))
    return into


@pytest.mark.parametrize("driver", ["node-postgres", "postgres-js"])
def test_the_same_schema_and_the_same_rows(production: Production, other: Production, driver: str) -> None:
    """An empty database, by us and by drizzle-orm: `pg_dump` and the tracking table are equal."""
    run(production, MIGRATIONS)
    drizzle(other, MIGRATIONS, driver)
    assert production.tracked() == other.tracked() != []
    assert production.dump() == other.dump()
    ids = "SELECT id FROM drizzle.__drizzle_migrations ORDER BY id"
    assert production.rows(ids) == other.rows(ids)


def test_each_goes_on_where_the_other_stopped(production: Production, other: Production, tmp_path: Path) -> None:
    """Ten by one and the rest by the other, both ways round; afterwards neither has anything to do."""
    ten = first(MIGRATIONS, 10, tmp_path / "ten")
    run(production, ten)
    drizzle(production, MIGRATIONS)
    drizzle(other, ten)
    run(other, MIGRATIONS, one_by_one=True)
    assert production.tracked() == other.tracked()
    assert production.dump() == other.dump()
    before = production.tracked()
    drizzle(production, MIGRATIONS)
    assert run(production, MIGRATIONS) == ()
    assert production.tracked() == before


def test_drizzle_kit_has_nothing_left_to_do(production: Production, tmp_path: Path) -> None:
    """`drizzle-kit migrate` after us changes nothing."""
    workspace = tmp_path / "workspace"
    shutil.copytree(MIGRATIONS, workspace / "migrations", ignore=shutil.ignore_patterns("rollback", "README.md"))
    (workspace / "node_modules").symlink_to(PACKAGES.resolve(), target_is_directory=True)
    run(production, MIGRATIONS)
    before = production.tracked(), production.dump()
    server = production.server
    url = f"postgresql://{server.owner}@localhost/{production.name}?host={server.directory}"
    done = kit("migrate", workspace, DATABASE_URL=url)
    assert done.returncode == 0, done.stdout
    assert (production.tracked(), production.dump()) == before


def test_what_we_call_skipped_drizzle_skips(production: Production, tmp_path: Path) -> None:
    """A migration that was merged late is skipped by drizzle-orm without a word, and status said so before."""
    late = first(MIGRATIONS, 12, tmp_path / "late")
    journal = json.loads((late / "meta" / "_journal.json").read_bytes())
    without = [entry for entry in journal["entries"] if entry["idx"] != 5]
    (late / "meta" / "_journal.json").write_text(json.dumps(journal | {"entries": without}))
    drizzle(production, late)
    twelve = first(MIGRATIONS, 12, tmp_path / "twelve")
    said = standing(production, twelve).position.of(State.SKIPPED)
    assert [place.tag for place in said] == ["0005_add_audit_logs"]
    drizzle(production, twelve)
    assert len(production.tracked()) == 11
    run(production, twelve, out_of_order=True)
    drizzle(production, twelve)
    assert len(production.tracked()) == 12
    assert standing(production, twelve).position.wrong is False


@pytest.mark.parametrize("delay", [0.0, 0.4])
def test_drizzle_and_we_at_once(production: Production, delay: float) -> None:
    """Both start on an empty database; each migration is there once, whoever was first, and one may report an error."""
    with ThreadPoolExecutor(2) as pool:
        server = production.server
        words = ["migrate.cjs", str(server.directory), server.owner, production.name, str(MIGRATIONS)]
        theirs = pool.submit(node, *words)
        time.sleep(delay)
        ours = pool.submit(run, production, MIGRATIONS)
        theirs.result()
        assert ours.exception() is None
    expected = [(one.hash, str(one.when)) for one in history.read(MIGRATIONS).migrations]
    assert production.tracked() == expected
