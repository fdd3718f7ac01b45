"""Guide, migrations and observations become a Review."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.guide import Level, read
from sterna.history.model import Fault, Layout
from sterna.problem import Problem
from sterna.review import FoundBy, review
from sterna.rollback.model import Rollback, Verdict
from tests.guide.pages import FRONT, page, write
from tests.review.histories import GUIDE, history, judged, only, rules


def test_nothing() -> None:
    """Where nothing waits, nothing is found and there is no level."""
    found = judged()
    assert (found.findings, found.ignores, found.level) == ((), (), None)


def test_finding_says_where_what_and_how() -> None:
    """A finding points at the action, says the page's sentence, and fills advice and SQL with the real names."""
    found = judged('SELECT 1;\nALTER TABLE "billing"."Accounts"\n  ADD COLUMN x int,\n  ALTER "eMail" SET NOT NULL;')
    finding = only(found, "set-not-null")
    assert finding.place == "0000.sql:4:3"
    assert (finding.level, finding.found_by, finding.table) == (Level.ERROR, FoundBy.PATTERN, '"billing"."Accounts"')
    assert finding.summary == "`SET NOT NULL` reads the whole table while nobody else can read or write it."
    assert finding.advice.startswith(
        'Give `"billing"."Accounts"` the check `CHECK ("eMail" IS NOT NULL)` as `NOT VALID`'
    )
    assert finding.rewrite[1] == 'ALTER TABLE "billing"."Accounts" VALIDATE CONSTRAINT "Accounts_eMail_present";'
    assert found.level is Level.ERROR


def test_what_is_worse_comes_first() -> None:
    """At one place of a file an error stands before a note, whatever the rules are called."""
    found = judged("ALTER TABLE users ALTER COLUMN name SET NOT NULL;").findings
    assert [(one.rule, one.line) for one in found] == [("set-not-null", 1), ("missing-lock-timeout", 1)]


@pytest.mark.parametrize("layout", Layout)
def test_advice_speaks_of_drizzle_where_drizzle_runs_it(layout: Layout) -> None:
    """What the advice means in Drizzle is left out for plain files; TypeScript has names without their quotes."""
    found = judged('CREATE TABLE "Logs" (id bigint PRIMARY KEY, "sentAt" timestamp);', layout=layout)
    advice = only(found, "timestamp-without-time-zone").advice
    drizzles = " In Drizzle: `timestamp('sentAt', { withTimezone: true })`." if layout.drizzle else ""
    assert advice == f'Take `timestamp with time zone` for `"sentAt"`. It takes the same room.{drizzles}'


def test_code_of_one_block_is_told_once() -> None:
    """What a block puts together at several places is one finding, at the first, that names the lines of the others."""
    block = "DO $$ BEGIN\n  EXECUTE format('DROP TABLE %I', a);\n  EXECUTE b;\nEND $$;"
    found = judged(f"{block}\n{block.replace('EXECUTE b;', 'PERFORM 1;')}")
    told = [(one.line, one.detail) for one in found.findings if one.rule == "code-at-run-time"]
    assert told == [(2, "The same in line 3."), (6, "")]


def test_only_what_waits() -> None:
    """Migrations that are not asked about are not judged."""
    old_and_new = history("DROP TABLE a;", "DROP TABLE b;")
    assert [
        finding.tag for finding in review(GUIDE, old_and_new, {"0001"}).findings if finding.rule == "drop-table"
    ] == ["0001"]


@pytest.mark.parametrize(
    "files",
    [
        ("CREATE TABLE a (id int); ALTER TABLE a ALTER id SET NOT NULL;",),
        ("CREATE TABLE a (id int);", "ALTER TABLE public.a ALTER id SET NOT NULL;"),
        ('CREATE TABLE IF NOT EXISTS "a" (id int);', "ALTER TABLE A ALTER id SET NOT NULL;"),
        ("CREATE TABLE a (id int);", "ALTER TABLE a RENAME TO b;", "ALTER TABLE b ALTER id SET NOT NULL;"),
        ("CREATE TABLE a (id int);", "ALTER TABLE a SET SCHEMA s;", "ALTER TABLE s.a ALTER id SET NOT NULL;"),
        ("CREATE TABLE a AS SELECT 1 AS id;", "ALTER TABLE a ALTER id SET NOT NULL;"),
        ("DO $$ BEGIN CREATE TABLE a (id int); END $$;", "ALTER TABLE a ALTER id SET NOT NULL;"),
    ],
)
def test_new_tables_are_exempt(files: tuple[str, ...]) -> None:
    """A table that the pending set creates is nobody's table yet."""
    assert "set-not-null" not in rules(*files)


