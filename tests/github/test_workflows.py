"""The workflows are safe by the judgement of others, and do what the bot takes for granted."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = sorted((ROOT / ".github" / "workflows").glob("migration-*.yml"))
OF_TEAMS = sorted((ROOT / "templates" / "workflows").glob("*.yml"))
EVERY = [*OURS, *OF_TEAMS]
OTHERS = sorted({*(ROOT / ".github" / "workflows").glob("*.yml")} - {*OURS})


def tool(name: str) -> str:
    """Return the path of a program of the test environment, or skip."""
    path = Path(sys.executable).parent / name
    if not path.exists():
        pytest.skip(f"{name} is not installed")
    return str(path)


def read(path: Path) -> dict[Any, Any]:
    """Return a workflow; YAML takes its key `on` for true."""
    found: dict[Any, Any] = yaml.safe_load(path.read_text())
    return found


def test_each_has_its_template() -> None:
    """This repository runs what teams are given."""
    assert [path.name for path in OURS] == [path.name for path in OF_TEAMS]
    assert len(OURS) == 3


@pytest.fixture(scope="module")
def hashed(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the templates with the steps of the page on trust, which install by hash."""
    page = (ROOT / "docs" / "bot" / "trust.md").read_text()
    [steps] = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    folder = tmp_path_factory.mktemp("hashed") / ".github" / "workflows"
    folder.mkdir(parents=True)
    for path in OF_TEAMS:
        line = re.compile(r'^ +- run: "pip install [^\n]*\n', re.MULTILINE)
        text, count = line.subn(indent(steps, " " * 6), path.read_text())
        assert count == 1
        (folder / path.name).write_text(text)
    return sorted(folder.iterdir())


def test_zizmor_finds_nothing(hashed: list[Path]) -> None:
    """The auditor of workflows finds nothing but what is ignored with a reason."""
    done = subprocess.run(
        [tool("zizmor"), "--offline", "--no-progress", "--format", "plain", *map(str, [*EVERY, *OTHERS, *hashed])],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    reasons = [line.partition("zizmor: ignore")[2] for path in EVERY for line in path.read_text().splitlines()]
    assert all(len(reason.split("]")[1]) > 20 for reason in reasons if reason)


def test_the_schema_fits(hashed: list[Path]) -> None:
    """GitHub's schema of workflows takes them."""
    done = subprocess.run(
        [
            tool("check-jsonschema"),
            "--builtin-schema",
            "vendor.github-workflows",
            *map(str, [*EVERY, *OTHERS, *hashed]),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", EVERY, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_one_with_rights_never_sees_the_pull_request(path: Path) -> None:
    """Where a job may write, nothing is checked out but the default branch, and no text of an event is run."""
    workflow = read(path)
    for job in workflow["jobs"].values():
        writes = any(right == "write" for right in job["permissions"].values())
        for step in job["steps"]:
            assert "${{" not in str(step.get("run", ""))
            if "actions/checkout@" not in str(step.get("uses", "")):
                continue
            ref = step["with"].get("ref", "")
            assert not writes or ref == "${{ github.event.repository.default_branch }}"
            assert step["with"]["persist-credentials"] is False


def test_the_one_that_runs_sql_has_no_rights() -> None:
    """It may read the files, has no secret, and hands out no token."""
    for path in (OURS[0], OF_TEAMS[0]):
        assert path.name == "migration-analyze.yml"
        workflow = read(path)
        assert workflow["jobs"]["analyze"]["permissions"] == {"contents": "read"}
        assert "secrets." not in path.read_text()
        assert "github.token" not in path.read_text()


def test_nothing_of_the_pull_request_is_there_when_sterna_is_installed() -> None:
    """Code is fetched and run before the files of the pull request come, and the report lies outside of them."""
    for path in (OURS[0], OF_TEAMS[0]):
        steps = read(path)["jobs"]["analyze"]["steps"]
        installs = next(at for at, step in enumerate(steps) if "pip install" in step.get("run", ""))
        comes = next(at for at, step in enumerate(steps) if "fetch-depth" in step.get("with", {}))
        assert installs < comes
        assert '--out "$RUNNER_TEMP/' in next(step["run"] for step in steps if "analyze" in step.get("run", ""))


def test_names_are_those_that_the_bot_looks_for() -> None:
    """Jobs, artifact and workflow are called what the bot leaves out of the evidence and looks for."""
    from sterna.github.analysis import ARTIFACT
    from sterna.pull_request.evidence import OWN
    from sterna.pull_request.settings import Settings

    for path in EVERY:
        assert {job["name"] for job in read(path)["jobs"].values()} <= OWN
    analyze = read(OF_TEAMS[0])
    assert OF_TEAMS[0].name == Settings().analysis
    uploaded = next(step for step in analyze["jobs"]["analyze"]["steps"] if "upload-artifact" in step.get("uses", ""))
    assert uploaded["with"]["name"] == ARTIFACT
    assert analyze["name"] in read(OF_TEAMS[1])[True]["workflow_run"]["workflows"]
