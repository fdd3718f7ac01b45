"""Whether our write of a description took the place of words that we had not read."""

from __future__ import annotations

from typing import Final

from sterna.github.client import Client, Refused

QUERY: Final = """
query Edits($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      userContentEdits(first: 2) {
        nodes { editedAt diff editor { login } }
      }
    }
  }
}
"""
"""The two newest edits, newest first; `diff` holds the whole text after the edit."""


def replaced(client: Client, number: int, read: str, written: str) -> str | None:
    """Return the description that our write took the place of, when it is not the one that was read.

    GitHub has no conditional write, so this is found out afterwards. None also where the edits cannot be read.
    """
    owner, _, name = client.repository.partition("/")
    try:
        found = client.query(QUERY, {"owner": owner, "name": name, "number": number})
    except Refused:
        return None
    pull = (found.get("repository") or {}).get("pullRequest") or {}
    nodes = (pull.get("userContentEdits") or {}).get("nodes") or []
    texts = [node.get("diff") for node in nodes if node]
    if len(texts) != 2 or texts[0] is None or texts[1] is None or _same(texts[0], written) is False:
        return None
    before = str(texts[1])
    return None if _same(before, read) else before


def _same(one: str, other: str) -> bool:
    """GitHub may hand line ends out in another form than it took them."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