@pytest.mark.parametrize(
    "files",
    [
        ("CREATE TABLE audit.a (id int);", "ALTER TABLE a ALTER id SET NOT NULL;"),
        ('CREATE TABLE "A" (id int);', "ALTER TABLE a ALTER id SET NOT NULL;"),
        ("CREATE TABLE a (id int);", "DROP TABLE a;", "ALTER TABLE a ALTER id SET NOT NULL;"),
        ("ALTER TABLE a ALTER id SET NOT NULL;", "CREATE TABLE a (id int);"),
        ("CREATE TABLE a (id int);", "ALTER TABLE a RENAME TO b;", "ALTER TABLE a ALTER id SET NOT NULL;"),
    ],
)
def test_other_tables_are_not_exempt(files: tuple[str, ...]) -> None:
    """A table of the same name in another schema, in other letters or at another time is not the new one."""
    assert "set-not-null" in rules(*files)


def test_inside_do_blocks() -> None:
    """What a DO block runs is judged at its own place."""
    text = "DO $$ BEGIN\n  IF true THEN DROP TABLE a; END IF;\nEXCEPTION WHEN undefined_table THEN NULL;\nEND $$;"
    assert only(judged(text), "drop-table").place == "0000.sql:2:16"


@pytest.mark.parametrize("text", ["SELECT 'abc;", "SELECT (1;", "SELECT 1);", 'DROP TABLE "a;', "SELECT $x$ 1;"])
def test_unreadable(text: str) -> None:
    """A statement that cannot be read is an error, never a pass."""
    finding = only(judged(text), "unreadable-sql")
    assert finding.level is Level.ERROR
    assert finding.detail.startswith("It cannot be read: ")


def test_ignored_with_reason() -> None:
    """A comment with a reason takes a finding of the statement below it away, and is listed."""
    found = judged("-- sterna: ignore drop-table because nobody reads it\nDROP TABLE a;\nDROP TABLE b;")
    assert [finding.line for finding in found.findings if finding.rule == "drop-table"] == [3]
    [ignore] = found.ignores
    assert (ignore.rule, ignore.reason, ignore.tag, ignore.line) == ("drop-table", "nobody reads it", "0000", 2)
    assert [finding.rule for finding in ignore.findings] == ["drop-table"]


@pytest.mark.parametrize(
    "comment",
    [
        "-- sterna: ignore drop-table, cascade because it is empty",
        "/* sterna: ignore drop-table, cascade because it is empty */",
        "-- STERNA: Ignore drop-table , cascade BECAUSE: it is empty",
        "-- sterna: ignore drop-table because it is empty\n-- sterna: ignore cascade because it is empty",
    ],
)
def test_several_ignored(comment: str) -> None:
    """One comment may name several rules, and several comments may stand above a statement."""
    found = judged(f"{comment}\nDROP TABLE a CASCADE;")
    assert {ignore.rule: ignore.reason for ignore in found.ignores} == {
        "drop-table": "it is empty",
        "cascade": "it is empty",
    }
    assert not [finding for finding in found.findings if finding.rule in ("drop-table", "cascade")]


@pytest.mark.parametrize(
    "comment",
    ["-- sterna: ignore drop-table", "-- sterna: ignore drop-table because", "-- sterna: ignore because I say so"],
)
def test_no_reason_no_ignore(comment: str) -> None:
    """Without a reason or without a rule nothing is ignored, and the comment is a finding itself."""
    found = judged(f"{comment}\nDROP TABLE a;")
    assert {"drop-table", "ignore-without-reason"} <= {finding.rule for finding in found.findings}
    assert found.ignores == ()


def test_unused_ignore() -> None:
    """A comment that ignores nothing is a finding."""
    found = judged("-- sterna: ignore drop-table because it is empty\nSELECT 1;")
    assert only(found, "unused-ignore").detail == "`drop-table` finds nothing in this statement."


def test_broken_pattern_in_a_page(tmp_path: Path) -> None:
    """A pattern that is none is an error with the page's file and line."""
    own = read(write(tmp_path, "drop-table", page(front=FRONT.replace("DROP TABLE _table", "_ ..."))))
    with pytest.raises(Problem) as caught:
        review(own, history("SELECT 1;"))
    assert caught.value.where.endswith("drop-table.md:4")


def test_unknown_check_in_a_page(tmp_path: Path) -> None:
    """A check that is not there is an error with the page's file and line."""
    own = read(write(tmp_path, "drop-table", page(front=f"{FRONT}\ncheck: no-such-thing")))
    with pytest.raises(Problem) as caught:
        review(own, history("SELECT 1;"))
    assert caught.value.what == "There is no check `no-such-thing`."
    assert caught.value.where.endswith("drop-table.md:5")


def test_switched_off(tmp_path: Path) -> None:
    """A rule that a team switched off finds nothing."""
    shipped = write(tmp_path / "shipped", "drop-table", page())
    own = write(tmp_path / "own", "drop-table", "---\nlevel: off\n---\n\nWe never do.\n")
    assert review(read(shipped, own), history("DROP TABLE a;")).findings == ()


