"""The schema that the snapshots of Drizzle 1.0 describe: whole in format 8, folded from changes in format 9."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from sterna.history.ancestry import ORIGIN
from sterna.history.model import SNAPSHOT, Fault
from sterna.history.schema import Described, Name
from sterna.history.source import contents

_WHOLE: Final = "8"
_CHANGES: Final = "9"
_KINDS: Final = frozenset({"schemas", "tables", "columns", "enums"})
_OWN: Final = "pg_catalog"


class _Snapshot(msgspec.Struct):
    id: str
    version: str
    prevIds: list[str]  # noqa: N815 - the key in the file
    type: str = "base"
    ddl: list[dict[str, Any]] = []
    deltas: list[dict[str, Any]] = []

    @property
    def parents(self) -> list[str]:
        """Return the ids of those it follows."""
        return [one for one in self.prevIds if one != ORIGIN]


@dataclass
class _State:
    """What is there: columns by schema, table and name, with the fields of their rows."""

    tables: dict[Name, None] = field(default_factory=dict)
    columns: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    enums: dict[Name, list[str]] = field(default_factory=dict)

    def create(self, row: Mapping[str, Any]) -> None:
        """Add an entity by its row."""
        kind = row["entityType"]
        if kind == "tables":
            self.tables[row["schema"], row["name"]] = None
        elif kind == "columns":
            self.columns[row["schema"], row["table"], row["name"]] = dict(row)
        elif kind == "enums":
            self.enums[row["schema"], row["name"]] = list(row["values"])

    def drop(self, kind: str, key: Sequence[str]) -> None:
        """Take an entity away; what belongs to it may be gone before or is dropped by itself."""
        if kind == "tables":
            self.tables.pop((key[0], key[1]), None)
        elif kind == "columns":
            self.columns.pop((key[0], key[1], key[2]), None)
        elif kind == "enums":
            self.enums.pop((key[0], key[1]), None)

    def change(self, kind: str, key: Sequence[str], put: Mapping[str, Any]) -> None:
        """Change fields of an entity; what names it goes along when it gets another name."""
        if kind == "schemas":
            self._schema(key[0], put.get("name", key[0]))
        elif kind == "tables":
            self._table((key[0], key[1]), (put.get("schema", key[0]), put.get("name", key[1])))
        elif kind == "enums":
            self._enum((key[0], key[1]), (put.get("schema", key[0]), put.get("name", key[1])), put.get("values"))
        elif kind == "columns":
            row = {**self.columns.pop((key[0], key[1], key[2])), **put}
            self.columns[row["schema"], row["table"], row["name"]] = row

    def _schema(self, old: str, new: str) -> None:
        for table in [one for one in self.tables if one[0] == old]:
            self._table(table, (new, table[1]))
        for enum in [one for one in self.enums if one[0] == old]:
            self._enum(enum, (new, enum[1]), None)

    def _table(self, old: Name, new: Name) -> None:
        if old == new:
            return
        self.tables = {new if one == old else one: None for one in self.tables}
        moved = {"schema": new[0], "table": new[1]}
        self.columns = {
            (*new, key[2]) if key[:2] == old else key: row | moved if key[:2] == old else row
            for key, row in self.columns.items()
        }

    def _enum(self, old: Name, new: Name, values: list[str] | None) -> None:
        self.enums = {new if one == old else one: held for one, held in self.enums.items()}
        if values is not None:
            self.enums[new] = list(values)
        for row in self.columns.values():
            if (row.get("typeSchema"), row["type"]) == old:
                row["typeSchema"], row["type"] = new


class Folded:
    """The snapshots of a folder of Drizzle 1.0, read once when first asked for."""

    def __init__(self, folder: Path, tags: Iterable[str], limit: int) -> None:
        """Stand on the migrations of a folder, in the order in which they run."""
        self._folder = folder
        self._tags = tuple(tags)
        self._limit = limit
        self._snapshots: dict[str, _Snapshot] | None = None
        self._ids: dict[str, str] = {}

    def after(self, tag: str) -> Described | None:
        """Return what the snapshot of a migration describes; None where it cannot be told."""
        snapshots = self._read()
        own = self._ids.get(tag)
        return None if own is None else self._told(lambda: _state(snapshots, own))

    def before(self, tag: str) -> Described | None:
        """Return what those describe that the snapshot of a migration follows; None where it cannot be told."""
        snapshots = self._read()
        own = self._ids.get(tag)
        return None if own is None else self._told(lambda: _start(snapshots, snapshots[own].parents))

    def _told(self, make: Any) -> Described | None:  # noqa: ANN401 - a function without arguments
        try:
            return _described(make())
        except (KeyError, TypeError, ValueError, IndexError, RecursionError):
            # Not as drizzle-kit writes them, or one is missing: that is told where the folder is read.
            return None

    def _read(self) -> dict[str, _Snapshot]:
        if self._snapshots is None:
            self._snapshots = {}
            for tag in self._tags:
                raw = contents(self._folder, self._folder / tag / SNAPSHOT, self._limit, tag)
                if isinstance(raw, Fault):
                    continue
                try:
                    one = msgspec.json.decode(raw, type=_Snapshot)
                except (msgspec.DecodeError, RecursionError):
                    continue
                if one.version in (_WHOLE, _CHANGES):
                    self._snapshots[one.id] = one
                    self._ids[tag] = one.id
        return self._snapshots


def _state(snapshots: Mapping[str, _Snapshot], own: str) -> _State:
    """Fold the snapshots up to one; raise KeyError where one of them is not there."""
    path: list[_Snapshot] = []
    at = snapshots[own]
    while at.type == "diff" and at.version == _CHANGES:
        if len(path) > len(snapshots):
            raise ValueError("the snapshots follow each other in a circle")
        path.append(at)
        at = snapshots[at.prevIds[0]]
    state = _State()
    for row in at.ddl:
        state.create(row)
    for one in reversed(path):
        if len(one.prevIds) > 1:
            _others(state, snapshots, one.prevIds)
        _apply(state, one)
    return state


def _start(snapshots: Mapping[str, _Snapshot], parents: Sequence[str]) -> _State:
    """Return the state that a snapshot with these parents was written from."""
    if not parents:
        return _State()
    if len(parents) > 1 and any(snapshots[one].version == _WHOLE for one in parents):
        raise ValueError("whole snapshots of two branches cannot be put together")
    state = _state(snapshots, parents[0])
    _others(state, snapshots, parents)
    return state


def _others(state: _State, snapshots: Mapping[str, _Snapshot], parents: Sequence[str]) -> None:
    """Apply what the other parents have and the first has not, in the order in which they run."""
    known = _history(snapshots, parents[:1])
    rest = _history(snapshots, parents[1:]) - known
    for own, one in snapshots.items():
        if own in rest and one.type == "diff":
            _apply(state, one)


def _history(snapshots: Mapping[str, _Snapshot], ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    left = [one for one in ids if one != ORIGIN]
    while left:
        own = left.pop()
        if own not in found:
            found.add(own)
            left += snapshots[own].parents
    return found


def _apply(state: _State, snapshot: _Snapshot) -> None:
    for delta in snapshot.deltas:
        if delta["op"] == "create":
            state.create(delta["row"])
            continue
        kind, _, key = delta["key"].partition("\0")
        if kind not in _KINDS:
            continue
        names = msgspec.json.decode(key, type=list[str])
        if delta["op"] == "drop":
            state.drop(kind, names)
        else:
            state.change(kind, names, delta["set"])


def _described(state: _State) -> Described:
    tables: dict[Name, dict[str, str | Name]] = {table: {} for table in state.tables}
    for (schema, table, name), row in state.columns.items():
        tables[schema, table][name] = _type(row)
    return Described(tables, {name: tuple(values) for name, values in state.enums.items()})


def _type(row: Mapping[str, Any]) -> str | Name:
    schema = row.get("typeSchema")
    if schema and schema != _OWN:
        return str(schema), str(row["type"])
    return f"{row['type']}{'[]' * int(row.get('dimensions') or 0)}"
