"""Statements are cut where PostgreSQL cuts them, and stand where they are said to stand."""

from __future__ import annotations

from pathlib import Path

import postgast
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterna.sql.split import BREAKPOINT, Flaw, cut, split

HERE = Path("0000_it.sql")
FIXTURES = Path(__file__).parent.parent / "fixtures"

SCRIPTS: dict[str, tuple[str, list[str]]] = {
    "nothing": ("", []),
    "only comments": ("-- one;\n/* two; */", []),
    "empty statements": (";; ;", []),
    "two statements": ("SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]),
    "a semicolon in a string": ("SELECT ';'; SELECT 2", ["SELECT ';'", "SELECT 2"]),
    "a doubled quote": ("SELECT 'a'';b'; SELECT 2", ["SELECT 'a'';b'", "SELECT 2"]),
    "a backslash is a plain character": (r"SELECT '\'; SELECT 2", [r"SELECT '\'", "SELECT 2"]),
    "a backslash escapes in E''": (r"SELECT E'\';'; SELECT 2", [r"SELECT E'\';'", "SELECT 2"]),
    "E'' goes on in the next line": ("SELECT e'a'\n '\\';'; SELECT 2", ["SELECT e'a'\n '\\';'", "SELECT 2"]),
    "E'' goes on after a comment": ("SELECT e'a' --'\n '\\';'; SELECT 2", ["SELECT e'a' --'\n '\\';'", "SELECT 2"]),
    "E'' does not go on in the same line": (r"SELECT e'a', '\'; SELECT 2", [r"SELECT e'a', '\'", "SELECT 2"]),
    "unicode strings and names": (
        """SELECT U&'\\0041;', u&"a;b"; SELECT 2""",
        ["""SELECT U&'\\0041;', u&"a;b\"""", "SELECT 2"],
    ),
    "bits and national strings": ("SELECT B'1', x'1F', N';'; SELECT 2", ["SELECT B'1', x'1F', N';'", "SELECT 2"]),
    "a quoted name": ('SELECT 1 AS "a"";b"; SELECT 2', ['SELECT 1 AS "a"";b"', "SELECT 2"]),
    "a dollar quote": ("SELECT $$;$$; SELECT 2", ["SELECT $$;$$", "SELECT 2"]),
    "a dollar quote in another": ("SELECT $a$ $$;$$ $b$ $a$; SELECT 2", ["SELECT $a$ $$;$$ $b$ $a$", "SELECT 2"]),
    "a name may hold dollars": ("SELECT a$b$c; SELECT d$b$e", ["SELECT a$b$c", "SELECT d$b$e"]),
    "a tag of letters beyond ASCII": ("SELECT $é$;$é$; SELECT 2", ["SELECT $é$;$é$", "SELECT 2"]),
    "a parameter is no quote": ("SELECT $1; SELECT $2", ["SELECT $1", "SELECT $2"]),
    "comments in comments": ("SELECT 1 /* a /* ; */ ; */; SELECT 2", ["SELECT 1", "SELECT 2"]),
    "a comment in an operator": ("SELECT 1 +--;\n2; SELECT 3 */* ; */ 4", ["SELECT 1 +--;\n2", "SELECT 3 */* ; */ 4"]),
    "a quote in a comment": ("-- it's\nSELECT 1; /* it's */ SELECT 2", ["SELECT 1", "SELECT 2"]),
    "templates are no syntax": ("SELECT '{%'; SELECT '{{ ; }}' {# x", ["SELECT '{%'", "SELECT '{{ ; }}' {# x"]),
    "a no-break space is a letter": ("SELECT 1;\u00a0;", ["SELECT 1", "\u00a0"]),
    "a rule of several statements": (
        "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b;); SELECT 2",
        ["CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b;)", "SELECT 2"],
    ),
    "a routine's body": (
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3",
        ["CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END", "SELECT 3"],
    ),
    "a routine's body with CASE": (
        "create or replace procedure p() begin atomic select case when a then 1 end; select 1 as end; end; SELECT 3",
        [
            "create or replace procedure p() begin atomic select case when a then 1 end; select 1 as end; end",
            "SELECT 3",
        ],
    ),
    "an empty body": (
        "CREATE PROCEDURE p() BEGIN ATOMIC END; SELECT 2",
        ["CREATE PROCEDURE p() BEGIN ATOMIC END", "SELECT 2"],
    ),
    "a transaction is no body": ("BEGIN; SELECT 1; END; SELECT 2", ["BEGIN", "SELECT 1", "END", "SELECT 2"]),
    "a byte order mark": ("\ufeffSELECT 1;", ["SELECT 1"]),
    "one parenthesis too many": ("SELECT 1); SELECT 2", ["SELECT 1)", "SELECT 2"]),
    "drizzle's breakpoint": (f"SELECT 1;{BREAKPOINT}\nSELECT 2", ["SELECT 1", "SELECT 2"]),
}

UNREADABLE = {
    # libpg_query takes comments for tokens, so they part the string; a server reads on (seen on PostgreSQL 18.6).
    "E'' goes on after a comment",
    "templates are no syntax",
    "a no-break space is a letter",
    "a byte order mark",
    "one parenthesis too many",
}

BROKEN: dict[str, tuple[str, list[str], Flaw]] = {
    "a string": (
        "SELECT 1;\nSELECT 'a;\n",
        ["SELECT 1", "SELECT 'a;"],
        Flaw("A string begins here that nothing ends.", 2, 8),
    ),
    "an escaped string": (r"SELECT E'\'; ", [r"SELECT E'\';"], Flaw("A string begins here that nothing ends.", 1, 8)),
    "a doubled quote ends nothing": ("'a''", ["'a''"], Flaw("A string begins here that nothing ends.", 1, 1)),
    "a name": ('SELECT "a;', ['SELECT "a;'], Flaw("A quoted name begins here that nothing ends.", 1, 8)),
    "a name with an escape": (
        'SELECT U&"a;',
        ['SELECT U&"a;'],
        Flaw("A quoted name begins here that nothing ends.", 1, 8),
    ),
    "a dollar quote": (
        "DO $x$ ; $y$",
        ["DO $x$ ; $y$"],
        Flaw("A dollar-quoted string begins here that nothing ends.", 1, 4),
    ),
    "a comment in a statement": (
        "SELECT /* 1",
        ["SELECT /* 1"],
        Flaw("A comment begins here that nothing ends.", 1, 8),
    ),
    "a comment alone": ("SELECT 1; /* /* */", ["SELECT 1"], Flaw("A comment begins here that nothing ends.", 1, 11)),
}


@pytest.mark.parametrize("title", SCRIPTS)
def test_cuts(title: str) -> None:
    """A script falls into its statements, without semicolons and outer comments."""
    script, texts = SCRIPTS[title]
    found = cut(script, HERE)
    assert [statement.text for statement in found.statements] == texts
    assert found.flaw is None


@pytest.mark.parametrize("title", SCRIPTS)
def test_postgres_cuts_there_too(title: str) -> None:
    """PostgreSQL's own splitter counts the same statements where it can read the script."""
    script, texts = SCRIPTS[title]
    if title in UNREADABLE:
        with pytest.raises(postgast.PgQueryError, match="syntax error"):
            postgast.split(script)
    else:
        assert len(postgast.split(script)) == len(texts)


@pytest.mark.parametrize("title", BROKEN)
def test_unterminated(title: str) -> None:
    """From a quote that nothing ends the rest is one statement, and the flaw says where the quote begins."""
    script, texts, flaw = BROKEN[title]
    found = cut(script, HERE)
    assert [statement.text for statement in found.statements] == texts
    assert found.flaw == flaw
    assert split(script, HERE) == found.statements
    with pytest.raises(postgast.PgQueryError, match="unterminated"):
        postgast.scan(script)


def test_comments_stay_with_the_statement_below() -> None:
    """Comments before a statement are kept as they stand, those inside and Drizzle's breakpoints are not."""
    script = f"-- a\n/* b */ SELECT 1 -- c\n; -- d\n{BREAKPOINT}\nSELECT /* e */ 2; -- f"
    assert [statement.comments for statement in split(script, HERE)] == [("-- a", "/* b */"), ("-- d",)]


def test_counting_goes_on_from_the_chunk_before() -> None:
    """Numbers, lines and columns are those of the file when the piece begins in its middle."""
    first, second = split(" SELECT 1;\n  SELECT 2", HERE, chunk=3, first_number=7, line=5, column=25)
    assert (first.chunk, first.number, first.place) == (3, 7, "0000_it.sql:5:26")
    assert (second.chunk, second.number, second.place) == (3, 8, "0000_it.sql:6:3")


def _generated() -> list[Path]:
    return sorted(FIXTURES.glob("drizzle-*/drizzle/**/*.sql"))


def test_generated_files_are_there() -> None:
    """The oracle below has something to read."""
    assert len(_generated()) == 64 + 65


@pytest.mark.parametrize("path", _generated(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_generated_files(path: Path) -> None:
    """Every statement that drizzle-kit wrote begins and ends where PostgreSQL's parser says."""
    text = path.read_text("utf-8")
    raw = text.encode()
    wanted = []
    for part in postgast.parse(text).stmts:
        start = part.stmt_location
        wanted.append(raw[start : start + part.stmt_len] if part.stmt_len else raw[start:])
    found = split(text, path)
    assert len(found) == len(wanted)
    for statement, piece in zip(found, wanted, strict=True):
        assert piece.decode().rstrip().endswith(statement.text)


STRINGS = st.text(st.sampled_from("ab;'\"\\$-/*\n\r é{%"), max_size=6)
TAGS = st.sampled_from(["$$", "$a$", "$b_1$", "$é$"])
VALUES = st.one_of(
    STRINGS.map(lambda text: "'" + text.replace("'", "''") + "'"),
    STRINGS.map(lambda text: "E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"),
    STRINGS.map(lambda text: '(1) AS "x' + text.replace('"', '""') + '"'),
    st.tuples(TAGS, STRINGS.filter(lambda text: "$" not in text)).map(lambda pair: pair[0] + pair[1] + pair[0]),
    st.sampled_from(["1", "1.5e3", "a.b", "$1", "x$y$z", "(SELECT 2)", "0x1F", "CASE WHEN true THEN 1 END", "1 <-2"]),
)
COMMENTS = st.sampled_from(["-- ;'\n", "/* ;' /* $$ */ */", " ", "\n", "\t", "\r\n"])
STATEMENTS = st.tuples(st.lists(VALUES, min_size=1, max_size=4), COMMENTS).map(
    lambda pair: "SELECT" + pair[1] + f" , {pair[1]}".join(pair[0])
)


@given(st.lists(st.tuples(COMMENTS, STATEMENTS, COMMENTS), max_size=5))
def test_joined_statements_come_back(parts: list[tuple[str, str, str]]) -> None:
    """Splitting a script that was joined from statements gives them back."""
    script = ";".join(before + statement + after for before, statement, after in parts)
    assert [statement.text for statement in split(script, HERE)] == [statement for _, statement, _ in parts]


@given(st.lists(st.tuples(COMMENTS, STATEMENTS), max_size=5))
def test_postgres_agrees(parts: list[tuple[str, str]]) -> None:
    """PostgreSQL's parser finds as many statements in the same script."""
    script = ";".join(before + statement for before, statement in parts)
    assert len(split(script, HERE)) == len(postgast.parse(script).stmts)


@given(
    st.lists(st.tuples(COMMENTS, STATEMENTS), max_size=5), st.sampled_from(["\n", "\r\n"]), st.text("\n x", max_size=4)
)
def test_places_point_at_the_text(parts: list[tuple[str, str]], end: str, lead: str) -> None:
    """The text of a statement stands at its line and column, whatever ends the lines."""
    script = lead.replace("x", "/* x */") + ";\n".join(before + statement for before, statement in parts)
    script = script.replace("\r\n", "\n").replace("\n", end)
    lines = script.split("\n")
    for statement in split(script, HERE):
        rest = "\n".join(lines[statement.line - 1 :])
        assert rest[statement.column - 1 :].startswith(statement.text)
        assert lines[statement.line - 1][statement.column - 1 :].startswith("SELECT")
