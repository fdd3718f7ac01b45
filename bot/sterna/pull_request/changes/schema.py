"""The difference between two catalogs in sentences: every object once, what belongs together side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, cast

from sterna.postgres.catalog import (
    KINDS,
    Catalog,
    Column,
    Comment,
    Constraint,
    Grant,
    Index,
    Record,
    Relation,
    Type,
)
from sterna.pull_request.changes import (
    columns,
    constraints,
    derived,
    grants,
    indexes,
    noun,
    objects,
    parts,
    relations,
    types,
)
from sterna.pull_request.sentence import Code, Sentence, say
from sterna.rollback.delta import Change, Delta

_FIRST: Final = ("schemas", "extensions", "collations", "types", "dictionaries", "configurations")
_LAST: Final = ("routines", "operators", "casts", "publications", "event_triggers", "default_privileges")
# In this order the parts of one table are told.
_PARTS: Final = (
    *("relations", "columns", "constraints", "indexes", "foreign keys", "triggers", "rules", "policies", "statistics"),
    *("grants", "comments"),
)


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where a sentence stands: before, among or after the tables; what it is about; which part of it; which column."""

    group: int
    subject: tuple[str, ...]
    part: int
    number: int


def told(delta: Delta) -> tuple[Sentence, ...]:
    """Tell each difference; what is part of something new or dropped is told with it."""
    found = [(place, str(sentence), sentence) for place, sentence in _all(delta)]
    return tuple(dict.fromkeys(sentence for _, _, sentence in sorted(found, key=lambda one: one[:2])))


def _all(delta: Delta) -> Iterator[tuple[_Place, Sentence]]:
    renamed = derived.names(delta)
    for kind in KINDS:
        for key in delta.added[kind]:
            record = delta.now.kind(kind)[key]
            if not parts.told_with_new(record, delta):
                yield from _at(kind, record, delta, delta.now, _added(kind, record, delta.now))
            yield from _at(kind, record, delta, delta.now, _granted(kind, record, delta.now), "grants")
        for key in delta.removed[kind]:
            record = delta.then.kind(kind)[key]
            if not parts.told_with_gone(record, delta):
                yield from _at(kind, record, delta, delta.then, _dropped(kind, record, delta.then))
        for now, then in delta.moved[kind]:
            if parts.told_with_moved(now, then, delta):
                continue
            told_names = objects.renamed(kind, now, then, delta.then)
            yield from _at(kind, now, delta, delta.now, told_names)
        for change in delta.changed[kind]:
            yield from _changed(kind, change, delta, renamed)
    yield from _made_anew(delta)


def _at(
    kind: str, record: Record, delta: Delta, catalog: Catalog, sentences: Iterator[Sentence], part: str = ""
) -> Iterator[tuple[_Place, Sentence]]:
    place = _place(kind, record, delta, catalog)
    if part:
        place = replace(place, part=_PARTS.index(part))
    for sentence in sentences:
        yield place, sentence


def _place(kind: str, record: Record, delta: Delta, catalog: Catalog) -> _Place:
    if isinstance(record, Comment):
        target = catalog.commented(record)
        about = _place(*target, delta, catalog) if target else _Place(2, (record.catalog,), 0, 0)
        return replace(about, part=_PARTS.index("comments"), number=record.column)
    if isinstance(record, Constraint) and record.table is None:
        domain = catalog.types.get(record.domain or 0)
        return _Place(0, ("types", domain.schema, domain.name) if domain else ("types",), 1, 0)
    if kind in _FIRST or kind in _LAST:
        names = record.identity(catalog) or ()
        order = (_FIRST if kind in _FIRST else _LAST).index(kind)
        return _Place(0 if kind in _FIRST else 2, (str(order), kind, *names), 0, 0)
    oid = record.oid if isinstance(record, Relation) else cast("int", getattr(record, "table", 0))
    part = "foreign keys" if isinstance(record, Constraint) and record.kind == "f" else kind
    number = record.number if isinstance(record, Column) else 0
    return _Place(1, _table(oid, delta, catalog), _PARTS.index(part), number)


def _table(oid: int, delta: Delta, catalog: Catalog) -> tuple[str, ...]:
    """Return the name that a table has now, so that all of it stands together whatever it was called."""
    if catalog is delta.then:
        now = next((ours for ours, theirs in delta.pairs["relations"].items() if theirs == oid), None)
        if now is not None:
            return delta.now.relation_name(cast("int", now))
    return catalog.relation_name(oid)


