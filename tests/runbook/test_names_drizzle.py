"""The real Drizzle 1.0 goes on where we stopped, and the other way round: by both drivers, and after 0.x.

Skipped without node and the packages: `make node` installs them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sterna import history
from sterna.history import LIMIT, names
from sterna.history.folded import Folded
from sterna.history.schema import described
from sterna.runbook.position import State
from tests.drizzle.generate import HERE, MIGRATIONS, PACKAGES, PACKAGES_1_0, what_is_missing
from tests.runbook.conftest import Production
from tests.runbook.converted import converted, folders
from tests.runbook.running import run, standing
from tests.runbook.test_names import FIRST, HISTORY, NOTES, OLD, PHONE, ROWS, USERS, journal

pytestmark = [
    pytest.mark.drizzle,
    pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing() or "nothing is missing"),
]

DRIVERS = ("node-postgres", "postgres-js")
WRITTEN = Path(__file__).parent.parent / "fixtures" / "drizzle-1.0" / "drizzle"
"""What drizzle-kit 1.0 wrote. The 14th builds an index CONCURRENTLY among others, which runs nowhere."""
RUNS = 13


def node(packages: Path, *words: str, folder: Path = HERE, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a program of ours or of the packages and return what it said, both streams as one."""
    return subprocess.run(
        [shutil.which("node") or "node", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "NODE_PATH": str(packages.resolve())} | settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )


def migrator(
    production: Production, folder: Path, driver: str = DRIVERS[0], packages: Path = PACKAGES_1_0
) -> subprocess.CompletedProcess[str]:
    """Run the migrator of drizzle-orm, 1.0 unless other packages are given."""
    server = production.server
    words = [str(server.directory), server.owner, production.name, str(folder)]
    return node(packages, "migrate.cjs", *words, DRIVER=driver)


def drizzle(production: Production, folder: Path, driver: str = DRIVERS[0], packages: Path = PACKAGES_1_0) -> None:
    """Run the migrator, which has to succeed."""
    done = migrator(production, folder, driver, packages)
    assert done.returncode == 0, done.stdout


