"""Boxes in columns: what others point to stands to the left of what points to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Final

GAP: Final = 28
"""Pixels between boxes of a column."""
_NEAR: Final = 6
"""Pixels between two lines that pass a column side by side."""
AISLE: Final = 72
"""Pixels between columns, where the lines run."""
_LANE: Final = 8
_ROUNDS: Final = 6


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a box in pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each box begins (its upper left corner), what lines pass on their way, and the size of all."""

    places: Mapping[str, tuple[float, float]]
    lanes: Mapping[tuple[str, str], tuple[tuple[float, float], ...]]
    width: float
    height: float


@dataclass(slots=True)
class _Slot:
    """A box, or the place where a line passes a column."""

    name: str
    size: Size
    left: list[_Slot]
    right: list[_Slot]
    y: float = 0.0

    @property
    def middle(self) -> float:
        return self.y + self.size.height / 2


def arrange(sizes: Mapping[str, Size], edges: Sequence[tuple[str, str]], width: float) -> Layout:
    """Place boxes; an edge leads from the box that points to the one it points to.

    Boxes without edges stand in rows below, at most `width` wide.
    """
    edges = [(source, target) for source, target in dict.fromkeys(edges) if source != target]
    joined = {name for edge in edges for name in edge}
    ranks = _ranks([name for name in sizes if name in joined], edges)
    columns, lanes = _columns(sizes, ranks, edges)
    _order(columns)
    _settle(columns)
    top = min((slot.y for column in columns for slot in column), default=0.0)
    places: dict[str, tuple[float, float]] = {}
    passed: dict[int, tuple[tuple[float, float], tuple[float, float]]] = {}
    x = 0.0
    for column in columns:
        breadth = max(slot.size.width for slot in column)
        for slot in column:
            slot.y -= top
            passed[id(slot)] = ((x, slot.middle), (x + breadth, slot.middle))
            if slot.name:
                places[slot.name] = (x, slot.y)
        x += breadth + AISLE
    right = max(x - AISLE, 0.0)
    bottom = max((places[name][1] + sizes[name].height for name in places), default=0.0)
    alone = [name for name in sizes if name not in joined]
    right, bottom = _rows(places, sizes, alone, max(right, width), right, bottom)
    ways = {
        (source, target): tuple(
            point for slot in held for point in sorted(passed[id(slot)], reverse=ranks[target] < ranks[source])
        )
        for (source, target), held in lanes.items()
    }
    return Layout(places, ways, right, bottom)


def _ranks(names: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Give each box the number of its column; edges that close a circle do not count."""
    targets: dict[str, list[str]] = defaultdict(list)
    for source, target in edges:
        targets[source].append(target)
    ranks: dict[str, int] = {}
    open_: set[str] = set()

    def rank(name: str) -> int:
        if name not in ranks:
            open_.add(name)
            ranks[name] = max((rank(target) + 1 for target in targets[name] if target not in open_), default=0)
            open_.discard(name)
        return ranks[name]

    for name in names:
        rank(name)
    return ranks


def _columns(
    sizes: Mapping[str, Size], ranks: Mapping[str, int], edges: Sequence[tuple[str, str]]
) -> tuple[list[list[_Slot]], dict[tuple[str, str], list[_Slot]]]:
    columns: list[list[_Slot]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    slots = {name: _Slot(name, sizes[name], [], []) for name in ranks}
    for name, rank in ranks.items():
        columns[rank].append(slots[name])
    lanes: dict[tuple[str, str], list[_Slot]] = {}
    shared: dict[tuple[str, int, int], _Slot] = {}
    for source, target in edges:
        step = 1 if ranks[target] > ranks[source] else -1
        passing = []
        for rank in range(ranks[source] + step, ranks[target], step):
            # Lines to the same box pass a column as one, so that a table that all point to does not fill it.
            if (target, rank, step) not in shared:
                shared[target, rank, step] = _Slot("", Size(0, _LANE), [], [])
                columns[rank].append(shared[target, rank, step])
            passing.append(shared[target, rank, step])
        lanes[source, target] = passing
        for one, other in pairwise([slots[source], *passing, slots[target]]):
            near, far = (one, other) if step == 1 else (other, one)
            if not any(far is known for known in near.right):
                near.right.append(far)
                far.left.append(near)
    return columns, lanes


def _order(columns: list[list[_Slot]]) -> None:
    """Put what belongs together side by side, looking left and right in turn."""
    for turn in range(_ROUNDS):
        forward = turn % 2 == 0
        for column in columns if forward else reversed(columns):
            for place, slot in enumerate(column):
                slot.y = float(place)
            near = {id(slot): slot.left if forward else slot.right for slot in column}
            column.sort(key=lambda slot: fmean([one.y for one in near[id(slot)]] or [slot.y]))
            for place, slot in enumerate(column):
                slot.y = float(place)


def _settle(columns: list[list[_Slot]]) -> None:
    """Stack each column, then pull each box to the middle of what it is joined to, as far as there is room."""
    for column in columns:
        y = 0.0
        for slot in column:
            slot.y = y
            y += slot.size.height + GAP
    for _ in range(_ROUNDS):
        for column in columns:
            for slot in column:
                near = [*slot.left, *slot.right]
                if near:
                    slot.y = fmean(one.middle for one in near) - slot.size.height / 2
            _apart(column)


def _apart(column: list[_Slot]) -> None:
    """Push overlapping boxes down, then all of the column back to where its middle was."""
    before = fmean(slot.middle for slot in column)
    for upper, lower in pairwise(column):
        lower.y = max(lower.y, upper.y + upper.size.height + (GAP if upper.name or lower.name else _NEAR))
    shift = before - fmean(slot.middle for slot in column)
    for slot in column:
        slot.y += shift


def _rows(
    places: dict[str, tuple[float, float]],
    sizes: Mapping[str, Size],
    names: Sequence[str],
    width: float,
    right: float,
    bottom: float,
) -> tuple[float, float]:
    x, y, tall = 0.0, bottom + GAP if places and names else bottom, 0.0
    for name in names:
        size = sizes[name]
        if x and x + size.width > width:
            x, y, tall = 0.0, y + tall + GAP, 0.0
        places[name] = (x, y)
        tall = max(tall, size.height)
        right, bottom = max(right, x + size.width), max(bottom, y + size.height)
        x += size.width + GAP
    return right, bottom
