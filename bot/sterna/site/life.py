"""The life of a pull request: who does what, and what is ticked on the way, from the guide's own checklist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Final

from sterna.guide import Evidence, Guide

_WIDTH: Final = 370
_LEFT: Final = 52
_LINE: Final = 19
_CHARACTERS: Final = 40


@dataclass(frozen=True, slots=True)
class Station:
    """One step: who acts, what happens, and which kinds of evidence it brings."""

    who: str
    what: str
    brings: tuple[Evidence, ...] = ()


STATIONS: Final = (
    Station("You", "change the schema file, generate the migration, run it in development"),
    Station("You", "write the way back and look at the findings: `sterna rollback --write`, `sterna review`"),
    Station("You", "open the pull request"),
    Station(
        "Sterna",
        "runs the history and the new migration on a private PostgreSQL, takes it back and runs it again",
        (Evidence.REPLAY, Evidence.PROOF, Evidence.FINDINGS, Evidence.BOOKKEEPING),
    ),
    Station("Your tests", "run with the new schema", (Evidence.TESTS_PASS,)),
    Station("Staging", "gets the migration", (Evidence.STAGING,)),
    Station("A colleague", "reads the SQL and approves it", (Evidence.REVIEW,)),
    Station("You", "answer for what no program can see", (Evidence.PERSON,)),
    Station("A maintainer", "merges; production gets a backup, the migration, then the code"),
)


def figure(guide: Guide) -> str:
    """Return the drawing and the same in words as HTML without an empty line."""
    told = [(station, _items(guide, station.brings)) for station in STATIONS]
    return "\n".join(
        [
            '<figure class="sterna-diagram sterna-life">',
            *_svg(told),
            "<figcaption><details><summary>The diagram in words</summary>",
            "<ol>",
            *(_words(station, items) for station, items in told),
            "</ol></details></figcaption>",
            "</figure>",
        ]
    )


def _items(guide: Guide, brings: Iterable[Evidence]) -> list[str]:
    kinds = set(brings)
    return [item.text for item in guide.checklist if item.evidence in kinds]


def _words(station: Station, items: list[str]) -> str:
    what = escape(f"{station.who}: {station.what.replace('`', '')}.")
    listed = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<li>{what}{f' This ticks:<ul>{listed}</ul>' if items else ''}</li>"


def _svg(told: list[tuple[Station, list[str]]]) -> list[str]:
    y, body = 4.0, []
    last = len(told) - 1
    for number, (station, items) in enumerate(told):
        lines = wrap(station.what.replace("`", ""), _CHARACTERS)
        ticks = [f"ticks {len(items)} item{'' if len(items) == 1 else 's'} of the checklist"] if items else []
        height = 26 + (len(lines) + len(ticks)) * _LINE + 8
        middle = y + 20
        if number < last:
            below = y + height + 14 + 20 - 14
            body.append(f'<line class="sterna-way" x1="20" y1="{middle + 14:.0f}" x2="20" y2="{below:.0f}"/>')
        mine = " sterna-ours" if station.who == "Sterna" else ""
        body.append(f'<g class="sterna-entity{mine}">')
        body.append(f'<circle cx="20" cy="{middle:.0f}" r="14"/>')
        body.append(f'<text class="sterna-number" x="20" y="{middle + 5:.0f}" text-anchor="middle">{number + 1}</text>')
        body.append(f'<rect x="{_LEFT}" y="{y:.0f}" width="{_WIDTH - _LEFT}" height="{height}" rx="5"/>')
        body.append(f'<text class="sterna-name" x="{_LEFT + 12}" y="{y + 22:.0f}">{escape(station.who)}</text>')
        for place, line in enumerate([*lines, *ticks], 1):
            style = ' class="sterna-type"' if place > len(lines) else ""
            body.append(f'<text{style} x="{_LEFT + 12}" y="{y + 22 + place * _LINE:.0f}">{escape(line)}</text>')
        body.append("</g>")
        y += height + 14
    label = f"The life of a pull request in {len(told)} steps; the list below says the same in words"
    size = f'viewBox="0 0 {_WIDTH + 4} {y:.0f}" width="{_WIDTH + 4}" height="{y:.0f}"'
    return [f'<svg role="img" aria-label="{label}" {size} xmlns="http://www.w3.org/2000/svg">', *body, "</svg>"]