def kit(production: Production, folder: Path, command: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of drizzle-kit 1.0 on a folder that stands beside its `node_modules`."""
    workspace = folder.parent
    if not (workspace / "node_modules").exists():
        (workspace / "node_modules").symlink_to(PACKAGES_1_0.resolve(), target_is_directory=True)
    url = f"postgresql://{production.server.owner}@localhost/{production.name}?host={production.server.directory}"
    named = ["--dialect", "postgresql", "--out", folder.name]
    if command == "migrate":
        (workspace / "drizzle.config.ts").write_text(
            f"export default {{ dialect: 'postgresql', out: '{folder.name}', dbCredentials: {{ url: '{url}' }} }};"
        )
        named = []
    return node(PACKAGES_1_0, "node_modules/drizzle-kit/bin.cjs", command, *named, *words, folder=workspace)


def first(count: int, into: Path) -> Path:
    """Copy the first folders that drizzle-kit 1.0 wrote."""
    for path in sorted(WRITTEN.iterdir())[:count]:
        shutil.copytree(path, into / path.name)
    return into


def alike(one: Production, other: Production) -> None:
    """Two databases have the same schema and the same rows, ids and names included."""
    rows = "SELECT id, name, hash, created_at, applied_at IS NULL FROM drizzle.__drizzle_migrations ORDER BY id"
    assert one.rows(rows) == other.rows(rows) != []
    assert one.dump() == other.dump()


@pytest.mark.parametrize("driver", DRIVERS)
def test_the_same_schema_and_the_same_rows(
    production: Production, other: Production, tmp_path: Path, driver: str
) -> None:
    """An empty database, by us and by drizzle-orm 1.0; afterwards neither has anything to do."""
    folder = converted(MIGRATIONS, tmp_path / "drizzle")
    shutil.copytree(MIGRATIONS / "rollback", folder / "rollback")
    run(production, folder)
    drizzle(other, folder, driver)
    alike(production, other)
    drizzle(production, folder, driver)
    assert run(other, folder) == ()
    alike(production, other)
    assert standing(other, folder).position.wrong is False


@pytest.mark.parametrize("driver", [pytest.param(DRIVERS[0], marks=pytest.mark.slow), DRIVERS[1]])
def test_each_goes_on_where_the_other_stopped(
    production: Production, other: Production, tmp_path: Path, driver: str
) -> None:
    """Half by one and the rest by the other, both ways round, on what drizzle-kit 1.0 wrote itself."""
    half, whole = first(6, tmp_path / "half"), first(RUNS, tmp_path / "whole")
    run(production, half)
    drizzle(production, whole, driver)
    drizzle(other, half, driver)
    run(other, whole, one_by_one=True)
    alike(production, other)


def test_drizzle_kit_has_nothing_left_to_do(production: Production, tmp_path: Path) -> None:
    """`drizzle-kit migrate` after us changes nothing, and it does not trip over the folder of the rollbacks."""
    folder = converted(MIGRATIONS, tmp_path / "drizzle")
    shutil.copytree(MIGRATIONS / "rollback", folder / "rollback")
    run(production, folder)
    before = production.rows(ROWS), production.dump()
    done = kit(production, folder, "migrate")
    assert done.returncode == 0, done.stdout
    assert (production.rows(ROWS), production.dump()) == before


@pytest.mark.slow
def test_up_gives_the_names_that_we_expect(production: Production, tmp_path: Path) -> None:
    """`drizzle-kit up` converts the example: names, hashes, and what the new snapshots describe are as we say."""
    folder = tmp_path / "drizzle"
    shutil.copytree(MIGRATIONS, folder)
    done = kit(production, folder, "up")
    assert done.returncode == 0, done.stdout
    before, after = history.read(MIGRATIONS), history.read(folder)
    assert after.faults == ()
    assert [one.tag for one in after.migrations] == [names.upgraded(one.tag, one.when) for one in before.migrations]
    assert [one.hash for one in after.migrations] == [one.hash for one in before.migrations]
    folded = Folded(folder, (one.tag for one in after.migrations), LIMIT)
    for old, new in zip(before.migrations, after.migrations, strict=True):
        assert folded.after(new.tag) == described(MIGRATIONS, old.tag, LIMIT) is not None


@pytest.mark.parametrize(
    ("driver", "pending"),
    [
        (DRIVERS[0], True),
        pytest.param(DRIVERS[0], False, marks=pytest.mark.slow),
        pytest.param(DRIVERS[1], True, marks=pytest.mark.slow),
        pytest.param(DRIVERS[1], False, marks=pytest.mark.slow),
    ],
)
def test_a_table_of_0_45_is_taken_over_alike(
    production: Production, other: Production, tmp_path: Path, driver: str, *, pending: bool
) -> None:
    """What drizzle-orm 0.45 applied gets the same columns and names from us and from drizzle-orm 1.0."""
    old = journal(tmp_path / "old", OLD)
    for database in (production, other):
        drizzle(database, old, driver, PACKAGES)
    new = folders(tmp_path / "new", HISTORY) if pending else converted(old, tmp_path / "new")
    run(production, new)
    drizzle(other, new, driver)
    alike(production, other)
    # The migrator of 0.45 still gets along with it.
    drizzle(production, old, driver, PACKAGES)
    alike(production, other)


@pytest.mark.slow
def test_the_trap_of_the_same_second(production: Production, other: Production, tmp_path: Path) -> None:
    """Where drizzle-orm 1.0 takes one migration for another and fails, status said so, and after us it goes on."""
    old = journal(tmp_path / "old", {**OLD, "0001_phone": (FIRST + 700, HISTORY[PHONE])})
    for database in (production, other):
        drizzle(database, old, packages=PACKAGES)
    new = folders(tmp_path / "new", {USERS: HISTORY[USERS], "20260101100001_phone": HISTORY[PHONE]})
    assert [place.state for place in standing(other, new).position.places] == [State.APPLIED, State.AGAIN]
    refused = migrator(other, new)
    assert refused.returncode == 1
    assert 'column "phone" of relation "users" already exists' in refused.stdout
    run(production, new)
    before = production.rows(ROWS), production.dump()
    drizzle(production, new)
    assert (production.rows(ROWS), production.dump()) == before
    assert standing(production, new).position.wrong is False
    # What it left behind when it failed is told and mended as well.
    assert [place.state for place in standing(other, new).position.places] == [State.APPLIED, State.AGAIN]


@pytest.mark.slow
def test_what_doctor_says_of_the_same_second_leads_through(
    production: Production, other: Production, tmp_path: Path
) -> None:
    """`up` refuses two of one second; with the later `when` that it asks for, we go first, and Drizzle 1.0 goes on."""
    old = first_of_journal(6, tmp_path / "old")
    file = old / "meta" / "_journal.json"
    text = json.loads(file.read_bytes())
    entries = text["entries"]
    entries[4]["when"] = entries[3]["when"] + 300
    file.write_text(json.dumps(text))
    for database in (production, other):
        drizzle(database, old, packages=PACKAGES)
    doctor = production.sterna("doctor", old, cwd=tmp_path).stdout
    assert f"{entries[3]['tag']} and {entries[4]['tag']} were generated in the same second." in doctor
    said = " ".join(doctor.split())
    assert "Where it is, and `up` asks for that, do it too, and run `sterna migrate` before Drizzle 1.0's own" in said
    refused = kit(production, old, "up")
    assert list(old.glob("2*")) == [], refused.stdout
    entries[4]["when"] += 1000
    file.write_text(json.dumps(text))
    done = kit(production, old, "up")
    assert done.returncode == 0, done.stdout
    assert State.AGAIN in [place.state for place in standing(production, old).position.places]
    assert run(production, old) == ()
    before = production.rows(ROWS), production.dump()
    drizzle(production, old)
    assert (production.rows(ROWS), production.dump()) == before
    assert standing(production, old).position.wrong is False
    # Where Drizzle goes first, it runs one of them again.
    assert "already exists" in migrator(other, old).stdout


@pytest.mark.slow
def test_a_stranger_stops_drizzle_too(production: Production, tmp_path: Path) -> None:
    """A table of 0.x with a row that belongs to no folder is refused by drizzle-orm 1.0, as by us."""
    drizzle(production, journal(tmp_path / "old", OLD), packages=PACKAGES)
    done = migrator(production, folders(tmp_path / "new", {USERS: HISTORY[USERS]}))
    assert done.returncode == 1
    assert "do not match any local migration" in done.stdout


@pytest.mark.slow
def test_a_name_without_a_time_stops_drizzle(production: Production, tmp_path: Path) -> None:
    """The SQL runs, the row cannot be written, and all of it is rolled back: what `bad-folder-name` says."""
    folder = folders(tmp_path / "drizzle", {USERS: HISTORY[USERS], "zz_notes": HISTORY[NOTES]})
    done = migrator(production, folder)
    assert done.returncode == 1
    assert 'invalid input syntax for type bigint: "NaN"' in done.stdout
    assert production.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [("0",)]


@pytest.mark.slow
def test_a_folder_that_was_merged_late(production: Production, other: Production, tmp_path: Path) -> None:
    """Drizzle 1.0 runs it after the others, and so do we."""
    without = folders(tmp_path / "without", {name: sql for name, sql in HISTORY.items() if name != PHONE})
    whole = folders(tmp_path / "whole", HISTORY)
    for database in (production, other):
        drizzle(database, without)
    run(production, whole)
    drizzle(other, whole)
    alike(production, other)


@pytest.mark.slow
def test_a_row_without_a_name_is_run_again(production: Production, tmp_path: Path) -> None:
    """What we call `again` is what drizzle-orm 1.0 does."""
    folder = folders(tmp_path / "drizzle", HISTORY)
    drizzle(production, folder)
    production.run("UPDATE drizzle.__drizzle_migrations SET name = NULL WHERE id = 3")
    assert [str(place.state) for place in standing(production, folder).position.places][2] == "again"
    done = migrator(production, folder)
    assert done.returncode == 1
    assert 'relation "notes" already exists' in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("taken_over", [False, True])
@pytest.mark.parametrize("delay", [0.0, 0.6])
def test_drizzle_and_we_at_once(production: Production, tmp_path: Path, delay: float, *, taken_over: bool) -> None:
    """Both start on one database, empty or of 0.x; each migration is there once, whoever was first."""
    folder = converted(MIGRATIONS, tmp_path / "drizzle")
    if taken_over:
        drizzle(production, first_of_journal(5, tmp_path / "old"), packages=PACKAGES)
    with ThreadPoolExecutor(2) as pool:
        theirs = pool.submit(migrator, production, folder)
        time.sleep(delay)
        ours = pool.submit(run, production, folder)
        theirs.result()
        assert ours.exception() is None
    found = history.read(folder).migrations
    assert production.rows("SELECT name, hash FROM drizzle.__drizzle_migrations ORDER BY id") == [
        (one.tag, one.hash) for one in found
    ]
    assert standing(production, folder).position.wrong is False


def first_of_journal(count: int, into: Path) -> Path:
    """Copy the example as it was after so many migrations."""
    shutil.copytree(MIGRATIONS, into, ignore=shutil.ignore_patterns("rollback"))
    file = into / "meta" / "_journal.json"
    text = json.loads(file.read_bytes())
    file.write_text(json.dumps(text | {"entries": text["entries"][:count]}))
    return into
