"""A column is dropped and another is added to the same table in one migration."""

from __future__ import annotations

from sterna.postgres.catalog import Catalog
from sterna.review.case import Case, Hit
from sterna.review.names import column, name
from sterna.sql.pattern import fits

_ADDED = "ALTER TABLE _table ADD COLUMN _column _type ..."


def check(case: Case) -> Hit | None:
    """Find a column that was added in the same migration, of the same type where the catalogs say so."""
    for other in case.pending.steps:
        if other.migration is not case.step.migration or other.part.defined:
            continue
        added = fits(_ADDED, other.part.words)
        if added is None or name(added.holes["table"]) != name(case.holes["table"]):
            continue
        gone = _type(case.before, case.holes["table"], case.holes["column"])
        come = _type(case.after, added.holes["table"], added.holes["column"])
        if gone and come and gone != come:
            continue
        return Hit({"name": added.holes["column"]}, f"{added.holes['column']} is added in the same migration.")
    return None


def _type(catalog: Catalog | None, table: str, named: str) -> str:
    relation = catalog.table(*name(table)) if catalog else None
    if catalog is None or relation is None:
        return ""
    return next((found.type for found in catalog.columns_of(relation.oid) if found.name == column(named)), "")
