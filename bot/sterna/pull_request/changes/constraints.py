"""Sentences about constraints of tables and domains."""

from __future__ import annotations

from collections.abc import Iterator

from sterna.postgres.catalog import Catalog, Constraint
from sterna.pull_request.changes import noun
from sterna.pull_request.sentence import Name, Part, Sentence, listed, say, short
from sterna.sql.tokens import tokens

_NOT_VALID = " NOT VALID"


def added(constraint: Constraint, catalog: Catalog) -> Iterator[Sentence]:
    """Tell of a new constraint."""
    if constraint.kind == "f" and constraint.table is not None and constraint.references is not None:
        yield say(
            "Added foreign key to ",
            Name(noun.relation(catalog, constraint.references).text),
            " table from ",
            _from(constraint, constraint.table, catalog),
            _options(constraint),
        )
    elif constraint.kind in "pu" and constraint.table is not None:
        yield say(
            f"Added {noun.CONSTRAINT[constraint.kind]} on ",
            "(",
            listed(noun.columns(catalog, constraint.table, constraint.columns)),
            ") to ",
            noun.relation(catalog, constraint.table),
            _options(constraint),
        )
    else:
        yield say("Added ", noun.noun("constraints", constraint, catalog), ": ", short(constraint.definition))


def dropped(constraint: Constraint, catalog: Catalog) -> Iterator[Sentence]:
    """Tell of a constraint that is gone."""
    yield say("Dropped ", noun.noun("constraints", constraint, catalog), ": ", short(constraint.definition))


def altered(now: Constraint, then: Constraint, traits: frozenset[str], catalog: Catalog) -> Iterator[Sentence]:
    """Tell of a constraint that was checked over, or is another one under the same name."""
    named = noun.noun("constraints", now, catalog)
    same = now.definition.removesuffix(_NOT_VALID) == then.definition.removesuffix(_NOT_VALID)
    if "validated" in traits and same:
        yield say("Validated " if now.validated else "No longer validated: ", named)
    elif traits & {"definition", "kind", "validated"}:
        yield say("Changed ", named, " from ", short(then.definition), " to ", short(now.definition))
    if "local" in traits:
        yield say("The ", named, " is now ", "its own" if now.local else "inherited only")


def _from(constraint: Constraint, table: int, catalog: Catalog) -> list[Part]:
    names = noun.columns(catalog, table, constraint.columns)
    if len(names) == 1:
        return [noun.column(catalog, catalog.columns[table, constraint.columns[0]])]
    return [Name(noun.relation(catalog, table).text), " (", *listed(names), ")"]


def _options(constraint: Constraint) -> str:
    """Return what follows the columns, in small letters and in parentheses; a foreign key names two lists."""
    text = constraint.definition
    lists = 2 if constraint.kind == "f" else 1
    depth = close = 0
    for _, start, end in tokens(text):
        depth += (text[start:end] == "(") - (text[start:end] == ")")
        if depth == 0 and text[start:end] == ")" and lists:
            close = end
            lists -= 1
    before = "nulls not distinct" if constraint.kind == "u" and "NULLS NOT DISTINCT" in text[:close] else ""
    options = f"{before} {text[close:].lower()}".strip()
    return f" ({' '.join(options.split())})" if options else ""
