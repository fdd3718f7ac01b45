"""Labels on a pull request, created where the repository lacks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from sterna.github.client import Client
from sterna.github.refusal import Refused
from sterna.pull_request.labels import COLOURS, MEANINGS
from sterna.pull_request.settings import Labels


def label(client: Client, number: int, ours: Labels, added: Sequence[str], removed: Sequence[str]) -> None:
    """Add labels and take others away; raise Refused. Each write changes nothing when it is done twice."""
    if added:
        _defined(client, ours, added)
        _twice(client, f"/issues/{number}/labels", {"labels": list(added)})
    for name in removed:
        client.delete(f"/issues/{number}/labels/{quote(name, safe='')}")


def _defined(client: Client, ours: Labels, names: Sequence[str]) -> None:
    known = {str(one["name"]).lower() for one in client.pages("/labels")}
    settings = {getattr(ours, key): key for key in COLOURS}
    for name in names:
        if name.lower() in known:
            continue
        key = settings[name]
        try:
            _twice(client, "/labels", {"name": name, "color": COLOURS[key], "description": MEANINGS[key]})
        except Refused as refused:
            # It is there already: GitHub refuses a second one of the same name.
            if refused.status != 422:
                raise


def _twice(client: Client, path: str, body: Mapping[str, object]) -> None:
    """Post once more where the answer was lost."""
    try:
        client.post(path, body)
    except Refused as refused:
        if 0 < refused.status < 500:
            raise
        client.post(path, body)
