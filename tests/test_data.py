"""The guide and the templates travel with the package, and a checkout uses its own."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from sterna import data
from sterna.problem import Problem

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    (built,) = folder.glob("*.whl")
    return built


def test_a_checkout_uses_its_own_folders() -> None:
    """Installed from a checkout, the guide that is edited is the guide that is read."""
    assert data.docs() == ROOT / "docs"
    assert data.templates() == ROOT / "templates"


@pytest.mark.parametrize("name", ["docs", "templates"])
def test_a_wheel_uses_its_own_folders_and_not_a_neighbour(tmp_path: Path, name: str) -> None:
    """In site-packages a folder named docs beside the package is somebody else's."""
    package = tmp_path / "lib" / "site-packages" / "sterna"
    (package / "_data" / name).mkdir(parents=True)
    (tmp_path / "lib" / name).mkdir()
    (package.parent / name).mkdir()
    assert data._folder(name, package) == package / "_data" / name  # noqa: SLF001 - the package's place is the case


@pytest.mark.parametrize(
    ("place", "where", "do"),
    [
        ("site-packages/sterna", "site-packages/sterna/_data/docs", "pip install --force-reinstall sterna"),
        ("bot/sterna", "docs", "with git"),
    ],
)
def test_missing_data_is_a_problem_that_says_what_to_do(tmp_path: Path, place: str, where: str, do: str) -> None:
    """Neither a checkout nor a wheel without the guide goes on without it."""
    (tmp_path / place).mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    with pytest.raises(Problem) as caught:
        data._folder("docs", tmp_path / place)  # noqa: SLF001 - the package's place is the case
    assert caught.value.where == str(tmp_path / where)
    assert do in caught.value.do


def test_the_wheel_holds_every_page_and_template(wheel: Path) -> None:
    """What git tracks below docs, templates and the package is in the wheel, and nothing that was built."""
    names = set(zipfile.ZipFile(wheel).namelist())
    built = {"__pycache__", "_build", "migrations"}  # below docs, the site writes the pages of migrations
    assert "sterna/_data/docs/workflow.md" in names
    for folder, place in (("docs", "sterna/_data/docs"), ("templates", "sterna/_data/templates"), ("bot", "")):
        for path in (ROOT / folder).rglob("*"):
            relative = path.relative_to(ROOT / folder)
            if path.is_file() and not built & set(relative.parts):
                assert (Path(place) / relative).as_posix() in names
    assert not [name for name in names if built & set(Path(name).parts)]


@pytest.mark.slow
def test_the_wheel_runs_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    """Installed as a user installs it, the command starts and reads the guide that came along."""
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True, cwd=tmp_path, timeout=300)
    help_text = subprocess.run(
        [tmp_path / "venv" / "bin" / "sterna", "--help"], check=True, cwd=tmp_path, capture_output=True, text=True
    ).stdout
    assert help_text.startswith("Usage: sterna")
    where = "from sterna import data; print(data.docs() / 'workflow.md'); print(data.templates())"
    page, templates = subprocess.run(
        [python, "-c", where], check=True, cwd=tmp_path, capture_output=True, text=True
    ).stdout.splitlines()
    assert Path(page).read_bytes() == (ROOT / "docs" / "workflow.md").read_bytes()
    assert Path(templates).is_dir()
    assert Path(page).is_relative_to(tmp_path)
    assert Path(templates).is_relative_to(tmp_path)
