"""Rows for every table, through ordinary INSERTs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final

from sterna.postgres.catalog import Catalog, Relation
from sterna.postgres.connection import Connection
from sterna.rollback.rows.circle import counting
from sterna.rollback.rows.count import counts
from sterna.rollback.rows.filling import Work, complete, fill
from sterna.rollback.rows.ground import Ground
from sterna.rollback.rows.kinds import read_bounds, read_kinds
from sterna.rollback.rows.link import Link, closure, order
from sterna.rollback.rows.quiet import hushes
from sterna.rollback.rows.search import domain_texts
from sterna.rollback.rows.table import Table, table
from sterna.rollback.rows.values import Values

ROWS: Final = 3
"""Two that are alike where no unique constraint forbids it, and one with NULLs."""

PATIENCE: Final = 60.0
"""Seconds after which the tables that are left are not tried any more."""

_TIMEOUT: Final = "2s"


@dataclass(frozen=True, slots=True)
class Seeded:
    """Which tables hold rows now, by OID, and which do not, with the reason.

    `partly` tells of tables that took fewer rows than asked for, or point nowhere.
    """

    filled: tuple[int, ...]
    unfilled: tuple[tuple[str, str], ...]
    partly: tuple[tuple[str, str], ...] = ()


def seed(
    connection: Connection,
    catalog: Catalog,
    *,
    tables: Collection[int] | None = None,
    rows: int = ROWS,
    seconds: float = PATIENCE,
    quiet: bool = False,
) -> Seeded:
    """Put `rows` rows into every table, or into the given ones and the empty ones that their foreign keys need.

    Runs as the owner of the tables, who need not be a superuser; the same catalog gives the same rows. In an open
    transaction each statement has its savepoint, otherwise each is its own. Where triggers, rules or forced row
    security stand in the way, or in any case where it is to be `quiet`, they are switched off for the moment of the
    INSERT. After `seconds` nothing more is tried. A table that takes no row is named in the result; raises SqlError
    only when the session is lost or its transaction has failed already.
    """
    asked = {one.oid for one in catalog.tables} if tables is None else set(tables) & set(catalog.relations)
    reach = closure(catalog, asked)
    relations = [one for one in catalog.tables if one.oid in reach]
    [(timeout,)] = connection.rows(
        "SELECT set_config('sterna.timeout', current_setting('statement_timeout'), false);"
        f" SET statement_timeout = '{_TIMEOUT}'; SELECT current_setting('sterna.timeout')"
    )
    try:
        return _seed(connection, catalog, relations, asked, (rows, seconds, quiet))
    finally:
        if not connection.closed:
            connection.run(f"SET statement_timeout = '{timeout}'")


def _seed(
    connection: Connection,
    catalog: Catalog,
    relations: Sequence[Relation],
    asked: set[int],
    how: tuple[int, float, bool],
) -> Seeded:
    rows, seconds, quiet = how
    oids = [one.oid for one in relations]
    kinds = read_kinds(connection, oids)
    bounds = read_bounds(connection, oids)
    tables = {one.oid: table(catalog, one, kinds, bounds.get(one.oid)) for one in relations}
    parts: dict[int, list[int]] = {}
    for one in reversed(relations):
        for parent in one.parents if one.is_partition else ():
            parts.setdefault(parent, []).append(one.oid)
    way = order(oids, {oid: one.links for oid, one in tables.items()}, parts)
    late = way.late | {link for one in tables.values() for link in one.links if _waits(one, link, tables)}
    work = Work(
        Ground(
            connection,
            Values(kinds, domain_texts(connection, kinds)),
            counts(connection, relations),
            {oid: one.sql for oid, one in tables.items()},
            {oid: one.label for oid, one in tables.items()},
            {one.oid for one in relations if one.kind == "p"},
            late,
            monotonic() + seconds,
        ),
        catalog,
        hushes(catalog),
        rows,
        quiet,
    )
    before = dict(work.ground.held)
    for group in way.groups:
        members = [tables[oid] for oid in group if oid in asked or not before.get(oid)]
        fill(work, [one for one in members if one.relation.kind == "r"])
    for link in sorted(late, key=lambda link: (link.child, link.name)):
        if (
            link.child in asked
            and tables[link.child].relation.kind == "r"
            and work.ground.held.get(link.child)
            and work.ground.held.get(link.parent)
        ):
            complete(work, tables[link.child], link)
    return _result(work, [one for one in relations if one.oid in asked], parts)


def _waits(one: Table, link: Link, tables: dict[int, Table]) -> bool:
    """Tell whether a table points to itself by numbers it counts itself, and may wait until it has them."""
    target = tables.get(link.parent)
    own = link.parent == link.child or link.parent in one.relation.parents
    return link.soft and own and target is not None and bool(counting(target, link))


def _result(work: Work, asked: Sequence[Relation], parts: dict[int, list[int]]) -> Seeded:
    now = counts(work.ground.connection, asked)
    filled = []
    unfilled = []
    for one in asked:
        if now[one.oid] or work.added.get(one.oid):
            filled.append(one.oid)
        elif one.kind == "f":
            unfilled.append((work.ground.labels[one.oid], "a foreign table: its rows are elsewhere"))
        elif one.kind == "p" and one.oid not in parts:
            unfilled.append((work.ground.labels[one.oid], "it has no partition"))
        else:
            unfilled.append(
                (work.ground.labels[one.oid], work.reasons.get(one.oid, "none of its partitions took a row"))
            )
    return Seeded(tuple(filled), tuple(unfilled), tuple(work.partly))
