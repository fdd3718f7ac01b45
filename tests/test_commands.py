"""Every command that a page shows is one that can be typed: its name, its options and their values are there.

What the commands of the tutorial print is held by `tests/test_pages.py`; that those of the workflow and the runbook do
their work, by `tests/drizzle/test_workflow.py`.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import pytest

from sterna.cli import ending  # noqa: F401 (with it all commands are defined)
from sterna.cli.group import sterna
from sterna.data import docs
from sterna.guide import read
from sterna.guide.document import parse
from sterna.postgres import binaries as programs

ROOT = Path(__file__).resolve().parent.parent
RULES = read(docs()).rules
SHELLS = {"bash", "console", "sh"}

# drizzle-kit 0.31 as `tests/drizzle/test_workflow.py` holds it to the real one; `up` and `check` are there in 1.0 too.
DRIZZLE_KIT = {
    "generate": {"--config", "--name", "--custom"},
    "migrate": {"--config"},
    "push": {"--config", "--force"},
    "pull": {"--config", "--init"},  # `--init` came with 1.0
    **{name: {"--config"} for name in ("check", "drop", "studio", "up")},
}
# What a team's own package.json holds beside the scripts that the workflow shows.
THEIRS = {"test", "start", "dev", "build", "typecheck"}


@dataclass(frozen=True)
class Shown:
    """A command on a page; `whole` where a fence shows it to be typed, and not a sentence to be talked of."""

    place: str
    words: tuple[str, ...]
    whole: bool


def pages() -> list[Path]:
    """Return the pages that people read, but for those that were written at build time."""
    tops = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "migrations/README.md")]
    found = [page for page in docs().rglob("*.md") if page.relative_to(docs()).parts[0] not in ("migrations", "_build")]
    return [*tops, *sorted(found)]


@cache
def commands() -> tuple[Shown, ...]:
    """Return the commands of all pages, in fences and in code within sentences."""
    return tuple(shown for page in pages() for shown in (*typed(page), *told(page)))


def typed(page: Path) -> Iterator[Shown]:
    """Yield the commands in the fences of a page: all lines of bash, and those after `$ ` where output follows."""
    name = page.relative_to(ROOT)
    for fence in parse(page).fences:
        language = fence.info.split()[:1]
        if not language or language[0] not in SHELLS:
            continue
        text = fence.text
        if language == ["console"]:
            text = "\n".join(line[2:] for line in text.splitlines() if line.startswith("$ "))
        for line in lines_of(text):
            for part in re.split(r"\s(?:&&|\|\||\|)\s", line):
                words = words_of(part)
                if words:
                    yield Shown(f"{name}:{fence.line}", words, whole=True)


def told(page: Path) -> Iterator[Shown]:
    """Yield the commands in the sentences of a page."""
    name = page.relative_to(ROOT)
    for number, line in enumerate(page.read_text().splitlines(), 1):
        for text in re.findall(r"`((?:sterna|drizzle-kit|npx|npm run|make) [^`]+)`", line):
            words = words_of(re.sub(r"\[[^\]]*\]", "", text))
            if "..." not in words:
                yield Shown(f"{name}:{number}", words, whole=False)


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a shell's text; one that ends within quotes goes on on the next."""
    held = ""
    for line in text.replace("\\\n", " ").splitlines():
        held += line + "\n"
        try:
            shlex.split(held, comments=True)
        except ValueError:
            continue
        yield held
        held = ""


