"""The real drizzle-kit and drizzle-orm say that the example is theirs.

Skipped without node and the packages: `make node` installs them, then `pytest -m drizzle` runs this.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from sterna.postgres.server import Server
from tests.drizzle.example import EXPECTED, ROWS, ROWS_AFTER, entries
from tests.drizzle.generate import HERE, MIGRATIONS, PACKAGES, generate, what_is_missing

pytestmark = [
    pytest.mark.drizzle,
    pytest.mark.slow,
    pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing() or "nothing is missing"),
]

TRACKED = 'SELECT hash, created_at FROM drizzle."__drizzle_migrations" ORDER BY id'


def node(*words: str, folder: Path = HERE, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a program of ours or of the packages and return what it said, both streams as one."""
    return subprocess.run(
        [shutil.which("node") or "node", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "NODE_PATH": str(PACKAGES.resolve())} | settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )


def sockets(server: Server) -> str:
    """Return the folder of the server's socket, which is all that node-postgres needs to find it."""
    with server.connect(admin=True) as connection:
        [(folder,)] = connection.rows("SHOW unix_socket_directories")
    assert folder
    return folder.strip('"')


def migrate(server: Server, database: str, *folders: Path) -> None:
    """Run the migrator of drizzle-orm over node-postgres, on one folder after another."""
    done = node("migrate.cjs", sockets(server), server.owner, database, *map(str, folders))
    assert done.returncode == 0, done.stdout


def tracked(server: Server, database: str) -> list[tuple[str | None, ...]]:
    """Return the hash and the time of each row in Drizzle's tracking table."""
    with server.connect(database) as connection:
        return connection.rows(TRACKED)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Copy what drizzle-kit reads of the example, in a repository of its own."""
    shutil.copytree(MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("rollback", "README.md"))
    (tmp_path / "node_modules").symlink_to(PACKAGES.resolve(), target_is_directory=True)
    return tmp_path


@pytest.fixture
def prefixes(tmp_path: Path) -> list[Path]:
    """Make the folder as it was after each of its migrations, oldest first."""
    journal = json.loads((MIGRATIONS / "meta" / "_journal.json").read_bytes())
    folders = []
    for length in range(1, len(journal["entries"]) + 1):
        folder = tmp_path / str(length)
        (folder / "meta").mkdir(parents=True)
        (folder / "meta" / "_journal.json").write_text(
            json.dumps(journal | {"entries": journal["entries"][:length]}),
        )
        for entry in journal["entries"][:length]:
            shutil.copy(MIGRATIONS / f"{entry['tag']}.sql", folder)
        folders.append(folder)
    return folders


def kit(command: str, workspace: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command of drizzle-kit with the example's configuration."""
    words = ["node_modules/drizzle-kit/bin.cjs", command, "--config", "migrations/drizzle.config.ts"]
    return node(*words, folder=workspace, **settings)


def content(folder: Path) -> dict[str, bytes]:
    """Return the files that the generator writes, by their path in the folder."""
    paths = [folder / "schema.ts", *folder.glob("*.sql"), *folder.glob("meta/*")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_the_steps_write_the_example_byte_for_byte(tmp_path: Path) -> None:
    """What drizzle-kit makes of the steps is what is committed: schema, SQL, journal and snapshots."""
    generate(tmp_path / "again")
    assert content(tmp_path / "again") == content(MIGRATIONS)


def test_check_is_content(workspace: Path) -> None:
    """`drizzle-kit check` finds nothing, not even what it only warns of."""
    done = kit("check", workspace)
    assert done.returncode == 0
    assert done.stdout.splitlines()[1:] == ["Everything's fine 🐶🔥"]


def test_nothing_is_left_to_generate(workspace: Path) -> None:
    """The newest snapshot is schema.ts."""
    done = kit("generate", workspace)
    assert "No schema changes, nothing to migrate" in done.stdout
    assert content(workspace / "migrations") == content(MIGRATIONS)


def test_a_question_without_an_answer_stops_the_generator(workspace: Path) -> None:
    """A rename that no step announces is not guessed: nothing is written."""
    schema = workspace / "migrations" / "schema.ts"
    schema.write_text(schema.read_text().replace("text('phone_number')", "text('phone')"))
    words = ["node_modules/drizzle-kit/bin.cjs", "generate", "--config", "migrations/drizzle.config.ts"]
    done = node("--require", str(HERE / "preload.cjs"), *words, folder=workspace, STERNA_NOW="1", STERNA_SEED="x")
    assert done.returncode == 3
    assert "no answer for the question:\nIs phone column in users table created or renamed" in done.stdout
    assert sorted(path.name for path in workspace.glob("migrations/*.sql")) == [
        f"{entry.tag}.sql" for entry in entries()
    ]


def test_an_answer_without_a_question_stops_the_generator(workspace: Path) -> None:
    """A rename that drizzle-kit does not ask about is a mistake in the steps."""
    words = ["node_modules/drizzle-kit/bin.cjs", "generate", "--config", "migrations/drizzle.config.ts"]
    settings = {"STERNA_NOW": "1", "STERNA_SEED": "x", "STERNA_RENAMES": '{"users.a": "b"}'}
    done = node("--require", str(HERE / "preload.cjs"), *words, folder=workspace, **settings)
    assert done.returncode == 3
    assert "never asked about users.a" in done.stdout


def test_the_migrator_runs_it_whole_and_in_parts(
    either_server: Server, database: str, other_database: str, prefixes: list[Path]
) -> None:
    """drizzle-orm makes the same schema in one transaction and in one for each, and tracks each file."""
    migrate(either_server, database, MIGRATIONS)
    migrate(either_server, other_database, *prefixes)
    expected = [(entry.hash, str(entry.when)) for entry in entries()]
    assert tracked(either_server, database) == expected
    assert tracked(either_server, other_database) == expected
    assert either_server.dump(database) == either_server.dump(other_database)


def test_the_migrator_keeps_the_rows(either_server: Server, database: str, prefixes: list[Path]) -> None:
    """On tables that hold rows drizzle-orm runs the rest of the history, and the rows are as they should be."""
    migrate(either_server, database, prefixes[1])
    with either_server.connect(database) as connection:
        connection.run(ROWS)
    migrate(either_server, database, MIGRATIONS)
    with either_server.connect(database) as connection:
        assert sorted(str(row) for (row,) in connection.rows(ROWS_AFTER)) == EXPECTED


def test_drizzle_kit_agrees_with_the_migrator(
    either_server: Server, database: str, other_database: str, workspace: Path
) -> None:
    """`drizzle-kit migrate` makes of an empty database what drizzle-orm makes, and after that it does nothing."""
    migrate(either_server, database, MIGRATIONS)
    made = either_server.dump(database), tracked(either_server, database)
    for name in (other_database, database):
        url = f"postgresql://{either_server.owner}@localhost/{name}?host={sockets(either_server)}"
        done = kit("migrate", workspace, DATABASE_URL=url)
        assert done.returncode == 0, done.stdout
        assert (either_server.dump(name), tracked(either_server, name)) == made
