"""The report of the unprivileged run, found through the API and bound to the head commit."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sterna.github.client import Client
from sterna.github.present import Pull
from sterna.github.refusal import Refused
from sterna.github.repository import listing
from sterna.problem import Problem
from sterna.pull_request.changed import File
from sterna.pull_request.heard import WAITING
from sterna.pull_request.testimony import LIMIT, NAME, LeftOut, Testimony, decode

ARTIFACT: Final = "sterna-report"
_LACKS: Final[Mapping[LeftOut, str]] = {
    "diagrams": "the diagrams",
    "details": "the details",
    "statements": "the SQL of the ways back",
    "migrations": "the last migrations, whose boxes stay open",
}
_REFUSED: Final = "the report of this commit is not accepted"
_ZIPPED: Final = LIMIT + 65_536


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the runs for the head commit gave.

    `doubt` says why the report cannot be believed, `state` in words of ours why there is none, and `refused`, which may
    quote the report, what is wrong with the one that is there. `seen` is when GitHub first knew
    this commit in the pull request, empty when it is not known. `waiting` says that a report may still come.
    """

    report: Testimony | None = None
    url: str = ""
    state: str = ""
    refused: str = ""
    doubt: str = ""
    seen: str = ""
    waiting: bool = False

    @property
    def silence(self) -> str:
        """Return why nothing is known of a migration that no report tells of."""
        if self.waiting:
            return WAITING
        if self.report is None:
            return self.state
        if "migrations" in self.report.left_out:
            return "the report of this commit had no room for it: split the pull request"
        return "the report of this commit does not tell of these bytes"

    @property
    def lack(self) -> str:
        """Return what the report says nothing of because it would be too long; empty where it is whole."""
        left_out = [_LACKS[one] for one in self.report.left_out] if self.report is not None else []
        return f"the report would be too long, so it leaves out {', '.join(left_out)}" if left_out else ""


def analysis(client: Client, pull: Pull, workflow: str, files: Sequence[File]) -> Analysis:
    """Find the newest run of the workflow for exactly this commit and read its report; raise Refused."""
    path = f".github/workflows/{workflow}"
    listed = client.find(
        f"/actions/workflows/{workflow}/runs", event="pull_request", head_sha=pull.head.sha, per_page=30
    )
    runs = [one for one in (listed or {}).get("workflow_runs", []) if _bound(one, pull, path)]
    if not runs:
        return Analysis(state="the analysis of this commit has not started", waiting=True)
    runs.sort(key=lambda one: int(one["id"]))
    newest = runs[-1]
    seen, url = str(min(str(one["created_at"]) for one in runs)), str(newest["html_url"])
    if newest["status"] != "completed":
        return Analysis(url=url, state="the analysis of this commit is running", seen=seen, waiting=True)
    doubt = _doubt(client, pull, workflow, files)
    try:
        report = _report(client, int(newest["id"]))
    except Refused:
        # Another try may go better. What is written now would be sealed as if there were no report.
        raise
    except Problem as problem:
        # What is wrong with it may be in the words of whoever wrote it, which are not ours.
        return Analysis(url=url, state=_REFUSED, refused=problem.what, seen=seen)
    if report is None:
        return Analysis(url=url, state="the analysis of this commit ended without a report", seen=seen)
    return Analysis(report, url, doubt=doubt, seen=seen)


def _doubt(client: Client, pull: Pull, workflow: str, files: Sequence[File]) -> str:
    """Return why the workflow that ran may be another one than that of the default branch."""
    if any(f".github/workflows/{workflow}" in one.names for one in files):
        return "this pull request changes the workflow that measures"
    default = pull.base.repo.default_branch if pull.base.repo is not None else ""
    if default and pull.base.ref != default:
        there, ours = (listing(client, ".github/workflows", ref).get(workflow) for ref in (pull.base.ref, default))
        if there != ours:
            return f"the branch that this goes into has another {workflow} than {default}"
    return ""


def _bound(run: dict[str, Any], pull: Pull, path: str) -> bool:
    """Tell whether a run was of this workflow, for this commit, from the repository that the pull request is from."""
    repository = (run.get("head_repository") or {}).get("full_name")
    return (
        run.get("head_sha") == pull.head.sha
        and run.get("event") == "pull_request"
        and str(run.get("path") or "").partition("@")[0] == path
        and pull.head.repo is not None
        and repository == pull.head.repo.full_name
    )


def _report(client: Client, run: int) -> Testimony | None:
    listed = client.get(f"/actions/runs/{run}/artifacts", name=ARTIFACT, per_page=10)["artifacts"]
    usable = [one for one in listed if one["name"] == ARTIFACT and not one["expired"]]
    if not usable:
        return None
    newest = max(usable, key=lambda one: int(one["id"]))
    if int(newest["size_in_bytes"]) > _ZIPPED:
        raise Problem(f"The report has {newest['size_in_bytes']} bytes, which is more than is accepted.")
    return decode(unpacked(client.download(f"/actions/artifacts/{newest['id']}/zip", _ZIPPED)))


def unpacked(raw: bytes) -> bytes:
    """Return the one file of an archive; raise Problem for an archive that holds anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if [one.filename for one in entries] != [NAME]:
                raise Problem(f"The archive of the report holds other files than `{NAME}`.")
            only = entries[0]
            if stat.S_ISLNK(only.external_attr >> 16) or only.file_size > LIMIT or only.flag_bits & 1:
                raise Problem("The archive of the report holds no plain file of an acceptable size.")
            with archive.open(only) as file:
                found = file.read(LIMIT + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise Problem(f"The archive of the report cannot be read: {error}.") from error
    if len(found) > LIMIT:
        raise Problem("The report is longer than its archive says.")
    return found
