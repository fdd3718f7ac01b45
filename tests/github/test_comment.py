"""What the one comment tells, as a whole: golden texts that a person read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.data import docs
from sterna.guide import read
from sterna.pull_request.ledger import without
from sterna.pull_request.testimony import Column, Effect, Table, Touch, WayBack
from tests.github.conftest import Stage
from tests.github.shop import FOLDER, heard, report, seen
from tests.guide.pages import page
from tests.report.golden_text import assert_golden

GOLDEN = Path(__file__).parent / "golden"
SQL = (
    'ALTER TABLE "users" ALTER COLUMN "name" SET NOT NULL;\n--> statement-breakpoint\n'
    'CREATE TABLE "orders" ("id" bigint PRIMARY KEY, "user_id" bigint REFERENCES "users");\n--> statement-breakpoint\n'
    'ALTER TABLE "users" DROP COLUMN "name";\n--> statement-breakpoint\n'
    '-- sterna: ignore drop-table because nothing is in it\nDROP TABLE "gone";\n'
)
MATCH = {
    "set-not-null": "match: ALTER TABLE _table ALTER COLUMN _column SET NOT NULL",
    "drop-column": "match: ALTER TABLE _table DROP COLUMN _column",
    "drop-table": "match: DROP TABLE _table",
    "table-scan": "from: replay",
}


def guide() -> dict[str, str | None]:
    """Return settings and a guide that is the test's own, so that no page of ours can change what is golden."""
    pages: dict[str, str | None] = {
        ".github/sterna.toml": 'guide = "db"\npages = "https://db.example.org/guide/"\n',
        "db/workflow.md": "# List\n\n- [ ] The `team` knows <!-- team: person -->\n- [ ] Seen <!-- seen: review -->\n",
    }
    for name in read(docs()).rules:
        front = f"level: error\nharm: locks\n{MATCH[name]}" if name in MATCH else ""
        text = page(front=front) if front else "---\nlevel: off\n---\n\nNot here.\n"
        pages[f"db/rules/{name}.md"] = text
    return pages


def test_the_comment_and_the_section_tell_all_there_is(stage: Stage) -> None:
    """Findings with links, locks, the way back and its verdict, what was provided, statements, tables, waivers."""
    stage.repository.write(guide())
    stage.repository.commit("settings")
    stage.repository.git("checkout", "-q", "feature")
    stage.repository.write({f"{FOLDER}/0001_phone.sql": SQL})
    stage.repository.commit("all sorts")
    back = WayBack(
        "structure only",
        ['DROP TABLE "public"."orders"', 'ALTER TABLE "public"."users" ADD COLUMN "name" text'],
        "",
        [],
        ["public.users.name: 2 values"],
        ["role anon"],
    )
    effect = Effect(
        [("word", "Grows with the size of "), ("name", "users"), ("word", " (reads and writes wait)")],
        "Needs a window",
        [[("word", "reads and writes of users wait while it is read as a whole")]],
        [],
        [Touch(1, "public.users", "ACCESS EXCLUSIVE", rewrite=False, scan=True)],
    )
    tables = [
        Table("users", [Column("id", "bigint", "PK")], []),
        Table("orders", [Column("id", "bigint", "PK"), Column("user_id", "bigint", "FK")], ["users"]),
    ]
    told = heard(sql=SQL, back=back, effect=effect, tables=tables, found=[seen("table-scan", "users is read.")])
    report(stage.world, "feature", told)
    stage.run()
    stage.say("/migration waive drop-column nobody reads it since `v2`", "boss")
    stage.run()
    [comment] = stage.world.mine()
    assert_golden(GOLDEN / "comment.md", f"{without(comment)}\n")
    assert_golden(GOLDEN / "description.md", (stage.world.pulls[7].body or "").replace("\r\n", "\n"))
    assert stage.world.pulls[7].labels == ["data-loss", "migration", "needs-downtime", "rollback-proven"]


def test_a_comment_that_would_be_too_long_is_a_summary(stage: Stage) -> None:
    """What matters least is left out, and the comment says so, and what prints the rest."""
    rows = (f'ALTER TABLE "users" DROP COLUMN "c{number}";\n' for number in range(100))
    stage.repository.git("checkout", "-q", "feature")
    sql = "--> statement-breakpoint\n".join(rows)
    stage.repository.write({f"{FOLDER}/0001_phone.sql": sql})
    stage.repository.commit("many")
    back = WayBack(
        "exact", [f'ALTER TABLE "users" ADD COLUMN "{"c" * 60}{number}" text' for number in range(900)], "", [], [], []
    )
    report(stage.world, "feature", heard(sql=sql, back=back))
    stage.run()
    [comment] = stage.world.mine()
    assert len(comment) < 65_536
    assert "This comment was shortened" in comment
    assert "and 97 more | " in comment
    assert "`sterna rollback 0001_phone` prints it." in comment
    assert stage.run().said == "nothing changed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[labels]\nmigration = "db"\nrollback_proven = ""\n', ["db"]),
        ('[labels]\nrollback_proven = "Safe Way Back"\n', ["Safe Way Back", "migration"]),
    ],
)
def test_labels_are_called_as_the_team_calls_them(stage: Stage, text: str, expected: list[str]) -> None:
    """A name of the settings is created where it is missing, an empty one is not used."""
    stage.repository.write({".github/sterna.toml": text})
    stage.repository.commit("settings")
    report(stage.world, "feature")
    stage.run()
    assert stage.world.pulls[7].labels == expected
    assert set(stage.world.labels) == set(expected)
