"""A small repository with a Drizzle history, a pull request that adds to it, and the report of a run."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from sterna.pull_request.testimony import NAME, Effect, Heard, LeftOut, Ran, Seen, Testimony, Touch, WayBack, encode
from tests.github.world import Run, World, tip

FOLDER = "database/migrations"
ORIGIN = "00000000-0000-0000-0000-000000000000"
USERS = 'CREATE TABLE "users" (\n\t"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,\n\t"name" text\n);\n'
PHONE = 'ALTER TABLE "users" ADD COLUMN "phone" text;\n'
DROP = 'ALTER TABLE "users" DROP COLUMN "name";\n'


# Nothing here outlives its test, so nothing is tidied up or forced onto the disk.
_CARELESS = ("-c", "maintenance.auto=false", "-c", "gc.auto=0", "-c", "core.fsync=none")


class Repository:
    """A git repository to commit to."""

    def __init__(self, path: Path) -> None:
        """Stand on a repository that is there."""
        self.path = path

    def copy(self, path: Path) -> Repository:
        """Return another one with the same commits."""
        shutil.copytree(self.path, path)
        return Repository(path)

    def git(self, *arguments: str) -> str:
        """Run git; fail when it fails."""
        # A time of our own gives the same commits each time.
        fixed = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-11-22T08:00:00Z")
        names = {"GIT_AUTHOR_NAME": "ann", "GIT_AUTHOR_EMAIL": "ann@example.org"}
        names |= {
            "GIT_COMMITTER_NAME": "ann",
            "GIT_COMMITTER_EMAIL": "ann@example.org",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        done = subprocess.run(
            ["git", *_CARELESS, *arguments],  # noqa: S607
            cwd=self.path,
            env={**os.environ, **fixed, **names},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def write(self, files: dict[str, str | None]) -> None:
        """Write files, and delete those that are None."""
        for name, text in files.items():
            target = self.path / name
            if text is None:
                target.unlink()
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text)

    def migrate(self, tag: str, sql: str, *, when: int = 0) -> None:
        """Add a migration as drizzle-kit does: SQL, snapshot, entry."""
        path = self.path / FOLDER / "meta" / "_journal.json"
        journal: dict[str, Any] = {"version": "7", "dialect": "postgresql", "entries": []}
        if path.exists():
            journal = json.loads(path.read_text())
        number = len(journal["entries"])
        entry = {"idx": number, "version": "7", "when": when or 1_760_000_000_000 + number * 100_000, "tag": tag}
        journal["entries"].append({**entry, "breakpoints": True})
        prev = ORIGIN if number == 0 else f"{number - 1:08}-0000-0000-0000-000000000001"
        snapshot = {"id": f"{number:08}-0000-0000-0000-000000000001", "prevId": prev}
        self.write(
            {
                f"{FOLDER}/{tag}.sql": sql,
                f"{FOLDER}/meta/_journal.json": json.dumps(journal, indent=2) + "\n",
                f"{FOLDER}/meta/{tag.partition('_')[0]}_snapshot.json": json.dumps(snapshot) + "\n",
            }
        )

    def commit(self, message: str) -> str:
        """Commit everything and return the commit."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return tip(self.path, "HEAD")

    def branch(self, name: str, tag: str = "0001_phone", sql: str = PHONE) -> str:
        """Make a branch of main with one more migration."""
        self.git("checkout", "-q", "-b", name, "main")
        self.migrate(tag, sql)
        sha = self.commit(tag)
        self.git("checkout", "-q", "main")
        return sha


def begin(path: Path) -> Repository:
    """Make a repository with one migration on main."""
    path.mkdir()
    repository = Repository(path)
    repository.git("init", "-q", "-b", "main", "--template=")
    repository.write({"README.md": "# shop\n"})
    repository.migrate("0000_users", USERS)
    repository.commit("base")
    return repository


def heard(tag: str = "0001_phone", sql: str = PHONE, **more: Any) -> Heard:
    """Return what a run says of a migration that is fine."""
    known: dict[str, Any] = {
        "tag": tag,
        "hash": sha256(sql.encode()).hexdigest(),
        "ran": Ran("ran"),
        "back": WayBack("exact", ['ALTER TABLE "public"."users" DROP COLUMN "phone"'], "", [], [], []),
        "changes": [[("word", "Added column "), ("code", "users.phone")]],
        "effect": Effect(
            [("word", "Low (short locks on users; no table is read or written as a whole)")],
            "Short lock",
            [[("word", "reads and writes of users wait for a moment")]],
            [],
            [Touch(1, "public.users", "ACCESS EXCLUSIVE", rewrite=False, scan=False)],
        ),
        "found": [],
        "refuted": [],
        "tables": [],
    }
    return Heard(**{**known, **more})


def seen(rule: str, detail: str = "") -> Seen:
    """Return a finding of the server in the first statement."""
    return Seen(rule, 1, 1, 1, detail)


def zipped(raw: bytes, name: str = NAME) -> bytes:
    """Return an archive with one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, raw)
    return out.getvalue()


def report(world: World, branch: str, *migrations: Heard, left_out: Sequence[LeftOut] = (), **more: Any) -> Run:
    """Let the analysis of a branch end with a report."""
    raw = encode(Testimony(1, "0.1.0", "PostgreSQL 18.6", list(migrations or (heard(),)), list(left_out)))
    known: dict[str, Any] = {"repository": world.name, "artifact": zipped(raw)}
    run = Run(world.id(), world.sha(branch), branch, **{**known, **more})
    world.runs.append(run)
    return run
