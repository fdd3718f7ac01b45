"""The snapshots of Drizzle 1.0 are folded to what they describe."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sterna import history
from sterna.history import LIMIT
from sterna.history.folded import Folded
from sterna.history.schema import Described

ORIGIN = "00000000-0000-0000-0000-000000000000"
Json = dict[str, Any]


def table(name: str, schema: str = "public") -> Json:
    """Return the row of a table."""
    return {"entityType": "tables", "schema": schema, "name": name, "isRlsEnabled": False}


def column(table: str, name: str, kind: str = "text", schema: str = "public", **more: Any) -> Json:  # noqa: ANN401
    """Return the row of a column."""
    row = {"entityType": "columns", "schema": schema, "table": table, "name": name, "type": kind}
    return row | {"typeSchema": None, "dimensions": 0} | more


def enum(name: str, *values: str, schema: str = "public") -> Json:
    """Return the row of an enum."""
    return {"entityType": "enums", "schema": schema, "name": name, "values": list(values)}


def change(op: str, kind: str, *key: str, **put: Any) -> Json:  # noqa: ANN401
    """Return a delta."""
    return {"op": op, "key": f"{kind}\0{json.dumps(list(key))}"} | ({"set": put} if put else {})


def create(*rows: Json) -> list[Json]:
    """Return the deltas that add rows."""
    return [{"op": "create", "row": row} for row in rows]


def folded(folder: Path, snapshots: Mapping[str, Json]) -> Folded:
    """Write snapshots by their ids, which are the names of their folders too."""
    for name, held in snapshots.items():
        (folder / name).mkdir()
        whole = {"version": "9", "dialect": "postgres", "id": name, "prevIds": [ORIGIN]} | held
        (folder / name / "snapshot.json").write_text(json.dumps(whole), "utf-8")
    return Folded(folder, snapshots, LIMIT)


BASE = {
    "type": "base",
    "ddl": [
        {"entityType": "schemas", "name": "billing"},
        table("users"),
        column("users", "id", "serial"),
        column("users", "role", "role", typeSchema="public"),
        table("invoices", "billing"),
        column("invoices", "amounts", "numeric(10,2)", "billing", dimensions=1),
        enum("role", "user", "admin"),
    ],
}
INVOICES: dict[str, str | tuple[str, str]] = {"amounts": "numeric(10,2)[]"}
USERS: dict[str, str | tuple[str, str]] = {"id": "serial", "role": ("public", "role")}
ROLE = {("public", "role"): ("user", "admin")}


@pytest.mark.parametrize(
    ("deltas", "described"),
    [
        ([], Described({("public", "users"): USERS, ("billing", "invoices"): INVOICES}, ROLE)),
        (
            create(table("teams"), column("teams", "id", "uuid")),
            Described(
                {("public", "users"): USERS, ("billing", "invoices"): INVOICES, ("public", "teams"): {"id": "uuid"}},
                ROLE,
            ),
        ),
        (
            [change("rename", "schemas", "billing", name="finance")],
            Described({("public", "users"): USERS, ("finance", "invoices"): INVOICES}, ROLE),
        ),
        (
            [
                change("rename", "tables", "public", "users", name="people"),
                change("rename", "columns", "public", "people", "id", name="number"),
                change("alter", "columns", "public", "people", "number", type="bigserial"),
            ],
            Described(
                {
                    ("billing", "invoices"): INVOICES,
                    ("public", "people"): {"role": ("public", "role"), "number": "bigserial"},
                },
                ROLE,
            ),
        ),
        (
            [
                change("rename", "enums", "public", "role", schema="billing", name="kind"),
                change("alter", "enums", "billing", "kind", values=["user", "guest"]),
            ],
            Described(
                {
                    ("public", "users"): {"id": "serial", "role": ("billing", "kind")},
                    ("billing", "invoices"): INVOICES,
                },
                {("billing", "kind"): ("user", "guest")},
            ),
        ),
        (
            [
                change("drop", "schemas", "billing"),
                change("drop", "tables", "billing", "invoices"),
                change("drop", "columns", "billing", "invoices", "amounts"),
                change("drop", "indexes", "billing", "by_amount"),
                change("drop", "columns", "public", "users", "role"),
                change("drop", "enums", "public", "role"),
            ],
            Described({("public", "users"): {"id": "serial"}}, {}),
        ),
    ],
)
def test_a_change(tmp_path: Path, deltas: list[Json], described: Described) -> None:
    """Each kind of delta leads to the schema that it says, names that others go by included."""
    found = folded(tmp_path, {"a": BASE, "b": {"type": "diff", "prevIds": ["a"], "deltas": deltas}})
    assert found.after("b") == described
    assert found.before("b") == found.after("a")
    assert found.before("a") == Described({}, {})


def test_branches_meet(tmp_path: Path) -> None:
    """A snapshot that follows two is written from what both made; neither branch has what the other made."""
    found = folded(
        tmp_path,
        {
            "a": {"type": "base", "ddl": [table("t")]},
            "b": {"type": "diff", "prevIds": ["a"], "deltas": create(column("t", "left"))},
            "c": {"type": "diff", "prevIds": ["a"], "deltas": create(column("t", "right"))},
            "d": {"type": "diff", "prevIds": ["b", "c"], "deltas": create(column("t", "both"))},
        },
    )
    columns = {
        tag: [*told.tables["public", "t"]] if (told := found.after(tag)) is not None else None
        for tag in ("a", "b", "c", "d")
    }
    assert columns == {"a": [], "b": ["left"], "c": ["right"], "d": ["left", "right", "both"]}
    start = found.before("d")
    assert start is not None
    assert [*start.tables["public", "t"]] == ["left", "right"]


def test_whole_snapshots(tmp_path: Path) -> None:
    """Those of the first releases of 1.0 hold everything; of two that meet it is not known which came first."""
    whole = {"version": "8", "renames": []}
    found = folded(
        tmp_path,
        {
            "a": {**whole, "ddl": [table("t")]},
            "b": {**whole, "prevIds": ["a"], "ddl": [table("t"), table("u")]},
            "c": {**whole, "prevIds": ["a", "b"], "ddl": [table("v")]},
        },
    )
    after = found.after("c")
    assert after is not None
    assert [*after.tables] == [("public", "v")]
    assert found.before("b") == found.after("a")
    assert found.before("c") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "diff", "prevIds": ["nowhere"], "deltas": []},
        {"type": "diff", "prevIds": ["b"], "deltas": []},
        {"type": "diff", "prevIds": ["a"], "deltas": [{"op": "create"}]},
        {"type": "diff", "prevIds": ["a"], "deltas": [change("alter", "columns", "public", "gone", "id", type="text")]},
        {"type": "diff", "prevIds": ["a"], "deltas": [{"op": "drop", "key": "columns"}]},
        {"type": "base", "ddl": [column("nowhere", "id")]},
        {"version": "10"},
        {"deltas": 1},
    ],
)
def test_what_cannot_be_told(tmp_path: Path, wrong: Json) -> None:
    """Snapshots that drizzle-kit did not write so describe nothing, and the others are not lost."""
    found = folded(tmp_path, {"a": BASE, "b": wrong})
    assert found.after("b") is None
    assert found.after("a") is not None


def test_what_drizzle_kit_wrote(generated_1_0: Path) -> None:
    """65 snapshots of drizzle-kit 1.0 form one chain, and the last is what schema.ts had last."""
    tags = [one.tag for one in history.read(generated_1_0).migrations]
    found = Folded(generated_1_0, tags, LIMIT)
    assert [found.after(tag) for tag in tags[:-1]] == [found.before(tag) for tag in tags[1:]]
    last = found.after(tags[-1])
    assert last is not None
    assert sorted(last.tables) == [("public", name) for name in ("articles", "events", "users")]
    assert last.tables["public", "users"]["legacy_code"] == "integer[]"
    assert last.enums[("public", "account_role")] == ("user", "editor", "admin")
