"""One pull request brought to what it should be: read, think, write what differs, and look once more."""

from __future__ import annotations

import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sterna.github import edits, repository, thread
from sterna.github import present as reading
from sterna.github.analysis import Analysis, analysis
from sterna.github.client import Client
from sterna.github.judging import judge
from sterna.github.occasion import Occasion
from sterna.github.people import People, approvals
from sterna.github.plan import Plan, told
from sterna.github.present import Present, Pull
from sterna.github.read import Read
from sterna.github.refusal import Refused
from sterna.github.rivals import Rivals, rivals
from sterna.github.seal import report, seal
from sterna.github.work import Work, folder, inside, work
from sterna.github.writes import Stale, Writer
from sterna.problem import Problem
from sterna.pull_request import ledger, process
from sterna.pull_request.changed import File
from sterna.pull_request.gate import LENGTH, Gate, Light
from sterna.pull_request.settings import Labels, Settings

BOT = "github-actions[bot]"
_ROUNDS = 3
"""How often one run judges anew because somebody wrote meanwhile."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the gate, None where it did not judge, and a line that says what was done."""

    number: int
    gate: Gate | None
    said: str


def reconcile(occasion: Occasion, client: Client, listed: Pull | int, *, bot: str = BOT, dry: bool = False) -> Outcome:
    """Bring a pull request to what it should be; raise Problem when GitHub or a setting stands in the way.

    It is named by its number, or as GitHub has just listed it. After the writes it is looked at once more: where a
    person or another run came in between, it is judged anew, so that of several runs the last one has seen everything.
    """
    number = listed if isinstance(listed, int) else listed.number
    outcome = Outcome(number, None, "")
    for last in [False] * (_ROUNDS - 1) + [True]:
        try:
            outcome, settled = _round(occasion, client, listed, bot, dry=dry)
        except Stale:
            if last:
                raise
            settled = False
        if settled:
            break
        listed = number
    return outcome


def _round(occasion: Occasion, client: Client, listed: Pull | int, bot: str, *, dry: bool) -> tuple[Outcome, bool]:
    """Go round once; return what it came to, and whether it left everything as it should be."""
    pull = reading.pull(client, listed) if isinstance(listed, int) else listed
    number = pull.number
    if pull.state != "open":
        return Outcome(number, None, "it is not open"), True
    now = Present(pull, reading.comments(client, number))
    mine = report(now, bot)
    before = ledger.read(mine.text) if mine is not None else ledger.Ledger()
    if mine is not None:
        now = reading.rest(client, now)
        if before.seal and before.seal == seal(now, occasion.trusted, bot):
            return Outcome(number, None, "nothing changed"), True
    if pull.changed_files is None:
        now = msgspec.structs.replace(now, pull=reading.pull(client, number))
    try:
        settings = repository.settings(client)
        plan, now = _plan(occasion, client, now, settings, before, bot)
    except (Refused, Stale):
        raise
    except Problem as problem:
        # The settings or the guide are not in order: nobody is judged by half a guide.
        _closed(client, now, problem, occasion, bot, dry=dry)
        raise
    except Exception as error:
        # What an earlier run found green must not stay green because this one cannot look.
        defect = _defect(error)
        _closed(client, now, defect, occasion, bot, dry=dry)
        raise defect from error
    if dry:
        return Outcome(number, plan.gate, told(plan, now.pull.body or "")), True
    writer = Writer(client, now, bot, occasion.trusted, settings.labels)
    left = writer.carry_out(plan)
    settled = not left or left == seal(_again(client, writer.now), occasion.trusted, bot)
    return Outcome(number, plan.gate, f"{plan.gate.light}: {plan.gate.text}"), settled


def _again(client: Client, left: Present) -> Present:
    """Look at what people and other runs write: the description, the labels, the thread, the statuses."""
    return msgspec.structs.replace(
        left,
        pull=reading.pull(client, left.pull.number),
        comments=reading.comments(client, left.pull.number),
        statuses=reading.statuses(client, left.pull.head.sha),
    )


