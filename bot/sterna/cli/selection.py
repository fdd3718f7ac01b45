"""Which migrations of a history are meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from sterna.history.layout import stem
from sterna.history.model import MIGRATION, History, Layout, Migration
from sterna.problem import Problem


@dataclass(frozen=True, slots=True)
class Selection:
    """The history with what a comparison found wrong with it, and the migrations that are meant, in its order.

    `unread` are the tags whose SQL cannot be had. They are always told, because Drizzle stops at them; `everything`
    says that they are among what is meant.
    """

    history: History
    migrations: tuple[Migration, ...]
    unread: tuple[str, ...]
    what: str
    everything: bool = False

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the tags of the migrations that are meant and can be read."""
        return tuple(migration.tag for migration in self.migrations)


def select(history: History, tags: Sequence[str], *, base: str | None, everything: bool) -> Selection:
    """Choose by tags, by what is new since a git base, all, or the newest; raise Problem."""
    if sum((bool(tags), base is not None, everything)) > 1:
        raise Problem("Tags, --base and --all each name migrations.", do="Give one of them.")
    known = {migration.tag for migration in history.migrations}
    unread = tuple(
        dict.fromkeys(fault.tag for fault in history.faults if fault.fatal and fault.tag not in {*known, ""})
    )
    if tags:
        meant = {find_tag(history, tag) for tag in tags}
        chosen = tuple(migration for migration in history.migrations if migration.tag in meant)
        return Selection(history, chosen, unread, "named")
    if base is not None:
        from sterna.history.comparison import since

        compared = since(history, base)
        new = {migration.tag for migration in compared.migrations}
        # An old migration that this change edits is this change's doing, whatever it is that was chosen.
        faults = tuple(fault if fault.tag in new else replace(fault, tag="") for fault in compared.faults)
        told = replace(history, faults=(*history.faults, *faults))
        if history.layout is Layout.JOURNAL:
            return Selection(told, compared.migrations, unread, f"new since {base}")
        # What is new runs after all that the base has, wherever it stands in the order of names.
        told = told.last(new)
        chosen = tuple(migration for migration in told.migrations if migration.tag in new)
        return Selection(told, chosen, unread, f"new since {base}")
    if everything:
        return Selection(history, history.migrations, unread, "all", everything=True)
    return Selection(history, history.migrations[-1:], unread, "the newest")


def find_entry(history: History, named: str) -> str:
    """Return the tag that is named, also of an entry whose SQL cannot be had: a database may hold its row."""
    return named if any(entry.tag == named for entry in history.entries) else find_tag(history, named)


def find_tag(history: History, named: str) -> str:
    """Return the tag that is named in full, by its beginning, by what follows its number, or by its file."""
    path = Path(named)
    name = path.stem if named.endswith(".sql") else named
    if history.named and path.name == MIGRATION:
        name = path.parent.name
    if history.layout is Layout.PLAIN:
        name = stem(path.name)
    tags = [migration.tag for migration in history.migrations]
    if name in tags:
        return name
    found = (
        [tag for tag in tags if tag.startswith(f"{name}_")]
        or [tag for tag in tags if tag.startswith(name)]
        or [tag for tag in tags if tag.partition("_")[2] == name]
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise Problem(f"`{named}` is the beginning of several migrations: {', '.join(found)}.", do="Write more of it.")
    near = get_close_matches(name, tags, n=3, cutoff=0.4)
    raise Problem(
        f"There is no migration `{named}`.",
        where=str(history.folder),
        do=f"Did you mean {' or '.join(near)}?" if near else f"The newest is {tags[-1]}." if tags else "",
    )
