"""Indexes that no constraint owns."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sterna.postgres.catalog import Index
from sterna.rollback.delta import circles
from sterna.rollback.invented import surplus
from sterna.rollback.names import generated_name, passing_name
from sterna.rollback.step import Rank, Step, step
from sterna.rollback.undo.tables import settings
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.catalog import Catalog
    from sterna.rollback.delta import Delta
    from sterna.rollback.step import Alternative, Situation


def renames(delta: Delta) -> Iterator[Step]:
    """Name indexes back."""
    renamed = [
        (now, then) for now, then in delta.renamed("indexes", Index) if not (now.constraint and not then.constraint)
    ]
    swapped = circles(renamed, lambda index: getattr(index, "schema", None))
    for now, then in renamed:
        rename = f"ALTER INDEX {name(now.schema, now.name)} RENAME TO "
        taken = [index.name for index in delta.now.indexes.values() if index.schema == now.schema]
        aside = f"{rename}{name(passing_name(now.name, taken))}" if now.key in swapped else ""
        yield step(Rank.RENAME_PART, f"{rename}{name(then.name)}", aside=aside)


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added indexes, create removed ones; a changed one is both."""
    tables, indexes, columns = set(delta.added["relations"]), set(delta.added["indexes"]), set(delta.added["columns"])
    for index in delta.new("indexes", Index):
        if index.table in tables or index.constraint or (index.parent and index.parent in indexes):
            continue
        if any((index.table, number) in columns for number in index.columns):
            continue  # it goes with its column
        yield step(Rank.DROP_INDEX, _drop(index), *_with_above(delta, index))
    # Those of partitions first: one that is there when the whole index comes belongs to it under its own name.
    for index in sorted(delta.gone("indexes", Index), key=lambda index: index.parent is None):
        if index.constraint:
            yield from _marks(delta.then, index)
        elif not _comes_along(delta, index):
            yield from _create(delta, index)
    for now, then, traits in delta.altered("indexes", Index):
        if "of a constraint" in traits:
            # The constraint's own steps drop or add the index; what is left is the plain one under the same name.
            if then.constraint is None:
                yield from _create(delta, then)
            else:
                yield step(Rank.DROP_INDEX, _drop(now))
        elif traits & {"definition", "partitioned"} or ("valid" in traits and then.partitioned and not then.valid):
            yield step(Rank.DROP_INDEX, _unless_gone(now, _drop(now)))
            yield from _create(delta, then)
        else:
            yield from _alter(delta, now, then, traits)


def _alter(delta: Delta, now: Index, then: Index, traits: frozenset[str]) -> Iterator[Step]:
    alter = f"ALTER INDEX {name(now.schema, now.name)} "
    if "storage parameters" in traits:
        yield from settings(alter, now.options, then.options)
    if "tablespace" in traits:
        yield step(Rank.OPTIONS, f"{alter}SET TABLESPACE {name(then.tablespace or 'pg_default')}")
    if "valid" in traits and then.valid:
        yield step(Rank.CREATE_INDEX, f"REINDEX INDEX {name(now.schema, now.name)}")
    if "clustered" in traits:
        table = f"ALTER TABLE {name(*delta.now.relation_name(now.table))} "
        if then.clustered:
            yield step(Rank.OPTIONS, f"{table}CLUSTER ON {name(then.name)}")
        elif not any(index.clustered for index in delta.then.indexes_of(then.table)):
            yield step(Rank.OPTIONS, f"{table}SET WITHOUT CLUSTER")
    if "statistics" in traits:
        yield from _statistics(now, then)
    if "attached" in traits and then.parent is not None and _stays(delta, now.table):
        above = delta.then.indexes[then.parent]
        attach = f"ALTER INDEX {name(above.schema, above.name)} ATTACH PARTITION {name(now.schema, now.name)}"
        yield step(Rank.ATTACH, attach)
    elif "attached" in traits:
        yield from (step(Rank.DROP_INDEX, way) for way in _with_above(delta, now))


def _with_above(delta: Delta, index: Index) -> list[Alternative]:
    """Return the drop of the index of the whole table to which that of a partition belongs.

    None can be detached alone. All those below go with it; what is missing then comes back in the next round.
    """
    if index.parent is None or not _stays(delta, index.table):
        return []
    above = index
    while above.parent is not None:
        above = delta.now.indexes[above.parent]
    return [_unless_gone(index, _drop(above))]


def _stays(delta: Delta, table: int) -> bool:
    """Tell whether a table is neither attached nor detached: its indexes follow it then."""
    if table not in delta.pairs["relations"]:
        return False
    then = delta.then.relations[cast("int", delta.pairs["relations"][table])]
    now_parents = [delta.now.relation_name(parent) for parent in delta.now.relations[table].parents]
    return now_parents == [delta.then.relation_name(parent) for parent in then.parents]


def _unless_gone(index: Index, drop: str) -> Alternative:
    """Return a drop that is left out where another step of the round took this index along."""

    def find(situation: Situation) -> list[str]:
        there = situation.connection.rows(f"SELECT 1 FROM pg_catalog.pg_class WHERE oid = {index.oid}")
        return [drop] if there else []

    return find


def _comes_along(delta: Delta, index: Index) -> bool:
    """Tell whether the index of a partition comes with that of the whole table, under the name PostgreSQL gives it."""
    if index.parent is None or index.parent not in delta.removed["indexes"] or index.statistics:
        return False
    held = {column.number: column.name for column in delta.then.columns_of(index.table)}
    columns = "_".join(held.get(number, "expr") for number in index.columns)
    return index.name == generated_name(delta.then.relation_name(index.table)[1], columns, "idx")


def _drop(index: Index) -> str:
    return f"DROP INDEX {name(index.schema, index.name)}"


def _create(delta: Delta, index: Index) -> Iterator[Step]:
    definition = index.definition
    if index.partitioned and index.valid:
        # Printed as ON ONLY, but the partitions' own indexes belong to it.
        definition = definition.replace(" ON ONLY ", " ON ", 1)
    create = f"{definition} TABLESPACE {name(index.tablespace)}" if index.tablespace else definition
    refused = surplus(delta, index.table, definition) if index.is_unique else []
    yield step(Rank.CREATE_INDEX, create, last=[(given_up, create) for given_up in refused])
    yield from _marks(delta.then, index)
    if index.statistics:
        yield from _statistics(None, index)


def _marks(catalog: Catalog, index: Index) -> Iterator[Step]:
    table = name(*catalog.relation_name(index.table))
    if index.clustered:
        yield step(Rank.OPTIONS, f"ALTER TABLE {table} CLUSTER ON {name(index.name)}")
    if index.replica_identity:
        yield step(Rank.OPTIONS, f"ALTER TABLE {table} REPLICA IDENTITY USING INDEX {name(index.name)}")


def _statistics(now: Index | None, then: Index) -> Iterator[Step]:
    alter = f"ALTER INDEX {name(then.schema, then.name)} ALTER COLUMN "
    was = dict(then.statistics)
    for number in sorted({*was, *dict(now.statistics if now else ())}):
        yield step(Rank.OPTIONS, f"{alter}{number} SET STATISTICS {was.get(number, -1)}")
