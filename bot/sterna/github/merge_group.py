"""The gate of a merge queue: every pull request in the group has to have a green gate, right now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sterna.github import present as reading
from sterna.github.client import Client
from sterna.github.occasion import Occasion
from sterna.github.reconcile import Outcome
from sterna.problem import Problem
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
    listed = ", ".join(f"#{number}" for number in sorted(numbers))
    return Gate(Light.SUCCESS, f"Green: {listed}"[:LENGTH])
