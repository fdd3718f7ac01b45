"""The commands on small real histories."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from sterna import history
from sterna.cli.folder import find
from sterna.pull_request.markers import BEGIN, END
from sterna.report import down_file
from tests.cli.conftest import Command
from tests.cli.histories import STERNA, environment, make, running, sterna, within
from tests.report.golden_text import assert_golden

GOLDEN = Path(__file__).parent / "golden"
EXAMPLE = find(Path(__file__).parents[2] / "migrations", Path()).folder
USERS = "CREATE TABLE users (id integer PRIMARY KEY, name text);"
PHONE = "ALTER TABLE users ADD COLUMN phone text;"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a history of two migrations, with the name that is looked for."""
    return make(tmp_path / "drizzle", {"0000_users": USERS, "0001_phone": PHONE})


def test_describe_says_what_the_guide_says_of_its_example(tmp_path: Path) -> None:
    """The section of 0005_add_audit_logs has every line of the guide's own form."""
    done = sterna("describe", EXAMPLE, "--tag", "0005_add_audit_logs", cwd=EXAMPLE.parent)
    assert (done.stderr, done.returncode) == ("", 0)
    said = done.stdout
    for line in (
        "## Database Migration",
        "**Migration File**: `migrations/0005_add_audit_logs.sql`",
        "- Added `audit_logs` table with columns: id, user_id, action, metadata, created_at",
        "- Added index on (user_id, created_at) to `audit_logs` for query performance",
        "- Added foreign key to users table from audit_logs.user_id",
        '```sql\nDROP TABLE "public"."audit_logs";\n```',
        "- [x] Migration runs successfully on dev",
        "- [ ] Migration runs successfully on staging",
        "- [ ] Tests pass with new schema",
        "- [x] Rollback tested on dev",
        "**Performance Impact**: Minimal (new table, no ALTER on existing tables)",
        "**Downtime Required**: None",
    ):
        assert line in said
    assert "CASCADE" not in said


def test_describe_fills_a_description(folder: Path, command: Command) -> None:
    """The section is put into a file between its markers, and the rest stays byte for byte."""
    body = folder.parent / "body.md"
    body.write_bytes(b"Adds a phone.\r\n\r\n- [x] mine\r\n")
    printed = command("describe", "--body", body, cwd=folder.parent)
    assert printed.returncode == 0
    assert body.read_bytes() == b"Adds a phone.\r\n\r\n- [x] mine\r\n"
    assert printed.stdout.startswith(f"Adds a phone.\r\n\r\n- [x] mine\r\n\r\n{BEGIN}\r\n## Database Migration\r\n")
    assert printed.stdout.endswith(f"\r\n{END}\r\n")
    written = command("describe", "--body", body, "--write", cwd=folder.parent)
    assert (written.stdout, written.returncode) == ("", 0)
    assert body.read_bytes().decode() == printed.stdout
    again = command("describe", "--body", "-", cwd=folder.parent, stdin=body.read_bytes())
    assert again.stdout == printed.stdout


def test_describe_as_json(folder: Path, command: Command) -> None:
    """The values and the Markdown that they become."""
    value = json.loads(command("describe", "--format", "json", cwd=folder.parent).stdout)
    [migration] = value["migrations"]
    assert migration["changes"] == ["Added column users.phone (text)"]
    assert migration["downtime"] == {
        "required": "Short lock",
        "reasons": ["reads and writes of users wait for a moment"],
    }
    assert value["markdown"].startswith("## Database Migration\n")
    assert value["server"].startswith("PostgreSQL ")


def test_rollback_prints_sql_that_can_be_run(folder: Path, command: Command) -> None:
    """Standard output is SQL, newest first; the verdicts go to standard error."""
    done = command("rollback", "--all", cwd=folder.parent)
    assert done.returncode == 0
    newest, oldest = history.read(folder).migrations[::-1]
    first, second = done.stdout.split("\n-- Rollback of 0000_users")
    assert f"-- Rollback of {newest.tag}\n" in first
    assert 'ALTER TABLE "public"."users" DROP COLUMN "phone";\n' in first
    assert oldest.hash in second
    assert "Using drizzle (it holds migrations).\n" in done.stderr
    assert "0001_phone.sql: rollback exact" in done.stderr


