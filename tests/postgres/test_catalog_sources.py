"""What is read of a kind of object and what tells that it changed are two lists, held against each other here."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sterna.postgres.catalog import changes, reading
from sterna.postgres.catalog.model import KINDS, RECORDS

SOURCES = {source.catalog: source for source in changes.SOURCES}
NAMING = {f"pg_{name}" for name in changes.NAMING} | {"pg_roles", "pg_namespace", "pg_ts_config_map"}
"""Where one of these changes, everything is read again."""
FOLLOWING = {"pg_depend"}
"""Its rows come and go with those of the objects that they are about."""
SPOKEN_FOR = {"columns", "schemas", "comments"}
"""Kinds without OIDs of their own, or whose loss is told in another way."""


def _catalogs(sql: str) -> set[str]:
    """Return the system catalogs that a query reads; `r` and `ty` are what reading puts before it."""
    framed = {"r": {"pg_class"}, "ty": {"pg_type"}, "ns": {"pg_namespace"}}
    names = re.findall(r"\b(?:FROM|JOIN) (\w+)", sql)
    return {name for name in names if name.startswith("pg_")}.union(*(framed.get(name, set()) for name in names))


def _query(kind: str) -> str:
    record: Any = RECORDS[kind]
    return str(record.QUERY)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_is_watched(kind: str) -> None:
    """A kind of object is read from catalogs whose changes are noticed: an entry in `changes.py` is missing if not."""
    read = _catalogs(_query(kind))
    assert read
    assert read <= SOURCES.keys() | NAMING | FOLLOWING


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_leads_to_the_kind(kind: str) -> None:
    """Some catalog says that this kind is to be read again, and what of it is gone."""
    again = {source.kind for source in SOURCES.values()} | set(reading.OF_RELATIONS)
    held = {name for source in SOURCES.values() for name in source.holds}
    froms = [name for name in re.findall(r"\bFROM (pg_\w+)", _query(kind)) if name not in FOLLOWING]
    first = froms[-1] if kind not in held else ""
    assert kind in again or first in NAMING
    assert kind in held or first in NAMING or kind in SPOKEN_FOR


def test_what_is_watched_is_read() -> None:
    """No catalog is asked for what nothing reads, and each names kinds that there are."""
    read = set[str]().union(*(_catalogs(_query(kind)) for kind in KINDS))
    assert SOURCES.keys() <= read | {"pg_attrdef", "pg_enum", "pg_aggregate"}
    assert {source.kind for source in SOURCES.values()} - {""} <= set(KINDS)
    assert {name for source in SOURCES.values() for name in source.holds} <= set(KINDS)
