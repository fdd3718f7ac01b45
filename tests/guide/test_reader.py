"""Folders of pages become a Guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna.data import docs
from sterna.guide import Evidence, Harm, Kind, Level, explain, read
from sterna.problem import Problem
from tests.guide.pages import FRONT, page, write


def test_whole_page(tmp_path: Path) -> None:
    """A page becomes a rule with all that it says, and each piece knows its line."""
    rule = read(write(tmp_path, "drop-table", page())).rules["drop-table"]
    assert (rule.name, rule.title, rule.summary) == ("drop-table", "Drop a table", "The rows are gone.")
    assert (rule.level, rule.harm) == (Level.ERROR, Harm.LOCKS)
    assert [(pattern.text, pattern.line) for pattern in rule.match] == [("DROP TABLE _table", 4)]
    assert [(example.kind, example.line) for example in rule.examples] == [
        (Kind.GIVEN, 17),
        (Kind.UNSAFE, 21),
        (Kind.SAFE, 31),
        (Kind.ROLLBACK, 37),
    ]
    assert rule.sql(Kind.SAFE)[0].lead == "**Deploy 1.** Wait."
    assert rule.advice == "Do not drop `users`."
    assert rule.section("Why") == "Because."
    [item] = rule.checklist
    assert (item.id, item.text, item.evidence, item.line) == (
        "drop-table/unread",
        "Nobody reads it",
        Evidence.PERSON,
        43,
    )


WRONG = {
    "unknown key": (page(front=f"{FRONT}\ncolour: red"), "`colour` is no key", ":5"),
    "double key": (page(front=f"{FRONT}\nlevel: note"), "`level` stands twice", ":5"),
    "no level": (page(front="harm: locks\nmatch: DROP TABLE _"), "`level:` is missing", ":1"),
    "unknown level": (page(front=FRONT.replace("error", "bad")), "`level: bad` is not known", ":2"),
    "unknown harm": (page(front=FRONT.replace("locks", "pain")), "`harm: pain` is not known", ":3"),
    "empty pattern": (page(front="level: note\nharm: locks\nmatch: ''"), "`match` holds an empty pattern", ":4"),
    "no finder": (page(front="level: note\nharm: locks"), "Nothing finds this rule", ":1"),
    "unless alone": (page(front="level: note\nharm: locks\ncheck: x\nunless: A"), "`unless:` needs `match:`", ":5"),
    "unknown lock": (page(front=f"{FRONT}\nlock: BIG"), "`BIG` is no table lock", ":5"),
    "no boolean": (page(front=f"{FRONT}\nrewrite: often"), "`rewrite` is neither", ":5"),
    "unknown tables": (page(front=f"{FRONT}\ntables: some"), "`tables` is neither", ":5"),
    "not YAML": (page(front="level: [error"), "The front matter is not YAML", ":2"),
    "no mapping": (page(front="- level"), "The front matter is not a list of `key: value` lines", ":1"),
    "no title": (page(("# Drop a table", "Drop a table")), "The page has no title", ":1"),
    "no summary": (page(("The rows are gone.", "")), "The page has no summary", ":1"),
    "unknown section": (page(("## Why", "## Reasons")), "`Reasons` is no section", ":11"),
    "missing section": (page(("## More\n\n- The manual.\n", "")), "The section `More` is missing", ":1"),
    "section twice": (
        page(("- The manual.", "## Why\n\nAgain.")),
        "`Why` stands out of order or twice",
        ":51",
    ),
    "wrong order": (
        page(("## Why", "## X"), ("## More", "## Why")).replace("## X", "## More"),
        "`More` stands out of order",
        ":11",
    ),
    "empty section": (page(("Because.", "")), "The section `Why` is empty", ":11"),
    "no advice": (page(("Do not drop `users`.\n\n**Deploy 1.** Wait.", "")), "The section `Safe` has no text", ":1"),
    "untagged SQL": (page(("sql safe", "sql")), "The fence `sql` does not say", ":31"),
    "unknown tag": (page(("sql safe", "sql sound")), "The fence `sql sound` does not say", ":31"),
    "unknown option": (page(("sql safe", "sql safe fails")), "`fails` is not known after `sql safe`", ":31"),
    "no SQLSTATE": (page(("sql unsafe", "sql unsafe fails 1")), "`fails` is not followed by an SQLSTATE", ":21"),
    "no unsafe": (page(("sql unsafe", "sql query")), "The page has no `sql unsafe` example", ":1"),
    "unmarked item": (page((" <!-- unread: person -->", "")), "does not say what proves it", ":43"),
    "unknown evidence": (page(("unread: person", "unread: hope")), "`hope` is no evidence", ":43"),
    "broken mark": (page(("unread: person", "person")), "`person` is no mark", ":43"),
    "item twice": (
        page(("## When", "- [ ] Nor writes <!-- unread: person -->\n\n## When")),
        "Two checklist items are named `unread`",
        ":45",
    ),
}


@pytest.mark.parametrize(("text", "what", "line"), WRONG.values(), ids=WRONG)
def test_wrong_page(tmp_path: Path, text: str, what: str, line: str) -> None:
    """What is missing or not known in a page is an error with file and line."""
    write(tmp_path, "drop-table", text)
    with pytest.raises(Problem) as caught:
        read(tmp_path)
    assert what in caught.value.what
    assert caught.value.where == f"{tmp_path / 'rules' / 'drop-table.md'}{line}"


def test_wrong_name(tmp_path: Path) -> None:
    """A file whose name cannot be a rule's is an error."""
    write(tmp_path, "Drop_Table", page())
    with pytest.raises(Problem, match="is no name for a rule"):
        read(tmp_path)


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is an error."""
    with pytest.raises(Problem, match="is not there"):
        read(tmp_path / "nowhere")


def test_not_text(tmp_path: Path) -> None:
    """A page that is not UTF-8 is an error, not a traceback."""
    write(tmp_path, "drop-table", "")
    (tmp_path / "rules" / "drop-table.md").write_bytes(b"\xff\xfe")
    with pytest.raises(Problem, match="cannot be read"):
        read(tmp_path)


def test_own_page_takes_the_place(tmp_path: Path) -> None:
    """A team's page with the name of a shipped one takes its place, others are added."""
    shipped = write(tmp_path / "shipped", "drop-table", page())
    own = write(tmp_path / "own", "drop-table", page(("The rows are gone.", "Ask Ada first.")))
    write(own, "drop-cache", page(("Drop a table", "Drop a cache")))
    guide = read(shipped, own)
    assert {name: rule.summary for name, rule in guide.rules.items()} == {
        "drop-cache": "The rows are gone.",
        "drop-table": "Ask Ada first.",
    }


