"""One pull request brought to what it should be: read, think, write what differs."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from sterna.github import present as reading
from sterna.github import repository, thread
from sterna.github.analysis import Analysis, analysis
from sterna.github.client import Client, Refused
from sterna.github.judging import Read, judge, unreadable
from sterna.github.occasion import Occasion
from sterna.github.people import People, approvals
from sterna.github.plan import Plan, told
from sterna.github.present import Present, Pull
from sterna.github.seal import report, seal
from sterna.github.work import folder, inside, is_snapshot, parents, work
from sterna.github.writes import Writer
from sterna.problem import Problem
from sterna.pull_request import ledger
from sterna.pull_request.body import boxes
from sterna.pull_request.changed import File
from sterna.pull_request.gate import Gate, Light
from sterna.pull_request.markers import split
from sterna.pull_request.settings import Labels, Settings

BOT = "github-actions[bot]"
_RIVALS = 20
"""Other open pull requests with migrations that are looked at."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the gate, None where it did not judge, and a line that says what was done."""

    number: int
    gate: Gate | None
    said: str


def reconcile(occasion: Occasion, client: Client, listed: Pull | int, *, bot: str = BOT, dry: bool = False) -> Outcome:
    """Bring a pull request to what it should be; raise Problem when GitHub or a setting stands in the way.

    It is named by its number, or as GitHub has just listed it.
    """
    pull = reading.pull(client, listed) if isinstance(listed, int) else listed
    number = pull.number
    if pull.state != "open":
        return Outcome(number, None, "it is not open")
    now = Present(pull, reading.comments(client, number))
    mine = report(now, bot)
    before = ledger.read(mine.text) if mine is not None else ledger.Ledger()
    if mine is not None:
        now = reading.rest(client, now)
        if before.seal and before.seal == seal(now, occasion.trusted, bot):
            return Outcome(number, None, "nothing changed")
    if pull.changed_files is None:
        now = msgspec.structs.replace(now, pull=reading.pull(client, number))
    try:
        settings = repository.settings(client)
        plan, now = _plan(occasion, client, now, settings, before, bot)
    except Refused:
        raise
    except Problem as problem:
        # The settings or the guide are not in order: nobody is judged by half a guide.
        _closed(client, now, Gate(Light.ERROR, problem.what[:140], (str(problem),)), occasion, bot, dry=dry)
        raise
    if dry:
        return Outcome(number, plan.gate, told(plan, now.pull.body or ""))
    Writer(client, now, bot, occasion.trusted, settings.labels).carry_out(plan)
    return Outcome(number, plan.gate, f"{plan.gate.light}: {plan.gate.text}")


def _closed(client: Client, now: Present, gate: Gate, occasion: Occasion, bot: str, *, dry: bool) -> None:
    """Close the gate and say why, where nothing else can be done."""
    if dry:
        return
    if not now.statuses:
        now = msgspec.structs.replace(now, statuses=reading.statuses(client, now.pull.head.sha))
    Writer(client, now, bot, occasion.trusted, Labels()).status(gate, occasion.run or None)


def _plan(
    occasion: Occasion, client: Client, now: Present, settings: Settings, before: ledger.Ledger, bot: str
) -> tuple[Plan, Present]:
    pull = now.pull
    people = People(client)
    try:
        files = repository.changed(client, pull.number, pull.changed_files)
    except Refused:
        raise
    except Problem as problem:
        return _refused(client, now, problem)
    where = folder(settings, files)
    touched = inside(where, files) if where else []
    with tempfile.TemporaryDirectory(prefix="sterna-") as name:
        into = Path(name)
        guide = repository.pages(client, settings.guide, into / "guide")
        if not now.statuses:
            now = reading.rest(client, now) if touched else _statuses(client, now)
        try:
            found = work(client, pull, where, files, into) if touched else None
        except Refused:
            raise
        except Problem as problem:
            return _refused(client, now, problem)
        ran = analysis(client, pull, settings.analysis, files) if touched else Analysis()
        pending = [one.file for one in found.pending] if found is not None else []
        others, prev = _rivals(client, now, settings, where, files) if touched else ({}, {})
        return (
            judge(
                Read(
                    now,
                    settings,
                    guide,
                    files,
                    where,
                    found,
                    ran,
                    approvals(client, people, now, settings.review, where, pending) if touched else [],
                    _deployed(client, now, settings) if touched else "",
                    others,
                    prev,
                    thread.said(now, people, bot),
                    thread.waivers(now, bot),
                    before,
                    _words(occasion, pull.number, before),
                    f"{occasion.server}/{client.repository}/blob/{pull.head.sha}",
                    _link(now, bot),
                )
            ),
            now,
        )


