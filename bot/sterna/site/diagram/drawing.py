"""A diagram as SVG that stands in the page: it takes the colours of the text around it, in light and in dark."""

from __future__ import annotations

from html import escape as escaped
from itertools import pairwise
from typing import Final

from sterna.report.inert import line as one_line
from sterna.site.diagram import words
from sterna.site.diagram.layers import AISLE, Layout, Size, arrange
from sterna.site.diagram.model import Diagram, Entity, Field, Reference

WIDTH: Final = 700
"""The width in pixels that a page has for a drawing; one that is little wider is drawn smaller, others are scrolled."""
_SHRUNK: Final = 1.4

_ROW: Final = 20
_HEAD: Final = 26
_CHARACTER: Final = 7.3  # of a monospaced font of 12 pixels, the widest that systems have
_PAD: Final = 10
_LONGEST: Final = 44
_ROOM: Final = 4


def figure(diagram: Diagram, identifier: str, alone: str = "") -> str:
    """Return the drawing with its text alternative as HTML without an empty line; empty when there is no table.

    `alone` is the address of a file that holds the drawing alone, for one that is larger than a page.
    """
    if not diagram.entities:
        return ""
    label = escape(f"Entity diagram: {words.name(diagram)}")
    return "\n".join(
        [
            f'<figure class="sterna-diagram{" sterna-all" if alone else ""}">',
            f'<div class="sterna-scroll" tabindex="0" role="region" aria-label="{label}">',
            *_svg(diagram, label),
            "</div>",
            "<figcaption>",
            *([f'<a href="{escape(alone)}">The drawing alone</a>, to look at it closely.'] if alone else []),
            *([_LEGEND] if any(entity.mark for entity in diagram.entities) else []),
            f'<details id="{escape(identifier)}"><summary>The diagram in words</summary>',
            *_words(diagram),
            "</details>",
            "</figcaption>",
            "</figure>",
        ]
    )


def file(diagram: Diagram) -> str:
    """Return the drawing as an SVG file, which has its colours with it; empty when there is no table."""
    if not diagram.entities:
        return ""
    first, *rest = _svg(diagram, escape(f"Entity diagram: {words.name(diagram)}"))
    return "\n".join([first, f"<style>{_COLOURS}</style>", *rest]) + "\n"


_COLOURS: Final = """
svg { color: #000; background: #fff; color-scheme: light dark; }
text { fill: currentColor; font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.sterna-name { font-weight: 700; }
.sterna-type { fill: #5a5c63; }
rect { fill: #f8f9fb; stroke: #6b6f76; }
line, path { stroke: #6b6f76; }
path { fill: none; stroke-width: 1.3; }
.sterna-tip { fill: #6b6f76; }
@media (prefers-color-scheme: dark) {
  svg { color: #ffffffcc; background: #131416; }
  .sterna-type { fill: #9ca0a5; }
  rect { fill: #1a1c1e; }
  rect, line, path { stroke: #81868d; }
  .sterna-tip { fill: #81868d; }
}
"""
_LEGEND: Final = "<span>+ added, − dropped, ~ changed. PK primary key, FK foreign key, UQ unique, * not null.</span>"  # noqa: RUF001


def escape(text: str) -> str:
    """Return a text of others as HTML on one line: an empty line would end the block in the Markdown around it."""
    return escaped(one_line(text))


def _svg(diagram: Diagram, label: str) -> list[str]:
    sizes = {entity.name: _size(entity) for entity in diagram.entities}
    layout = arrange(sizes, [(one.source, one.target) for one in diagram.references], WIDTH)
    margin = AISLE / 2 if any(one.source == one.target for one in diagram.references) else _ROOM
    width, height = layout.width + margin + _ROOM, layout.height + 2 * _ROOM
    entities = {entity.name: entity for entity in diagram.entities}
    body = [_line(one, entities, layout, sizes) for one in diagram.references]
    for entity in diagram.entities:
        body += _box(entity, layout.places[entity.name], sizes[entity.name])
    box = f"{-_ROOM} {-_ROOM} {width:.0f} {height:.0f}"
    size = f'width="{width:.0f}" height="{height:.0f}"'
    fits = ' class="sterna-fits"' if width <= WIDTH * _SHRUNK else ""
    return [
        f'<svg role="img" aria-label="{label}" viewBox="{box}" {size}{fits} xmlns="http://www.w3.org/2000/svg">',
        *body,
        "</svg>",
    ]


def _size(entity: Entity) -> Size:
    longest = max([len(_title(entity)) + 2, *(_length(field) for field in entity.fields), 14])
    rows = len(entity.fields) + bool(entity.hidden)
    return Size(longest * _CHARACTER + 2 * _PAD, _HEAD + rows * _ROW + 6)


def _title(entity: Entity) -> str:
    return _cut(f"{entity.mark.sign} {entity.name}".strip() + (f" (was {entity.was})" if entity.was else ""))


def _length(field: Field) -> int:
    return 2 + len(_label(field)) + 2 + len(_type(field))


def _label(field: Field) -> str:
    return _cut(field.name) + ("*" if field.required else "")


def _type(field: Field) -> str:
    return _cut(" ".join([field.type, *field.keys])) + (f" (was {_cut(field.was)})" if field.was else "")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _box(entity: Entity, place: tuple[float, float], size: Size) -> list[str]:
    x, y = place
    mark = f" sterna-{entity.mark}" if entity.mark else ""
    parts = [
        f'<g class="sterna-entity{mark}">',
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{size.width:.1f}" height="{size.height:.1f}" rx="5"/>',
        _text(x + _PAD, y + 17, _title(entity), "sterna-name"),
        f'<line x1="{x:.1f}" y1="{y + _HEAD:.1f}" x2="{x + size.width:.1f}" y2="{y + _HEAD:.1f}"/>',
    ]
    for number, field in enumerate(entity.fields):
        base = y + _HEAD + number * _ROW + 16
        style = f"sterna-{field.mark}" if field.mark else ""
        if field.mark:
            parts.append(_text(x + _PAD, base, field.mark.sign, style))
        parts.append(_text(x + _PAD + 2 * _CHARACTER, base, _label(field), style))
        parts.append(_text(x + size.width - _PAD, base, _type(field), f"sterna-type {style}".strip(), end=True))
    if entity.hidden:
        base = y + _HEAD + len(entity.fields) * _ROW + 16
        parts.append(_text(x + _PAD + 2 * _CHARACTER, base, f"… {entity.hidden} more", "sterna-type"))
    return [*parts, "</g>"]


def _text(x: float, y: float, text: str, style: str, *, end: bool = False) -> str:
    anchor = ' text-anchor="end"' if end else ""
    kind = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{anchor}{kind}>{escape(text)}</text>'


def _line(one: Reference, entities: dict[str, Entity], layout: Layout, sizes: dict[str, Size]) -> str:
    source, target = layout.places[one.source], layout.places[one.target]
    from_y = _row(entities[one.source], source[1], one.fields)
    to_y = _row(entities[one.target], target[1], one.target_fields)
    style = f"sterna-line sterna-{one.mark}" if one.mark else "sterna-line"
    if one.source == one.target:
        x = source[0] + sizes[one.source].width
        bend = x + AISLE / 2
        path = f"M {x:.1f} {from_y:.1f} C {bend:.1f} {from_y:.1f} {bend:.1f} {to_y:.1f} {x + 6:.1f} {to_y:.1f}"
        return _drawn(path, style, (x, to_y), leftward=True)
    leftward = target[0] < source[0]
    start = source[0] if leftward else source[0] + sizes[one.source].width
    side = -1 if leftward else 1
    # Within one column a line leaves and arrives on the same side.
    same = abs(target[0] - source[0]) < 1
    tip = target[0] + sizes[one.target].width if leftward or same else target[0]
    points = [(start, from_y), *layout.lanes.get((one.source, one.target), ()), (tip - side * 6, to_y)]
    if same:
        points[-1] = (tip + 6, to_y)
    path = f"M {points[0][0]:.1f} {points[0][1]:.1f}"
    for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        if number % 2:
            path += f" L {x2:.1f} {y2:.1f}"  # straight through a column
            continue
        half = AISLE / 2 if same else (x2 - x1) / 2
        bend = x1 + half
        path += f" C {bend:.1f} {y1:.1f} {bend if same else x2 - half:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return _drawn(path, style, (tip, to_y), leftward=leftward or same)


def _drawn(path: str, style: str, tip: tuple[float, float], *, leftward: bool) -> str:
    (x, y), back = tip, 7 if leftward else -7
    head = f"M {x + back:.1f} {y - 4:.1f} L {x:.1f} {y:.1f} L {x + back:.1f} {y + 4:.1f} Z"
    return f'<g class="{style}"><path d="{path}"/><path class="sterna-tip" d="{head}"/></g>'


def _row(entity: Entity, y: float, fields: tuple[str, ...]) -> float:
    names = [field.name for field in entity.fields]
    if fields and fields[0] in names:
        return y + _HEAD + names.index(fields[0]) * _ROW + 12
    return y + _HEAD / 2


def _words(diagram: Diagram) -> list[str]:
    found = ["<ul>"]
    for headline, parts in words.lines(diagram):
        items = "".join(f"<li>{escape(part)}</li>" for part in parts)
        found.append(f"<li>{escape(headline)}{f'<ul>{items}</ul>' if items else ''}</li>")
    return [*found, "</ul>"]
