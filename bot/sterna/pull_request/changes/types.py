"""Sentences about enums, domains and range types."""

from __future__ import annotations

from collections.abc import Iterator

from sterna.postgres.catalog import Catalog, Type
from sterna.pull_request.changes import noun
from sterna.pull_request.sentence import Code, Part, Sentence, listed, say, short
from sterna.sql.quote import literal


def added(made: Type, catalog: Catalog) -> Iterator[Sentence]:
    """Tell of a new type and what it holds."""
    named = noun.noun("types", made, catalog)
    if made.kind == "e":
        yield say("Added ", named, " with values: ", listed(Code(literal(value)) for value in made.values))
    elif made.kind == "d":
        details: list[Part] = [Code(made.base or "")]
        details += [", not null"] if made.not_null else []
        details += [", default ", short(made.default)] if made.default is not None else []
        yield say("Added ", named, " (", details, ")")
    else:
        yield say("Added ", named, " over ", Code(made.range.subtype if made.range else ""))


def altered(now: Type, then: Type, traits: frozenset[str], catalog: Catalog) -> Iterator[Sentence]:
    """Tell what is different about a type; grants and owner are told elsewhere."""
    named = noun.noun("types", now, catalog)
    if "values" in traits:
        yield from _values(now, then, named)
    if "not null" in traits:
        yield say("Set NOT NULL on " if now.not_null else "Dropped NOT NULL from ", named)
    elif "not null name" in traits:
        yield say(
            "Renamed the NOT NULL constraint of ", named, " to ", Code(now.not_null_name or ""),
        )  # fmt: skip
    for trait, old, new in (
        ("base type", then.base, now.base),
        ("default", then.default, now.default),
        ("collation", then.collation, now.collation),
        ("range", str(then.range), str(now.range)),
    ):
        if trait in traits:
            yield say(
                f"Changed {trait} of ",
                named,
                " from ",
                short(old) if old else "nothing",
                " to ",
                short(new) if new else "nothing",
            )


def _values(now: Type, then: Type, named: list[Part]) -> Iterator[Sentence]:
    """Pair the values by OID where the type is the same one, else by their text."""
    same = now.oid == then.oid
    old = {str(oid) if same else label: label for oid, label in then.labels}
    new = {str(oid) if same else label: label for oid, label in now.labels}
    order = list(new)
    for at, (key, label) in enumerate(new.items()):
        if key not in old:
            before = next((new[other] for other in order[at + 1 :] if other in old), None)
            where: list[Part] = [" before ", Code(literal(before))] if before is not None else []
            yield say("Added value ", Code(literal(label)), " to ", named, where)
        elif old[key] != label:
            yield say("Renamed value ", Code(literal(old[key])), " of ", named, " to ", Code(literal(label)))
    for key, label in old.items():
        if key not in new:
            yield say("Removed value ", Code(literal(label)), " from ", named)
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield say("Changed the order of the values of ", named)
