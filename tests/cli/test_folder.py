"""The folder that is meant when none is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.cli.folder import find
from sterna.problem import Problem
from tests.cli.histories import make


@pytest.mark.parametrize(
    ("name", "text", "folder"),
    [
        ("drizzle.config.ts", "export default defineConfig({ out: './database/m', schema: 'x' })", "database/m"),
        ("drizzle.config.ts", "// out: 'a'\n/* out: 'b' */ export default { 'out' : \"c d\" }", "c d"),
        ("drizzle.config.ts", "const url = 'http://x'; export default { out: `m` }", "m"),
        ("drizzle.config.ts", "export default { schema: './schema.ts' }", "drizzle"),
        ("drizzle.config.ts", "export default { layout: 'x', 'my-out': 'y', about: 1, out: 'm' }", "m"),
        ("drizzle.config.js", "module.exports = { out: 'm' }", "m"),
        ("drizzle.config.json", '{"out": "./m"}', "m"),
        ("drizzle.config.json", "{}", "drizzle"),
    ],
)
def test_the_configuration_names_the_folder(tmp_path: Path, name: str, text: str, folder: str) -> None:
    """`out` is read where it is plain text; comments and other names do not count."""
    (tmp_path / name).write_text(text)
    choice = find(None, tmp_path)
    assert choice.folder == Path(folder)
    assert name in choice.why


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("drizzle.config.ts", "export default { out: process.env.OUT }"),
        ("drizzle.config.ts", "export default { out: `${root}/m` }"),
        ("drizzle.config.ts", "export default a ? { out: 'a' } : { out: 'b' }"),
        ("drizzle.config.json", "{"),
        ("drizzle.config.json", '{"out": 3}'),
    ],
)
def test_a_configuration_that_is_code_is_not_guessed_at(tmp_path: Path, name: str, text: str) -> None:
    """What would have to be run is refused, and a person names the folder."""
    (tmp_path / name).write_text(text)
    with pytest.raises(Problem) as caught:
        find(None, tmp_path)
    assert "folder" in caught.value.do


@pytest.mark.parametrize("folder", ["drizzle", "migrations", "database/migrations"])
def test_a_usual_folder_with_a_journal_is_taken(tmp_path: Path, folder: str) -> None:
    """Without a configuration the journal tells."""
    make(tmp_path / folder, {})
    assert find(None, tmp_path).folder == Path(folder)


def test_the_folder_itself_may_be_the_current_one(tmp_path: Path) -> None:
    """Somebody stands in the migrations folder."""
    make(tmp_path, {})
    assert find(None, tmp_path).folder == Path()


def test_a_named_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    """Nothing is looked for, and nothing is said."""
    choice = find(Path("there"), tmp_path)
    assert (choice.folder, choice.why) == (Path("there"), "")


def test_two_folders_are_a_question(tmp_path: Path) -> None:
    """Neither is guessed."""
    make(tmp_path / "drizzle", {})
    make(tmp_path / "migrations", {})
    with pytest.raises(Problem, match="drizzle, migrations"):
        find(None, tmp_path)


def test_no_folder_at_all(tmp_path: Path) -> None:
    """The message says where was looked."""
    with pytest.raises(Problem, match="No migrations folder") as caught:
        find(None, tmp_path)
    assert "drizzle.config.ts" in caught.value.where


def test_a_configuration_comes_before_plain_files(tmp_path: Path) -> None:
    """Numbered SQL files beside a configuration of Drizzle are not its migrations."""
    (tmp_path / "001_seed.sql").write_text("SELECT 1;", "utf-8")
    assert find(None, tmp_path).folder == Path()
    (tmp_path / "drizzle.config.ts").write_text("export default { out: './m' }", "utf-8")
    assert find(None, tmp_path).folder == Path("m")