def _added(kind: str, record: Record, catalog: Catalog) -> Iterator[Sentence]:
    match record:
        case Relation():
            return relations.added(record, catalog)
        case Column():
            return columns.added(record, catalog)
        case Constraint():
            return constraints.added(record, catalog)
        case Index():
            return indexes.added(record, catalog)
        case Type():
            return types.added(record, catalog)
        case _:
            return objects.added(kind, record, catalog)


def _dropped(kind: str, record: Record, catalog: Catalog) -> Iterator[Sentence]:
    match record:
        case Relation():
            return relations.dropped(record, catalog)
        case Column():
            return columns.dropped(record, catalog)
        case Constraint():
            return constraints.dropped(record, catalog)
        case Index():
            return indexes.dropped(record, catalog)
        case _:
            return objects.dropped(kind, record, catalog)


def _granted(kind: str, record: Record, catalog: Catalog) -> Iterator[Sentence]:
    held = cast("tuple[Grant, ...]", getattr(record, "grants", ()))
    if held and kind != "default_privileges":
        kind_of = "composite types" if isinstance(record, Relation) and record.kind == "c" else kind
        # A column has no owner of its own: nobody has a privilege on it that was not granted.
        yield from grants.added(kind_of, held, getattr(record, "owner", ""), noun.noun(kind, record, catalog))


def _changed(
    kind: str, change: Change, delta: Delta, renamed: frozenset[tuple[str, str]]
) -> Iterator[tuple[_Place, Sentence]]:
    now, then = change.now, change.then
    traits = _not_derived(change, delta, renamed)
    named = noun.noun(kind, now, delta.now)
    if "owner" in traits:
        old, new = getattr(then, "owner", ""), getattr(now, "owner", "")
        owner = say("Changed owner of ", named, " from ", Code(old), " to ", Code(new))
        yield from _at(kind, now, delta, delta.now, iter([owner]))
    if "grants" in traits:
        owners = {getattr(then, "owner", ""): getattr(now, "owner", "")}
        sentences = grants.changed(getattr(now, "grants", ()), getattr(then, "grants", ()), named, owners)
        yield from _at(kind, now, delta, delta.now, sentences, "grants")
    traits -= {"owner", "grants"}
    yield from _at(kind, now, delta, delta.now, _altered(kind, now, then, traits, delta))


def _altered(kind: str, now: Record, then: Record, traits: frozenset[str], delta: Delta) -> Iterator[Sentence]:
    match now:
        case Relation():
            return relations.altered(now, cast("Relation", then), traits, delta.now, delta.then)
        case Column():
            return columns.altered(now, cast("Column", then), traits, delta.now)
        case Constraint():
            return constraints.altered(now, cast("Constraint", then), traits, delta.now)
        case Index():
            return indexes.altered(now, cast("Index", then), traits, delta.now)
        case Type():
            return types.altered(now, cast("Type", then), traits, delta.now)
        case _:
            return objects.altered(kind, now, then, traits, delta.now, delta.then)


def _not_derived(change: Change, delta: Delta, renamed: frozenset[tuple[str, str]]) -> frozenset[str]:
    """Leave out the traits whose text differs only by names that are told elsewhere."""
    new, old = change.now.traits(delta.now), change.then.traits(delta.then)

    def same(trait: str) -> bool:
        return bool(renamed) and derived.follows(str(old[trait]), str(new[trait]), renamed)

    quiet = parts.follows_table(change, delta)
    return frozenset(trait for trait in change.traits - quiet if trait == "values" or not same(trait))


def _made_anew(delta: Delta) -> Iterator[tuple[_Place, Sentence]]:
    for key, old in delta.pairs["relations"].items():
        relation = delta.now.relations[cast("int", key)]
        if key != old and relation.is_table and delta.then.relations[cast("int", old)].is_table:
            yield _place("relations", relation, delta, delta.now), relations.made_anew(relation)
    tables = delta.pairs["relations"]
    for place, then in delta.pairs["columns"].items():
        column = delta.now.columns[cast("tuple[int, int]", place)]
        table = cast("tuple[int, int]", then)[0]
        if place != then and tables.get(column.table) == table == column.table and _holds_rows(column.table, delta):
            named = noun.column(delta.now, column)
            sentence = say("Dropped column ", named, " and added it again: its values are gone")
            yield _place("columns", column, delta, delta.now), sentence


def _holds_rows(table: int, delta: Delta) -> bool:
    relation = delta.now.relations.get(table)
    return relation is not None and (relation.is_table or relation.kind == "m")
