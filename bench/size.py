"""What proving one migration costs on a small and on a large schema.

    python bench/size.py [TABLES...]

The schema is made up: 12 columns, 4 indexes, a check and a foreign key to one of the tables before in every table. The
migration adds a column and an index, renames a column and changes a default.

Times are milliseconds of the processor, ours, of `pg_dump` and of the server together, because a machine is rarely
alone; the last columns are the whole process `sterna rollback` on that history, with the start of its private server
and the tables that come first. Linux only: the figures come from /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from checking import process

from sterna import history
from sterna.postgres import catalog
from sterna.postgres.opening import open_server
from sterna.postgres.server import Server
from sterna.rollback.delta import compare
from sterna.rollback.plan import planned
from sterna.rollback.proof import prove

RUNS = 10
UP = "0001_change"


def table(number: int) -> str:
    """Return the statements that make one table, with the index of each kind that is common."""
    name = f"table_{number:04}"
    parent = f"table_{number // 10:04}"
    return f"""
CREATE TABLE "{name}" (
  "id" integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "parent_id" integer NOT NULL, "name" text NOT NULL,
  "email" varchar(255), "state" text DEFAULT 'new' NOT NULL, "amount" numeric(12, 2) DEFAULT '0' NOT NULL,
  "settings" jsonb DEFAULT '{{}}'::jsonb NOT NULL, "tags" text[], "active" boolean DEFAULT true NOT NULL,
  "seen_at" timestamp, "created_at" timestamp DEFAULT now() NOT NULL, "updated_at" timestamp DEFAULT now() NOT NULL,
  CONSTRAINT "{name}_amount_check" CHECK ("amount" >= 0)
);--> statement-breakpoint
ALTER TABLE "{name}" ADD CONSTRAINT "{name}_parent_fk" FOREIGN KEY ("parent_id") REFERENCES "{parent}"("id") ON DELETE cascade;--> statement-breakpoint
CREATE INDEX "{name}_name_idx" ON "{name}" USING btree ("name");--> statement-breakpoint
CREATE UNIQUE INDEX "{name}_email_idx" ON "{name}" USING btree ("email");--> statement-breakpoint
CREATE INDEX "{name}_state_idx" ON "{name}" USING btree ("state", "created_at" DESC NULLS LAST) WHERE "active";--> statement-breakpoint
"""  # noqa: E501 (SQL as Drizzle writes it)


def change(tables: int) -> str:
    """Return the migration that is proven."""
    name = f"table_{tables // 2:04}"
    return f"""ALTER TABLE "{name}" ADD COLUMN "note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "{name}" RENAME COLUMN "seen_at" TO "last_seen_at";--> statement-breakpoint
ALTER TABLE "{name}" ALTER COLUMN "state" SET DEFAULT 'open';--> statement-breakpoint
CREATE INDEX "{name}_note_idx" ON "{name}" USING btree ("note");
"""


def write(folder: Path, tables: int) -> None:
    """Write the history."""
    (folder / "meta").mkdir()
    tags = ("0000_tables", UP)
    texts = ("".join(table(number) for number in range(tables)), change(tables))
    for tag, text in zip(tags, texts, strict=True):
        (folder / f"{tag}.sql").write_text(text.strip().removesuffix("--> statement-breakpoint"), encoding="utf-8")
    entries = [
        {"idx": number, "version": "7", "when": 1700000000000 + number, "tag": tag, "breakpoints": True}
        for number, tag in enumerate(tags)
    ]
    journal = {"version": "7", "dialect": "postgresql", "entries": entries}
    (folder / "meta" / "_journal.json").write_text(json.dumps(journal), encoding="utf-8")


def milliseconds(work: Callable[[], object]) -> float:
    """Return what one of several runs takes; together, because the processor is counted in steps of 10."""
    start = process.spent(os.getpid())
    for _ in range(RUNS):
        work()
    return 1000 * (process.spent(os.getpid()) - start) / RUNS


def parts(folder: Path, server: Server) -> dict[str, float]:
    """Return what the parts of a proof take, in milliseconds."""
    first, second = history.read(folder).migrations
    server.create_database("then")
    with server.connect("then") as connection:
        for statement in first.statements:
            connection.run(statement.text)
    figures = {"copy": milliseconds(lambda: _copy(server))}
    with server.connect("then") as connection:
        before = catalog.read(connection)
        figures["catalog"] = milliseconds(lambda: catalog.read(connection))
        for statement in second.statements:
            connection.run(statement.text)
        after = catalog.read(connection, before)
        figures["changes"] = milliseconds(lambda: catalog.read(connection, before))
        figures["delta"] = milliseconds(lambda: compare(after, before))
        figures["plan"] = milliseconds(lambda: planned(connection, after, before))
    figures["pg_dump"] = milliseconds(lambda: server.dump("then"))
    server.drop_database("then")
    return figures


def _copy(server: Server) -> None:
    server.create_database("copy", template="then")
    server.drop_database("copy")


def proof(folder: Path) -> float:
    """Return the milliseconds from the start of the migration to its verdict: observe, plan, prove."""
    started = 0.0

    def start(tag: str, _done: int, _all: int) -> None:
        nonlocal started
        if tag == UP:
            started = process.spent(os.getpid())

    for found in prove(history.read(folder), [UP], open_server, progress=start):
        if not found.verdict.proven:
            sys.exit(f"not proven: {found.reason}")
        return 1000 * (process.spent(os.getpid()) - started)
    sys.exit("there is no verdict")


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="What proving one migration costs, by the size of the schema.")
    parser.add_argument("tables", nargs="*", type=int, default=[10, 100, 1000])
    head: tuple[str, ...] = ("tables", "copy+drop", "catalog", "changes", "delta", "plan", "pg_dump", "verdict")
    head += ("process s", "CPU s", "server CPU s", "MB")
    print("".join(word.rjust(14) for word in head))
    for tables in parser.parse_args().tables:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write(folder, tables)
            with open_server() as server:
                found = parts(folder, server)
            verdict = min(proof(folder) for _ in range(3))
            run = process.run([sys.executable, "-m", "sterna.cli", "rollback", UP, "--folder", name])
            if run.status:
                sys.exit(run.errors)
        figures = [*found.values(), verdict]
        row = [str(tables), *(f"{it:.1f}" for it in figures), f"{run.wall:.2f}"]
        row += [f"{run.own + run.dumps:.2f}", f"{run.server:.2f}", f"{run.megabytes:.0f}"]
        print("".join(cell.rjust(14) for cell in row), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
