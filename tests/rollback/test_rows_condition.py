"""The text of a CHECK tells which values may pass."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterna.rollback.rows.condition import branches, condition, hints, mentioned, read
from sterna.rollback.rows.link import referenced
from sterna.rollback.rows.pattern import like, sample
from sterna.rollback.rows.table import constant


@pytest.mark.parametrize(
    "pattern",
    [
        "^[a-z0-9]+(-[a-z0-9]+)*$",
        r"^\d{3}-\d{4}$",
        "^(foo|bar|baz)_[A-F]{2,}$",
        "^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$",
        "^(?:a|b)?c+$",
        "^#[0-9a-fA-F]{6}$",
        "a.c",
        r"^\+[1-9]\d{1,14}$",
        "^[a-z][a-z0-9_-]{2,62}$",
        "^$",
        "",
        "^(a{2}){2}$",
    ],
)
def test_samples_match_their_pattern(pattern: str) -> None:
    """Several samples of each usual pattern are matched by it."""
    for nth in range(6):
        text = sample(pattern, nth)
        assert text is not None
        assert re.search(pattern, text), text


@pytest.mark.parametrize("pattern", ["(", "[a", "*", "a{x}", "(?=a)b", "\\1", ")", "[]", "a{1,2"])
def test_odd_patterns_are_given_up(pattern: str) -> None:
    """What the reader does not know gives nothing instead of an error."""
    assert sample(pattern, 0) is None


@given(st.text(alphabet="ab()[]{}|*+?^$\\d.,19-:", max_size=40), st.integers(0, 9))
def test_no_pattern_raises(pattern: str, nth: int) -> None:
    """Any text can be given as a pattern."""
    sample(pattern, nth)
    like(pattern, nth)


@pytest.mark.parametrize(
    "pattern", ["(((){1999}){1999}){1999}", "(" * 5000, "((a{99}){99}){99}", "a{999999999}", "(a|b){2000}" * 50]
)
def test_no_pattern_takes_long(pattern: str) -> None:
    """A pattern made to keep the reader busy is given up soon."""
    start = time.monotonic()
    assert sample(pattern, 3) is None
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("CHECK ((a > 0))", "((a > 0))"),
        ("CHECK ((a <> ')'::text)) NOT VALID", "((a <> ')'::text))"),
        ("CHECK ((a > 0)) NO INHERIT", "((a > 0))"),
    ],
)
def test_the_expression_of_a_definition(definition: str, expected: str) -> None:
    """What stands behind the expression is not part of it."""
    assert condition(definition) == expected


def test_hints() -> None:
    """Constants, the numbers around them, and texts of a length that is named."""
    assert {"a", "it's"} <= set(hints(read("kind = ANY (ARRAY['a'::text, 'it''s'::text])")))
    assert {"17", "18", "19"} <= set(hints(read("age >= 18")))
    assert {"-5", "-6"} <= set(hints(read("c < '-5'::integer")))
    assert "a" * 64 in hints(read("char_length(b) = 64"))
    assert "2024-01-02" in hints(read("day > '2024-01-01'::date"))


def test_branches() -> None:
    """Each alternative says what it fixes."""
    words = read("(((kind = 'a'::text) AND (x IS NULL)) OR ((kind = 'b'::text) AND (x IS NOT NULL)))")
    assert branches(words, ["kind", "x"]) == [{"kind": "a", "x": None}, {"kind": "b"}]


def test_a_condition_of_great_depth() -> None:
    """Neither a long nor a deep condition is a problem."""
    deep = "(" * 3000 + "a = 1" + " OR b = 2)" * 3000
    assert branches(read(deep), ["a", "b"]) == []
    assert branches(read("(" * 90 + "a = 1" + " OR b = 2)" * 60), ["a", "b"])


def test_mentioned_columns() -> None:
    """Columns are found by whole names, quoted or not."""
    assert mentioned(read("""(("A b" > 0) AND (lower(c) = 'd'))"""), ["A b", "c", "d", "a"]) == ["A b", "c"]


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("FOREIGN KEY (a) REFERENCES public.t(id) ON DELETE CASCADE", ("id",)),
        ('FOREIGN KEY ("x(", b) REFERENCES "s""q"."t"("a, b", "c)")', ("a, b", "c)")),
        ("FOREIGN KEY (a, PERIOD p) REFERENCES t(id, PERIOD valid)", ("id", "valid")),
        ('FOREIGN KEY (a) REFERENCES t("PERIOD")', ("PERIOD",)),
    ],
)
def test_referenced_columns(definition: str, expected: tuple[str, ...]) -> None:
    """The keys of a foreign key are read from its definition."""
    assert referenced(definition) == expected


@pytest.mark.parametrize(
    ("default", "expected"),
    [
        ("'a'::text", "a"),
        ("'it''s'::character varying", "it's"),
        ("'x'::character varying(10)", "x"),
        ("'{}'::jsonb", "{}"),
        ("5", "5"),
        ("'-1'::integer", "-1"),
        ("1.5", "1.5"),
        ("true", "true"),
        ("now()", None),
        ("nextval('s'::regclass)", None),
        ("('a'::text || 'b'::text)", None),
        (None, None),
    ],
)
def test_constant_defaults(default: str | None, expected: str | None) -> None:
    """Only a plain constant is one."""
    assert constant(default) == expected
