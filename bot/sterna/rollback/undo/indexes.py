"""Indexes that no constraint owns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Index
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.catalog import Catalog
    from sterna.rollback.delta import Delta


def renames(delta: Delta) -> Iterator[Step]:
    """Name indexes back."""
    for now, then in delta.renamed("indexes", Index):
        if not (now.constraint and not then.constraint):
            yield step(Rank.RENAME_PART, f"ALTER INDEX {name(now.schema, now.name)} RENAME TO {name(then.name)}")


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added indexes, create removed ones; a changed one is both."""
    tables, indexes, columns = set(delta.added["relations"]), set(delta.added["indexes"]), set(delta.added["columns"])
    for index in delta.new("indexes", Index):
        if index.table in tables or index.constraint or (index.parent and index.parent in indexes):
            continue
        if any((index.table, number) in columns for number in index.columns):
            continue  # it goes with its column
        yield step(Rank.DROP_INDEX, _drop(index))
    for index in delta.gone("indexes", Index):
        if not index.constraint:
            yield from _create(delta.then, index)
        else:
            yield from _marks(delta.then, index)
    for now, then, traits in delta.altered("indexes", Index):
        if "of a constraint" in traits:
            # The constraint's own steps drop or add the index; what is left is the plain one under the same name.
            if then.constraint is None:
                yield from _create(delta.then, then)
            else:
                yield step(Rank.DROP_INDEX, _drop(now))
        elif traits & {"definition", "partitioned"}:
            yield step(Rank.DROP_INDEX, _drop(now))
            yield from _create(delta.then, then)
        else:
            if "tablespace" in traits:
                space = name(then.tablespace or "pg_default")
                yield step(Rank.OPTIONS, f"ALTER INDEX {name(now.schema, now.name)} SET TABLESPACE {space}")
            if "valid" in traits and then.valid:
                yield step(Rank.CREATE_INDEX, f"REINDEX INDEX {name(now.schema, now.name)}")
            if "clustered" in traits:
                table = name(*delta.now.relation_name(now.table))
                cluster = f"CLUSTER ON {name(then.name)}" if then.clustered else "SET WITHOUT CLUSTER"
                yield step(Rank.OPTIONS, f"ALTER TABLE {table} {cluster}")
            if "statistics" in traits:
                yield from _statistics(now, then)


def _drop(index: Index) -> str:
    return f"DROP INDEX {name(index.schema, index.name)}"


def _create(catalog: Catalog, index: Index) -> Iterator[Step]:
    definition = index.definition
    if index.partitioned:
        # Printed as ON ONLY, but the partitions' own indexes belong to it.
        definition = definition.replace(" ON ONLY ", " ON ", 1)
    yield step(
        Rank.CREATE_INDEX, f"{definition} TABLESPACE {name(index.tablespace)}" if index.tablespace else definition
    )
    yield from _marks(catalog, index)
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
