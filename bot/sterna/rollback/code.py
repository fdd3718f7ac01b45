"""Rows that code of a database's own may have changed while a migration ran it: in triggers, defaults, checks, queries.

What such code did to the rows of a trial says little: it may look for rows that only the real database holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sterna.sql.quote import folded
from sterna.sql.tokens import NAME, WORD, tokens
from sterna.sql.verb import verb
from sterna.sql.writing import may_write, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sterna.postgres.calls import Called
    from sterna.postgres.catalog import Catalog
    from sterna.sql.statement import Statement

_ABOUT_CODE: Final = ("FUNCTION", "PROCEDURE", "ROUTINE", "TRIGGER", "POLICY", "RULE")


def changed(called: Sequence[Called]) -> Iterator[str]:
    """Name the rows that what was called may have changed."""
    for name in sorted({one.name for one in called if may_write(one.definition)}):
        yield f"rows that {name}() may have changed"


def in_blocks(statements: Sequence[Statement], before: Catalog, after: Catalog) -> Iterator[str]:
    """Name the rows that code may have changed which a block calls, be it only under a condition that no trial met."""
    held = {one.name: one for one in (*before.routines.values(), *after.routines.values())}
    bodies = [_named(one) for one in statements if verb(one).startswith("DO")]
    for name in sorted({name for body in bodies for name in body & held.keys()}):
        if may_write(held[name].definition or ""):
            yield f"rows that {held[name].schema}.{name}() may have changed"


def gone(statements: Sequence[Statement], before: Catalog, after: Catalog) -> Iterator[str]:
    """Name the rows that code may have changed which is no longer there to be asked: the migration drops it again."""
    names = {one.name for oid, one in before.routines.items() if oid not in after.routines and one.definition}
    texts = {one.name: one.definition or "" for one in before.routines.values() if one.name in names}
    there = {one.name for one in after.routines.values()}
    for statement in statements:
        if verb(statement) in ("CREATE FUNCTION", "CREATE PROCEDURE"):
            made = next(_calls(statement), "")
            if made not in there:
                texts[made] = statement.text
    others = [one for one in statements if not any(word in verb(one) for word in _ABOUT_CODE)]
    used = {name for statement in others for name in _calls(statement)}
    for name in sorted(name for name, text in texts.items() if name in used and may_write(text)):
        yield f"rows that {name}() may have changed"


def _named(statement: Statement) -> frozenset[str]:
    """Return every word that stands in the code of a block, as PostgreSQL folds it."""
    return frozenset(folded(word)[-1] for word in said(statement.text))


def _calls(statement: Statement) -> Iterator[str]:
    """Yield each name that an opening parenthesis follows."""
    name = ""
    for sort, start, end in tokens(statement.text):
        text = statement.text[start:end]
        if text == "(" and name:
            yield name
        name = folded(text)[-1] if sort in (WORD, NAME) else ""
