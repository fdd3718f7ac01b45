"""What changed in the system catalogs since a catalog was read, told from the versions of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sterna.postgres.catalog.database import Comment
from sterna.postgres.catalog.record import NAMESPACES, OF_EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sterna.postgres.catalog.model import Catalog
    from sterna.postgres.catalog.record import Key, Record
    from sterna.postgres.connection import Connection, Row

_FIRST_OWN_OID: Final = 16384


@dataclass(frozen=True, slots=True)
class _Source:
    """A system catalog: which of its rows tell of changes, and of what.

    `about` is SQL of the OID of a relation (or of an index, or of the sequence of a column); where it is 0, or is not
    given, all objects of `kind` are read again. `holds` are the kinds whose keys are the OIDs of its rows, or of those
    that `there` says.
    """

    catalog: str
    about: str = "0"
    kind: str = ""
    which: str = "true"
    holds: tuple[str, ...] = ()
    there: str = "true"


SOURCES: Final = (
    _Source(
        "pg_class",
        r"CASE relkind WHEN 't' THEN substring(relname FROM '^pg_toast_(\d+)$')::oid ELSE oid END",
        holds=("relations", "indexes"),
        there="relkind <> 't'",
    ),
    _Source("pg_attribute", "attrelid"),
    _Source("pg_attrdef", "adrelid"),
    _Source("pg_constraint", "conrelid", "types", holds=("constraints",), there="contype IN ('p', 'u', 'f', 'c', 'x')"),
    _Source("pg_index", "indrelid"),
    _Source("pg_inherits", "inhrelid"),
    _Source("pg_sequence", "seqrelid"),
    _Source("pg_trigger", "tgrelid", which="NOT tgisinternal", holds=("triggers",)),
    _Source("pg_policy", "polrelid", holds=("policies",)),
    _Source("pg_rewrite", "ev_class", holds=("rules",), there="rulename <> '_RETURN'"),
    _Source("pg_statistic_ext", "stxrelid", holds=("statistics",)),
    _Source("pg_foreign_table", "ftrelid"),
    _Source("pg_type", "typrelid", "types", "typtype IN ('e', 'd', 'r', 'm', 'c')", ("types",), "typtype <> 'c'"),
    _Source("pg_enum", kind="types"),
    _Source("pg_range", kind="types"),
    _Source("pg_namespace", kind="schemas"),
    _Source("pg_proc", kind="routines", which=f"oid >= {_FIRST_OWN_OID}", holds=("routines",)),
    _Source("pg_aggregate", kind="routines"),
    _Source("pg_publication", kind="publications", holds=("publications",)),
    _Source("pg_publication_rel", kind="publications"),
    _Source("pg_publication_namespace", kind="publications"),
    _Source("pg_event_trigger", kind="event_triggers", holds=("event_triggers",)),
    _Source("pg_default_acl", kind="default_privileges", holds=("default_privileges",)),
    _Source("pg_description", kind="comments"),
)
# Names that stand in what is printed of any object, and objects that are rare. Where one of these changes, all is read
# again. Nobody changes what came with the server, so that only a few rows are looked at.
NAMING: Final = (
    *("collation", "operator", "opclass", "opfamily", "cast", "language", "foreign_server", "am", "tablespace"),
    *("ts_config", "ts_dict", "ts_parser", "ts_template", "extension"),
)
_NAMES: Final = ", ".join(
    (
        "(SELECT sum(hashtextextended(rolname, oid::bigint)) FROM pg_roles)",
        "(SELECT sum(hashtextextended(nspname, oid::bigint)) FROM pg_namespace WHERE nspname !~ '^pg_')",
        f"(SELECT sum(hashtextextended(classid::text, objid::bigint)) FROM ({OF_EXTENSIONS}) x)",
        *(
            f"(SELECT sum(hashtextextended(x::text, 0)) FROM pg_{name} x WHERE oid >= {_FIRST_OWN_OID})"
            for name in NAMING
        ),
        f"(SELECT sum(hashtextextended(x::text, 0)) FROM pg_ts_config_map x WHERE mapcfg >= {_FIRST_OWN_OID})",
    )
)
MARK: Final = (
    # Whoever has written in this transaction writes on with the same number.
    "SELECT 'xid', CASE WHEN pg_current_xact_id_if_assigned() IS NULL"
    " THEN pg_snapshot_xmax(pg_current_snapshot())::text END"
    f" UNION ALL SELECT 'names', md5(concat_ws('|', {_NAMES})) UNION ALL SELECT 'user', current_user::text"
)
"""SQL of rows with the mark of this moment, and who we are."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment: rows of transactions from `xid` on are younger; a digest of `names` that may stand anywhere."""

    xid: int
    names: str


