"""What the witness calls the same, and what it does not."""

from __future__ import annotations

import pytest

from sterna.rollback.witness import Likeness, compare

HEAD = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\n"


def _entry(name: str, kind: str, text: str) -> str:
    return f"--\n-- Name: {name}; Type: {kind}; Schema: public; Owner: sterna\n--\n\n{text}\n\n\n"


def _table(*columns: str, rest: str = "") -> str:
    return _entry("t", "TABLE", "CREATE TABLE public.t (\n    " + ",\n    ".join(columns) + f"\n);{rest}")


def _function(body: str, name: str = "f()") -> str:
    return _entry(
        name, "FUNCTION", f"CREATE FUNCTION public.f() RETURNS void\n    LANGUAGE sql\n    AS $$\n{body}\n$$;"
    )


def _grants(*lines: str) -> str:
    return _entry("TABLE t", "ACL", "\n".join(lines))


SAME = {
    "entries in another order": (_table("a integer") + _function("x"), _function("x") + _table("a integer")),
    "grants in another order": (_grants("GRANT A;", "GRANT B;"), _grants("GRANT B;", "GRANT A;")),
}
ORDER = {
    "columns in another order": (_table("a integer", "b text"), _table("b text", "a integer")),
    "a column with a comma in its default": (
        _table("a text DEFAULT 'x, y'::text", "b text"),
        _table("b text", "a text DEFAULT 'x, y'::text"),
    ),
    "attributes in another order": (
        _entry("c", "TYPE", "CREATE TYPE public.c AS (\n\ta integer,\n\tb text\n);"),
        _entry("c", "TYPE", "CREATE TYPE public.c AS (\n\tb text,\n\ta integer\n);"),
    ),
    "what is said of columns in another order": (
        _table(
            "a text",
            "b text",
            rest="\nALTER TABLE ONLY public.t ALTER COLUMN a x;\nALTER TABLE ONLY public.t ALTER COLUMN b x;",
        ),
        _table(
            "b text",
            "a text",
            rest="\nALTER TABLE ONLY public.t ALTER COLUMN b x;\nALTER TABLE ONLY public.t ALTER COLUMN a x;",
        ),
    ),
    "columns of statistics in another order": (
        _entry("st", "STATISTICS", "CREATE STATISTICS public.st (mcv) ON a, b, (a + b) FROM public.t;"),
        _entry("st", "STATISTICS", "CREATE STATISTICS public.st (mcv) ON b, a, (a + b) FROM public.t;"),
    ),
}
DIFFERENT = {
    "an entry more": (_table("a integer"), _table("a integer") + _function("x")),
    "an entry twice": (_function("x"), _function("x") + _function("x")),
    "another type": (_table("a integer", "b text"), _table("a integer", "b integer")),
    "enum values in another order": (
        _entry("e", "TYPE", "CREATE TYPE public.e AS ENUM (\n    'a',\n    'b'\n);"),
        _entry("e", "TYPE", "CREATE TYPE public.e AS ENUM (\n    'b',\n    'a'\n);"),
    ),
    "lines of a body in another order": (_function("one\ntwo"), _function("two\none")),
    "a body that reads like a table": (
        _function("CREATE TABLE public.t (\n    a integer,\n    b text\n)"),
        _function("CREATE TABLE public.t (\n    b text,\n    a integer\n)"),
    ),
    "a body that speaks of grants": (
        _function("-- x; Type: ACL; Schema: y\none\ntwo"),
        _function("-- x; Type: ACL; Schema: y\ntwo\none"),
    ),
    "a name that reads like the header of grants": (
        _function("one\ntwo", name="f; Type: ACL; Schema: public; Owner: sterna"),
        _function("two\none", name="f; Type: ACL; Schema: public; Owner: sterna"),
    ),
    "a comment that reads like a table": (
        _entry("TABLE t", "COMMENT", "COMMENT ON TABLE public.t IS 'CREATE TABLE x (\n    a,\n    b\n)';"),
        _entry("TABLE t", "COMMENT", "COMMENT ON TABLE public.t IS 'CREATE TABLE x (\n    b,\n    a\n)';"),
    ),
    "an expression of statistics in another order": (
        _entry("st", "STATISTICS", "CREATE STATISTICS public.st ON (f(a, b)), (g(c, d)) FROM public.t;"),
        _entry("st", "STATISTICS", "CREATE STATISTICS public.st ON (f(a, d)), (g(c, b)) FROM public.t;"),
    ),
    "a grant less": (_grants("GRANT A;", "GRANT B;"), _grants("GRANT A;")),
    "the session that a grant is made in": (
        _grants("SET SESSION AUTHORIZATION a;", "GRANT A;", "RESET SESSION AUTHORIZATION;", "GRANT B;"),
        _grants("SET SESSION AUTHORIZATION a;", "GRANT B;", "RESET SESSION AUTHORIZATION;", "GRANT A;"),
    ),
}


@pytest.mark.parametrize(
    ("likeness", "before", "after"),
    [
        pytest.param(likeness, *pair, id=title.replace(" ", "_"))
        for likeness, pairs in ((Likeness.EXACT, SAME), (Likeness.COLUMN_ORDER, ORDER), (Likeness.DIFFERS, DIFFERENT))
        for title, pair in pairs.items()
    ],
)
def test_likeness(likeness: Likeness, before: str, after: str) -> None:
    """Two dumps are as alike as they are, from either side."""
    assert compare(HEAD + before, HEAD + after).likeness is likeness
    assert compare(HEAD + after, HEAD + before).likeness is likeness
    assert compare(HEAD + before, HEAD + before).likeness is Likeness.EXACT


def test_residue_names_what_went_and_what_came() -> None:
    """A line that was there before begins with a minus, a new one with a plus."""
    comparison = compare(HEAD + _table("a integer", "b text"), HEAD + _table("a integer", "c text"))
    assert comparison.residue == ("- b text", "+ c text")
