"""Where a database differs from what its applied migrations make, object by object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sterna.postgres import catalog as catalogs
from sterna.postgres.catalog import KINDS, Catalog, Record, Relation
from sterna.postgres.connection import Connection, SqlError
from sterna.problem import Problem
from sterna.runbook.difference import Difference, Side, shown, spelt
from sterna.runbook.tracking import Table

OWNER: Final = "the owner"
"""What the role is called that owns most of a database; it has another name on each server."""

_PUBLIC: Final = "public"
_MAINTAIN: Final = 170000
_NAMED_NOT_NULL: Final = 180000
# These stand in no schema: more of them than the history makes is nothing of the history's.
_GLOBAL: Final = frozenset({"extensions", "casts", "publications", "event_triggers", "default_privileges"})


@dataclass(frozen=True, slots=True)
class Drift:
    """All differences, and what was not compared."""

    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Half:
    """A catalog as the other one can be compared with: its records by identity, with one name for its owner."""

    catalog: Catalog
    records: dict[str, dict[tuple[str, ...], Record]]
    owner: str


@dataclass(frozen=True, slots=True)
class Made:
    """What the applied migrations make on a server of this version number, and what it was given beforehand.

    `printed` prints the definition of a view as that server does.
    """

    catalog: Catalog
    version: int
    provided: Sequence[str] = ()
    printed: Callable[[str], str] = str


def drift(live: Catalog, version: int, made: Made, table: Table, *, whole: bool = False) -> Drift:
    """Compare the catalog of a database, on a server of this version number, with what its migrations make.

    The tracking table is left out, and so is every schema that the history does not have. Objects are paired by name,
    because they live on different servers. With `whole`, what belongs to a table that only one side has is told too,
    object by object.
    """
    here, there = _half(live), _half(made.catalog)
    versions = version, made.version
    known = {record.name for record in made.catalog.schemas.values()} | {_PUBLIC}
    found = []
    for kind in KINDS:
        for names, record in there.records[kind].items():
            if (
                names not in here.records[kind]
                and not _ours(names, kind, table)
                and (whole or not _within(record, there, here))
            ):
                found.append(Difference(Side.MISSING, kind, spelt(names)))
        for names, record in here.records[kind].items():
            if _ours(names, kind, table) or not _counts(kind, names, known):
                continue
            if names not in there.records[kind]:
                if kind not in _GLOBAL and (whole or not _within(record, here, there)):
                    found.append(Difference(Side.UNEXPECTED, kind, spelt(names)))
                continue
            traits = tuple(_traits(kind, names, (here, record), (there, there.records[kind][names]), versions))
            if kind == "relations":
                traits = tuple(
                    trait for trait in traits if not _same_view(trait, record, there.records[kind][names], made.printed)
                )
            if traits:
                found.append(Difference(Side.DIFFERS, kind, spelt(names), traits))
    ordered = sorted(found, key=lambda one: (KINDS.index(one.kind), one.name))
    return Drift(tuple(ordered), tuple(_notes(live, known | {table.schema}, versions, made.provided)))


def _notes(live: Catalog, known: set[str], versions: tuple[int, int], provided: Sequence[str]) -> Iterator[str]:
    elsewhere = sorted({schema.name for schema in live.schemas.values()} - known)
    if elsewhere:
        yield f"not compared: the schemas {', '.join(elsewhere)}, which no applied migration makes"
    if provided:
        yield f"the private server was given beforehand: {', '.join(provided)}"
    if versions[0] // 10000 != versions[1] // 10000:
        yield (
            f"the database runs PostgreSQL {versions[0] // 10000} and the migrations were replayed on "
            f"{versions[1] // 10000}: some texts may differ only because of this (--pg-bin names another server)"
        )


def _half(catalog: Catalog) -> _Half:
    owners = Counter(relation.owner for relation in catalog.relations.values())
    owner = min(owners, key=lambda name: (-owners[name], name)) if owners else ""
    records: dict[str, dict[tuple[str, ...], Record]] = {}
    for kind in KINDS:
        found = records.setdefault(kind, {})
        for record in catalog.kind(kind).values():
            names = record.identity(catalog)
            if names is not None and not getattr(record, "of_extension", False):
                found[tuple(OWNER if kind == "default_privileges" and name == owner else name for name in names)] = (
                    record
                )
    return _Half(catalog, records, owner)


def _ours(names: tuple[str, ...], kind: str, table: Table) -> bool:
    """Tell whether it is the tracking table, its schema, or something that belongs to it."""
    if kind == "schemas":
        return names[0] == table.schema and table.schema != _PUBLIC
    names = names[1:] if kind == "comments" else names
    return len(names) > 1 and names[0] == table.schema and names[1].startswith(table.name)


def _counts(kind: str, names: tuple[str, ...], known: set[str]) -> bool:
    """Tell whether it stands in a schema that the history knows."""
    if kind in _GLOBAL:
        return True
    names = names[1:] if kind == "comments" else names
    return names[0] in known


def _within(record: Record, mine: _Half, other: _Half) -> bool:
    """Tell whether it belongs to a table that the other side does not have either: then the table says it all."""
    table = getattr(record, "table", None)
    if not isinstance(table, int):
        return False
    return mine.catalog.relation_name(table) not in other.records["relations"]


def _traits(
    kind: str,
    names: tuple[str, ...],
    live: tuple[_Half, Record],
    expected: tuple[_Half, Record],
    versions: tuple[int, int],
) -> Iterator[tuple[str, str, str]]:
    mine = {trait: _neutral(value, live[0].owner) for trait, value in live[1].traits(live[0].catalog).items()}
    theirs = {
        trait: _neutral(value, expected[0].owner) for trait, value in expected[1].traits(expected[0].catalog).items()
    }
    ignored = set()
    if kind == "schemas" and names == (_PUBLIC,):
        ignored = {"owner", "grants"}  # Each server and each hosting platform has its own ideas about it.
    if min(versions) < _NAMED_NOT_NULL:
        ignored.add("not null constraint")
    if kind == "extensions":
        ignored.add("version")
    for trait in sorted(mine.keys() & theirs.keys() - ignored):
        one, two = mine[trait], theirs[trait]
        if trait == "grants" and min(versions) < _MAINTAIN:
            one, two = _without_maintain(one), _without_maintain(two)
        if one != two:
            yield trait, shown(one), shown(two)


def _same_view(trait: tuple[str, str, str], live: Record, expected: Record, printed: Callable[[str], str]) -> bool:
    """Tell whether two texts of a view differ only in how releases print them."""
    if trait[0] != "definition" or not (isinstance(live, Relation) and isinstance(expected, Relation)):
        return False
    return printed(live.definition or "") == expected.definition


def _neutral(value: object, owner: str) -> object:
    """Give the owner the same name on both sides: alone, and as the first word of a grant."""
    if value == owner:
        return OWNER
    if isinstance(value, frozenset):
        return frozenset(_neutral(item, owner) for item in value)
    if isinstance(value, tuple) and len(value) == 3 and value[0] == owner and isinstance(value[2], bool):
        return (OWNER, *value[1:])
    return value


def _without_maintain(value: object) -> object:
    if isinstance(value, frozenset):
        return frozenset(item for item in value if not (isinstance(item, tuple) and item[1:2] == ("MAINTAIN",)))
    return value


def live_catalog(connection: Connection) -> Catalog:
    """Read the catalog of a database without writing to it; raise Problem when a role may not see what is there."""
    try:
        return catalogs.read(connection)
    except SqlError as error:
        if connection.closed:
            raise
        raise Problem(f"The catalog of the database cannot be read: {error}.", where=connection.address) from error
