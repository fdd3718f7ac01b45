"""What uses an object that changed: what PostgreSQL prints of it holds the other's name, or its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sterna.postgres.catalog.changes import Reach

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sterna.postgres.catalog.model import Catalog
    from sterna.postgres.connection import Connection

_BODIES: Final = "'pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_proc'::regclass"
_HOLDERS: Final = (
    ("pg_rewrite", "ev_class"),
    ("pg_constraint", "conrelid"),
    ("pg_attrdef", "adrelid"),
    ("pg_trigger", "tgrelid"),
    ("pg_policy", "polrelid"),
    ("pg_statistic_ext", "stxrelid"),
)
_HOLDING: Final = {
    "pg_type": "types",
    "pg_proc": "routines",
    "pg_publication_rel": "publications",
    "pg_event_trigger": "event_triggers",
}


def users(connection: Connection, known: Catalog, now: Catalog, again: Reach) -> Reach:
    """Return what prints names of objects that have another name now, or reads columns of relations that changed.

    `again` is what was read again on the way from `known` to `now`.
    """
    start = []
    for oid in sorted(again.relations & known.relations.keys()):
        renamed = _another_name(known, now, oid)
        start.append(("pg_class", oid, renamed))
        if renamed and (row_type := known.relations[oid].row_type):
            start.append(("pg_type", row_type, True))  # a composite type: it is a relation because of that one
    if "types" in again.kinds:
        start += [("pg_type", oid, True) for oid in sorted(_renamed(known, now, "types"))]
    if "routines" in again.kinds:
        start += [("pg_proc", oid, True) for oid in sorted(_renamed(known, now, "routines"))]
    if not start:
        return Reach()
    relations: set[int] = set()
    kinds: set[str] = set()
    for name, text in connection.rows(_uses(start)):
        if name == "relations":
            relations |= set(map(int, (text or "").split()))
        else:
            kinds.add(name or "")
    if 0 in relations:
        kinds.add("types")
    return Reach(frozenset(relations - {0} - again.relations), frozenset(kinds - again.kinds))


def _uses(start: Iterable[tuple[str, int, bool]]) -> str:
    values = ", ".join(f"('{catalog}'::regclass::oid, {oid}::oid, {renamed})" for catalog, oid, renamed in start)
    relations = ["SELECT oid FROM d WHERE class = 'pg_class'::regclass"]
    relations += [
        f"SELECT x.{relation} FROM d JOIN {catalog} x ON x.oid = d.oid WHERE d.class = '{catalog}'::regclass"
        for catalog, relation in _HOLDERS
    ]
    relations.append(
        "SELECT x.typrelid FROM d JOIN pg_type x ON x.oid = d.oid"
        " WHERE d.class = 'pg_type'::regclass AND x.typrelid <> 0"
    )
    kinds = [
        f"SELECT '{kind}', NULL WHERE EXISTS (SELECT FROM d WHERE class = '{catalog}'::regclass)"
        for catalog, kind in _HOLDING.items()
    ]
    # A type may stand in another one: an array, a domain, a range, a composite type.
    return (
        f"WITH RECURSIVE start(class, oid, renamed) AS (VALUES {values}), d(class, oid) AS ("
        " SELECT p.classid, p.objid FROM start s"
        " JOIN pg_depend p ON p.refclassid = s.class AND p.refobjid = s.oid"
        f" WHERE s.renamed OR p.classid IN ({_BODIES})"
        " UNION SELECT p.classid, p.objid FROM d JOIN pg_depend p ON p.refclassid = d.class AND p.refobjid = d.oid"
        " WHERE d.class = 'pg_type'::regclass)"
        f" SELECT 'relations', string_agg(DISTINCT oid::text, ' ') FROM ({' UNION ALL '.join(relations)}) x(oid)"
        f" UNION ALL {' UNION ALL '.join(kinds)}"
    )


def _another_name(known: Catalog, now: Catalog, oid: int) -> bool:
    """Tell whether a relation or a column of it has another name."""
    if oid not in now.relations or now.relation_name(oid) != known.relation_name(oid):
        return True
    names = {column.number: column.name for column in now.columns_of(oid)}
    return any(names.get(column.number, column.name) != column.name for column in known.columns_of(oid))


def _renamed(known: Catalog, now: Catalog, kind: str) -> Collection[int]:
    """Return the OIDs of types or routines that have another name; the labels of an enum are names too."""
    found = []
    for oid, old in known.kind(kind).items():
        new = now.kind(kind).get(oid)
        if new is not None and new is not old and isinstance(oid, int):
            labels = dict(getattr(new, "labels", ()))
            if new.identity(now) != old.identity(known) or any(
                labels.get(label, text) != text for label, text in getattr(old, "labels", ())
            ):
                found.append(oid)
    return found
