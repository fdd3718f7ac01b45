"""A diagram shows what the catalog holds and what a migration did, in lines that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import combinations
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterna.postgres import catalog
from sterna.postgres.server import Server
from sterna.site.diagram import drawing, schema, words
from sterna.site.diagram.layers import Size, arrange
from sterna.site.diagram.model import Diagram, Entity, Field, Mark
from tests.site.steps import Fence, watch

GIVEN = """
CREATE TABLE teams (id bigint PRIMARY KEY, slug varchar(64) NOT NULL UNIQUE);
CREATE TABLE users (id bigint PRIMARY KEY, name text,
  team_id bigint REFERENCES teams (id), boss_id bigint REFERENCES users (id));
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id), placed_at timestamp with time zone);
"""

CASES = {
    "CREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id))": [
        "notes (added)",
        "  id bigint, primary key, added",
        "  user_id bigint, foreign key, added",
        "  user_id points to users (id) (added)",
        "users",
        "  id bigint, primary key",
        "  team_id bigint, foreign key",
        "  boss_id bigint, foreign key",
        "  1 more column",
    ],
    "ALTER TABLE orders RENAME COLUMN placed_at TO placed": [
        "orders (changed)",
        "  id bigint, primary key",
        "  user_id bigint, foreign key",
        "  placed timestamptz, changed, was placed_at",
        "  user_id points to users (id)",
        "users",
        "  id bigint, primary key",
        "  team_id bigint, foreign key",
        "  boss_id bigint, foreign key",
        "  1 more column",
    ],
    "DROP TABLE orders": [
        "orders (dropped)",
        "  id bigint, primary key, dropped",
        "  user_id bigint, foreign key, dropped",
        "  placed_at timestamptz, dropped",
        "  user_id points to users (id) (dropped)",
        "users",
        "  id bigint, primary key",
        "  team_id bigint, foreign key",
        "  boss_id bigint, foreign key",
        "  1 more column",
    ],
    "ALTER TABLE teams DROP COLUMN slug, ALTER COLUMN id TYPE integer": [
        "teams (changed)",
        "  id integer, primary key, changed, was bigint",
        "  slug varchar(64), unique, not null, dropped",
    ],
    "ALTER TABLE teams RENAME TO groups": [
        "groups (changed, was teams)",
        "  id bigint, primary key",
        "  slug varchar(64), unique, not null",
    ],
    "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'": [],
}


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """Make a database with three tables."""
    name = f"diagram_{uuid4().hex}"
    server.create_database(name)
    with server.connect(name) as session:
        session.run(GIVEN)
    yield name
    server.drop_database(name)


def told(diagram: Diagram) -> list[str]:
    """Return a diagram in words, parts indented."""
    return [line for head, parts in words.lines(diagram) for line in (head, *(f"  {part}" for part in parts))]


@pytest.mark.parametrize(("sql", "expected"), CASES.items())
def test_what_a_migration_touched(server: Server, database: str, sql: str, expected: list[str]) -> None:
    """Touched tables are there in full with a mark on what differs, those they point to with their keys alone."""
    with server.connect(database) as session:
        _, seen = watch(session, Fence((), sql, 1))
    [observation] = seen.values()
    assert told(schema.touched(observation)) == expected


def test_the_whole_schema(server: Server, database: str) -> None:
    """Every table is there with every column, every foreign key and no mark."""
    with server.connect(database) as session:
        diagram = schema.whole(catalog.read(session))
    assert [entity.name for entity in diagram.entities] == ["orders", "teams", "users"]
    assert [(one.source, one.target) for one in diagram.references] == [
        ("orders", "users"),
        ("users", "users"),
        ("users", "teams"),
    ]
    assert not any(entity.mark or field.mark for entity in diagram.entities for field in entity.fields)


def test_the_drawing_says_what_the_words_say(server: Server, database: str) -> None:
    """The SVG is well formed, has a name, draws each column once and a line for each foreign key."""
    with server.connect(database) as session:
        diagram = schema.whole(catalog.read(session))
    figure = drawing.figure(diagram, "words")
    svg = ET.fromstring(figure[figure.index("<svg") : figure.index("</svg>") + 6])  # noqa: S314 (our own)
    assert svg.get("role") == "img"
    assert "3 tables and 3 foreign keys" in (svg.get("aria-label") or "")
    texts = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert [text for text in texts if text in ("id", "id*")] == ["id*"] * 3
    assert texts.count("timestamptz") == 1
    assert len(re.findall('class="sterna-line', figure)) == 3
    assert 'id="words"' in figure


def test_lines_to_one_box_pass_as_one() -> None:
    """However many tables point to one that is two columns away, what stands between does not grow for it."""
    heights = []
    for count in (1, 20):
        far = [f"far{number}" for number in range(count)]
        edges = [("middle", "target"), *(edge for name in far for edge in ((name, "middle"), (name, "target")))]
        sizes = dict.fromkeys(("target", "middle", *far), Size(100, 40))
        layout = arrange(sizes, edges, 700)
        lanes = {layout.lanes[name, "target"] for name in far}
        assert len(lanes) == 1
        [((_, y), _)] = lanes
        heights.append(abs(y - layout.places["middle"][1]))
    assert heights[0] == pytest.approx(heights[1], abs=30)


def test_the_file_is_a_drawing_by_itself(server: Server, database: str) -> None:
    """The file is well formed SVG with the drawing of the page, and brings colours for light and dark along."""
    with server.connect(database) as session:
        diagram = schema.whole(catalog.read(session))
    text = drawing.file(diagram)
    svg = ET.fromstring(text)  # noqa: S314 (our own)
    texts = [found.text for found in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert {"orders", "teams", "users"} <= set(texts)
    [style] = [found.text or "" for found in svg.iter("{http://www.w3.org/2000/svg}style")]
    assert "prefers-color-scheme: dark" in style
    used = set(re.findall(r'class="([^"]+)"', text)) - {"sterna-fits", "sterna-entity", "sterna-line"}
    assert {f".{name}" for name in used} <= set(re.findall(r"\.sterna-\w+", style))
    assert drawing.file(Diagram((), ())) == ""


def test_hostile_names_stay_names() -> None:
    """A name that holds markup, an empty line or an unseen character neither ends the drawing nor begins something."""
    name = 'x"><script>alert(1)</script>\n\n# Title\n[a](javascript:b)\u202e'
    figure = drawing.figure(Diagram((Entity(name, (Field(name, name, mark=Mark.ADDED),)),), ()), "words")
    assert "<script" not in figure
    assert "\n\n" not in figure
    assert "\u202e" not in figure
    assert "# Title" not in [line.strip() for line in figure.splitlines()]
    assert unescape(figure).count("<script>") >= 1


def test_no_table_no_drawing() -> None:
    """Nothing is drawn where there is nothing."""
    assert drawing.figure(Diagram((), ()), "words") == ""


NAMES = [f"t{number}" for number in range(9)]


@given(
    st.dictionaries(st.sampled_from(NAMES), st.tuples(st.integers(60, 400), st.integers(30, 500)), min_size=1),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=20),
)
def test_boxes_never_overlap(boxes: dict[str, tuple[int, int]], edges: list[tuple[str, str]]) -> None:
    """Whatever points to whatever, circles included: each box has a place of its own within the drawing."""
    sizes = {name: Size(*size) for name, size in boxes.items()}
    layout = arrange(sizes, [edge for edge in edges if {*edge} <= set(sizes)], 700)
    assert set(layout.places) == set(sizes)
    for name, (x, y) in layout.places.items():
        assert x >= -0.01
        assert y >= -0.01
        assert x + sizes[name].width <= layout.width + 0.01
        assert y + sizes[name].height <= layout.height + 0.01
    for one, other in combinations(sizes, 2):
        (x1, y1), (x2, y2) = layout.places[one], layout.places[other]
        apart = (
            x1 + sizes[one].width <= x2 + 0.01
            or x2 + sizes[other].width <= x1 + 0.01
            or y1 + sizes[one].height <= y2 + 0.01
            or y2 + sizes[other].height <= y1 + 0.01
        )
        assert apart, (one, other)
