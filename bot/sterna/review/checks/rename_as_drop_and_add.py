"""A column is dropped and another is added to the same table in one migration."""

from __future__ import annotations

from sterna.postgres.catalog import Catalog
from sterna.review.case import Case, Hit
from sterna.review.names import Name, column, name
from sterna.review.pending import Step
from sterna.sql.pattern import fits

_DROPPED = "ALTER TABLE _table DROP COLUMN _column ..."
_ADDED = "ALTER TABLE _table ADD COLUMN _column _type ..."


def check(case: Case) -> Hit | None:
    """Find a column that was added in the same migration, of the same type where the catalogs say so.

    One that is dropped and added under its own name is made anew, which is how drizzle-kit changes what it generates.
    """
    table, here = name(case.holes["table"]), case.step.migration
    steps = [other for other in case.pending.steps if other.migration is here and not other.part.defined]
    gone = _columns(steps, _DROPPED, table)
    come = [named for named in _columns(steps, _ADDED, table) if column(named) not in {column(one) for one in gone}]
    old = _type(case.before, case.holes["table"], case.holes["column"])
    for named in come:
        new = _type(case.after, case.holes["table"], named)
        # Without the types only a lone pair is worth the question.
        if (old == new) if old and new else (len(gone) == len(come) == 1):
            return Hit({"name": named}, f"{named} is added in the same migration.")
    return None


def _columns(steps: list[Step], pattern: str, table: Name) -> list[str]:
    found = [match for step in steps if (match := fits(pattern, step.part.words))]
    return [match.holes["column"] for match in found if name(match.holes["table"]) == table]


def _type(catalog: Catalog | None, table: str, named: str) -> str:
    relation = catalog.table(*name(table)) if catalog else None
    if catalog is None or relation is None:
        return ""
    return next((found.type for found in catalog.columns_of(relation.oid) if found.name == column(named)), "")
