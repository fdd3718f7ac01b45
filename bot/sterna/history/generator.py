"""The project's own drizzle-kit, asked for a migration, and believed only by the files that it wrote."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sterna import history as histories
from sterna.history.kept import Kept
from sterna.history.layout import JOURNAL
from sterna.history.model import History, Migration
from sterna.problem import Problem

LIMIT: Final = 300
"""Seconds after which a drizzle-kit that asks nobody is ended."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_NOTHING: Final = "No schema changes"
# What drizzle-kit says when it has a question and no terminal: 0.31, older ones, 1.0.
_QUESTION: Final = ("Interactive prompts require a TTY", "setRawMode", "missing_hints")
_ELSEWHERE: Final = "Your SQL migration"
_ESCAPES: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]")
_SAID: Final = 2000
# Where in drizzle-kit or Node it happened helps nobody who wants to mend a schema.
_FRAME: Final = re.compile(r"\s+at .*(node_modules|node:internal|\(node:)")


@dataclass(frozen=True, slots=True)
class Program:
    """How drizzle-kit is started, and its version where the package says it."""

    words: tuple[str, ...]
    version: str = ""

    def __str__(self) -> str:
        """Return what it is called."""
        return f"drizzle-kit {self.version}".rstrip()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of drizzle-kit: `options` are handed on as they are, `terminal` is where it may ask, if any."""

    name: str
    config: Path | None = None
    custom: bool = False
    options: tuple[str, ...] = ()
    terminal: int | None = None


@dataclass(frozen=True, slots=True)
class Generated:
    """The migration that was written, and the history with it."""

    history: History
    migration: Migration


@dataclass(frozen=True, slots=True)
class _Said:
    """How a run ended; `text` is empty where it spoke to a terminal."""

    code: int
    text: str = ""
    heard: bool = field(default=True)

    @property
    def asks(self) -> bool:
        return any(sign in self.text for sign in _QUESTION)


def program(here: Path, command: str = "") -> Program:
    """Return the command as it was given, else the drizzle-kit of the nearest node_modules; raise Problem."""
    if command:
        try:
            words = tuple(shlex.split(command))
        except ValueError as error:
            raise Problem(f"--command cannot be read: {error}.") from error
        if not words:
            raise Problem("--command is empty.", do="Name the program: --command 'pnpm exec drizzle-kit'")
        return Program(words)
    for folder in (here, *here.resolve().parents):
        found = folder / "node_modules" / ".bin" / "drizzle-kit"
        if found.is_file():
            return Program((str(found.absolute()),), _version(folder / "node_modules" / "drizzle-kit"))
    raise Problem(
        "drizzle-kit is not installed here.",
        where=f"Looked for node_modules/.bin/drizzle-kit from {here.resolve()} upwards.",
        do="npm install --save-dev drizzle-kit, or say how it is started: --command 'pnpm exec drizzle-kit'",
    )


def generate(folder: Path, kit: Program, wanted: Wanted) -> Generated | None:
    """Let drizzle-kit write one migration and return it, None where the schema has not changed.

    drizzle-kit 0.x ends with 0 whatever happens, so only the files count: one SQL file and one snapshot that are new,
    the journal, and nothing else. Otherwise they are put back as they were. Raises Problem.
    """
    if not _NAME.fullmatch(wanted.name):
        raise Problem(
            f"`{wanted.name}` is no name for a migration.",
            do="Say in a few words what it does: letters, digits, _ and -, as in --name add_phone_number",
        )
    kept = Kept(folder)
    before = _history(folder) if kept.files else ()
    try:
        said = _run(kit, wanted, None)
        if said.asks and not kept.changed and wanted.terminal is not None:
            said = _run(kit, wanted, wanted.terminal)
        return _made(folder, kit, wanted, before, kept, said)
    except BaseException:
        kept.restore()
        raise


def _made(
    folder: Path, kit: Program, wanted: Wanted, before: tuple[Migration, ...], kept: Kept, said: _Said
) -> Generated | None:
    """Return the migration where exactly one came; raise Problem with what drizzle-kit said where it did not."""
    if not kept.changed:
        if said.code == 0 and _NOTHING in said.text:
            return None
        raise _nothing(folder, kit, wanted, said)
    journal = folder / JOURNAL
    kinds = sorted(path.suffix for path in kept.new - {journal})
    strange = sorted(str(path) for path in kept.spoilt - {journal})
    after = histories.read(folder)
    known = [migration.tag for migration in before]
    new = [migration for migration in after.migrations if migration.tag not in known]
    faults = [fault.message for fault in after.faults if fault.fatal and (not new or fault.tag == new[0].tag)]
    tags = [migration.tag for migration in after.migrations if migration.tag in known]
    if kinds != [".json", ".sql"] or strange or len(new) != 1 or faults or tags != known or said.code != 0:
        raise Problem(
            f"{kit} did not write one whole migration, so everything is as it was.",
            where="\n".join([*faults, *(f"it changed {path}" for path in strange), *_heard(said)]),
            do="Mend what it says, and run it again.",
            code=1,
        )
    return Generated(after, new[0])


def _nothing(folder: Path, kit: Program, wanted: Wanted, said: _Said) -> Problem:
    """Say why nothing was written."""
    if said.code == 0 and _ELSEWHERE in said.text:
        return Problem(
            f"{kit} wrote into another folder than {folder}.",
            where="\n".join(_heard(said)),
            do="Name the `out` folder of the configuration: --folder FOLDER",
        )
    if said.asks:
        more = " or answer with its hints: ... -- --hints '[...]'" if "missing_hints" in said.text else ""
        return Problem(
            f"{kit} asks whether something is new or was renamed, and there is no terminal to answer on.",
            where="\n".join(_heard(said)),
            do=f"Run `sterna generate --name {wanted.name}` on a terminal{more}.",
            code=1,
        )
    text = "\n".join(_heard(said)) if said.heard else "What it said stands above."
    return Problem(
        f"{kit} wrote nothing (exit code {said.code}).", where=text, do="Mend what it says, and run it again.", code=1
    )


def _heard(said: _Said) -> list[str]:
    lines = [line.rstrip() for line in said.text.splitlines() if line.strip() and not _FRAME.match(line)]
    return "\n".join(lines)[-_SAID:].splitlines()


def _history(folder: Path) -> tuple[Migration, ...]:
    """Return the migrations that are there; raise Problem where one is spoilt."""
    found = histories.read(folder)
    spoilt = [fault for fault in found.faults if fault.fatal]
    if spoilt:
        raise Problem(
            "The folder is not in order, so nothing is generated on top of it.",
            where="\n".join(fault.message for fault in spoilt),
            do=spoilt[0].do,
            code=1,
        )
    return found.migrations


def _version(package: Path) -> str:
    try:
        value = json.loads((package / "package.json").read_bytes())
        return str(value["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _run(kit: Program, wanted: Wanted, terminal: int | None) -> _Said:
    """Run drizzle-kit to its end, on a terminal or unheard; raise Problem where it cannot be started."""
    words = [*kit.words, "generate", "--name", wanted.name]
    words += ["--config", str(wanted.config)] if wanted.config else []
    words += ["--custom"] if wanted.custom else []
    words += wanted.options
    try:
        return _quietly(words, kit) if terminal is None else _asking(words, terminal)
    except OSError as error:
        raise Problem(f"{kit} does not run: {error.strerror or error}.", where=words[0]) from error


def _quietly(words: Sequence[str], kit: Program) -> _Said:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, "NO_COLOR": "1"},
            start_new_session=True,
        )
        try:
            code = process.wait(LIMIT)
        except BaseException as error:
            # Started by a shell or a package manager, it is not the only process.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                raise Problem(f"{kit} took longer than {LIMIT} s and was ended.") from error
            raise
        said.seek(0)
        return _Said(code, _ESCAPES.sub("", said.read().decode(errors="replace")))


def _asking(words: Sequence[str], terminal: int) -> _Said:
    process = subprocess.Popen(words, stdout=terminal)
    try:
        return _Said(process.wait(), heard=False)
    except BaseException:
        # Ctrl-C reached it too: it gets a moment to give the terminal back.
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise
