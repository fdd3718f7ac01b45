"""Dictionaries and configurations of text search."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from sterna.postgres.catalog import Configuration, Dictionary
from sterna.rollback.spelling import noun, spelling
from sterna.rollback.step import Rank, Step, step
from sterna.rollback.undo.collations import moved, passing
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sterna.postgres.catalog.search import Mapping
    from sterna.rollback.delta import Delta

_Record = Dictionary | Configuration
_OPTION = re.compile(r"""(?:^|, )("(?:[^"]|"")+"|\w+) = E?'(?:[^'\\]|''|\\.)*'""")


def renames(delta: Delta) -> Iterator[Step]:
    """Name dictionaries and configurations back and move them to their schema."""
    aside = passing(delta, "dictionaries") | passing(delta, "configurations")
    renamed: list[tuple[_Record, _Record]] = [
        *delta.renamed("dictionaries", Dictionary),
        *delta.renamed("configurations", Configuration),
    ]
    for now, then in renamed:
        back = moved(noun(now), (now.schema, now.name), (then.schema, then.name))
        yield step(Rank.RENAME, back, aside=aside.get(now.key, ""))


def steps(delta: Delta) -> Iterator[Step]:
    """Drop added ones, create removed ones, bring options and mappings back."""
    for dictionary in delta.new("dictionaries", Dictionary):
        yield step(Rank.DROP_TYPE, f"DROP {spelling(dictionary)}")
    for dictionary in delta.gone("dictionaries", Dictionary):
        yield step(Rank.CREATE_EXTENSION, _dictionary(dictionary))
    for now, then, traits in delta.altered("dictionaries", Dictionary):
        again = (f"DROP {spelling(now)}", _dictionary(then))
        if traits - {"owner"}:
            yield step(Rank.OPTIONS, *([] if "template" in traits else [_options(now, then)]), again)
    for configuration in delta.new("configurations", Configuration):
        yield step(Rank.DROP_TYPE, f"DROP {spelling(configuration)}")
    for configuration in delta.gone("configurations", Configuration):
        yield step(Rank.CREATE_EXTENSION, _configuration(configuration))
    for held, was, differing in delta.altered("configurations", Configuration):
        if "parser" in differing:
            yield step(Rank.CREATE_EXTENSION, (f"DROP {spelling(held)}", *_configuration(was)))
        elif "definition" in differing:
            yield step(Rank.OPTIONS, tuple(_remapped(held, was)))


def _dictionary(held: Dictionary) -> str:
    options = f", {held.options}" if held.options else ""
    return f"CREATE {spelling(held)} (TEMPLATE = {held.template}{options})"


def _options(now: Dictionary, then: Dictionary) -> str:
    """Set what was set; an option without a value is taken away."""
    old, new = (_OPTION.findall(held.options or "") for held in (then, now))
    words = [held for held in (then.options, *(option for option in new if option not in old)) if held]
    return f"ALTER {spelling(now)} ({', '.join(words)})"


def _configuration(held: Configuration) -> tuple[str, ...]:
    return (f"CREATE {spelling(held)} (PARSER = {held.parser})", *_mapped(held, "ADD", held.mappings))


def _remapped(now: Configuration, then: Configuration) -> Iterator[str]:
    """Drop the mappings of tokens that had none, add those that had, and alter what asks other dictionaries."""
    had, has = ({mapping.token for mapping in held.mappings} for held in (then, now))
    if has - had:
        yield f"ALTER {spelling(now)} DROP MAPPING FOR {', '.join(map(name, sorted(has - had)))}"
    differing = [mapping for mapping in then.mappings if mapping not in now.mappings]
    yield from _mapped(now, "ADD", [mapping for mapping in differing if mapping.token not in has])
    yield from _mapped(now, "ALTER", [mapping for mapping in differing if mapping.token in has])


def _mapped(held: Configuration, verb: str, mappings: Sequence[Mapping]) -> Iterator[str]:
    """Add or alter mappings, in one statement all tokens that ask the same dictionaries."""
    ordered = sorted(mappings, key=lambda mapping: (mapping.dictionaries, mapping.token))
    for dictionaries, those in groupby(ordered, key=lambda mapping: mapping.dictionaries):
        tokens = ", ".join(name(mapping.token) for mapping in those)
        yield f"ALTER {spelling(held)} {verb} MAPPING FOR {tokens} WITH {', '.join(dictionaries)}"
