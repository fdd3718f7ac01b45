"""The program that writes migrations/: the steps in steps/, told to the real drizzle-kit one after another.

    python tests/drizzle/generate.py [FOLDER]

Clock, ids and answers are fixed (preload.cjs), so that two runs write the same bytes. Needs node, git, and the packages
of package.json: `make node` installs them, or the environment variable STERNA_NODE_MODULES names their folder.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
MIGRATIONS = REPOSITORY / "migrations"
PACKAGES = Path(os.environ.get("STERNA_NODE_MODULES", REPOSITORY / "build" / "node" / "node_modules"))
PACKAGES_1_0 = Path(os.environ.get("STERNA_NODE_MODULES_1_0", REPOSITORY / "build" / "node-1.0" / "node_modules"))


@dataclass(frozen=True, slots=True)
class Step:
    """One call of drizzle-kit generate: its time, the answers to its questions, and the patch or SQL it is about."""

    tag: str
    when: datetime
    renames: dict[str, str]
    source: Path

    @property
    def name(self) -> str:
        """Return what is given to `--name`: the tag without its number."""
        return self.tag.partition("_")[2]

    @property
    def milliseconds(self) -> int:
        """Return the time in milliseconds since 1970, as the journal holds it."""
        return int(self.when.timestamp()) * 1000

    @property
    def custom(self) -> bool:
        """Tell whether a person wrote the SQL."""
        return self.source.suffix == ".sql"


def read_steps(folder: Path = HERE / "steps") -> tuple[Step, ...]:
    """Read sequence.toml and find the one file of each step; raise ValueError when there is none, or two."""
    steps = []
    for entry in tomllib.loads((folder / "sequence.toml").read_text())["step"]:
        sources = [path for suffix in (".patch", ".sql") if (path := folder / f"{entry['tag']}{suffix}").is_file()]
        if len(sources) != 1:
            raise ValueError(f"{entry['tag']}: expected one .patch or one .sql beside sequence.toml")
        steps.append(Step(entry["tag"], entry["when"], entry.get("renames", {}), sources[0]))
    return tuple(steps)


def what_is_missing() -> str:
    """Say what the machine lacks for running drizzle-kit, or return the empty text."""
    if shutil.which("node") is None:
        return "node is not installed: version 20 or later is needed."
    if not (PACKAGES / "drizzle-kit").is_dir():
        return f"drizzle-kit is not in {PACKAGES}: run `make node`, or set STERNA_NODE_MODULES."
    if not (PACKAGES_1_0 / "drizzle-kit").is_dir():
        return f"drizzle-kit 1.0 is not in {PACKAGES_1_0}: run `make node`, or set STERNA_NODE_MODULES_1_0."
    return ""


def generate(folder: Path) -> None:
    """Write schema.ts, the SQL files and meta/ anew into the folder; leave its other files alone.

    Raises RuntimeError with the output of the program that failed. drizzle-kit reports failures with exit code 0,
    so a step counts only when exactly its own SQL file has come into being.
    """
    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name).resolve()
        written = workspace / "migrations"
        written.mkdir()
        (workspace / "node_modules").symlink_to(PACKAGES.resolve(), target_is_directory=True)
        shutil.copy(MIGRATIONS / "drizzle.config.ts", written)
        for step in read_steps():
            _take(step, workspace)
        _publish(written, folder)


def _take(step: Step, workspace: Path) -> None:
    written = workspace / "migrations"
    before = set(written.glob("*.sql"))
    if not step.custom:
        _run(["git", "apply", str(step.source)], written, {"GIT_CEILING_DIRECTORIES": str(workspace)})
    command = [
        *("node", "--require", str(HERE / "preload.cjs"), "node_modules/drizzle-kit/bin.cjs", "generate"),
        *("--config", "migrations/drizzle.config.ts", "--name", step.name),
    ]
    output = _run(
        [*command, "--custom"] if step.custom else command,
        workspace,
        {
            "STERNA_NOW": str(step.milliseconds),
            "STERNA_SEED": step.tag,
            "STERNA_RENAMES": json.dumps(step.renames),
        },
    )
    new = set(written.glob("*.sql")) - before
    if new != {written / f"{step.tag}.sql"}:
        raise RuntimeError(f"{step.tag}: drizzle-kit wrote {sorted(path.name for path in new)}:\n{output}")
    if step.custom:
        # The comment that drizzle-kit leaves has no newline: what follows it directly would be part of it.
        with (written / f"{step.tag}.sql").open("a") as file:
            file.write("\n" + step.source.read_text())


def _run(command: list[str], folder: Path, settings: dict[str, str]) -> str:
    # What a person's shell has set (NODE_OPTIONS, GIT_DIR, FORCE_COLOR ...) must not change a byte.
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        command,
        cwd=folder,
        env=kept | settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with exit code {done.returncode}:\n{done.stdout}")
    return done.stdout


def _publish(written: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.sql"):
        stale.unlink()
    shutil.rmtree(folder / "meta", ignore_errors=True)
    shutil.copytree(written / "meta", folder / "meta")
    for path in [written / "schema.ts", *sorted(written.glob("*.sql"))]:
        shutil.copyfile(path, folder / path.name)


def main() -> int:
    """Read the command line, write the folder, and say what was done."""
    parser = argparse.ArgumentParser(description="Write migrations/ anew with the real drizzle-kit.")
    parser.add_argument("folder", nargs="?", type=Path, default=MIGRATIONS)
    arguments = parser.parse_args()
    missing = what_is_missing()
    if missing:
        sys.stderr.write(f"{missing}\n")
        return 2
    generate(arguments.folder)
    sys.stdout.write(f"{len(read_steps())} migrations in {arguments.folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