def words_of(line: str) -> tuple[str, ...]:
    """Return the words of a command without what is set before it; none where the line ends in an open quote."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        return ()
    while words and (re.match(r"\w+=", words[0]) or words[0] in ("while", "do", "export", "npx")):
        words = words[1:]
    if words[:1] == ["node"] and words[1:] and words[1].endswith("drizzle-kit/bin.cjs"):
        words = ["drizzle-kit", *words[2:]]
    return tuple(words)


def of(*programs: str) -> list[Shown]:
    """Return the commands that begin with one of these programs."""
    return [shown for shown in commands() if shown.words[0] in programs]


def wrong_with(shown: Shown) -> str:
    """Say what Sterna would refuse of a command, without running it; nothing is the empty text."""
    arguments = list(shown.words[1:])
    try:
        with sterna.make_context("sterna", list(arguments)) as context:
            name, command, rest = sterna.resolve_command(context, arguments)
            assert command is not None
            with command.make_context(name, rest, parent=context) as inner:
                rule = inner.params.get("rule")
                return f"there is no rule {rule}" if rule and rule not in {*RULES, "RULE"} else ""
    except click.exceptions.Exit:
        return ""  # --version and --help
    except click.MissingParameter as error:
        return error.format_message() if shown.whole else ""
    except click.ClickException as error:
        return error.format_message()


def test_pages_show_commands() -> None:
    """The pages are read: there are commands in fences and in sentences, on many pages."""
    places = {shown.place.partition(":")[0] for shown in of("sterna")}
    assert {"README.md", "docs/workflow.md", "docs/tutorial.md", "docs/runbook/deploy.md"} <= places
    assert len([shown for shown in of("sterna") if shown.whole]) > 20
    assert len([shown for shown in of("sterna") if not shown.whole]) > 40


def test_sterna_takes_them() -> None:
    """Each command, option and rule that a page names is one that Sterna has."""
    assert [(shown.place, " ".join(shown.words), wrong) for shown in of("sterna") if (wrong := wrong_with(shown))] == []


@pytest.mark.parametrize("line", ["sterna reveiw", "sterna review --al", "sterna explain nothing", "sterna preview"])
def test_what_is_no_command_is_found(line: str) -> None:
    """A command that Sterna has not, or lacks a word, does not pass."""
    assert wrong_with(Shown("", tuple(line.split()), whole=True))


def test_drizzle_kit_takes_them() -> None:
    """Each command and option of drizzle-kit is one that it has."""
    for shown in of("drizzle-kit"):
        assert shown.words[1] in DRIZZLE_KIT, shown
        assert {word for word in shown.words if word.startswith("--")} <= DRIZZLE_KIT[shown.words[1]], shown


def test_scripts_and_targets_are_there() -> None:
    """Each npm script is one of the workflow's or a team's own, each target of make is in the Makefile."""
    scripts = set(re.findall(r'"(db:\w+)":', (docs() / "workflow.md").read_text()))
    assert scripts
    for shown in of("npm"):
        assert shown.words[1] in ("run", "test", "start"), shown
        assert shown.words[2 if shown.words[1] == "run" else 1] in scripts | THEIRS, shown
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert [shown for shown in of("make") if not set(shown.words[1:]) <= targets] == []
    assert [shown for shown in of(".venv/bin/pytest") for word in shown.words[1:] if not (ROOT / word).exists()] == []


def test_postgresql_takes_them() -> None:
    """Each option of psql, pg_dump and their kin is one that the program lists."""
    found = of("psql", "pg_dump", "pg_dumpall", "pg_restore", "pg_basebackup")
    assert found
    for shown in found:
        says = subprocess.run(
            [programs.find().bin / shown.words[0], "--help"], capture_output=True, text=True, timeout=60, check=True
        ).stdout
        options = {word.partition("=")[0] for word in shown.words[1:] if re.match(r"--?[a-z]", word)}
        assert [one for one in options if not re.search(rf"{one}\b", says)] == [], shown


def test_fences_are_shell() -> None:
    """The shell can read each fence of it."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    for page in pages():
        for fence in parse(page).fences:
            if fence.info.split()[:1] in (["bash"], ["sh"]):
                done = subprocess.run([bash, "-n"], input=fence.text, capture_output=True, text=True, check=False)
                assert done.returncode == 0, (page.name, fence.line, done.stderr)
