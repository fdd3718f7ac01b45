"""The checker of bench/rollback.py sees each difference that a dump can show, and no other."""

from __future__ import annotations

import pytest

from bench.checking.dumps import COLUMN_ORDER, DIFFERS, EXACT, differing, entries, likeness

HEAD = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\n"
TABLE = """--
-- Name: users; Type: TABLE; Schema: public; Owner: sterna
--

CREATE TABLE public.users (
    id integer NOT NULL,
    name text DEFAULT 'a
b'::text,
    CONSTRAINT users_check CHECK ((id > 0))
);


ALTER TABLE public.users OWNER TO sterna;

"""
INDEX = """--
-- Name: users_name; Type: INDEX; Schema: public; Owner: sterna
--

CREATE INDEX users_name ON public.users USING btree (name);


"""
GRANTS = """--
-- Name: TABLE users; Type: ACL; Schema: public; Owner: sterna
--

GRANT SELECT ON TABLE public.users TO one;
GRANT SELECT ON TABLE public.users TO two;


"""
BEFORE = HEAD + TABLE + INDEX + GRANTS
ORDERED = BEFORE.replace("    id integer NOT NULL,\n    name text DEFAULT 'a\nb'::text,\n", "").replace(
    "users (\n", "users (\n    name text DEFAULT 'a\nb'::text,\n    id integer NOT NULL,\n"
)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BEFORE, EXACT),
        (HEAD + INDEX + GRANTS + TABLE, EXACT),
        (BEFORE.replace("TO one", "TO x").replace("TO two", "TO one").replace("TO x", "TO two"), EXACT),
        (ORDERED, COLUMN_ORDER),
        (BEFORE.replace("integer", "bigint"), DIFFERS),
        (BEFORE.replace("id integer NOT NULL", "id integer"), DIFFERS),
        (BEFORE.replace("'a\nb'", "'b\na'"), DIFFERS),
        (BEFORE.replace(INDEX, ""), DIFFERS),
        (BEFORE.replace(INDEX, INDEX + INDEX), DIFFERS),
        (BEFORE.replace("TO two", "TO three"), DIFFERS),
        (BEFORE.replace("Owner: sterna", "Owner: other"), DIFFERS),
        (BEFORE.replace("OWNER TO sterna", "OWNER TO other"), DIFFERS),
        (BEFORE.replace("'UTF8'", "'LATIN1'"), DIFFERS),
        (ORDERED.replace("(name)", "(id)"), DIFFERS),
    ],
)
def test_likeness(after: str, expected: str) -> None:
    """Order of entries and of grants does not count, order of columns is told apart, all else is a difference."""
    assert likeness(BEFORE, after)[0] == expected
    assert likeness(after, BEFORE)[0] == expected


def test_differing_names_the_entries() -> None:
    """What differs is told by the headers of the entries, on both sides."""
    assert differing(BEFORE, BEFORE.replace(INDEX, "").replace("integer", "bigint")) == {
        "-- Name: users; Type: TABLE; Schema: public; Owner: sterna",
        "-- Name: users_name; Type: INDEX; Schema: public; Owner: sterna",
    }


def test_entries_hold_all_text() -> None:
    """No line of SQL is lost when a dump is cut, not even one that looks like a header inside a body."""
    body = "--\n-- Name: x; Type: TABLE\n--\nCREATE FUNCTION f() AS $$\n-- Name: y; Type: VIEW; Schema: a\n$$;\n"
    lines = [line for entry in entries(BEFORE + body) for line in entry.sql.split("\n")]
    assert [line for line in body.split("\n") if line] == [line for line in lines if line][-6:]
