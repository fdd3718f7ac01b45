"""Rows that code of a database's own may have changed while a migration ran it: in triggers, defaults, checks, queries.

What such code did to the rows of a trial says little: it may look for rows that only the real database holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sterna.rollback.reach import Reach
from sterna.sql.kind import Kind, kind
from sterna.sql.quote import folded, name
from sterna.sql.tokens import NAME, WORD, tokens, words
from sterna.sql.verb import verb
from sterna.sql.writing import may_write, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sterna.postgres.calls import Called
    from sterna.postgres.catalog import Catalog
    from sterna.sql.statement import Statement

_FOR_ROWS: Final = (
    *(f"ALTER TABLE ... {what}" for what in ("ADD", "ALTER COLUMN TYPE")),
    *("ALTER DOMAIN", "CREATE INDEX", "CREATE MATERIALIZED VIEW", "SELECT"),
)
_ABOUT_CODE: Final = ("FUNCTION", "PROCEDURE", "ROUTINE", "TRIGGER", "POLICY", "RULE")


def changed(
    up: Sequence[Statement],
    down: Sequence[Statement],
    before: Catalog,
    after: Catalog,
    called: Sequence[Called],
) -> Iterator[str]:
    """Name the rows that code may have changed on the way up or down, be it under a condition that no trial met.

    Code that was `called`, that a block calls or a statement for rows that it meets, that fires where rows are
    written, or that is no longer there to be asked; and what each of these calls in turn.
    """
    reach = Reach(before, after)
    found = {f"{one.name}()" for one in called if may_write(one.definition)}
    found = found.union(*(reach.writers(said(one.definition)) for one in called))
    for statement in (*up, *down):
        if verb(statement).startswith("DO"):
            found |= reach.writers(said(statement.text))
        elif kind(statement) is Kind.DATA:
            found.update(reach.fired(statement))
        elif _evaluates(statement):
            found |= reach.writers(map(name, _calls(statement)))
    found.update(_gone(up, before, after, reach), _gone(down, after, before, reach))
    for writer in sorted(found):
        yield f"rows that {writer} may have changed"


def _gone(statements: Sequence[Statement], before: Catalog, after: Catalog, reach: Reach) -> Iterator[str]:
    """Name what may write and is used and dropped by these statements."""
    gone = {one.name for oid, one in before.routines.items() if oid not in after.routines and one.definition}
    texts = {
        one.name: (f"{one.schema}.{one.name}()", one.definition or "")
        for one in before.routines.values()
        if one.name in gone
    }
    there = {one.name for one in after.routines.values()}
    for statement in statements:
        if verb(statement) in ("CREATE FUNCTION", "CREATE PROCEDURE"):
            made = next(_calls(statement), "")
            if made not in there:
                texts.setdefault(made, (f"{made}()", statement.text))
    used = {call for statement in statements if not _about_code(statement) for call in _calls(statement)}
    for made, (spelt, text) in texts.items():
        if made in used and (may_write(text) or reach.writers(said(text))):
            yield spelt


def _evaluates(statement: Statement) -> bool:
    """Tell whether a statement about the schema calls what it names for rows that are there."""
    return verb(statement).startswith(_FOR_ROWS) or (
        verb(statement) == "CREATE TABLE" and "AS" in words(statement.text)
    )


def _about_code(statement: Statement) -> bool:
    return any(word in verb(statement) for word in _ABOUT_CODE)


def _calls(statement: Statement) -> Iterator[str]:
    """Yield each name that an opening parenthesis follows."""
    before = ""
    for sort, start, end in tokens(statement.text):
        text = statement.text[start:end]
        if text == "(" and before:
            yield before
        before = folded(text)[-1] if sort in (WORD, NAME) else ""
