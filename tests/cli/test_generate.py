"""`sterna generate`: one whole migration, or a folder that is as it was."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from sterna import history
from sterna.history import generator
from sterna.problem import Problem
from sterna.report import down_file
from tests.cli.histories import STERNA, environment, make, sterna
from tests.drizzle.generate import PACKAGES, PACKAGES_1_0, what_is_missing

REAL = [
    pytest.mark.drizzle,
    pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing() or "nothing is missing"),
]
SCHEMA = """import { pgTable, integer, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: integer().primaryKey(), name: text() });
"""
CONFIG = """import { defineConfig } from 'drizzle-kit';
export default defineConfig({ dialect: 'postgresql', schema: './schema.ts', out: './drizzle' });
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a history of one migration."""
    return make(tmp_path / "drizzle", {"0000_users": "CREATE TABLE users (id integer PRIMARY KEY, name text);"})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project with the real drizzle-kit, and no migration yet."""
    (tmp_path / "node_modules").symlink_to(PACKAGES.resolve(), target_is_directory=True)
    (tmp_path / "drizzle.config.ts").write_text(CONFIG)
    (tmp_path / "schema.ts").write_text(SCHEMA)
    return tmp_path


def content(folder: Path) -> dict[str, bytes | None]:
    """Return all that is below a folder, by path."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def generate(project: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command where drizzle-kit is found."""
    return sterna("generate", *words, cwd=project, PATH=os.environ["PATH"])


def stand_in(folder: Path, script: str) -> str:
    """Write a program that stands for a drizzle-kit which does these things, and return how it is started."""
    program = folder.parent / "kit.py"
    program.write_text(f"import json, pathlib, sys\nout = pathlib.Path({str(folder)!r})\n{script}\n")
    return f"{sys.executable} {program}"


ENTRY = """
journal = out / 'meta' / '_journal.json'
value = json.loads(journal.read_text())
value['entries'].append({**value['entries'][-1], 'idx': 1, 'when': value['entries'][-1]['when'] + 1, 'tag': '0001_x'})
journal.write_text(json.dumps(value))
"""
SNAPSHOT = "(out / 'meta' / '0001_snapshot.json').write_text('{}')\n"
SQL = "(out / '0001_x.sql').write_text('ALTER TABLE users ADD COLUMN phone text;')\n"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("print('what went wrong')", "what went wrong"),
        (ENTRY, "0001_x.sql is not there"),
        (SNAPSHOT, "did not write one whole migration"),
        (SQL, "did not write one whole migration"),
        (ENTRY + SQL, "did not write one whole migration"),
        (ENTRY + SQL + SNAPSHOT + "(out / '0002_y.sql').write_text('')", "did not write one whole migration"),
        (ENTRY + SQL + SNAPSHOT + "(out / '0000_users.sql').write_text('')", "0000_users.sql"),
        (ENTRY + SQL + SNAPSHOT + "(out / '0000_users.sql').unlink()", "0000_users.sql"),
        (ENTRY + SQL + SNAPSHOT + "sys.exit(1)", "did not write one whole migration"),
        ("(out / 'meta' / '_journal.json').write_text('{')", "not"),
        ("(out / '20260101000000_x').mkdir(); (out / '20260101000000_x' / 'snapshot.json').write_text('')", "whole"),
    ],
    ids=lambda value: value[-60:] if len(value) > 60 else value,
)
def test_what_is_not_whole_is_put_back(folder: Path, script: str, said: str) -> None:
    """Whatever a drizzle-kit that ends with 0 left half done, every byte is as it was, and its words are passed on."""
    before = content(folder)
    kit = generator.program(folder.parent, stand_in(folder, script))
    with pytest.raises(Problem, match=re.escape(said)):
        generator.generate(folder, kit, generator.Wanted("x"))
    assert content(folder) == before


def test_a_first_migration_that_fails_leaves_no_folder(tmp_path: Path) -> None:
    """A folder that was not there is not there afterwards."""
    script = "out.mkdir(); (out / 'meta').mkdir(); (out / 'meta' / '_journal.json').write_text('{}')"
    kit = generator.program(tmp_path, stand_in(tmp_path / "drizzle", script))
    with pytest.raises(Problem):
        generator.generate(tmp_path / "drizzle", kit, generator.Wanted("x"))
    assert not (tmp_path / "drizzle").exists()


