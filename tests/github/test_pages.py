"""What the pages of the bot tell people to copy and to type works, and ends where they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sterna.pull_request.command import FORMS, OF_WRITERS, PREFIX
from sterna.pull_request.settings import Settings, settings
from tests.github.conftest import Stage
from tests.github.shop import report
from tests.github.test_workflows import OF_TEAMS, ROOT

PAGES = ROOT / "docs" / "bot"
SWITCH = (PAGES / "switch-it-on.md").read_text()
USUAL, MORE = re.findall(r"^```toml\n(.*?)^```$", SWITCH, re.MULTILINE | re.DOTALL)


def judged(stage: Stage, text: str, login: str) -> list[str]:
    """Put settings on the default branch, let everybody do their part, and return what the gate said."""
    stage.repository.write({".github/sterna.toml": text})
    stage.repository.commit("settings")
    report(stage.world, "feature")
    said = []
    for step in ("report", "approve", "tick"):
        if step == "approve" and login:
            stage.approve(login)
        if step == "tick":
            stage.tick_all()
        stage.run()
        said.append(" ".join(stage.gate() or ()))
    return said


def test_the_files_to_copy_are_there(tmp_path: Path) -> None:
    """The command that copies them is typed as it stands, and brings those that the table names."""
    (command,) = re.findall(r"^```bash\n(.*?)^```$", SWITCH, re.MULTILINE | re.DOTALL)
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["sh", "-ec", command], cwd=tmp_path, env=env, check=True)  # noqa: S607
    copied = sorted(path.name for path in (tmp_path / ".github" / "workflows").iterdir())
    assert copied == sorted(re.findall(r"^\| `(migration-[\w-]+\.yml)`", SWITCH, re.MULTILINE))
    assert copied == [path.name for path in OF_TEAMS]


def test_the_usual_settings_lead_to_green(stage: Stage) -> None:
    """With the settings of the page, the review of one of those whom it names, and the ticks, the gate is green."""
    stage.world.permissions["bob"] = "write"
    said = judged(stage, USUAL, "bob")
    assert said == ["pending 4 of 13 done", "pending 5 of 13 done", "success 13 of 13 done"]
    for text in (said[0], said[-1]):
        assert f'"{text.split(" ", 1)[1]}"' in SWITCH


def test_whoever_is_alone_gets_to_green(stage: Stage) -> None:
    """Without anybody to approve, the setting that the page gives leaves that box out."""
    alone = MORE[MORE.index("[checklist]") :]
    assert judged(stage, alone, "")[-1] == "success 12 of 12 done"


def test_a_named_environment_is_waited_for(stage: Stage) -> None:
    """Where staging is named, the last box waits for a deployment, as the page warns, and then it is green."""
    waiting = judged(stage, MORE[: MORE.index("[checklist]")], "boss")[-1]
    assert waiting == "pending 12 of 13 done"
    one = {"id": 1, "sha": stage.world.sha("feature"), "environment": "staging", "states": ["success"]}
    stage.world.deployments.append(one | {"updated_at": "2026-11-22T10:00:00Z"})
    stage.run()
    assert stage.gate() == ("success", "13 of 13 done")


def test_every_command_has_its_row() -> None:
    """The page lists the commands that there are, in the form in which they are typed, with who may give them."""
    rows = re.findall(
        rf"^\| `{PREFIX} ([^`]+)` \| [^|]+ \| ([^|]+) \|$", (PAGES / "commands.md").read_text(), re.MULTILINE
    )
    expected = {form: verb in OF_WRITERS for verb, (form, _) in FORMS.items()}
    assert {form: who == "write access" for form, who in rows} == expected


def test_every_setting_has_its_row() -> None:
    """The page lists the keys that there are; a value that it shows as the default is the default."""
    text = (PAGES / "commands.md").read_text()
    rows = dict(re.findall(r"^\| `([a-z_.]+)` \| ([^|]+) \|", text, re.MULTILINE))
    known: dict[str, object] = {}
    for key in Settings.__struct_fields__:
        value = getattr(Settings(), key)
        fields = getattr(value, "__struct_fields__", None)
        known |= {f"{key}.{one}": getattr(value, one) for one in fields} if fields else {key: value}
    assert known.keys() <= rows.keys()
    for key, value in known.items():
        if value:
            shown = rows[key].strip("`")
            assert settings(_written(key, shown)) == Settings(), key


def _written(key: str, value: str) -> str:
    value = value if value.startswith("[") else f'"{value}"'
    table, _, name = key.rpartition(".")
    return f"[{table}]\n{name} = {value}\n" if table else f"{name} = {value}\n"


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.name)
def test_what_a_page_of_the_bot_names_is_there(page: Path) -> None:
    """Files of this repository that a page names are there."""
    for name in re.findall(r"`((?:templates|bot|docs|tests)/[\w./-]+)`", page.read_text()):
        assert (ROOT / name).exists(), name
