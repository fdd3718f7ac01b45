"""The schema that a snapshot of drizzle-kit describes: its tables, columns and enums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from sterna.history.model import Fault
from sterna.history.snapshots import prefix
from sterna.history.source import contents

Name = tuple[str, str]
"""Schema and name, as they stand in the catalog."""

_VERSION: Final = "7"
_PUBLIC: Final = "public"


@dataclass(frozen=True, slots=True)
class Described:
    """What a snapshot says is there.

    `tables` maps each table to the types of its columns, `enums` each enum to its values in their order. A type that
    is an enum or another one of the schema's own is a Name, every other one the text of the schema file.
    """

    tables: Mapping[Name, Mapping[str, str | Name]]
    enums: Mapping[Name, tuple[str, ...]]


class _Column(msgspec.Struct):
    type: str
    typeSchema: str = ""  # noqa: N815 - the key in the file


class _Table(msgspec.Struct):
    name: str
    columns: dict[str, _Column]
    schema: str = ""


class _Enum(msgspec.Struct):
    name: str
    values: list[str]
    schema: str = ""


class _Snapshot(msgspec.Struct):
    version: str
    tables: dict[str, _Table]
    enums: dict[str, _Enum] = msgspec.field(default_factory=dict)


def described(folder: Path, tag: str, limit: int) -> Described | None:
    """Read what the snapshot of a migration describes; None if there is none in the form of drizzle-kit 0.22 to 0.31.

    What is wrong with the file is told where the folder is read.
    """
    raw = contents(folder, folder / "meta" / f"{prefix(tag)}_snapshot.json", limit, tag)
    if isinstance(raw, Fault):
        return None
    try:
        found = msgspec.json.decode(raw, type=_Snapshot)
    except (msgspec.DecodeError, RecursionError):
        return None
    if found.version != _VERSION:
        return None
    return Described(
        {
            (table.schema or _PUBLIC, table.name): {name: _type(column) for name, column in table.columns.items()}
            for table in found.tables.values()
        },
        {(one.schema or _PUBLIC, one.name): tuple(one.values) for one in found.enums.values()},
    )


def _type(column: _Column) -> str | Name:
    return (column.typeSchema, column.type) if column.typeSchema else column.type
