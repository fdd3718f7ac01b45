"""A newcomer's first day: every command of the workflow and of the runbook, typed in the order of the pages.

With the real drizzle-kit, in a folder that holds what the workflow shows: its settings, its scripts, a small schema.
Skipped without node and the packages: `make node` installs them, then `pytest -m drizzle` runs this.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sterna.data import docs
from sterna.guide.document import parse
from sterna.postgres import binaries
from sterna.postgres.opening import open_server
from sterna.postgres.server import Server
from tests.covered import COVERED
from tests.drizzle.generate import PACKAGES, what_is_missing
from tests.drizzle.test_drizzle_kit import node, sockets
from tests.test_commands import DRIZZLE_KIT

pytestmark = [
    pytest.mark.drizzle,
    pytest.mark.slow,
    pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing() or "nothing is missing"),
]

WORKFLOW = docs() / "workflow.md"
RUNBOOK = [docs() / "runbook" / f"{name}.md" for name in ("backup", "deploy", "rollback", "trouble")]
FOLDER = "database/migrations"
SCHEMA = "shared/schema.ts"

# What a team's package.json holds beside the scripts that the page shows.
THEIRS = dict.fromkeys(("test", "dev", "build", "start", "typecheck"), "true")

FIRST = """\
import { bigint, index, integer, jsonb, pgTable, serial, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: serial('id').primaryKey(),
  email: text('email').notNull(),
  // columns
}, (table) => [
  // indexes
]);
"""
# A migration, and what it adds to the schema file: at a comment, or at the end.
COLUMN, INDEX, TABLE = "  // columns\n", "  // indexes\n", ""
BEFORE = {
    "add_name": {COLUMN: "  name: text('name'),\n"},
    "create_orders": {TABLE: "export const orders = pgTable('orders', { id: integer('id').primaryKey() });\n"},
}
EDITS = {
    "add_user_preferences": {
        COLUMN: "  preferences: jsonb('preferences').default({}),\n",
        INDEX: "  index('user_preferences_idx').on(table.preferences),\n",
    },
    "add_email_index": {INDEX: "  index('email_idx').on(table.email),\n"},
    "add_audit_logs": {TABLE: "export const logs = pgTable('audit_logs', { id: bigint('id', { mode: 'number' }) });\n"},
    "add_phone_number": {COLUMN: "  phoneNumber: text('phone_number'), // new\n"},
}
# How the commands that ask are answered where no person looks on.
ASKS = re.compile(
    r"^( *sterna (?:migrate|mark-applied|baseline|read-only|restore .*--swap|rollback --apply)\b[^\n]*)", re.MULTILINE
)
# Exit codes that are as they should be: there is what the page speaks of.
CODES = {
    "sterna generate --name add_user_preferences > section.md": 1,
    "sterna review database/migrations": 1,
    "sterna status database/migrations --drift": 1,
}


@dataclass
class Shop:
    """The newcomer's folder, and the database `app` that goes with it."""

    root: Path
    server: Server
    database: str = "app"

    def url(self, database: str | None = None) -> str:
        """Return the address of a database."""
        return f"postgresql://{self.server.owner}@localhost/{database or self.database}?host={sockets(self.server)}"

    def type(self, text: str) -> str:
        """Run what a fence shows, and return what it says."""
        answered = ASKS.sub(r"\1 --yes", text)
        path = os.pathsep.join([str(Path(sys.executable).parent), str(binaries.find().bin), os.environ["PATH"]])
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", answered],  # noqa: S607
            cwd=self.root,
            env=COVERED
            | {
                "PATH": path,
                "HOME": str(self.root),
                "LANG": "C.UTF-8",
                "DATABASE_URL": self.url(),
                "RESTORED_DATABASE_URL": self.url("app_restored"),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        code = CODES.get(text.strip(), 0)
        assert done.returncode == code, f"$ {answered}{done.stdout}\nexit code {done.returncode}"
        return done.stdout

    def sql(self, text: str) -> list[tuple[str | None, ...]]:
        """Run SQL in the database and return its rows."""
        with self.server.connect(self.database) as session:
            return session.rows(text)

    def change(self, name: str) -> None:
        """Add to the schema file what a migration is about."""
        file = self.root / SCHEMA
        for place, more in {**BEFORE, **EDITS}[name].items():
            text = file.read_text()
            assert place in text
            file.write_text(text.replace(place, more + place) if place else text + more)

    def generate(self, name: str) -> None:
        """Add a migration as the page says."""
        self.change(name)
        self.type(f"npm run db:generate -- --name {name}")
        assert list((self.root / FOLDER).glob(f"*_{name}.sql")), name

    def drop(self, tag: str) -> None:
        """Take the newest migration out of the folder, with its snapshot, its entry and its down file."""
        folder = self.root / FOLDER
        journal = json.loads((folder / "meta" / "_journal.json").read_text())
        assert journal["entries"].pop()["tag"] == tag
        (folder / "meta" / "_journal.json").write_text(json.dumps(journal, indent=2))
        for path in (f"{tag}.sql", f"rollback/{tag}.sql", f"meta/{tag[:4]}_snapshot.json"):
            (folder / path).unlink()

    def make(self, database: str) -> None:
        """Go on with a new, empty database."""
        self.database = database
        self.server.create_database(database)


def shell(page: Path) -> list[str]:
    """Return the fences of a page that are to be typed."""
    return [fence.text for fence in parse(page).fences if fence.info.split()[:1] == ["bash"]]


@pytest.fixture
def production() -> Iterator[Server]:
    """Start a server of its own, whose owner may make databases as the user of a team's URL may."""
    with open_server(pg_bin=None, url=None) as server:
        assert server.directory is not None
        (server.directory / "data" / "pg_hba.conf").write_text("local all all trust\n")
        server.run_as_admin("SELECT pg_reload_conf()")
        server.run_as_admin(f"ALTER ROLE {server.owner} CREATEDB")
        server.run_as_admin(f"GRANT CONNECT ON DATABASE postgres TO {server.owner}")
        yield server


@pytest.fixture
def shop(tmp_path: Path, production: Server) -> Shop:
    """Make the folder as the first section of the workflow says, with three migrations that are applied."""
    config, scripts = [
        next(fence.text for fence in parse(WORKFLOW).fences if fence.info == language)
        for language in ("typescript", "json")
    ]
    more = ", ".join(f'"{name}": "{command}"' for name, command in THEIRS.items())
    (tmp_path / "package.json").write_text(scripts.replace('"scripts": {', f'"scripts": {{ {more},'))
    (tmp_path / "drizzle.config.ts").write_text(config)
    (tmp_path / "node_modules").symlink_to(PACKAGES.resolve(), target_is_directory=True)
    (tmp_path / "shared").mkdir()
    (tmp_path / SCHEMA).write_text(FIRST)
    made = Shop(tmp_path, production)
    made.make("app")
    made.type("npm run db:generate -- --name create_users")
    for name in BEFORE:
        made.generate(name)
    made.type("npm run db:migrate")
    return made


def walk(shop: Shop, pages: list[Path], before: dict[str, Callable[[], None]], after: dict[str, str]) -> None:
    """Type all fences of pages in their order; `before` prepares one that begins so, `after` is what it has to say."""
    waiting = dict(before)
    for page in pages:
        for text in shell(page):
            first = next(line.strip() for line in text.splitlines() if not line.startswith("#"))
            for start in [start for start in waiting if first.startswith(start)]:
                waiting.pop(start)()
            said = shop.type(text)
            expected = next((words for start, words in after.items() if first.startswith(start)), "")
            assert expected in said, f"$ {text}{said}"
    assert waiting == {}


def test_drizzle_kit_has_what_the_pages_show(tmp_path: Path) -> None:
    """The table that the commands of all pages are held against is drizzle-kit's own help."""
    for command, options in DRIZZLE_KIT.items():
        says = node(str(PACKAGES / "drizzle-kit" / "bin.cjs"), command, "--help", folder=tmp_path).stdout
        missing = {one for one in options if f"{one} " not in says}
        assert missing <= {"--init"}, (command, says)


def test_the_workflow(shop: Shop) -> None:
    """Each command of the workflow does what the page says, from the first schema change to the incident."""

    def taken_away() -> None:
        """Leave the folder as it was before the migration, as `drizzle-kit drop` does."""
        shop.drop("0003_add_user_preferences")

    def audit_logs() -> None:
        shop.generate("add_email_index")
        shop.generate("add_audit_logs")
        shop.type(f"sterna rollback 0005_add_audit_logs {FOLDER} --write && npm run db:migrate")

    def again() -> None:
        assert len(shop.sql("SELECT FROM drizzle.__drizzle_migrations")) == 5
        shop.type("npm run db:migrate")

    def restored() -> None:
        (dump, *_) = sorted(shop.root.glob("backup_*.dump"))
        dump.rename(shop.root / "backup_YYYYMMDD_HHMMSS.dump")

    def forgotten() -> None:
        """Leave a database that holds the fourth migration, and a table that does not know of it."""
        shop.sql("DELETE FROM drizzle.__drizzle_migrations WHERE id > 3")
        shop.sql("ALTER TABLE users DROP COLUMN phone_number; DROP TABLE audit_logs; DROP INDEX email_idx")

    walk(
        shop,
        [WORKFLOW],
        {
            "npm run db:generate -- --name add_user_preferences": lambda: shop.change("add_user_preferences"),
            "sterna generate": taken_away,
            "sterna rollback --apply": audit_logs,
            "psql --no-psqlrc": again,
            'psql "$DATABASE_URL" -c \'CREATE': restored,
            "npm run db:generate -- --name add_phone_number": lambda: shop.change("add_phone_number"),
            "sterna status database/migrations --drift": forgotten,
        },
        {
            "npm run db:generate -- --name add_user": "0003_add_user_preferences.sql",
            "sterna rollback 0003": "rollback exact",
            "sterna review database/migrations": "",
            "sterna mark-applied": "",
            "sha256sum": '"when"',
            "sterna read-only on": "",
        },
    )


def test_the_runbook(shop: Shop) -> None:
    """Each command of the runbook does what its page says, on the database that the workflow made."""

    def deployed() -> None:
        shop.generate("add_user_preferences")
        shop.generate("add_email_index")
        shop.type("npm run db:migrate")
        shop.generate("add_audit_logs")
        shop.type(f"sterna rollback 0005_add_audit_logs {FOLDER} --write")

    def forgotten() -> None:
        shop.sql("DELETE FROM drizzle.__drizzle_migrations WHERE id > 3")
        shop.sql("DROP INDEX email_idx")

    def untracked() -> None:
        shop.sql("DROP SCHEMA drizzle CASCADE")

    walk(
        shop,
        RUNBOOK,
        {
            "sterna backup database/migrations --output": deployed,
            "sterna mark-applied": forgotten,
            "sterna baseline": untracked,
        },
        {
            "sterna backup database/migrations --output": "before_0005.dump.json",
            "sterna status": "pending  0005_add_audit_logs",
            "sterna preview": "0005_add_audit_logs",
            "sterna rollback --apply": "0005_add_audit_logs",
            "sterna mark-applied": "0003_add_user_preferences",
            "sterna baseline": "0003_add_user_preferences",
        },
    )
