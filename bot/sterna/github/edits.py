"""What a description was before: whose words our write took the place of, and who ticked which box."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sterna.github.client import Client
from sterna.github.occasion import Occasion
from sterna.github.refusal import Refused
from sterna.problem import Problem
from sterna.pull_request.body import boxes
from sterna.pull_request.markers import split

QUERY: Final = """
query Edits($owner: String!, $name: String!, $number: Int!, $count: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      userContentEdits(first: $count) {
        nodes { editedAt diff editor { login } }
      }
    }
  }
}
"""
"""The newest edits, newest first; `diff` holds the whole text after the edit, for a token that may write."""
_FAR: Final = 50
"""Edits that are looked through for who ticked a box."""

Word = tuple[str, str]
"""Who, and when."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A description as somebody left it."""

    text: str
    login: str
    at: str


def edits(client: Client, number: int, count: int) -> list[Edit]:
    """Return the newest edits, newest first; none where they cannot be read."""
    owner, _, name = client.repository.partition("/")
    try:
        found = client.query(QUERY, {"owner": owner, "name": name, "number": number, "count": count})
    except Refused:
        return []
    pull = (found.get("repository") or {}).get("pullRequest") or {}
    nodes = (pull.get("userContentEdits") or {}).get("nodes") or []
    read: list[Edit] = []
    for node in nodes:
        # A revision that somebody deleted has no text: what came before it is not known.
        if not node or node.get("diff") is None:
            break
        read.append(Edit(str(node["diff"]), str((node.get("editor") or {}).get("login") or "ghost"), node["editedAt"]))
    return read


def replaced(client: Client, number: int, read: str, written: str) -> str | None:
    """Return the description that our write took the place of, when it is not the one that was read.

    GitHub has no conditional write, so this is found out afterwards. None also where the edits cannot be read.
    """
    found = edits(client, number, 2)
    if len(found) != 2 or not _same(found[0].text, written):
        return None
    return None if _same(found[1].text, read) else found[1].text


def words(occasion: Occasion, client: Client, number: int, body: str, known: Mapping[str, Word]) -> dict[str, Word]:
    """Return who ticked which box and when: what is remembered, what this event tells, what the edits show.

    An event can be lost or overtaken; the edits are there whenever somebody looks.
    """
    ticked = _ticked(body)
    found = {box: word for box, word in {**known, **_told(occasion, number)}.items() if box in ticked}
    if ticked - found.keys():
        found |= by_whom(edits(client, number, _FAR), ticked - found.keys())
    return found


def by_whom(history: Sequence[Edit], ids: Iterable[str]) -> dict[str, Word]:
    """Return whose edit ticked a box that has been ticked ever since; `history` is newest first."""
    each = [(edit, _ticked(edit.text)) for edit in history]
    found = {}
    for box in ids:
        before: Edit | None = None
        for edit, ticked in each:
            if box not in ticked:
                if before is not None:
                    found[box] = (before.login[:100], _minute(before.at))
                break
            before = edit
    return found


def _told(occasion: Occasion, number: int) -> dict[str, Word]:
    """Return what the event of an edited description tells of the boxes that it ticked."""
    pull = occasion.payload.get("pull_request")
    if occasion.event != "pull_request_target" or not isinstance(pull, Mapping) or pull.get("number") != number:
        return {}
    old = _text(occasion.payload, "changes", "body", "from")
    login = _text(occasion.payload, "sender", "login")
    if old is None or login is None:
        return {}
    new = _ticked(str(pull.get("body") or "")) - _ticked(old)
    return dict.fromkeys(new, (login[:100], _minute(str(pull.get("updated_at") or ""))))


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


def _minute(at: str) -> str:
    return f"{at[:16].replace('T', ' ')} UTC"


def _same(one: str, other: str) -> bool:
    """GitHub may hand line ends out in another form than it took them."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