def test_rollback_for_people(folder: Path, command: Command) -> None:
    """As text it also says whom the way back stops; a file is as good as its tag."""
    done = command("rollback", "drizzle/0001_phone.sql", "--format", "text", cwd=folder.parent)
    assert done.returncode == 0
    assert "0001_phone.sql: rollback exact" in done.stdout
    assert 'ALTER TABLE "public"."users" DROP COLUMN "phone";\n' in done.stdout
    assert "  the way back takes:\n    ACCESS EXCLUSIVE on public.users (" in done.stdout


def test_rollback_as_json_is_in_the_order_of_the_journal(folder: Path) -> None:
    """The members are exactly those that were promised."""
    done = sterna("rollback", "--all", "--format", "json", "--folder", folder, cwd=folder.parent)
    assert (done.stderr, done.returncode) == ("", 0)
    value = json.loads(done.stdout)
    assert list(value) == ["migrations"]
    assert [one["tag"] for one in value["migrations"]] == ["0000_users", "0001_phone"]
    members = ["tag", "path", "verdict", "rollback", "reason", "residue", "lost_rows", "provided"]
    assert all(list(one) == members for one in value["migrations"])
    assert value["migrations"][1]["rollback"] == 'ALTER TABLE "public"."users" DROP COLUMN "phone";\n'


def test_rollback_writes_files_and_keeps_those_of_people(folder: Path, command: Command) -> None:
    """A written file is left alone while it is right; an edited one is proven as it stands and kept."""
    wrote = command("rollback", "0001", folder, "--write", cwd=folder.parent)
    path = folder / "rollback" / "0001_phone.sql"
    assert wrote.returncode == 0
    assert "; wrote " in wrote.stdout
    first = path.read_text()
    found = down_file.read(first)
    assert found is not None
    assert not found.edited
    assert sorted(path.parent.iterdir()) == [path]
    assert "is as it was" in command("rollback", "0001", folder, "--write", cwd=folder.parent).stdout
    path.write_text("-- mine\nSELECT 1;\n")
    kept = command("rollback", "0001", folder, "--write", cwd=folder.parent)
    assert kept.returncode == 1
    assert "rollback by hand" in kept.stdout
    assert "which a person wrote (--force replaces it)" in kept.stdout
    assert path.read_text() == "-- mine\nSELECT 1;\n"
    assert command("rollback", "0001", folder, "--write", "--force", cwd=folder.parent).returncode == 0
    assert path.read_text() == first


def test_nothing_is_written_outside_the_folder(folder: Path, command: Command) -> None:
    """A link in somebody else's checkout cannot make us write elsewhere."""
    outside = folder.parent / "outside"
    outside.mkdir()
    (folder / "rollback").symlink_to(outside)
    done = command("rollback", "0001", folder, "--write", cwd=folder.parent)
    assert done.returncode == 2
    assert "leads out of the migrations folder" in done.stderr
    assert list(outside.iterdir()) == []