def _refused(client: Client, now: Present, problem: Problem) -> tuple[Plan, Present]:
    if not now.statuses:
        now = _statuses(client, now)
    return Plan(unreadable(problem)), now


def _statuses(client: Client, now: Present) -> Present:
    return msgspec.structs.replace(now, statuses=reading.statuses(client, now.pull.head.sha))


def _link(now: Present, bot: str) -> str:
    mine = report(now, bot)
    return mine.html_url if mine is not None else now.pull.html_url


def _deployed(client: Client, now: Present, settings: Settings) -> str:
    environment = settings.staging.environment
    ours = [one for one in now.deployments if one.environment == environment] if environment else []
    if not ours:
        return ""
    newest = max(ours, key=lambda one: one.id)
    states = client.get(f"/deployments/{newest.id}/statuses", per_page=1)
    return str(states[0]["state"]) if states else "pending"


def _rivals(
    client: Client, now: Present, settings: Settings, where: str, files: Sequence[File]
) -> tuple[dict[int, list[str]], dict[int, set[str]]]:
    """Return what other open pull requests with our label add, and the snapshots that theirs and ours follow."""
    label = settings.labels.migration
    if not label:
        return {}, {}
    listed = [
        msgspec.convert(one, reading.Pull) for one in client.pages("/pulls", state="open", base=now.pull.base.ref)
    ]
    rivals = [one for one in listed if one.number != now.pull.number and label in (each.name for each in one.labels)]
    others: dict[int, list[str]] = {}
    prev: dict[int, set[str]] = {}
    if rivals:
        prev[0] = _parents(client, files, where)
    for one in rivals[:_RIVALS]:
        theirs = [file for file in repository.changed(client, one.number, None) if file.status == "added"]
        others[one.number] = [file.path for file in theirs]
        prev[one.number] = _parents(client, theirs, where)
    return others, prev


def _parents(client: Client, files: Sequence[File], where: str) -> set[str]:
    added = [file for file in files if file.status == "added" and is_snapshot(file.path, where)]
    return parents([(file.path, repository.blob(client, file.sha)) for file in added[:5]])


def _words(occasion: Occasion, number: int, before: ledger.Ledger) -> dict[str, tuple[str, str]]:
    """Return who ticked which box and when: what is remembered, and what this event tells."""
    words = dict(before.words)
    payload = occasion.payload
    pull = payload.get("pull_request")
    if occasion.event != "pull_request_target" or payload.get("action") != "edited" or not isinstance(pull, Mapping):
        return words
    changes = payload.get("changes")
    old = _text(changes, "body", "from") if isinstance(changes, Mapping) else None
    sender = payload.get("sender")
    login = sender.get("login") if isinstance(sender, Mapping) else None
    if old is None or not isinstance(login, str) or pull.get("number") != number:
        return words
    was, now = _ticked(old), _ticked(str(pull.get("body") or ""))
    when = str(pull.get("updated_at") or "")[:16].replace("T", " ")
    words |= dict.fromkeys(now - was, (login[:100], f"{when} UTC"))
    return {box: word for box, word in words.items() if box not in was - now}


def _text(value: Mapping[str, Any], *keys: str) -> str | None:
    found: object = value
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else None


def _ticked(body: str) -> set[str]:
    try:
        parts = split(body)
    except Problem:
        return set()
    return {one.id for one in boxes(parts.inside).values() if one.ticked and not one.by_sterna} if parts else set()
