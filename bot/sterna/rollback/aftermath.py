"""The aftermath of a way back: what came back with the schema, what did not, and whether it goes up again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sterna.postgres import catalog as catalogs
from sterna.postgres import replay, undumped
from sterna.rollback import losses, rows
from sterna.rollback.repeat import about_server
from sterna.rollback.witness import Comparison, compare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.catalog import Catalog
    from sterna.postgres.connection import Connection
    from sterna.rollback.bench import Bench
    from sterna.rollback.raised import Raised
    from sterna.rollback.stage import Stage


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Rows and values that are not the same, sequences that go on elsewhere, and versions that no dump shows."""

    lost: tuple[str, ...] = ()
    counters: tuple[tuple[str, str], ...] = ()
    versions: tuple[str, ...] = ()


def aftermath(bench: Bench, stage: Stage, up: Raised) -> Aftermath:
    """Look at what is in the database now that its schema is the old one."""
    with (
        bench.limited(stage.migration.tag, f"{stage.migration.tag}: reading rows"),
        bench.session(up.database) as connection,
    ):
        beside = undumped.look(connection)
        catalog = catalogs.read(connection, stage.before)
        lost = (
            *(_lost(connection, catalog, up.image) if up.image else ()),
            *_held(connection, catalog, stage.before, up.views),
            *losses.anew(stage.before, stage.after, catalog),
            *beside.lost(up.beside),
        )
    return Aftermath(lost, beside.counted(up.beside), beside.versions(up.beside))


def compared(bench: Bench, stage: Stage, database: str) -> Comparison:
    """Compare the schema with the one before: as it is printed, else as it is printed after it was read back."""
    dump = bench.server.dump(database)
    comparison = compare(stage.before_dump, dump)
    return comparison if comparison.alike else _canonical(bench, stage, dump, comparison)


def _canonical(bench: Bench, stage: Stage, dump: str, comparison: Comparison) -> Comparison:
    """Compare what the two dumps print after they were read back; only if what differs could be read back."""
    (first, refused), (second, refused_too) = (bench.canonical(stage.base, text) for text in (stage.before_dump, dump))
    if refused != refused_too or comparison.differing & refused:
        return comparison
    canonical = compare(first, second)
    return canonical if canonical.alike else comparison


def moved(bench: Bench, stage: Stage, up: Raised) -> frozenset[tuple[str, str]]:
    """Return the tables whose rows the migration changed; only what a person wrote can bring those back."""
    if stage.written is None or up.image is None:
        return frozenset()
    with (
        bench.limited(stage.migration.tag, f"{stage.migration.tag}: reading rows"),
        bench.session(up.database) as connection,
    ):
        catalog = catalogs.read(connection, stage.before)
        there = [table.oid for table in catalog.tables if (table.schema, table.name) in up.image]
        now = rows.fingerprint(connection, catalog, there)
    return frozenset(table for table, image in up.image.items() if now.get(table) != image)


@contextmanager
def roles_watched(bench: Bench, stage: Stage) -> Iterator[list[str]]:
    """Look whether what a person wrote leaves the roles of the server alone, and say so at the end of the block.

    Where the migration itself is about roles, what takes them back is no loss.
    """
    found: list[str] = []
    if stage.written is None or any(about_server(statement) for statement in stage.migration.statements):
        yield found
        return
    with bench.roles:
        before = undumped.roles(bench.server)
        yield found
        if undumped.roles(bench.server) != before:
            found.append(f"{losses.OF_SERVER} (the way back)")


def again(bench: Bench, stage: Stage, database: str) -> str:
    """Go up once more; say how that differs from the first time, nothing where it does not."""
    bench.forget(stage.made)
    with bench.session(database) as connection:
        if stage.run.refused is None:
            guard = bench.guard(stage.migration.tag)
            failure = replay.whole(connection, stage.migration, stage.statements, guard)
        else:
            failure = replay.watch(connection, stage.statements, bench.guard(stage.migration.tag)).failure
    if failure is not None:
        return f"it does not go up again: {failure.message} (SQLSTATE {failure.sqlstate}) at {failure.statement.place}"
    comparison = compare(stage.after_dump, bench.server.dump(database))
    if comparison.alike:
        return ""
    return f"going up again leads elsewhere: {'; '.join(comparison.residue[:3])}"


def _held(
    connection: Connection, catalog: Catalog, before: Catalog, views: dict[tuple[str, str], rows.Image]
) -> Iterator[str]:
    """Name the materialized views that hold something else; one that was made anew holds what its query gives."""
    if views:
        same = {one.oid for (schema, name) in views if (one := before.table(schema, name))} & catalog.relations.keys()
        now = rows.fingerprint(connection, catalog, same)
        for schema, name in sorted(now.keys() & views.keys()):
            if now[schema, name] != views[schema, name]:
                yield f"what materialized view {schema}.{name} held"


def _lost(connection: Connection, catalog: Catalog, image: dict[tuple[str, str], rows.Image]) -> tuple[str, ...]:
    there = [table.oid for table in catalog.tables if (table.schema, table.name) in image]
    changes = rows.compare(image, rows.fingerprint(connection, catalog, there))
    stay = tuple(f"rows added to {schema}.{table} stay" for (schema, table), _ in changes.extra)
    return changes.lost + stay