@dataclass(frozen=True, slots=True)
class Reach:
    """What to read again: relations, or what belongs to them, by OID, and whole kinds of objects."""

    relations: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.relations or self.kinds)


@dataclass(frozen=True, slots=True)
class Changes:
    """What to read again, the keys of what is gone by kind, `empty` kinds that hold nothing, and the mark of now."""

    again: Reach
    gone: Mapping[str, frozenset[Key]]
    empty: frozenset[str]
    mark: Mark | None


def mark_of(rows: Iterable[Row]) -> Mark | None:
    """Return the mark that was read with MARK."""
    found: dict[str | None, str | None] = {row[0]: row[1] for row in rows}
    xid = found["xid"]
    return Mark(int(xid), found["names"] or "") if xid else None


def changes(connection: Connection, known: Catalog, mark: Mark) -> Changes | None:
    """Return what changed since `known` was read at `mark`; None where all has to be read again; raise SqlError.

    A row that was written since has a younger `xmin`; an object that is gone is no longer listed.
    """
    rows = connection.rows(_look(mark))
    told = {name: (first or "", second or "") for name, first, second in rows}
    if (told["names"][0], told["user"][0]) != (mark.names, known.user):
        return None
    relations: set[int] = set()
    kinds: set[str] = set()
    gone: dict[str, frozenset[Key]] = {}
    empty: set[str] = set()
    for source in SOURCES:
        young, there = map(_oids, told[source.catalog])
        relations |= young
        if 0 in young:
            kinds.add(source.kind)
        empty |= set() if there else set(source.holds)
        for kind in source.holds:
            if missing := frozenset(known.kind(kind).keys() - there):
                gone[kind] = missing
                relations |= {_relation(known.kind(kind)[key]) for key in missing}
    if told["published"][0] != str(_published(known)):
        kinds.add("publications")
    if told["commented"][0] != str(len(known.comments)):
        kinds.add("comments")
    again = Reach(frozenset(relations - {0}) - gone.get("relations", frozenset()), frozenset(kinds))
    return Changes(again, gone, frozenset(empty), mark_of(rows))


def _look(mark: Mark) -> str:
    parts = [f"WITH {NAMESPACES}, young AS MATERIALIZED (SELECT age('{mark.xid}'::xid8::xid) AS most)"]
    parts[0] += f" SELECT *, NULL FROM ({MARK}) x"
    for source in SOURCES:
        young = (
            f"string_agg(DISTINCT ({source.about})::text, ' ') FILTER (WHERE age(t.xmin) <= (SELECT most FROM young))"
        )
        there = f"string_agg(oid::text, ' ') FILTER (WHERE {source.there})" if source.holds else "NULL"
        parts.append(f"SELECT '{source.catalog}', {young}, {there} FROM {source.catalog} t WHERE {source.which}")
    parts.append(
        "SELECT 'published', ((SELECT count(*) FROM pg_publication_rel)"
        " + (SELECT count(*) FROM pg_publication_namespace))::text, NULL"
    )
    parts.append(f"SELECT 'commented', count(*)::text, NULL FROM ({Comment.QUERY}) x")
    return " UNION ALL ".join(parts)


def _oids(text: str) -> frozenset[int]:
    return frozenset(map(int, text.split()))


def _published(known: Catalog) -> int:
    return sum(len(one.tables) + len(one.schemas) for one in known.publications.values())


def _relation(record: Record) -> int:
    found = getattr(record, "table", None)
    return found if isinstance(found, int) else 0
