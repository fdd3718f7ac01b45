"""What is wrong with the files of a folder, readiness for Drizzle 1.0 included."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sterna.history.model import ROLLBACK, History
from sterna.runbook.doctor.complaint import Complaint, Weight

# What the journal's faults mean for a deploy: these are about the next `up` or `generate` only.
_LATER: Final = frozenset({"same-second", "crlf", "prefix-mismatch", "idx-gap", "open-branches", "unknown-journal-key"})


def of_folder(history: History) -> Iterator[Complaint]:
    """Yield what is wrong with the files, readiness for Drizzle 1.0 included."""
    for fault in history.faults:
        weight = Weight.ERROR if fault.fatal else Weight.WARNING
        if fault.name == "same-second" and not history.named:
            continue
        place = f"{fault.path}:{fault.line}" if fault.line else str(fault.path)
        weight = Weight.NOTE if fault.name in _LATER else weight
        yield Complaint(weight, fault.name, fault.message, fault.do, place)
    if history.named:
        yield from _strays(history)
    else:
        yield from ready_for_1_0(history)


def _strays(history: History) -> Iterator[Complaint]:
    """Yield the down files that bear no migration's name: those from before `drizzle-kit up` bear the old ones."""
    tags = {migration.tag for migration in history.migrations}
    for file in sorted((history.folder / ROLLBACK).glob("*.sql")):
        if file.stem in tags:
            continue
        name = file.stem.partition("_")[2]
        meant = [tag for tag in sorted(tags) if tag.partition("_")[2] == name]
        yield Complaint(
            Weight.WARNING,
            "stray-down-file",
            f"{file.name} is the way back of no migration here."
            + (" `drizzle-kit up` gave its migration another name." if meant else ""),
            f"git mv {_typed(file)} {_typed(file.with_name(f'{meant[0]}.sql'))}"
            f" && sterna rollback {meant[0]} --folder {_typed(history.folder)} --write"
            if len(meant) == 1
            else "Delete it, or give it the name of its migration.",
            str(file),
        )


def ready_for_1_0(history: History) -> Iterator[Complaint]:
    """Yield what would go wrong with `drizzle-kit up` of Drizzle 1.0, which names folders by the second."""
    seconds: dict[int, str] = {}
    for migration in history.migrations:
        second = migration.when // 1000
        if second in seconds:
            yield Complaint(
                Weight.WARNING,
                "same-second",
                f"{seconds[second]} and {migration.tag} were generated in the same second. Drizzle 1.0 goes "
                "by the second: `up` refuses them, or its first migrate takes one for the other and applies it again.",
                f"Where {migration.tag} is applied nowhere, set its `when` a second later. Where it is, and `up` asks "
                "for that, do it too, and run `sterna migrate` before Drizzle 1.0's own: it goes by the hash.",
                str(migration.path),
            )
        seconds[second] = migration.tag


def _typed(path: Path) -> str:
    return shlex.quote(str(path))
