"""What git knows of a folder: the commits, and the files as they stand in one of them."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sterna.problem import Problem

_DEADLINE: Final = 60
"""Seconds. A partial clone may fetch what it is asked for."""
_SETTINGS: Final = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
# What a git hook is started with; it would keep us from asking about the folder's own repository.
_OF_A_HOOK: Final = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, and where in it the folder stands: `prefix` is empty or ends with a slash."""

    folder: Path
    prefix: str


def repository(folder: Path) -> Repository:
    """Find the repository that a folder belongs to.

    Raises Problem if git is not there or the folder is in no repository.
    """
    found = _git(folder, "rev-parse", "--show-prefix")
    if found.returncode:
        raise Problem(
            "The migrations folder is in no git repository that can be read, so nothing can be compared with a base.",
            where=f"{folder} (git: {_words(found)})",
            do="Run this within the repository, or without a base.",
        )
    return Repository(folder, os.fsdecode(found.stdout).removesuffix("\n"))


def commit(repository: Repository, ref: str) -> str:
    """Return the commit that a ref names.

    Raises Problem if there is no such commit here.
    """
    name = f"{ref}^{{commit}}"
    found = _git(repository.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if found.returncode or not ref:
        raise Problem(
            f"git knows no commit {ref!r} here.",
            where=str(repository.folder),
            do="Check the name. A branch of the remote may have to be fetched first, "
            f"`git fetch origin {_short(ref)}`, and is then called `origin/{_short(ref)}`.",
        )
    return _text(found)


def merge_base(repository: Repository, base: str, ref: str) -> str:
    """Return the commit in which HEAD and a base parted; `ref` is how the base was called.

    Raises Problem if there is none, which in a shallow clone means that it was not fetched.
    """
    found = _git(repository.folder, "merge-base", "--end-of-options", base, commit(repository, "HEAD"))
    if found.returncode == 0:
        return _text(found)
    if _text(_git(repository.folder, "rev-parse", "--is-shallow-repository")) == "true":
        raise Problem(
            f"This clone is shallow: it does not reach back to where HEAD and {ref!r} parted.",
            where=str(repository.folder),
            do="Run `git fetch --deepen=1000`, or fetch the whole history with `git fetch --unshallow`.",
        )
    raise Problem(
        f"HEAD and {ref!r} have no commit in common.",
        where=str(repository.folder),
        do="Name a base that HEAD was branched from.",
    )


def names(repository: Repository, at: str) -> tuple[str, ...]:
    """Return the names of all files of the folder as they stand in a commit, those in folders below it among them."""
    out = _git(repository.folder, "ls-tree", "-r", "-z", "--name-only", "--full-name", at, "--", ".")
    if out.returncode:
        raise Problem(f"git could not list the files of {at[:12]}.", where=f"{repository.folder} (git: {_words(out)})")
    found = (os.fsdecode(name) for name in out.stdout.split(b"\0") if name)
    return tuple(name.removeprefix(repository.prefix) for name in found)


def files(repository: Repository, at: str, names: list[str]) -> dict[str, bytes]:
    """Return the contents of files of the folder as they stand in a commit; those that are not there are left out."""
    asked = {name: f"{at}:{repository.prefix}{name}" for name in names}
    found = blobs(repository, list(asked.values()))
    return {name: found[line] for name, line in asked.items() if line in found}


def blobs(repository: Repository, names: list[str]) -> dict[str, bytes]:
    """Return the contents of files by what git calls them, an id or `commit:path`; raise Problem.

    Those that are not there are left out.
    """
    asked = [name for name in names if "\n" not in name]
    out = _git(repository.folder, "cat-file", "--batch", put="".join(f"{name}\n" for name in asked))
    if out.returncode:
        raise Problem("git could not read these files.", where=f"{repository.folder} (git: {_words(out)})")
    found: dict[str, bytes] = {}
    start = 0
    for name in asked:
        end = out.stdout.index(b"\n", start)
        head = out.stdout[start:end].split(b" ")
        start = end + 1
        # `<id> blob <size>` comes before the contents, `<name> missing` stands alone.
        if len(head) == len(("id", "sort", "size")) and head[2].isdigit():
            size = int(head[2])
            if head[1] == b"blob":
                found[name] = out.stdout[start : start + size]
            start += size + 1
    return found


def log(repository: Repository) -> list[bytes]:
    """Return the commits of all branches that touched the folder, the newest first, each with its changes below it.

    Raises Problem.
    """
    words = ("log", "--all", "--format=%H", "--raw", "--no-abbrev", "--no-renames", "--", ".")
    out = _git(repository.folder, *words)
    if out.returncode:
        raise Problem("git could not list the commits.", where=f"{repository.folder} (git: {_words(out)})")
    return out.stdout.split(b"\n")


def _git(folder: Path, *arguments: str, put: str = "") -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env={key: value for key, value in os.environ.items() if key not in _OF_A_HOOK} | _SETTINGS,
            input=os.fsencode(put),
            capture_output=True,
            check=False,
            timeout=_DEADLINE,
        )
    except FileNotFoundError as error:
        raise Problem(
            "git is not installed, so nothing can be compared with a base.",
            do="Install git, or run this without a base.",
        ) from error
    except subprocess.TimeoutExpired as error:
        raise Problem(
            f"git gave no answer within {_DEADLINE} seconds.",
            where=f"{folder}: git {' '.join(arguments)}",
            do="Try the command by hand; a partial clone may be fetching.",
        ) from error
    except ValueError as error:
        raise Problem("The name of the base holds a zero byte.", do="Name a branch, a tag or a commit.") from error


def _text(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stdout.decode("utf-8", "replace").strip()


def _words(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0] if lines else f"exit {done.returncode}"


def _short(ref: str) -> str:
    return ref.removeprefix("refs/heads/").removeprefix("origin/") or "main"
