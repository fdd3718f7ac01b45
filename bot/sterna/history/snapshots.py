"""The snapshots beside a journal, and whether they form one chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from sterna.history import snapshot
from sterna.history.model import Entry, Fault

_SUFFIX: Final = "_snapshot.json"
_ORIGIN: Final = "00000000-0000-0000-0000-000000000000"
_REGENERATE: Final = "Delete the newer migration with its snapshot and entry, and run `drizzle-kit generate` again."


class _Ids(msgspec.Struct):
    """The two keys of a snapshot that make the chain."""

    id: str
    prevId: str  # noqa: N815 - the key in the file


@dataclass(frozen=True, slots=True)
class _Link:
    """A snapshot that was read, with the entry it belongs to."""

    entry: Entry
    path: Path
    ids: _Ids


def faults(folder: Path, entries: tuple[Entry, ...], limit: int) -> Iterator[Fault]:
    """Yield what is wrong with the snapshots: those that are missing, that cannot be read, that belong to no entry.

    Then whether each follows the one before it (`prevId`).
    """
    meta = folder / "meta"
    present = {path.name for path in meta.iterdir() if path.name.endswith(_SUFFIX)}
    named: dict[str, Entry] = {}
    for entry in entries:
        named.setdefault(prefix(entry.tag) + _SUFFIX, entry)
    if _SUFFIX in present:
        yield Fault(
            "no-snapshot-prefix",
            "drizzle-kit wrote a snapshot without a number (`migrations.prefix: 'none'`) and does not read it again, "
            "so each `generate` writes the whole schema anew.",
            meta / _SUFFIX,
            do="Set `migrations.prefix` to 'index' in drizzle.config and give the snapshot the number of its entry.",
        )
    links: list[_Link | None] = []
    for name, entry in named.items():
        if name not in present:
            links.append(None)
            yield Fault(
                "missing-snapshot",
                f"{entry.tag} has no snapshot `meta/{name}`.",
                meta / name,
                tag=entry.tag,
                do="Bring it back from git. `drizzle-kit generate` compares with the newest one that is there.",
            )
            continue
        ids = snapshot.read(folder, meta / name, _Ids, tag=entry.tag, limit=limit)
        if isinstance(ids, Fault):
            yield ids
            links.append(None)
        else:
            links.append(_Link(entry, meta / name, ids))
    yield from _chain(links)
    for name in sorted(present - named.keys() - {_SUFFIX}):
        yield Fault(
            "orphan-snapshot",
            f"`meta/{name}` belongs to no entry of the journal. drizzle-kit reads the last snapshot by name, "
            "entry or not.",
            meta / name,
            do="Delete it, or bring its entry back.",
        )


def prefix(tag: str) -> str:
    """Return what stands before the name in a tag: `0003` of `0003_add_user_preferences`."""
    return tag.partition("_")[0]


def _chain(links: list[_Link | None]) -> Iterator[Fault]:
    parents: dict[str, _Link] = {}
    before: _Link | None = None
    for at, link in enumerate(links):
        if link is not None:
            parent = link.ids.prevId
            if parent in parents:
                yield Fault(
                    "shared-prev-id",
                    f"The snapshots of {parents[parent].entry.tag} and {link.entry.tag} both follow the same one: two "
                    "branches wrote them side by side. The newer one does not know the changes of the older.",
                    link.path,
                    tag=link.entry.tag,
                    do=_REGENERATE,
                )
            elif (at == 0 and parent != _ORIGIN) or (before is not None and parent != before.ids.id):
                wanted = _ORIGIN if before is None else before.ids.id
                whose = "as the first one" if before is None else f"the id of {before.entry.tag}"
                yield Fault(
                    "broken-prev-id",
                    f"The snapshot of {link.entry.tag} has the prevId {parent}, and should have {wanted}, {whose}.",
                    link.path,
                    tag=link.entry.tag,
                    do=_REGENERATE,
                )
            parents.setdefault(parent, link)
        before = link
