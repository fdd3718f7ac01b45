"""Reading a catalog: whole, or only what changed since another one was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from sterna.postgres.catalog.changes import MARK, Reach, changes, mark_of
from sterna.postgres.catalog.model import KINDS, RECORDS, Catalog
from sterna.postgres.catalog.record import NAMESPACES, OF_EXTENSIONS
from sterna.postgres.catalog.users import users

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sterna.postgres.catalog.changes import Changes, Mark
    from sterna.postgres.catalog.record import Key, Record
    from sterna.postgres.connection import Connection

# What belongs to a relation and can be read for some of them alone.
OF_RELATIONS = ("relations", "columns", "constraints", "indexes", "triggers", "policies", "rules", "statistics")

# Names that every query may use: the schemas that are not the system's, what extensions own, relations, types.
_FRAME = f"""
 {NAMESPACES},
 ext AS MATERIALIZED ({OF_EXTENSIONS}),
 r AS MATERIALIZED (SELECT c.*, n.nspname FROM pg_class c JOIN ns n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND {{relations}}
     AND NOT EXISTS (SELECT FROM ext WHERE ext.classid = 'pg_class'::regclass AND ext.objid = c.oid)),
 ty AS MATERIALIZED (SELECT t.*, n.nspname FROM pg_type t JOIN ns n ON n.oid = t.typnamespace
   WHERE t.typtype IN ('e', 'd', 'r') AND {{types}}
     AND NOT EXISTS (SELECT FROM ext WHERE ext.classid = 'pg_type'::regclass AND ext.objid = t.oid))
"""
# The given relations, and those that they are part of: an index of its table, a sequence of the table it counts for.
_AGAIN = """
 given AS MATERIALIZED (SELECT unnest('{{{oids}}}'::oid[]) AS oid),
 again AS MATERIALIZED (SELECT oid FROM given UNION SELECT i.indrelid FROM given JOIN pg_index i ON i.indexrelid = oid
   UNION SELECT d.refobjid FROM given JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = oid
     AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')),"""


def _select(kinds: Iterable[str]) -> str:
    return "".join(
        f" UNION ALL SELECT '{kind}', (SELECT json_agg(row_to_json(x)) FROM ({RECORDS[kind].QUERY}) x)::text"  # type: ignore[attr-defined]
        for kind in kinds
    )


_WHOLE = f"WITH {_FRAME.format(relations='true', types='true')} {MARK}{_select(KINDS)}"

# An empty search_path makes names come out qualified, and keeps a migration from putting its functions before ours.
_ENTER = "SELECT set_config('sterna.path', current_setting('search_path'), false); SET search_path = ''; "
_LEAVE = "SELECT set_config('search_path', current_setting('sterna.path'), false)"


def _decoder(record: type) -> msgspec.json.Decoder[tuple[Record, ...]]:
    # OIDs come as JSON strings, hence not strict.
    return msgspec.json.Decoder(tuple[record, ...], strict=False)  # type: ignore[valid-type]


_DECODERS = {kind: _decoder(record) for kind, record in RECORDS.items()}


def read(connection: Connection, known: Catalog | None = None) -> Catalog:
    """Read the catalog of the database as the session sees it, uncommitted changes included; raise SqlError.

    `known` is what was read before in this database, or in the one that it is a copy of: then only what changed since
    is read, as far as that can be told. Objects that are the same are taken from there: a history of catalogs takes
    little memory, and what was not touched is quick to compare.
    """
    connection.run(_ENTER)
    found = _later(connection, known) if known is not None else None
    if found is None:
        rows = connection.rows(_WHOLE)
        texts = {kind: text for kind, text in rows if kind and text}
        records = _decoded(texts)
        kinds = {
            kind: _shared(records.get(kind, ()), known.kind(kind) if known is not None else {}, {}) for kind in KINDS
        }
        found = _catalog(kinds, texts["user"], mark_of(rows))
    connection.run(_LEAVE)
    return found


def _later(connection: Connection, known: Catalog) -> Catalog | None:
    """Return `known` with what changed since; None where that cannot be told."""
    changed = changes(connection, known, known.mark) if known.mark is not None else None
    if changed is None:
        return None
    if not changed.again and not changed.gone:
        return known
    now, again = _patched(connection, known, changed.again, changed)
    using = users(connection, known, now, again)
    if using:
        now, _ = _patched(connection, now, using, changed)
    return now


def _patched(connection: Connection, known: Catalog, again: Reach, changed: Changes) -> tuple[Catalog, Reach]:
    """Return a catalog with some of it read again; also what that was, with the tables that the relations belong to."""
    records: dict[str, tuple[Record, ...]] = {}
    if again:
        wanted = {*again.kinds, *(OF_RELATIONS if again.relations else ())} - changed.empty
        if "types" in again.kinds:
            wanted.add("constraints")  # those of domains
        frame = _FRAME.format(
            relations="c.oid IN (SELECT oid FROM again)", types="true" if "types" in again.kinds else "false"
        )
        oids = ",".join(map(str, sorted(again.relations)))
        rows = connection.rows(
            f"WITH {_AGAIN.format(oids=oids)} {frame} SELECT 'again', string_agg(oid::text, ' ') FROM again"
            f"{_select(kind for kind in KINDS if kind in wanted)}"
        )
        texts = {kind: text for kind, text in rows if kind and text}
        again = Reach(frozenset(map(int, texts.pop("again", "").split())), again.kinds)
        records = _decoded(texts)
    gone = changed.gone
    tables = again.relations | gone.get("relations", frozenset())
    found: dict[str, Mapping[Key, Record]] = {}
    for kind in KINDS:
        old, fresh = known.kind(kind), records.get(kind, ())
        if kind in again.kinds:
            kept: Mapping[Key, Record] = {}
        elif kind in OF_RELATIONS:
            domains = kind == "constraints" and "types" in again.kinds
            kept = _outside(old, tables, domains=domains)
        else:
            kept = old
        if missing := gone.get(kind):
            kept = {key: record for key, record in kept.items() if key not in missing}
        found[kind] = _shared(fresh, old, kept)
    return _catalog(found, known.user, changed.mark), again


def _outside(records: Mapping[Key, Record], tables: Collection[Key], *, domains: bool) -> Mapping[Key, Record]:
    """Return what is no part of these relations, nor of a domain where all of these are read again."""
    return {
        key: record
        for key, record in records.items()
        if (key if not hasattr(record, "table") else record.table) not in tables
        and not (domains and getattr(record, "domain", None) is not None)
    }


def _catalog(kinds: Mapping[str, Any], user: str, mark: Mark | None) -> Catalog:
    return Catalog(**kinds, user=user, mark=mark)


def _decoded(texts: Mapping[str, str]) -> dict[str, tuple[Record, ...]]:
    return {kind: _DECODERS[kind].decode(texts[kind]) for kind in KINDS if kind in texts}


def _shared(records: Iterable[Record], known: Mapping[Key, Record], kept: Mapping[Key, Record]) -> Mapping[Key, Record]:
    """Return what was kept and the records by key, as they were where they are known; `known` where nothing differs."""
    found: dict[Key, Record] = dict(kept)
    same = True
    for record in records:
        key = record.key
        old = known.get(key)
        if old == record and old is not None:
            found[key] = old
        else:
            found[key] = record
            same = False
    return known if same and len(found) == len(known) else found
