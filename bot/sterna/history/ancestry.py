"""The snapshots of Drizzle 1.0: each names those it follows, and branches may part and meet again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from sterna.history import names, snapshot
from sterna.history.model import SNAPSHOT, Fault

ORIGIN: Final = "00000000-0000-0000-0000-000000000000"
_AGAIN: Final = "Delete the newer migration with its folder, and run `drizzle-kit generate` again."


class _Ids(msgspec.Struct):
    """The keys of a snapshot that make the tree. The first releases of 1.0 wrote one `prevId`."""

    id: str
    prevIds: list[str] = []  # noqa: N815 - the key in the file
    prevId: str = ""  # noqa: N815 - the key in the file


@dataclass(frozen=True, slots=True)
class _Node:
    """A snapshot that was read: its folder, its id, the ids of those it follows."""

    tag: str
    path: Path
    id: str
    parents: tuple[str, ...]


def faults(folder: Path, tags: Sequence[str], limit: int) -> Iterator[Fault]:
    """Yield what is wrong with the snapshots of the migrations: missing, unreadable, following what is not there.

    Then the branches that no later snapshot brings together. `tags` are in the order in which Drizzle runs them.
    """
    nodes: list[_Node] = []
    whole = True
    for tag in tags:
        path = folder / tag / SNAPSHOT
        if not path.exists():
            whole = False
            yield Fault(
                "missing-snapshot",
                f"{tag} has no {SNAPSHOT}, so drizzle-kit does not know what it did.",
                path,
                tag=tag,
                do="Bring it back from git. `drizzle-kit generate` compares with the newest one that is there.",
            )
            continue
        ids = snapshot.read(folder, path, _Ids, tag=tag, limit=limit)
        if isinstance(ids, Fault):
            whole = False
            yield ids
        else:
            nodes.append(_Node(tag, path, ids.id, tuple(ids.prevIds) or (ids.prevId or ORIGIN,)))
    known = {node.id: node for node in nodes}
    # Without all of them nobody can tell what is missing from what was never there.
    if whole:
        yield from _strays(nodes, known)
        yield from _open(nodes)
    yield from _roots(nodes)


def _strays(nodes: Sequence[_Node], known: Mapping[str, _Node]) -> Iterator[Fault]:
    for node in nodes:
        for parent in node.parents:
            if parent == ORIGIN:
                continue
            if parent not in known:
                yield Fault(
                    "broken-prev-id",
                    f"The snapshot of {node.tag} follows {parent}, and no folder holds that one.",
                    node.path,
                    tag=node.tag,
                    do=f"Bring the migration that is missing back from git. If there is none: {_AGAIN}",
                )
            elif names.order(known[parent].tag) > names.order(node.tag):
                yield Fault(
                    "broken-prev-id",
                    f"The snapshot of {node.tag} follows that of {known[parent].tag}, which runs after it.",
                    node.path,
                    tag=node.tag,
                    do=f"If {node.tag} was applied nowhere, give its folder a later time.",
                )


def _roots(nodes: Sequence[_Node]) -> Iterator[Fault]:
    roots = [node for node in nodes if set(node.parents) <= {ORIGIN}]
    for node in roots[1:]:
        yield Fault(
            "broken-prev-id",
            f"The snapshots of {roots[0].tag} and {node.tag} both follow none, and only the first may.",
            node.path,
            tag=node.tag,
            do=_AGAIN,
        )


def _open(nodes: Sequence[_Node]) -> Iterator[Fault]:
    """Yield the ends of branches but the last: 1.0 lets branches part, and they have to meet again."""
    followed = {parent for node in nodes for parent in node.parents}
    ends = [node for node in nodes if node.id not in followed]
    for node in ends[:-1]:
        yield Fault(
            "open-branches",
            f"Nothing follows the snapshot of {node.tag}, nor that of {ends[-1].tag}: two branches wrote them side by "
            "side, and nothing brings them together yet.",
            ends[-1].path,
            tag=ends[-1].tag,
            do="Run `drizzle-kit check`, which says whether the two go together. The next `generate` follows both.",
        )