def test_review_of_a_clean_migration(folder: Path, command: Command) -> None:
    """A harmless change is no error, and one line says on what it was seen."""
    done = command("review", folder, cwd=folder.parent)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].startswith("1 migration reviewed on PostgreSQL ")
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(("form", "begins"), [("json", '{\n  "server"'), ("github", "::"), ("sarif", '{\n  "$schema"')])
def test_review_for_programs(tmp_path: Path, form: str, begins: str, command: Command) -> None:
    """Findings at error level end with code 1 in every form."""
    folder = make(tmp_path / "m", {"0000_users": USERS, "0001_drop": "ALTER TABLE users DROP COLUMN name;"})
    done = command("review", folder, "--format", form, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith(begins)
    assert "drop-column" in done.stdout
    assert form != "github" or "::error file=" in done.stdout


def test_explain(tmp_path: Path) -> None:
    """A rule's page is printed as it is read, and a wrong name gets the nearest."""
    done = within("explain", "set-not-null", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("# ")
    value = json.loads(within("explain", "set-not-null", "--format", "json", cwd=tmp_path).stdout)
    assert value["markdown"] == done.stdout.rstrip("\n") + "\n" or value["markdown"] in done.stdout
    wrong = within("explain", "set-not-nul", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "`set-not-null`" in wrong.stderr


@pytest.mark.parametrize("command", [[], ["review"], ["rollback"], ["describe"], ["explain"]])
def test_help_reads_as_it_should(tmp_path: Path, command: list[str]) -> None:
    """The words of `--help` are those that a person found right."""
    done = within(*command, "--help", cwd=tmp_path, COLUMNS="80")
    assert done.returncode == 0
    assert_golden(GOLDEN / f"{'-'.join(command) or 'sterna'}.txt", done.stdout)


def test_version(tmp_path: Path) -> None:
    """The version is that of the installed package."""
    from importlib.metadata import version

    assert within("--version", cwd=tmp_path).stdout == f"sterna {version('sterna')}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["review", "--all", "--base", "main"], "each name migrations"),
        (["review", "--pg-bin", "a", "--postgres", "b"], "two servers"),
        (["rollback", "--force"], "--force goes with --write"),
        (["describe", "--write"], "--write goes with --body"),
        (["review", "--deadline", "0"], "--deadline"),
        (["rollback", "nope"], "There is no migration `nope`"),
        (["rollback", "a/b", "c/d"], "Several folders"),
        (["describe", "--body", "missing.md"], "cannot be read"),
        (["describe", "--body", "missing.md", "--format", "json"], "--format json has no place beside it"),
        (["rollback", "--chain"], "--chain goes with --all"),
        (["generate"], "Name the migration by what it does"),
        (["review", "--pg-bin", "nowhere"], "nowhere"),
        (["review", "--postgres", "postgresql://me:secret@nowhere/x"], "A password in --postgres shows"),
        (["frobnicate"], "No such command"),
    ],
)
def test_a_wrong_use_is_told_in_words(folder: Path, arguments: list[str], message: str) -> None:
    """Exit code 2, one message, no traceback."""
    done = within(*arguments, cwd=folder.parent)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
    assert done.stdout == ""


def test_an_unexpected_error_is_one_line_and_a_trace_on_request(folder: Path) -> None:
    """A defect of ours does not look like one of theirs."""
    path = str(folder.parent)
    (folder.parent / "psycopg.py").write_text("raise RuntimeError('a\\nb')\n")
    done = sterna("rollback", cwd=folder.parent, PYTHONPATH=path)
    assert done.returncode == 2
    assert "sterna: unexpected error: RuntimeError: a b\n" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Traceback" in sterna("rollback", cwd=folder.parent, PYTHONPATH=path, STERNA_DEBUG="1").stderr


def test_a_closed_pipe_is_no_error_to_talk_of(tmp_path: Path) -> None:
    """`sterna explain rule | head -1` ends in silence."""
    process = subprocess.Popen(
        [*STERNA, "explain", "set-not-null"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 128 + signal.SIGPIPE


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_leaves_nothing(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """Ctrl-C in the middle of an endless statement ends the server and its directory, soon."""
    folder = make(tmp_path / "m", {"0000_slow": "SELECT pg_sleep(300);"})
    word = f"sterna-test-{os.getpid()}-{number}"
    place = Path("/tmp") / word  # noqa: S108 (a folder that the server's user can enter)
    place.mkdir(mode=0o755)
    try:
        process = subprocess.Popen(
            [*STERNA, "rollback", "--folder", folder],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            env=environment(TMPDIR=str(place)),
        )
        end = time.monotonic() + 30
        while not any("SELECT" in line for line in running(word)) and not _asleep(word) and time.monotonic() < end:
            time.sleep(0.1)
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
        assert process.returncode == code
        assert b"Traceback" not in said
        end = time.monotonic() + 10
        while (running(word) or any(place.iterdir())) and time.monotonic() < end:
            time.sleep(0.1)
        assert running(word) == []
        assert list(place.iterdir()) == []
    finally:
        for left in place.iterdir():
            left.rmdir()
        place.rmdir()


def _asleep(word: str) -> bool:
    """Tell whether the server is up; what runs on it shows in no command line that names the folder."""
    return any("postgres" in line for line in running(word))
