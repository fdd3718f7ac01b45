"""`sterna backup` and `sterna restore` on real databases."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from sterna.postgres.cluster import ADMIN
from sterna.postgres.connection import SqlError
from sterna.postgres.dump import objects
from sterna.runbook.backup import differing
from sterna.runbook.restore import free
from tests.cli.histories import STERNA, environment, make
from tests.runbook.conftest import Production
from tests.runbook.running import run

HISTORY = {
    "0000_users": "CREATE TABLE users (id serial PRIMARY KEY, name text);",
    "0001_orders": "CREATE SCHEMA shop;CREATE TABLE shop.orders (id int, user_id int REFERENCES users);"
    "CREATE VIEW public.names AS SELECT name FROM users;",
}


@pytest.fixture
def folder(tmp_path: Path, production: Production) -> Path:
    """Make a history, apply it, and fill the tables."""
    made = make(tmp_path / "drizzle", HISTORY)
    run(production, made)
    production.run("INSERT INTO users (name) SELECT 'n' || n FROM generate_series(1, 500) n")
    production.run("INSERT INTO shop.orders SELECT n, n FROM generate_series(1, 200) n")
    return made


@pytest.fixture
def created(production: Production) -> Iterator[list[str]]:
    """Hold the names of databases that a test makes, and drop them afterwards."""
    names: list[str] = []
    yield names
    for name in names:
        production.server.drop_database(name)


def call(production: Production, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody who may make databases."""
    return production.sterna(*words, cwd=folder.parent, DATABASE_URL=production.url_of(ADMIN))