def test_faults() -> None:
    """Faults of the pending migrations and of the folder are findings; those of older ones are not."""
    faults = (
        Fault("unheard-of", "Something is wrong.", Path("x.sql"), 3, "0001", "Mend it.", fatal=True),
        Fault("unheard-of", "Old and wrong.", Path("y.sql"), 0, "0000"),
        Fault("unheard-of", "The folder is wrong.", Path("_journal.json")),
    )
    found = review(GUIDE, history("SELECT 1;", "SELECT 2;", faults=faults), {"0001"})
    assert [(one.level, one.summary, one.advice, one.place) for one in found.findings] == [
        (Level.WARNING, "The folder is wrong.", "", "_journal.json"),
        (Level.ERROR, "Something is wrong.", "Mend it.", "x.sql:3:1"),
    ]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_verdicts(verdict: Verdict) -> None:
    """A rollback that is not proven is an error that says why; a proven one is silent."""
    rollbacks = {"0000": Rollback("0000", Path("0000.sql"), verdict, reason="So it is.")}
    found = review(GUIDE, history("SELECT 1;"), rollbacks=rollbacks).findings
    if verdict.proven:
        assert found == ()
    else:
        [finding] = found
        assert (finding.rule, finding.level) == ("rollback-not-proven", Level.ERROR)
        assert finding.detail == f"The verdict is: {verdict}. So it is."


def test_rows_lost() -> None:
    """Rows that no rollback brings back are a warning that names them."""
    lost = ("rows of public.users", "values of public.orders.note")
    rollbacks = {"0000": Rollback("0000", Path("0000.sql"), Verdict.STRUCTURE, reason="Lost.", lost_rows=lost)}
    finding = only(review(GUIDE, history("SELECT 1;"), rollbacks=rollbacks), "rows-lost")
    assert finding.level is Level.WARNING
    assert finding.detail.endswith("rows of public.users, values of public.orders.note.")


@pytest.mark.parametrize(
    ("text", "lost", "left"),
    [
        ("DROP TABLE users;", "rows of public.users", False),
        ("DROP TABLE users;", "rows of public.orders", True),
        ('ALTER TABLE app."Users" DROP COLUMN a;', 'values of app."Users".a', False),
        ("DROP SCHEMA app;", "rows of app.users", False),
        ("SELECT 1; DELETE FROM users;", "rows of public.users (statement 2, DELETE)", False),
        ("DELETE FROM users WHERE a = 1; DELETE FROM b;", "rows of public.users (statement 1, DELETE)", True),
        ("UPDATE a SET b = 1 WHERE b IS NULL;", "values of public.a.b as they were (statement 1, UPDATE)", False),
        ("UPDATE a SET b = 1 WHERE c IS NULL;", "values of public.a.b as they were (statement 1, UPDATE)", True),
        (
            'UPDATE a SET "b" = f(x, y) WHERE id IN (SELECT id FROM a WHERE b IS NULL LIMIT 5);',
            "values of public.a.b as they were (statement 1, UPDATE)",
            False,
        ),
        ("UPDATE a SET b = 1 WHERE b IS NULL OR c;", "values of public.a.b as they were (statement 1, UPDATE)", True),
    ],
)
def test_a_loss_is_told_once(text: str, lost: str, left: bool) -> None:
    """What a rule about lost data names is not named by the proof again, and what fills gaps loses nothing."""
    rollbacks = {"0000": Rollback("0000", Path("0000.sql"), Verdict.STRUCTURE, reason="Lost.", lost_rows=(lost,))}
    found = review(GUIDE, history(text), rollbacks=rollbacks).findings
    assert any(finding.rule == "rows-lost" for finding in found) == left


def test_ignore_for_the_whole_file() -> None:
    """A comment above the first statement speaks for findings about the file as a whole."""
    text = "-- sterna: ignore rollback-not-proven because the way back is written by hand\nSELECT 1;"
    rollbacks = {"0000": Rollback("0000", Path("0000.sql"), Verdict.BY_HAND, reason="So it is.")}
    found = review(GUIDE, history(text), rollbacks=rollbacks)
    assert found.findings == ()
    assert [ignore.rule for ignore in found.ignores] == ["rollback-not-proven"]


def test_same_bytes() -> None:
    """The same input gives the same review."""
    files = ("DROP TABLE b, a;", "ALTER TABLE x ALTER y SET NOT NULL, DROP z;")
    assert judged(*files) == judged(*files)


def test_note_about_a_primary_key() -> None:
    """The comment that drizzle-kit leaves in the place of a statement is an error, also where nothing else is there."""
    text = '/* \n    Unfortunately ...\n*/\n\n-- ALTER TABLE "orders" DROP CONSTRAINT "<constraint_name>";'
    finding = only(judged(text), "primary-key-left-to-you")
    assert (finding.level, finding.place) == (Level.ERROR, "0000.sql:5:1")
