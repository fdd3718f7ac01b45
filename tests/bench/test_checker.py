"""The checker of bench/rollback.py finds ways back that are wrong, whatever is claimed of them."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import ModuleType

import pytest

Modules = tuple[ModuleType, ModuleType]

ROOT = Path(__file__).resolve().parents[2]
UP = {
    "0000_tables": "CREATE TABLE users (id serial PRIMARY KEY, name text, mail text, kind varchar(9));"
    "--> statement-breakpoint\nCREATE INDEX kinds ON users (id) WHERE kind IN ('a', 'b');--> statement-breakpoint\n"
    "INSERT INTO users (name) VALUES ('a'), ('b');",
    "0001_drop": "ALTER TABLE users DROP COLUMN name;--> statement-breakpoint\nDROP INDEX kinds;",
    "0002_index": "CREATE INDEX \"by mail\" ON users (mail);--> statement-breakpoint\nCREATE TYPE mood AS ENUM ('a');",
    "0003_update": "UPDATE users SET mail = 'x';",
    "0004_role": "CREATE ROLE reader; GRANT SELECT ON users TO reader;--> statement-breakpoint\n"
    "GRANT INSERT ON users TO reader;",
}
RIGHT = {
    "0000_tables": "DROP TABLE users;\n",
    # The same condition in the other way that PostgreSQL prints it.
    "0001_drop": "ALTER TABLE users ADD COLUMN name text;\nCREATE INDEX kinds ON users (id) WHERE kind::text = "
    "ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]);\n",
    "0002_index": 'DROP TYPE mood;\nDROP INDEX "by mail";\n',
    "0003_update": "UPDATE users SET mail = NULL;\n",
    "0004_role": "REVOKE ALL ON users FROM reader;\n",
}


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Modules:
    """Import the program as it is run: from its own folder."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    return importlib.import_module("checking.checker"), importlib.import_module("rollback")


@pytest.fixture
def found(bench: Modules, tmp_path: Path) -> object:
    """Write the history."""
    (tmp_path / "meta").mkdir()
    for tag, text in UP.items():
        (tmp_path / f"{tag}.sql").write_text(text, encoding="utf-8")
    entries = [
        {"idx": number, "version": "7", "when": 1700000000000 + number, "tag": tag, "breakpoints": True}
        for number, tag in enumerate(UP)
    ]
    journal = {"version": "7", "dialect": "postgresql", "entries": entries}
    (tmp_path / "meta" / "_journal.json").write_text(json.dumps(journal), encoding="utf-8")
    [history] = importlib.import_module("checking.histories").find(tmp_path)
    return history


def test_right_ways_back(bench: Modules, found: object) -> None:
    """Ways back that are right are seen to be so, and rows that differ are named."""
    checker, program = bench
    opinions = {opinion.tag: opinion for opinion in checker.check(found, RIGHT)}
    assert {tag: opinion.found for tag, opinion in opinions.items()} == {
        "0000_tables": "exact",
        "0001_drop": "exact except column order",
        "0002_index": "exact",
        "0003_update": "no schema change",
        "0004_role": "exact",
    }
    assert [opinion.again for opinion in opinions.values()] == [""] * len(UP)
    assert program.flaws("exact", [], opinions["0002_index"]) == []
    assert program.flaws("structure only", ["values of public.users.name"], opinions["0001_drop"]) == []
    assert "order of columns" in program.flaws("exact", ["public.users"], opinions["0001_drop"])[0]
    assert "rows differ" in program.flaws("structure only", ["rows of public.other"], opinions["0001_drop"])[0]


@pytest.mark.parametrize(
    "wrong",
    [
        {
            "0000_tables": ("", "differs"),
            "0001_drop": ("ALTER TABLE users ADD COLUMN name varchar;\n", "differs"),
            "0002_index": ("DROP INDEX by_mail;\n", "error"),
            "0004_role": ("-- REVOKE SELECT ON users FROM reader;\n", "differs"),
        },
        {
            "0001_drop": ("ALTER TABLE users ADD COLUMN name text NOT NULL;\n", "error"),
            "0002_index": ('DROP INDEX "by mail";\n', "differs"),
        },
    ],
)
def test_wrong_ways_back(bench: Modules, found: object, wrong: dict[str, tuple[str, str]]) -> None:
    """A way back that leaves something, loses something or does not run is a wrong proof."""
    checker, program = bench
    opinions = checker.check(found, {tag: text for tag, (text, _) in wrong.items()})
    assert {opinion.tag: opinion.found for opinion in opinions} == {
        tag: expected for tag, (_, expected) in wrong.items()
    }
    for opinion in opinions:
        assert all(program.flaws(verdict, [], opinion) for verdict in program.PROVEN)
        assert program.flaws("by hand", [], opinion) == []