def test_a_backup_and_its_manifest(folder: Path, production: Production) -> None:
    """File, checksum, rows of each table and the place in the history; read back, every object and row is there.

    What belongs to its own server does not stand in the way: a role of a policy, an extension, a publication.
    """
    production.server.run_as_admin(f"CREATE ROLE {production.name}_role")
    with production.server.connect(production.name, admin=True) as admin:
        admin.run("CREATE EXTENSION citext; CREATE PUBLICATION every FOR ALL TABLES")
    production.run(
        f"CREATE POLICY own ON users TO {production.name}_role USING (id = 1); ALTER TABLE users ADD mail citext;"
        "CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM users"
    )
    done = call(production, folder, "backup", str(folder), "--output", "b.dump", "--verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "saved  b.dump (" in done.stdout
    assert "at 0001_orders; manifest in b.dump.json" in done.stdout
    assert "read back into PostgreSQL 18" in done.stdout
    assert ": every object is there, every table has its rows\n" in done.stdout
    other = "not compared, because another version prints them in other words:\n       VIEW public.names\n"
    assert (other in done.stdout) == (production.server.version < 180000)
    file = folder.parent / "b.dump"
    value = json.loads((folder.parent / "b.dump.json").read_text())
    assert value["rows"] == {"drizzle.__drizzle_migrations": 2, "public.users": 500, "shop.orders": 200}
    assert value["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert value["size"] == file.stat().st_size
    assert value["tags"] == ["0000_users", "0001_orders"]
    assert value["server_version"] == production.server.version_name
    assert file.stat().st_mode & 0o777 == 0o600
    again = call(production, folder, "backup", str(folder), "--output", "b.dump")
    assert again.returncode == 2
    assert "a backup is never written over" in again.stderr
    assert sorted(path.name for path in folder.parent.iterdir()) == ["b.dump", "b.dump.json", "drizzle"]
    production.run("DROP POLICY own ON users")
    production.server.run_as_admin(f"DROP ROLE {production.name}_role")


def test_what_is_read_back_is_compared() -> None:
    """An object that is missing, came, or differs is wrong; another version may print one in other words."""
    head = "-- Name: {}; Type: {}; Schema: public; Owner: -\n--\n\n{}\n\n--\n"
    assert objects("-- nothing\n") == {}
    wanted = objects(
        head.format("t", "TABLE", "CREATE TABLE public.t ();")
        + head.format("v", "VIEW", "CREATE VIEW public.v AS SELECT 1;")
        + head.format("mv", "MATERIALIZED VIEW DATA", "REFRESH MATERIALIZED VIEW public.mv;")
    )
    assert list(wanted) == ["TABLE public.t", "VIEW public.v"]
    assert differing(wanted, dict(reversed(wanted.items())), same=True) == ((), ())
    there = {"VIEW public.v": "CREATE VIEW public.v AS SELECT 2;\n", "INDEX public.i": ""}
    wrong = ("TABLE public.t is missing", "INDEX public.i was not in it")
    assert differing(wanted, there, same=True) == ((*wrong, "VIEW public.v differs"), ())
    assert differing(wanted, there, same=False) == (wrong, ("VIEW public.v",))


def test_restored_into_a_new_database(folder: Path, production: Production, created: list[str]) -> None:
    """The schema is the same, the rows are counted, and the old database is not touched."""
    call(production, folder, "backup", str(folder), "--output", "b.dump")
    production.run("DELETE FROM shop.orders")
    new = f"{production.name}_new"
    created.append(new)
    done = call(production, folder, "restore", "b.dump", "--into", new)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"restored  {new}: every table has the rows of the manifest\n" in done.stdout
    with production.server.connect(new) as connection:
        assert connection.rows("SELECT count(*) FROM shop.orders") == [("200",)]
    assert production.rows("SELECT count(*) FROM shop.orders") == [("0",)]
    assert production.server.dump(new) == production.dump()
    twice = call(production, folder, "restore", "b.dump", "--into", new)
    assert twice.returncode == 2
    assert "a backup is never read into one that is there" in twice.stderr


@pytest.mark.slow
def test_a_restore_that_is_killed_leaves_nothing_that_looks_whole(
    folder: Path, production: Production, created: list[str]
) -> None:
    """What is not finished says so in its name, and the next restore says how to be rid of it."""
    production.run("INSERT INTO users (name) SELECT repeat(n::text, 50) FROM generate_series(1, 200000) n")
    call(production, folder, "backup", str(folder), "--output", "b.dump")
    new, half = f"{production.name}_new", f"{production.name}_new_unfinished"
    created += [new, half]
    process = subprocess.Popen(
        [*STERNA, "restore", "b.dump", "--into", new],
        cwd=folder.parent,
        env=environment(DATABASE_URL=production.url_of(ADMIN)),
        start_new_session=True,
    )
    there = f"SELECT FROM pg_database WHERE datname = '{half}'"
    while not production.server.rows_as_admin(there):
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert production.server.rows_as_admin(f"SELECT FROM pg_database WHERE datname = '{new}'") == []
    again = call(production, folder, "restore", "b.dump", "--into", new)
    assert again.returncode == 2
    [mend] = [line.strip() for line in again.stderr.splitlines() if "DROP DATABASE" in line]
    production.server.run_as_admin(mend.partition(": ")[2].replace(";", " WITH (FORCE)"))
    assert call(production, folder, "restore", "b.dump", "--into", new).returncode == 0


def test_swapped_by_name(folder: Path, production: Production, created: list[str]) -> None:
    """The new one takes name, settings and grants; the old one is kept under another name and takes no sessions."""
    call(production, folder, "backup", str(folder), "--output", "b.dump")
    name = production.name
    production.server.run_as_admin(f"ALTER DATABASE {name} SET search_path = shop, public")
    production.server.run_as_admin(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    production.server.run_as_admin(f"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC")
    with production.connect() as living:
        refused = call(production, folder, "restore", "b.dump", "--swap")
        assert refused.returncode == 2
        assert "There is nobody to ask, so nothing was done." in refused.stderr
        assert f"b.dump is of {name} on " in refused.stdout
        living.rows("SELECT 1")
    done = call(production, folder, "restore", "b.dump", "--swap", "--yes", "--format", "json")
    assert done.returncode == 0, done.stderr
    kept = json.loads(done.stdout)["kept"]
    created.append(kept)
    assert kept.startswith(f"{name}_before_")
    assert production.rows("SHOW search_path") == [("shop, public",)]
    assert production.rows("SHOW default_transaction_read_only") == [("off",)]
    assert production.rows("SELECT count(*) FROM orders") == [("200",)]
    grants = (
        "SELECT datallowconn, (SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(datacl) a)"
        f" FROM pg_database WHERE datname IN ('{name}', '{kept}') ORDER BY datname"
    )
    [(new, new_grants), (old, old_grants)] = production.server.rows_as_admin(grants)
    assert (new, old) == ("t", "f")
    assert new_grants == old_grants


def test_swapped_while_sessions_come_and_go(folder: Path, production: Production, created: list[str]) -> None:
    """Whoever keeps coming back is in the old one until the new one is there, and never before a closed door."""
    call(production, folder, "backup", str(folder), "--output", "b.dump")
    production.run("DELETE FROM shop.orders")
    seen: list[str] = []
    over = threading.Event()

    def come() -> None:
        while not over.is_set():
            try:
                with production.connect() as connection:
                    [(rows,)] = connection.rows("SELECT count(*) FROM shop.orders")
                    seen.append(rows or "")
                    connection.rows("SELECT pg_sleep(0.02)")
            except SqlError as error:
                seen.append(error.message)

    with ThreadPoolExecutor(3) as pool:
        coming = [pool.submit(come) for _ in range(3)]
        done = call(production, folder, "restore", "b.dump", "--swap", "--yes", "--format", "json")
        time.sleep(0.2)
        over.set()
        for one in coming:
            one.result()
    assert done.returncode == 0, done.stderr
    created.append(json.loads(done.stdout)["kept"])
    assert [one for one in seen if "not currently accepting connections" in one] == []
    counts = [one for one in seen if one.isdigit()]
    assert set(counts) == {"0", "200"}
    assert counts[-1] == "200"


@pytest.mark.slow
def test_a_swap_that_is_killed(folder: Path, production: Production, created: list[str]) -> None:
    """At whatever moment: there is a database of the name, it lets everybody in, and it is the old one or the new."""
    call(production, folder, "backup", str(folder), "--output", "b.dump")
    production.run("DELETE FROM shop.orders")
    dice = random.Random(7)  # noqa: S311 (no secret)
    made = f"SELECT datname FROM pg_database WHERE starts_with(datname, '{production.name}_')"
    for _ in range(12):
        before = production.rows("SELECT count(*) FROM shop.orders")
        process = subprocess.Popen(
            [*STERNA, "restore", "b.dump", "--swap", "--yes"],
            cwd=folder.parent,
            env=environment(DATABASE_URL=production.url_of(ADMIN)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        whole = made + " AND NOT datname LIKE '%unfinished' AND NOT datname LIKE '%before%'"
        while not production.server.rows_as_admin(whole) and process.poll() is None:
            time.sleep(0.001)
        time.sleep(dice.uniform(0, 0.1))
        with suppress(ProcessLookupError):  # It was quicker.
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        # The server goes on until it notices.
        left = "SELECT FROM pg_stat_activity WHERE application_name = 'sterna restore'"
        while production.server.rows_as_admin(left):
            time.sleep(0.02)
        kept = [name or "" for (name,) in production.server.rows_as_admin(made)]
        swapped = any("_before_" in name for name in kept)
        assert production.rows("SELECT count(*) FROM shop.orders") == ([("200",)] if swapped else before)
        production.run("DELETE FROM shop.orders")
        for name in kept:
            production.server.drop_database(name)


def test_a_backup_that_is_not_whole(folder: Path, production: Production) -> None:
    """A file that lost its end, or a byte of it, is not read back."""
    call(production, folder, "backup", str(folder), "--output", "b.dump")
    file = folder.parent / "b.dump"
    whole = file.read_bytes()
    file.write_bytes(whole[:-100])
    done = call(production, folder, "restore", "b.dump", "--into", "x")
    assert (
        f"The backup is not whole: it has {len(whole) - 100} bytes, and was written with {len(whole)}." in done.stderr
    )
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "its checksum differs" in call(production, folder, "restore", "b.dump", "--into", "x").stderr
    assert production.server.rows_as_admin("SELECT FROM pg_database WHERE datname = 'x'") == []


def test_a_restore_that_fails_leaves_nothing(folder: Path, production: Production) -> None:
    """What pg_restore complains of is told, and the new database is gone."""
    file = folder.parent / "b.dump"
    file.write_bytes(b"PGDMP no dump")
    done = call(production, folder, "restore", "b.dump", "--into", "x")
    assert done.returncode == 1
    assert "pg_restore ended with status 1." in done.stderr
    assert production.server.rows_as_admin("SELECT FROM pg_database WHERE datname = 'x'") == []


def test_a_disk_without_room(folder: Path, production: Production, tmp_path: Path) -> None:
    """The room is looked at before anything is written."""
    small = tmp_path / "small"
    small.mkdir()
    words = ["/bin/mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(small)]
    if subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("this user may not mount a small disk")
    try:
        done = call(production, folder, "backup", str(folder), "--output", str(small / "b.dump"))
        assert done.returncode == 2
        assert "There may not be enough room: the tables have " in done.stderr
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["/bin/umount", str(small)], check=True)


def test_a_server_without_room(folder: Path, production: Production) -> None:
    """Before a restore makes a database, it looks at the disk of a server that runs here."""
    call(production, folder, "backup", str(folder), "--output", "b.dump")
    manifest = folder.parent / "b.dump.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"data": 10**18}))
    done = call(production, folder, "restore", "b.dump", "--into", "x")
    assert done.returncode == 2
    assert re.search(
        r"There is not enough room: the tables have 9313\d*\.\d GB, the disk [\d.]+ \w+ free\.", done.stderr
    )
    assert f"  {production.server.directory}/data\n  Make room on the server, then run it again.\n" in done.stderr
    assert production.server.rows_as_admin("SELECT FROM pg_database WHERE starts_with(datname, 'x')") == []


def test_a_disk_that_fills_up(folder: Path, production: Production) -> None:
    """What was written so far is removed, and nothing looks like a backup."""
    production.run("INSERT INTO users (name) SELECT md5(n::text) FROM generate_series(1, 20000) n")
    words = [*STERNA, "backup", str(folder), "--output", "b.dump"]
    done = subprocess.run(
        ["/bin/sh", "-c", 'ulimit -f 100; exec "$@"', "sh", *words],
        cwd=folder.parent,
        env=environment(DATABASE_URL=production.url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "pg_dump ended with status" in done.stderr
    assert sorted(path.name for path in folder.parent.iterdir()) == ["drizzle"]


def test_a_second_restore_of_one_second_has_a_name_of_its_own(production: Production) -> None:
    """Names go by the second, and two runs may begin in one."""
    with production.connect() as connection:
        assert free(connection, "never_made") == "never_made"
        assert free(connection, production.name) == f"{production.name}_2"
