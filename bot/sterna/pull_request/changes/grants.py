"""Sentences about privileges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sterna.postgres.catalog import Grant
from sterna.pull_request.sentence import Code, Part, Sentence, say, spelled

# What everybody may do with a new object of a kind, unless it is taken away.
_PUBLIC: Final = {"routines": "EXECUTE", "types": "USAGE", "composite types": "USAGE"}


def changed(now: Iterable[Grant], then: Iterable[Grant], on: list[Part], owners: dict[str, str]) -> Iterator[Sentence]:
    """Tell which privileges were granted and revoked; `owners` maps old owners to new ones."""
    before = {(owners.get(grantee, grantee), privilege, passed) for grantee, privilege, passed in then}
    after = set(now)
    yield from _tell("Granted", "to", after - before, on)
    yield from _tell("Revoked", "from", before - after, on)


def added(kind: str, grants: Iterable[Grant], owner: str, on: list[Part]) -> Iterator[Sentence]:
    """Tell which privileges on a new object are not those that every new object of its kind has."""
    held = {grant for grant in grants if grant[0] != owner}
    usual = {("", _PUBLIC[kind], False)} if kind in _PUBLIC else set()
    yield from _tell("Granted", "to", held - usual, on)
    yield from _tell("Revoked", "from", usual - held, on)


def _tell(verb: str, preposition: str, grants: set[Grant], on: list[Part]) -> Iterator[Sentence]:
    by_grantee: dict[tuple[str, bool], list[str]] = {}
    for grantee, privilege, passed in sorted(grants):
        by_grantee.setdefault((grantee, passed), []).append(privilege)
    for (grantee, passed), privileges in by_grantee.items():
        who = Code(spelled(grantee)) if grantee else "everybody (PUBLIC)"
        option = " with grant option" if passed else ""
        yield say(f"{verb} {', '.join(privileges)} on ", on, f" {preposition} ", who, option)