def _closed(client: Client, now: Present, problem: Problem, occasion: Occasion, bot: str, *, dry: bool) -> None:
    """Close the gate and say why, where nothing else can be done."""
    if dry:
        return
    if not now.statuses:
        now = msgspec.structs.replace(now, statuses=reading.statuses(client, now.pull.head.sha))
    gate = Gate(Light.ERROR, problem.what[:LENGTH], (str(problem),))
    Writer(client, now, bot, occasion.trusted, Labels()).status(gate, occasion.run or None)


def _defect(error: Exception) -> Problem:
    """Return what to say of an exception that nobody thought of: its sort and its place, and no text of others."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return Problem(
        f"Sterna has a defect and could not judge this pull request ({type(error).__name__}).",
        where=f"{Path(last.filename).name}:{last.lineno}",
        do="Please report this line. `sterna review` may show which file it is about.",
    )


def _plan(
    occasion: Occasion, client: Client, now: Present, settings: Settings, before: ledger.Ledger, bot: str
) -> tuple[Plan, Present]:
    pull = now.pull
    people = People(client)
    problem: Problem | None = None
    files: tuple[File, ...] = ()
    try:
        listed = repository.changed(client, pull.number, pull.changed_files)
        files = tuple(repository.seen(client, one) if process.runs(one.path) else one for one in listed)
    except Refused:
        raise
    except Problem as found:
        problem = found
    where = folder(settings, files)
    touched = bool(problem or (where and inside(where, files)))
    new = thread.said(now, people, bot)
    with tempfile.TemporaryDirectory(prefix="sterna-") as name:
        into = Path(name)
        guide = repository.pages(client, settings.guide, into / "guide")
        if report(now, bot) is None:
            now = reading.rest(client, now) if touched else _statuses(client, now)
        done: Work | None = None
        if touched and problem is None:
            try:
                done = work(client, pull, where, files, into)
            except Refused:
                raise
            except Problem as found:
                problem = found
        ran = analysis(client, pull, settings.analysis, files) if touched or thread.waives(new) else Analysis()
        pending = [one.file for one in done.pending] if done is not None else []
        body = pull.body or ""
        read = Read(
            present=now,
            settings=settings,
            guide=guide,
            files=files,
            folder=where,
            work=done,
            problem=problem,
            analysis=ran,
            approvals=approvals(client, people, now, settings.review, where, pending) if pending else [],
            deployed=_deployed(client, now, settings) if touched else "",
            rivals=rivals(client, now, settings, where, files) if pending else Rivals(),
            new=new,
            answered=thread.answered(now, people, bot),
            before=before,
            words=edits.words(occasion, client, pull.number, body, before.words) if touched else {},
            tree=f"{occasion.server}/{client.repository}/blob/{pull.head.sha}",
            link=_link(now, bot),
        )
        return judge(read), now


def _statuses(client: Client, now: Present) -> Present:
    return msgspec.structs.replace(now, statuses=reading.statuses(client, now.pull.head.sha))


def _link(now: Present, bot: str) -> str:
    mine = report(now, bot)
    return mine.html_url if mine is not None else now.pull.html_url


def _deployed(client: Client, now: Present, settings: Settings) -> str:
    """Return how the newest deployment of this commit went.

    One that succeeded stays a success when GitHub calls it inactive, because another one has taken its place.
    """
    environment = settings.staging.environment
    ours = [one for one in now.deployments if one.environment == environment] if environment else []
    if not ours:
        return ""
    newest = max(ours, key=lambda one: one.id)
    states = [str(one["state"]) for one in client.get(f"/deployments/{newest.id}/statuses", per_page=100)]
    if states and states[0] == "inactive" and "success" in states:
        return "success"
    return states[0] if states else "pending"
