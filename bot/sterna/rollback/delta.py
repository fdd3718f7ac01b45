"""The difference between two catalogs, object by object."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

from sterna.postgres.catalog import KINDS, Relation, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sterna.postgres.catalog import Catalog, Key, Record

R = TypeVar("R", bound="Record")

# Objects that live inside a table are moved when their own name changes; the others also when their schema does.
_NAMED_WITHIN = frozenset(
    ["schemas", "extensions", "columns", "constraints", "triggers", "policies", "rules", "publications"]
)
# Their names are all they are: with another name they are other objects.
_NEVER_MOVED = frozenset(["extensions", "default_privileges", "comments"])


@dataclass(frozen=True, slots=True)
class Change:
    """An object on both sides whose traits differ; `traits` names those that do."""

    now: Record
    then: Record
    traits: frozenset[str]


@dataclass(frozen=True, slots=True)
class Delta:
    """What stands between the database as it is (`now`) and as it was (`then`).

    By kind (the fields of Catalog): keys of `now` that were not there, keys of `then` that are gone, objects whose
    traits differ, and pairs that have another name. `pairs` maps keys of now to keys of then.
    """

    now: Catalog
    then: Catalog
    pairs: Mapping[str, Mapping[Key, Key]]
    added: Mapping[str, tuple[Key, ...]]
    removed: Mapping[str, tuple[Key, ...]]
    changed: Mapping[str, tuple[Change, ...]]
    moved: Mapping[str, tuple[tuple[Record, Record], ...]]

    @property
    def empty(self) -> bool:
        """Tell whether nothing differs."""
        return not any(
            self.added[kind] or self.removed[kind] or self.changed[kind] or self.moved[kind] for kind in KINDS
        )

    @property
    def only_added(self) -> Delta:
        """Return the difference without what is missing, altered or has another name."""
        return replace(
            self,
            removed=dict.fromkeys(self.removed, ()),
            changed=dict.fromkeys(self.changed, ()),
            moved=dict.fromkeys(self.moved, ()),
        )

    def new(self, kind: str, _of: type[R]) -> list[R]:
        """Return the added objects of a kind."""
        return [cast("R", self.now.kind(kind)[key]) for key in self.added[kind]]

    def gone(self, kind: str, _of: type[R]) -> list[R]:
        """Return the removed objects of a kind."""
        return [cast("R", self.then.kind(kind)[key]) for key in self.removed[kind]]

    def altered(self, kind: str, _of: type[R]) -> list[tuple[R, R, frozenset[str]]]:
        """Return the changed objects of a kind, as they are and were, with the traits that differ."""
        return [(cast("R", change.now), cast("R", change.then), change.traits) for change in self.changed[kind]]

    def renamed(self, kind: str, _of: type[R]) -> list[tuple[R, R]]:
        """Return the moved objects of a kind, as they are and were."""
        return [(cast("R", now), cast("R", then)) for now, then in self.moved[kind]]

    def lines(self) -> tuple[str, ...]:
        """Say each difference in one line, in a stable order: what is left over and what is missing."""
        found: list[str] = []
        for kind in KINDS:
            noun = kind.replace("_", " ")
            found += [f"{noun}: {_spell(self.now, self.now.kind(kind)[key])} is left over" for key in self.added[kind]]
            found += [
                f"{noun}: {_spell(self.then, self.then.kind(kind)[key])} is missing" for key in self.removed[kind]
            ]
            for change in self.changed[kind]:
                now, then = change.now.traits(self.now), change.then.traits(self.then)
                what = f"{noun}: {_spell(self.then, change.then)}"
                found += [
                    f"{what}: {trait} is {_short(now[trait])}, was {_short(then[trait])}"
                    for trait in sorted(change.traits)
                ]
            found += [
                f"{noun}: {_spell(self.now, now)} was named {_spell(self.then, then)}" for now, then in self.moved[kind]
            ]
        return tuple(sorted(found))


def compare(now: Catalog, then: Catalog) -> Delta:
    """Pair the objects by key, what is left by name, and tell what differs."""
    pairs: dict[str, Mapping[Key, Key]] = {}
    added: dict[str, tuple[Key, ...]] = {}
    removed: dict[str, tuple[Key, ...]] = {}
    changed: dict[str, tuple[Change, ...]] = {}
    moved: dict[str, tuple[tuple[Record, Record], ...]] = {}
    schemas = _schema_renames(now, then)
    for kind in KINDS:
        ours, theirs = now.kind(kind), then.kind(kind)
        if ours is theirs:
            # Read with the other one at hand, and nothing of this kind was touched.
            pairs[kind] = {key: key for key in ours}
            added[kind] = removed[kind] = ()
            changed[kind], moved[kind] = (), ()
            continue
        both = _pair(kind, now, then, pairs.get("relations", {}))
        pairs[kind] = both
        paired = set(both.values())
        # By key is by age: objects come back in the order in which they were made.
        added[kind] = _by_age(key for key in ours if key not in both and _counts(kind, now, ours[key]))
        removed[kind] = _by_age(key for key in theirs if key not in paired and _counts(kind, then, theirs[key]))
        changes: list[Change] = []
        moves: list[tuple[Record, Record]] = []
        for key in _by_age(
            key for key, other in both.items() if not _same(kind, (key, ours[key]), (other, theirs[other]))
        ):
            mine, old = ours[key], theirs[both[key]]
            traits = _differing(mine.traits(now), old.traits(then))
            if traits:
                changes.append(Change(mine, old, traits))
            if kind not in _NEVER_MOVED and _moved(kind, mine, old, schemas):
                moves.append((mine, old))
        changed[kind], moved[kind] = tuple(changes), tuple(moves)
    return Delta(now, then, pairs, added, removed, changed, moved)


def _by_age(keys: Iterable[Key]) -> tuple[Key, ...]:
    return tuple(sorted(keys, key=lambda key: key if isinstance(key, tuple) else (key,)))


def _same(kind: str, mine: tuple[Key, Record], old: tuple[Key, Record]) -> bool:
    # A catalog that was read with the other one at hand shares its records: most are the very same.
    return (mine[1] is old[1] or mine[1] == old[1]) and (kind != "relations" or mine[0] == old[0])


def circles(pairs: Sequence[tuple[Record, Record]], place: Callable[[Record], object]) -> frozenset[Key]:
    """Return the keys of those among moved objects that hold each other's names: none of them can be renamed first.

    `place` says within what a name is unique.
    """
    pairs = [(now, then) for now, then in pairs if getattr(now, "name", "") != getattr(then, "name", "")]
    holders = {(place(now), getattr(now, "name", "")): (now, then) for now, then in pairs}
    found: set[Key] = set()
    for now, then in pairs:
        at = holders.get((place(now), getattr(then, "name", "")))
        seen: set[Key] = set()
        while at is not None and at[0].key not in seen and at[0] is not now:
            seen.add(at[0].key)
            at = holders.get((place(at[0]), getattr(at[1], "name", "")))
        if at is not None and at[0] is now:
            found.add(now.key)
    return frozenset(found)


def _pair(kind: str, now: Catalog, then: Catalog, tables: Mapping[Key, Key]) -> dict[Key, Key]:
    ours, theirs = now.kind(kind), then.kind(kind)
    both: dict[Key, Key] = {key: key for key in ours if key in theirs}
    by_name = {record.identity(now): key for key, record in ours.items() if key not in both}
    for key, record in theirs.items():
        if key not in both:
            names = record.identity(then)
            if names is not None and names in by_name and _akin(ours[by_name[names]], record, now, then, tables):
                both[by_name[names]] = key
    return both


def _akin(mine: Record, old: Record, now: Catalog, then: Catalog, tables: Mapping[Key, Key]) -> bool:
    """Tell whether one can become the other: a table that took the name of a view cannot, nor can what is in it.

    Nor can a table that was made as the child of another: what it has from there cannot become its own.
    """
    if isinstance(mine, Relation) and isinstance(old, Relation):
        return (mine.kind, mine.partition_key) == (old.kind, old.partition_key) and (
            mine.parents == old.parents or mine.traits(now)["parents"] == old.traits(then)["parents"]
        )
    if isinstance(mine, Type) and isinstance(old, Type):
        return mine.kind == old.kind
    table = getattr(mine, "table", None)
    return table is None or tables.get(table) == getattr(old, "table", None)


def _counts(kind: str, catalog: Catalog, record: Record) -> bool:
    if kind == "comments":
        return record.identity(catalog) is not None
    return not getattr(record, "of_extension", False)


def _differing(now: dict[str, object], then: dict[str, object]) -> frozenset[str]:
    return frozenset(trait for trait in now if now[trait] != then[trait])


def _schema_renames(now: Catalog, then: Catalog) -> dict[str, str]:
    return {schema.name: then.schemas[oid].name for oid, schema in now.schemas.items() if oid in then.schemas}


def _moved(kind: str, mine: Record, old: Record, schemas: dict[str, str]) -> bool:
    now_name, then_name = getattr(mine, "name", ""), getattr(old, "name", "")
    if kind == "indexes" and getattr(mine, "constraint", None) and getattr(old, "constraint", None):
        return False  # it follows the name of its constraint
    if now_name != then_name:
        return True
    if kind in _NAMED_WITHIN or kind == "indexes":
        return False
    now_schema, then_schema = getattr(mine, "schema", ""), getattr(old, "schema", "")
    return bool(now_schema != then_schema and schemas.get(now_schema) != then_schema)


def _spell(catalog: Catalog, record: Record) -> str:
    names = record.identity(catalog)
    return ".".join(part for part in names if part) if names else "?"


def _short(value: object, most: int = 160) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= most else text[: most - 3] + "..."
