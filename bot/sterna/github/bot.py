"""`sterna bot`: from an event of GitHub Actions to the writes on a pull request."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from sterna.github import present as reading
from sterna.github.client import Client
from sterna.github.merge_group import judge_group
from sterna.github.occasion import Occasion, occasion
from sterna.github.present import Pull
from sterna.github.push import concerned
from sterna.github.reconcile import BOT, Outcome, reconcile
from sterna.github.writes import Moved
from sterna.problem import Problem
from sterna.report import inert

_FAILED = 1


def bot(environment: Mapping[str, str] | None = None, *, dry: bool = False) -> int:
    """Run once for the event that Actions tells; return 0, or 1 when a pull request could not be brought in order."""
    told = occasion(environment if environment is not None else os.environ)
    settings = environment if environment is not None else os.environ
    client = Client(told.token, told.api, told.repository, pace=_pace(settings))
    login = settings.get("STERNA_BOT_LOGIN", BOT)
    if told.event == "merge_group":
        _say(told, judge_group(told, client, dry=dry))
        return 0
    found = pulls(told, client)
    if not found:
        _say(told, Outcome(0, None, "this event is about no open pull request"))
    code = 0
    for one in found:
        number = one if isinstance(one, int) else one.number
        try:
            _say(told, reconcile(told, client, one, bot=login, dry=dry))
        except Moved as moved:
            _say(told, Outcome(number, None, moved.what))
        except Problem as problem:
            # The others are looked at all the same.
            _complain(problem, number)
            code = _FAILED
    return code


def pulls(told: Occasion, client: Client) -> Sequence[Pull | int]:
    """Return the pull requests that an event is about, by number or as GitHub lists them.

    Raises Problem for an event of another sort.
    """
    payload = told.payload
    if told.event == "pull_request_target":
        return _number(payload.get("pull_request"))
    if told.event == "issue_comment":
        issue = payload.get("issue")
        return _number(issue) if isinstance(issue, Mapping) and issue.get("pull_request") else []
    if told.event == "workflow_dispatch":
        inputs = payload.get("inputs")
        number = str(inputs.get("pull_request", "")) if isinstance(inputs, Mapping) else ""
        return [int(number)] if number.isdigit() else []
    if told.event == "push":
        return concerned(client, payload)
    if told.event == "workflow_run":
        run = payload.get("workflow_run")
        return _of_run(client, run) if isinstance(run, Mapping) else []
    raise Problem(
        f"`sterna bot` does not know the event `{told.event}`.",
        do="It is for pull_request_target, workflow_run, issue_comment, push, workflow_dispatch and merge_group.",
    )


def _number(value: object) -> list[int]:
    number = value.get("number") if isinstance(value, Mapping) else None
    return [number] if isinstance(number, int) else []


def _of_run(client: Client, run: Mapping[str, Any]) -> list[Pull]:
    """Find the open pull requests whose head is the commit of a run; the number in an artifact would prove nothing."""
    sha, branch = run.get("head_sha"), run.get("head_branch")
    repository = run.get("head_repository")
    owner = repository.get("owner", {}).get("login") if isinstance(repository, Mapping) else None
    found: list[Mapping[str, Any]] = []
    if isinstance(branch, str) and isinstance(owner, str):
        found = list(client.pages("/pulls", state="open", head=f"{owner}:{branch}"))
    elif isinstance(sha, str):
        found = [one for one in client.find(f"/commits/{quote(sha)}/pulls") or [] if one["state"] == "open"]
    listed = [reading.shaped(one, Pull) for one in found if one["head"]["sha"] == sha]
    return sorted(listed, key=lambda one: one.number)


def _pace(environment: Mapping[str, str]) -> float:
    text = environment.get("STERNA_PACE", "1")
    try:
        return max(0.0, float(text))
    except ValueError as error:
        raise Problem(f"STERNA_PACE is `{text}`, which is no number of seconds.") from error


def _say(told: Occasion, outcome: Outcome) -> None:
    head = f"Pull request {outcome.number}: " if outcome.number else ""
    text = f"{head}{outcome.said}"
    # Each line gets a beginning of ours, and `##[` is broken: a text of others must not become a workflow command.
    for row in text.splitlines():
        sys.stdout.write(f"| {inert.logged(inert.shown(row))}\n")
    if told.summary is not None and outcome.gate is not None:
        with told.summary.open("a", encoding="utf-8") as file:
            file.write(f"{inert.plain(head)} {outcome.gate.light}: {inert.prose(outcome.gate.text)}\n")


def _complain(problem: Problem, number: int) -> None:
    parts = [part for part in (problem.what, problem.where, problem.do) if part]
    for part in (f"sterna: pull request {number}", *parts):
        for row in part.splitlines():
            sys.stderr.write(f"| {inert.logged(inert.shown(row))}\n")
