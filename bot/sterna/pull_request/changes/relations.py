"""Sentences about tables, views, sequences and composite types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sterna.postgres.catalog import Catalog, Relation
from sterna.pull_request.changes import noun
from sterna.pull_request.changes.columns import parameters
from sterna.pull_request.sentence import Code, Name, Part, Sentence, listed, say, short, spelled

_PERSISTENCE: Final = {"p": "permanent", "u": "unlogged", "t": "temporary"}
_REPLICA_IDENTITY: Final = {"d": "the primary key", "n": "nothing", "f": "the full row", "i": "an index"}


def added(relation: Relation, catalog: Catalog) -> Iterator[Sentence]:
    """Tell of a new relation with its columns."""
    named = Code(spelled(relation.schema, relation.name))
    unlogged = "unlogged " if relation.persistence == "u" else ""
    if relation.is_partition and relation.parents:
        yield say(
            "Added ",
            named,
            f" {unlogged}table as partition of ",
            noun.relation(catalog, relation.parents[0]),
            ": ",
            short(relation.partition_bound or ""),
        )
    elif relation.is_table:
        yield say("Added ", named, f" {unlogged}{noun.RELATION[relation.kind]}", _columns(relation, catalog))
    elif relation.kind == "S":
        yield say("Added ", unlogged, noun.noun("relations", relation, catalog), _owner(relation, catalog))
    else:
        word = "attributes" if relation.kind == "c" else "columns"
        yield say(f"Added {noun.RELATION[relation.kind]} ", named, f" with {word}: ", listed(_names(relation, catalog)))
    if relation.row_security:
        yield say("Enabled row level security on ", named)
    if relation.force_row_security:
        yield say("Forced row level security on ", named, " for its owner too")


def dropped(relation: Relation, catalog: Catalog) -> Iterator[Sentence]:
    """Tell of a relation that is gone."""
    named = Code(spelled(relation.schema, relation.name))
    if relation.is_table:
        yield say("Dropped ", named, f" {noun.RELATION[relation.kind]}", _columns(relation, catalog))
    else:
        yield say("Dropped ", noun.noun("relations", relation, catalog))


def made_anew(relation: Relation) -> Sentence:
    """Tell of a table that is another one under the same name."""
    return say(
        "Dropped ", Code(spelled(relation.schema, relation.name)), " table and created it again: its rows are gone"
    )


def altered(
    now: Relation, then: Relation, traits: frozenset[str], catalog: Catalog, before: Catalog
) -> Iterator[Sentence]:
    """Tell what is different about a relation; grants and owner are told elsewhere."""
    named = Code(spelled(now.schema, now.name))
    this = noun.noun("relations", now, catalog)
    if "populated" in traits:
        yield say("Filled " if now.populated else "Emptied ", this)
    if "row security" in traits:
        yield say("Enabled" if now.row_security else "Disabled", " row level security on ", named)
    if "forced row security" in traits:
        forced = (
            "Forced row level security on " if now.force_row_security else "No longer forced row level security on "
        )
        yield say(forced, named, " for its owner too")
    if "definition" in traits:
        yield say("Changed definition of ", this)
    if "sequence" in traits and now.sequence and then.sequence:
        yield say("Changed ", this, ": ", listed(parameters(now.sequence, then.sequence)))
    if "owned by" in traits:
        yield say("Made ", this, " belong to ", _owned_by(now, catalog))
    if traits & {"partition bound", "parents"}:
        yield from _inheritance(now, then, catalog, before)
    for what, old, new in _plain(now, then, traits):
        yield say(f"Changed {what} of ", this, " from ", old, " to ", new)


def _plain(now: Relation, then: Relation, traits: frozenset[str]) -> Iterator[tuple[str, Part, Part]]:
    """Yield name, old and new value of the traits that need no words of their own."""
    values: dict[str, tuple[Part, Part]] = {
        "persistence": (_PERSISTENCE[then.persistence], _PERSISTENCE[now.persistence]),
        "replica identity": (_REPLICA_IDENTITY[then.replica_identity], _REPLICA_IDENTITY[now.replica_identity]),
        "storage parameters": (_options(then.options), _options(now.options)),
        "toast parameters": (_options(then.toast_options), _options(now.toast_options)),
        "tablespace": (_value(then.tablespace), _value(now.tablespace)),
        "access method": (_value(then.access_method), _value(now.access_method)),
        "partition key": (_value(then.partition_key), _value(now.partition_key)),
        "of type": (_value(then.of_type), _value(now.of_type)),
        "server": (_server(then), _server(now)),
    }
    for trait, (old, new) in values.items():
        if trait in traits:
            yield trait, old, new


def _inheritance(now: Relation, then: Relation, catalog: Catalog, before: Catalog) -> Iterator[Sentence]:
    named = Code(spelled(now.schema, now.name))
    old = [spelled(*before.relation_name(parent)) for parent in then.parents]
    new = [spelled(*catalog.relation_name(parent)) for parent in now.parents]
    if now.is_partition and new:
        again = f" instead of {then.partition_bound}" if then.is_partition else ""
        yield say("Attached ", named, " as partition of ", Code(new[0]), ": ", short(f"{now.partition_bound}{again}"))
    elif then.is_partition and old:
        yield say("Detached partition ", named, " from ", Code(old[0]))
    elif new:
        yield say("Made ", named, " inherit from ", listed(Code(parent) for parent in new))
    else:
        yield say("Made ", named, " no longer inherit from ", listed(Code(parent) for parent in old))


def _columns(relation: Relation, catalog: Catalog) -> list[Part]:
    names = _names(relation, catalog)
    parts: list[Part] = [" with columns: ", *listed(names)] if names else [" without columns"]
    if relation.partition_key:
        parts += ["; partitioned by ", Code(relation.partition_key)]
    if relation.parents and not relation.is_partition:
        parts += ["; inherits from ", *listed(noun.relation(catalog, parent) for parent in relation.parents)]
    key = next((held for held in catalog.constraints_of(relation.oid) if held.kind == "p"), None)
    if key is not None and len(key.columns) > 1:
        parts += ["; primary key: ", *listed(noun.columns(catalog, relation.oid, key.columns))]
    if key is None and relation.kind != "f":
        parts += ["; no primary key"]
    return parts


def _names(relation: Relation, catalog: Catalog) -> list[Part]:
    return [Name(spelled(column.name)) for column in catalog.columns_of(relation.oid)]


def _owner(relation: Relation, catalog: Catalog) -> list[Part]:
    return [" for ", _owned_by(relation, catalog)] if relation.owned_by is not None else []


def _owned_by(relation: Relation, catalog: Catalog) -> Part:
    owner = relation.owned_by
    if owner is None or (owner.table, owner.column) not in catalog.columns:
        return "no column"
    return noun.column(catalog, catalog.columns[owner.table, owner.column])


def _options(options: tuple[str, ...]) -> Part:
    return Code(", ".join(options)) if options else "the default"


def _server(relation: Relation) -> Part:
    return Code(" ".join((relation.server or "", *relation.server_options))) if relation.server else "no server"


def _value(value: str | None) -> Part:
    return Code(value) if value else "the default"