def test_a_whole_migration_is_reviewed_and_gets_its_way_back(folder: Path) -> None:
    """The down file is proven, findings are for standard error, and the section alone is printed."""
    done = generate(folder.parent, "--name", "x", "--command", stand_in(folder, ENTRY + SQL + SNAPSHOT))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("## Database Migration\n")
    assert "generated  drizzle/0001_x.sql" in done.stderr
    assert "wrote drizzle/rollback/0001_x.sql" in done.stderr
    [_, made] = history.read(folder).migrations
    assert down_file.statements(made) == ('ALTER TABLE "public"."users" DROP COLUMN "phone"',)


def test_an_interrupted_run_leaves_nothing(folder: Path) -> None:
    """Ctrl-C while drizzle-kit works: what it wrote so far is gone, and so is it."""
    before = content(folder)
    kit = stand_in(
        folder,
        ENTRY
        + "import time, os; print(os.getpid()); (out / '0003_pid.sql').write_text(str(os.getpid())); time.sleep(60)",
    )
    process = subprocess.Popen(
        [*STERNA, "generate", "--name", "x", "--command", kit],
        cwd=folder.parent,
        env=environment(),
        stderr=subprocess.DEVNULL,
    )
    mark = folder / "0003_pid.sql"
    while not (mark.exists() and mark.read_text()):
        assert process.poll() is None
        time.sleep(0.05)
    pid = int(mark.read_text())
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    assert content(folder) == before
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize("name", ["", "a b", "../x", "-x", "é", "x" * 101])
def test_a_migration_is_named_by_a_person(folder: Path, name: str) -> None:
    """drizzle-kit would call it red_hulk, or write into another folder."""
    with pytest.raises(Problem, match="--name add_phone_number"):
        generator.generate(folder, generator.program(folder, "false"), generator.Wanted(name))


def test_what_is_spoilt_is_not_built_upon(folder: Path) -> None:
    """A file that is missing stops it before drizzle-kit is asked; without drizzle-kit it says how to get one."""
    with pytest.raises(Problem, match="drizzle-kit is not installed here"):
        generator.program(folder)
    (folder / "0000_users.sql").unlink()
    with pytest.raises(Problem, match=r"0000_users\.sql is not there"):
        generator.generate(folder, generator.program(folder, "false"), generator.Wanted("x"))


class TestReal:
    """The real drizzle-kit 0.31, which ends with 0 whatever happens."""

    pytestmark = REAL

    @pytest.mark.slow
    def test_from_the_first_migration_on(self, project: Path) -> None:
        """First, nothing to do, second, one of its own SQL: each is told as what it is."""
        first = generate(project, "--name", "init")
        assert first.returncode == 0, first.stderr
        assert (project / "drizzle" / "rollback" / "0000_init.sql").is_file()
        again = generate(project, "--name", "again")
        assert (again.returncode, again.stdout) == (0, "")
        assert "finds no change in the schema" in again.stderr
        own = generate(project, "--name", "own", "--custom")
        assert own.returncode == 0, own.stderr
        assert "Write its SQL" in own.stderr
        found = history.read(project / "drizzle")
        assert [one.tag for one in found.migrations] == ["0000_init", "0001_own"]

    @pytest.mark.slow
    def test_what_goes_wrong_is_told_and_leaves_nothing(self, project: Path) -> None:
        """A question, an error in the schema, an option it does not know, an SQL file that cannot be written."""
        assert generate(project, "--name", "init").returncode == 0
        (project / "schema.ts").write_text(SCHEMA.replace("name: text()", "full: text()"))
        before = content(project / "drizzle")
        asks = generate(project, "--name", "full")
        assert asks.returncode == 1
        assert "Run `sterna generate --name full` on a terminal." in asks.stderr
        unknown = generate(project, "--name", "full", "--", "--nonsense")
        assert "Unrecognized options for command 'generate': --nonsense" in unknown.stderr
        (project / "schema.ts").write_text(SCHEMA.replace("name: text()", "name: txt()"))
        wrong = generate(project, "--name", "full")
        assert "ReferenceError: txt is not defined" in wrong.stderr
        assert "node:internal" not in wrong.stderr
        assert content(project / "drizzle") == before
        (project / "schema.ts").write_text(SCHEMA.replace("name: text()", "name: text(), phone: text()"))
        (project / "drizzle" / "0001_phone.sql").mkdir()
        half = generate(project, "--name", "phone")
        assert half.returncode == 1
        assert "EISDIR" in half.stderr
        assert json.loads((project / "drizzle" / "meta" / "_journal.json").read_bytes())["entries"][-1]["idx"] == 0
        (project / "drizzle" / "0001_phone.sql").rmdir()
        assert content(project / "drizzle") == before

    @pytest.mark.slow
    def test_a_person_answers_on_a_terminal(self, project: Path) -> None:
        """The question of drizzle-kit reaches the terminal, the answer reaches drizzle-kit; Ctrl-C leaves nothing."""
        assert generate(project, "--name", "init").returncode == 0
        (project / "schema.ts").write_text(SCHEMA.replace("name: text()", "full: text()"))
        before = content(project / "drizzle")
        code, _ = on_a_terminal(project, b"\x03")
        assert code != 0
        assert content(project / "drizzle") == before
        code, said = on_a_terminal(project, b"\x1b[B\r")
        assert "## Database Migration" in said, said
        assert code == 1  # A rename needs a window: an error of the review.
        assert (project / "drizzle" / "0001_full.sql").read_text() == (
            'ALTER TABLE "users" RENAME COLUMN "name" TO "full";'
        )
        assert (project / "drizzle" / "rollback" / "0001_full.sql").is_file()


