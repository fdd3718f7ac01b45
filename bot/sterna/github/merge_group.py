"""The gate of a merge queue: every pull request in the group has to have a green gate, right now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sterna.github import present as reading
from sterna.github.client import Client
from sterna.github.occasion import Occasion
from sterna.github.reconcile import Outcome
from sterna.github.refusal import Refused
from sterna.github.repository import content, settings
from sterna.github.work import folder, inside
from sterna.history.entries import parse
from sterna.history.layout import JOURNAL
from sterna.problem import Problem
from sterna.pull_request.changed import File
from sterna.pull_request.gate import CONTEXT, LENGTH, Gate, Light

_BRANCH: Final = re.compile(r"/pr-(?P<number>\d+)-[0-9a-f]+$")


def judge_group(told: Occasion, client: Client, *, dry: bool = False) -> Outcome:
    """Post the gate on the head of a merge group; raise Problem for an event that is none."""
    group = told.payload.get("merge_group")
    if not isinstance(group, Mapping) or not isinstance(group.get("head_sha"), str):
        raise Problem("This event names no merge group.")
    head, base = str(group["head_sha"]), str(group["base_sha"])
    gate = _gate(client, base, head, str(group.get("head_ref") or ""))
    old = next((one for one in reading.statuses(client, head) if one.context == CONTEXT), None)
    if not dry and (old is None or (old.state, old.description) != (str(gate.light), gate.text)):
        body = {"state": str(gate.light), "description": gate.text, "context": CONTEXT}
        client.post(f"/statuses/{head}", body | ({"target_url": told.run} if told.run else {}))
    return Outcome(0, gate, f"merge group: {gate.light}, {gate.text}")


def _gate(client: Client, base: str, head: str, ref: str) -> Gate:
    """Return success when each pull request of the group is green; the group may hold several.

    The queue names its branch after the newest of them, and squashed commits may belong to no pull request yet.
    """
    commits = list(client.pages(f"/compare/{base}...{head}", "commits"))
    named = _BRANCH.search(ref)
    numbers: dict[int, str] = {}
    if named:
        numbers[int(named["number"])] = reading.pull(client, int(named["number"])).head.sha
    for commit in commits:
        for one in client.pages(f"/commits/{commit['sha']}/pulls"):
            if one["state"] == "open":
                numbers[int(one["number"])] = str(one["head"]["sha"])
    if not numbers:
        return Gate(Light.FAILURE, "No pull request of this group was found")
    for number, sha in sorted(numbers.items()):
        status = next((one for one in reading.statuses(client, sha) if one.context == CONTEXT), None)
        if status is None or status.state != Light.SUCCESS:
            said = status.description if status is not None else "not judged yet"
            return Gate(Light.FAILURE, f"#{number}: {said}"[:LENGTH])
    try:
        late = _late(client, base, head)
    except Refused:
        raise
    except Problem as problem:
        return Gate(Light.FAILURE, problem.what[:LENGTH])
    if late:
        return Gate(Light.FAILURE, f"{late} is not later than what is merged before it: Drizzle would skip it"[:LENGTH])
    listed = ", ".join(f"#{number}" for number in sorted(numbers))
    return Gate(Light.SUCCESS, f"Green: {listed}"[:LENGTH])


def _late(client: Client, base: str, head: str) -> str:
    """Return the first new entry of the journal that is not later than all that the queue merges before it.

    The pull request was judged against a base that has moved since; empty for Drizzle 1.0, which has no journal.
    """
    listed = client.get(f"/compare/{base}...{head}").get("files") or []
    files = [File(str(one["filename"]), str(one["status"]), str(one.get("sha") or "")) for one in listed]
    where = folder(settings(client), files)
    journal = f"{where}/{JOURNAL.as_posix()}"
    raw = content(client, journal, head) if where and inside(where, files) else None
    if raw is None:
        return ""
    old = content(client, journal, base)
    before = parse(old, Path(journal)).entries if old is not None else ()
    known, last = {one.tag for one in before}, max((one.when for one in before), default=0)
    late = (one.tag for one in parse(raw, Path(journal)).entries if one.tag not in known and one.when <= last)
    return next(late, "")
