"""The password of the database: where it is while a command runs, and where it never is."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.cli.histories import STERNA, environment, make
from tests.runbook.conftest import SECRET, Production
from tests.runbook.running import run

HISTORY = {
    "0000_users": "CREATE TABLE users (id integer PRIMARY KEY, name text);",
    "0001_phone": "ALTER TABLE users ADD COLUMN phone text;",
}
FORMS = {SECRET.encode(), quote(SECRET, safe="").encode()}


@dataclass
class Seen:
    """All processes below one: the names of those whose command line, or environment, held the password."""

    names: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)

    def look(self, root: int) -> None:
        """Look once at a process and at all that it started."""
        parents = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
                parents[int(folder.name)] = int(stat[1])
            except (OSError, ValueError, IndexError):
                continue
        for pid in parents:
            at = pid
            while at not in (root, 0):
                at = parents.get(at, 0)
            if at == root:
                self._note(Path("/proc") / str(pid))

    def _note(self, folder: Path) -> None:
        try:
            line, held = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
        except OSError:
            return
        # A child that was only just forked is still called like its parent.
        name = "sterna" if b"sterna.cli" in line else Path(line.split(b"\0")[0].decode()).name or "a thread"
        self.names.add(name)
        if any(form in line for form in FORMS):
            self.told.add(name)
        if any(form in held for form in FORMS):
            self.kept.add(name)


def watched(*words: str, cwd: Path, **settings: str) -> tuple[int, bytes, Seen]:
    """Run a command to its end with an eye on the list of processes; return its exit code and all that it said."""
    seen, ended = Seen(), threading.Event()
    with (cwd / "said").open("wb") as said:
        process = subprocess.Popen(
            [*STERNA, *words], cwd=cwd, env=environment(**settings), stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )

        def look() -> None:
            while not ended.wait(0.01):
                seen.look(process.pid)

        eye = threading.Thread(target=look)
        eye.start()
        code = process.wait(300)
        ended.set()
        eye.join()
    return code, (cwd / "said").read_bytes(), seen


@pytest.fixture
def secretive(production: Production) -> Iterator[Production]:
    """Let in a role with the password, which may do what a deploy and a restore need."""
    role, admin = production.name, production.server
    literal = "'" + SECRET.replace("'", "''") + "'"
    admin.run_as_admin(f"CREATE ROLE {role} LOGIN SUPERUSER PASSWORD {literal}")
    assert admin.directory is not None
    hba = admin.directory / "data" / "pg_hba.conf"
    before = hba.read_text()
    hba.write_text(f"local all {role} scram-sha-256\n{before}")
    admin.run_as_admin("SELECT pg_reload_conf()")
    yield Production(admin, production.name, production.url_of(role, SECRET), production.workshop)
    for (name,) in admin.rows_as_admin(f"SELECT datname FROM pg_database WHERE starts_with(datname, '{role}_')"):
        admin.drop_database(name or "")
    with admin.connect(production.name, admin=True) as connection:
        connection.run(f"DROP OWNED BY {role}")
    admin.run_as_admin(f"DROP ROLE {role}")
    hba.write_text(before)
    admin.run_as_admin("SELECT pg_reload_conf()")


@pytest.mark.slow
@pytest.mark.parametrize("private", [True, False], ids=["a private server", "--postgres"])
def test_the_password_is_in_no_list_of_processes(secretive: Production, tmp_path: Path, *, private: bool) -> None:
    """No command line and no word of any command holds it; only the programs that are ours to start are handed it."""
    folder = make(tmp_path / "drizzle", dict([*HISTORY.items()][:1]))
    run(secretive, folder)
    make(folder, HISTORY)
    settings = {"DATABASE_URL": secretive.url} | ({} if private else {"STERNA_POSTGRES": secretive.url})
    started: set[str] = set()
    for words, expected in (
        (["status", "drizzle", "--drift"], 0),
        (["doctor", "drizzle", "--drift"], 0),
        (["backup", "drizzle", "--output", "b.dump", "--verify"], 0),
        (["preview", "b.dump", "--folder", "drizzle"], 0),
        (["migrate", "drizzle", "--yes", "--format", "json"], 0),
        (["migrate", "drizzle", "--yes"], 0),
        (["rollback", "0001_phone", "--write", "--folder", "drizzle"], 0),
        (["rollback", "--apply", "--yes", "--folder", "drizzle"], 0),
        (["mark-applied", "0001_phone", "--yes", "--folder", "drizzle"], 1),
        (["incident", "drizzle"], 0),
        (["restore", "b.dump"], 0),
        (["restore", "nothing.dump"], 2),
    ):
        code, said, seen = watched(*words, cwd=tmp_path, **settings)
        assert code == expected, said.decode()
        assert not any(form in said for form in FORMS), words
        assert seen.told == set(), words
        # The private server, and what is run as another user to start it, know nothing of production.
        assert seen.kept <= {"sterna", "pg_dump", "pg_restore", "git"}, words
        started |= seen.names
    assert started >= {"sterna", "pg_dump", "pg_restore"}
    assert ("postgres" in started) == private
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or not any(form in path.read_bytes() for form in FORMS), path