@pytest.mark.slow
class TestReal10:
    """The real drizzle-kit 1.0, which writes a folder for each migration."""

    pytestmark = REAL

    @pytest.fixture
    def project(self, tmp_path: Path) -> Path:
        """Make a project with it, and no migration yet."""
        (tmp_path / "node_modules").symlink_to(PACKAGES_1_0.resolve(), target_is_directory=True)
        (tmp_path / "drizzle.config.ts").write_text(CONFIG)
        (tmp_path / "schema.ts").write_text(SCHEMA)
        return tmp_path

    def test_from_the_first_migration_on(self, project: Path) -> None:
        """First, nothing to do, one more, one of its own SQL: each is told as what it is, and has its way back."""
        first = generate(project, "--name", "init")
        assert first.returncode == 0, first.stderr
        assert first.stdout.startswith("## Database Migration\n")
        again = generate(project, "--name", "again")
        assert (again.returncode, again.stdout) == (0, "")
        assert "Nothing to generate: drizzle-kit 1.0.0" in again.stderr
        time.sleep(1.1)  # It names folders by the second.
        (project / "schema.ts").write_text(SCHEMA.replace("name: text()", "name: text(), phone: text()"))
        more = generate(project, "--name", "phone")
        assert more.returncode == 0, more.stderr
        time.sleep(1.1)
        own = generate(project, "--name", "own", "--custom")
        assert own.returncode == 0, own.stderr
        assert "Write its SQL" in own.stderr
        found = history.read(project / "drizzle").migrations
        assert [one.tag.partition("_")[2] for one in found] == ["init", "phone", "own"]
        assert down_file.statements(found[1]) == ('ALTER TABLE "public"."users" DROP COLUMN "phone"',)
        assert sorted(path.stem for path in (project / "drizzle" / "rollback").iterdir()) == [
            one.tag for one in found[:2]
        ]

    def test_what_goes_wrong_is_told_and_leaves_nothing(self, project: Path) -> None:
        """A question that has no terminal, its answer by hints, an error in the schema."""
        assert generate(project, "--name", "init").returncode == 0
        before = content(project / "drizzle")
        (project / "schema.ts").write_text(SCHEMA.replace("name: text()", "name: txt()"))
        wrong = generate(project, "--name", "full")
        assert wrong.returncode == 1
        assert "txt is not defined" in wrong.stderr
        (project / "schema.ts").write_text(SCHEMA.replace("name: text()", "full: text()"))
        asks = generate(project, "--name", "full")
        assert asks.returncode == 1
        assert "on a terminal or answer with its hints: ... -- --hints '[...]'" in asks.stderr
        assert content(project / "drizzle") == before
        time.sleep(1.1)
        hint = [
            {"type": "rename", "kind": "column", "from": ["public", "users", "name"], "to": ["public", "users", "full"]}
        ]
        answered = generate(project, "--name", "full", "--", "--hints", json.dumps(hint))
        assert "RENAME COLUMN" in (history.read(project / "drizzle").migrations[-1].path).read_text(), answered.stderr
        assert answered.returncode == 1  # A rename needs a window: an error of the review.


def on_a_terminal(project: Path, keys: bytes) -> tuple[int, str]:
    """Run it on a terminal of its own, press keys at the question, and return exit code and all that was shown."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*STERNA, "generate", "--name", "full"],
        cwd=project,
        env=environment(PATH=os.environ["PATH"]),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        # Only a controlling terminal turns a key into a signal.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 (no threads here)
    )
    os.close(theirs)
    shown = b""
    asked = False
    while select.select([ours], [], [], 60)[0]:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        shown += piece
        if not asked and b"renamed from another" in shown and b"rename column" in shown:
            time.sleep(0.2)
            os.write(ours, keys)
            asked = True
    process.kill()
    os.close(ours)
    return process.wait(), shown.decode(errors="replace").replace("\r\n", "\n")