def test_amendment(tmp_path: Path) -> None:
    """A page without a title changes a level and says why."""
    shipped = write(tmp_path / "shipped", "drop-table", page())
    own = write(tmp_path / "own", "drop-table", "---\nlevel: note\n---\n\nWe only have\ncaches.\n")
    rule = read(shipped, own).rules["drop-table"]
    assert (rule.level, rule.why_level, rule.title) == (Level.NOTE, "We only have caches.", "Drop a table")


def test_amendment_off(tmp_path: Path) -> None:
    """`level: off` switches a rule off, with or without quotes."""
    shipped = write(tmp_path / "shipped", "drop-table", page())
    for word in ("off", "'off'"):
        own = write(tmp_path / "own", "drop-table", f"---\nlevel: {word}\n---\n\nWe never do.\n")
        assert read(shipped, own).rules["drop-table"].off


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("drop-table", "---\nlevel: note\n---\n", "says why"),
        ("drop-table", "---\nlevel: bad\n---\n\nWhy.\n", "`level: bad` is not known"),
        ("drop-table", "---\nharm: locks\n---\n\nWhy.\n", "sets only `level:`, not `harm`"),
        ("drop-table", "Why.\n", "`level:` is missing"),
        ("drop-tables", "---\nlevel: note\n---\n\nWhy.\n", "There is no rule `drop-tables`"),
    ],
)
def test_wrong_amendment(tmp_path: Path, name: str, text: str, what: str) -> None:
    """An amendment that names nothing, says nothing or says more than a level is an error."""
    shipped = write(tmp_path / "shipped", "drop-table", page())
    own = write(tmp_path / "own", name, text)
    with pytest.raises(Problem) as caught:
        read(shipped, own)
    assert what in caught.value.what


def test_general_checklist(tmp_path: Path) -> None:
    """The items of pages that are no rules are asked for always, those of rules when the rule found something."""
    root = write(tmp_path, "drop-table", page())
    (root / "workflow.md").write_text(
        "# W\n\n## Deploy\n\n- [ ] Staging <!-- staging: staging -->\n- [x] Pause <!-- pause: person, n/a -->\n"
    )
    guide = read(root)
    assert [(item.id, item.section, item.optional) for item in guide.checklist] == [
        ("workflow/staging", "Deploy", False),
        ("workflow/pause", "Deploy", True),
    ]
    assert [item.id for item in guide.items()] == ["workflow/staging", "workflow/pause"]
    assert [item.id for item in guide.items(frozenset({"drop-table", "gone"}))][2:] == ["drop-table/unread"]


def test_boxes_for_people(tmp_path: Path) -> None:
    """A page that marks none of its boxes is no business of the bot; one that marks some has to mark all."""
    root = write(tmp_path, "drop-table", page())
    (root / "notes.md").write_text("- [ ] Buy milk\n\n```text\n- [ ] Not a box <!-- x: y -->\n```\n")
    assert read(root).checklist == ()
    (root / "notes.md").write_text("- [ ] Buy milk\n- [ ] Eggs <!-- eggs: person -->\n")
    with pytest.raises(Problem, match="does not say what proves it"):
        read(root)


def test_overview_is_no_rule(tmp_path: Path) -> None:
    """The index of the rules is a page for people."""
    write(tmp_path, "index", "# Rules\n")
    assert read(tmp_path).rules == {}


def test_explain(tmp_path: Path) -> None:
    """A page is printed without its front matter, and a wrong name gets the nearest."""
    guide = read(write(tmp_path, "drop-table", page()))
    assert explain(guide, "drop-table").startswith("# Drop a table\n\nThe rows are gone.\n")
    with pytest.raises(Problem) as caught:
        explain(guide, "drop-tabel")
    assert caught.value.do == "Did you mean `drop-table`?"


def test_shipped_guide() -> None:
    """The shipped guide reads, and each evidence that exists is asked for somewhere or said by a rule page."""
    guide = read(docs())
    asked = {item.evidence for item in guide.items(frozenset(guide.rules))}
    assert asked == set(Evidence)
