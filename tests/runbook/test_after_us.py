"""After each command of ours the real migrators go on: drizzle-orm 0.45 and 1.0, drizzle-kit 0.31 and 1.0.

Each database ends where one ends that Drizzle alone has worked on. Skipped without node and the packages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sterna import history
from sterna.postgres.cluster import ADMIN
from tests.cli.histories import make
from tests.drizzle.generate import HERE, PACKAGES, PACKAGES_1_0, what_is_missing
from tests.runbook.conftest import Production
from tests.runbook.converted import converted
from tests.runbook.running import run
from tests.runbook.test_names_drizzle import node

pytestmark = [
    pytest.mark.drizzle,
    pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing() or "nothing is missing"),
]

USERS, PHONE, NOTES = "0000_users", "0001_phone", "0002_notes"
HISTORY = {
    USERS: "CREATE TABLE users (id integer PRIMARY KEY, name text);",
    PHONE: "ALTER TABLE users ADD COLUMN phone text;\n--> statement-breakpoint\nCREATE INDEX phones ON users (phone);",
    NOTES: "CREATE TABLE notes (id integer PRIMARY KEY, body text);",
}
DOWN = {
    USERS: "DROP TABLE users;",
    PHONE: "ALTER TABLE users DROP COLUMN phone;",
    NOTES: "DROP TABLE notes;",
}


class Place:
    """A database and the folder for it, of a journal or of Drizzle 1.0, with all its migrations or the first ones."""

    def __init__(self, production: Production, root: Path, *, named: bool) -> None:
        """Make the folders."""
        self.production = production
        self.root = root
        self.named = named
        root.mkdir()
        self.whole = self.folder(len(HISTORY))

    def folder(self, count: int) -> Path:
        """Make the folder of the first migrations, with their down files."""
        made = make(self.root / f"journal{count}", dict([*HISTORY.items()][:count]))
        if self.named:
            made = converted(made, self.root / f"folders{count}")
        (made / "rollback").mkdir()
        for migration, sql in zip(history.read(made).migrations, DOWN.values(), strict=False):
            (made / "rollback" / f"{migration.tag}.sql").write_text(sql)
        return made

    def tag(self, name: str) -> str:
        """Return what a migration is called in the folder."""
        return history.read(self.whole).migrations[[*HISTORY].index(name)].tag

    def sterna(self, *words: str, admin: bool = False) -> None:
        """Run a command that has to succeed."""
        user = {"DATABASE_URL": self.production.url_of(ADMIN)} if admin else {}
        done = self.production.sterna(*words, cwd=self.root, **user)
        assert done.returncode == 0, done.stderr

    def drizzle(self, folder: Path | None = None) -> None:
        """Go on with drizzle-orm."""
        server, packages = self.production.server, PACKAGES_1_0 if self.named else PACKAGES
        words = [str(server.directory), server.owner, self.production.name, str(folder or self.whole)]
        done = node(packages, "migrate.cjs", *words, folder=HERE)
        assert done.returncode == 0, done.stdout

    def kit(self) -> None:
        """Go on with `drizzle-kit migrate`."""
        packages = PACKAGES_1_0 if self.named else PACKAGES
        if not (self.root / "node_modules").exists():
            (self.root / "node_modules").symlink_to(packages.resolve(), target_is_directory=True)
        server = self.production.server
        url = f"postgresql://{server.owner}@localhost/{self.production.name}?host={server.directory}"
        (self.root / "drizzle.config.ts").write_text(
            f"export default {{ dialect: 'postgresql', out: '{self.whole.name}', dbCredentials: {{ url: '{url}' }} }};"
        )
        done = node(packages, "node_modules/drizzle-kit/bin.cjs", "migrate", folder=self.root)
        assert done.returncode == 0, done.stdout

    def rows(self) -> list[tuple[str | None, ...]]:
        """Return the rows but for their ids: a row that was taken back and written again has a new one."""
        more = ", name" if self.named else ""
        return self.production.rows(f"SELECT hash, created_at{more} FROM drizzle.__drizzle_migrations ORDER BY id")


def migrated(place: Place) -> None:
    """Apply the second one, after Drizzle applied the first."""
    place.drizzle(place.folder(1))
    place.sterna("migrate", str(place.folder(2)), "--yes")


def taken_back(place: Place) -> None:
    """Take two of three back."""
    place.drizzle()
    place.sterna("rollback", "--apply", "--yes", "--to", place.tag(USERS), "--folder", str(place.whole))


def marked(place: Place) -> None:
    """Track what was done by hand."""
    place.drizzle(place.folder(1))
    place.production.run(HISTORY[PHONE].replace("--> statement-breakpoint", ""))
    place.sterna("mark-applied", place.tag(PHONE), "--yes", "--folder", str(place.whole))


def baselined(place: Place) -> None:
    """Track a database that was made by hand."""
    place.production.run(HISTORY[USERS] + HISTORY[PHONE].replace("--> statement-breakpoint", ""))
    place.sterna("baseline", str(place.whole), "--yes")


def restored(place: Place) -> None:
    """Save the first two, and put them in the place of all three."""
    place.drizzle(place.folder(2))
    place.sterna("backup", str(place.whole), "--output", "b.dump", admin=True)
    place.drizzle()
    place.sterna("restore", "b.dump", "--swap", "--yes", admin=True)


def read_only(place: Place) -> None:
    """Close it and open it again."""
    place.drizzle(place.folder(2))
    place.sterna("read-only", "on", "--yes")
    place.sterna("read-only", "off", "--yes")


def looked_at(place: Place) -> None:
    """Run what only looks."""
    place.drizzle(place.folder(2))
    place.sterna("status", str(place.whole), "--drift")
    place.production.sterna("doctor", str(place.whole), cwd=place.root)
    place.sterna("incident", str(place.whole))
    place.sterna("migrate", str(place.whole), "--plan")


COMMANDS = [migrated, taken_back, marked, baselined, restored, read_only, looked_at]


@pytest.fixture
def dropped(production: Production) -> Iterator[None]:
    """Drop the databases that were set aside."""
    yield
    rows = production.server.rows_as_admin(
        f"SELECT datname FROM pg_database WHERE starts_with(datname, '{production.name}_')"
    )
    for (name,) in rows:
        production.server.drop_database(name or "")


@pytest.mark.parametrize("named", [False, True], ids=["0.x", "1.0"])
@pytest.mark.parametrize(
    "command",
    [one if one is taken_back else pytest.param(one, marks=pytest.mark.slow) for one in COMMANDS],
    ids=lambda one: one.__name__,
)
@pytest.mark.parametrize("kit", [pytest.param(False, id="orm"), pytest.param(True, id="kit", marks=pytest.mark.slow)])
def test_drizzle_goes_on(
    production: Production,
    other: Production,
    tmp_path: Path,
    dropped: None,
    command: Callable[[Place], None],
    *,
    named: bool,
    kit: bool,
) -> None:
    """It applies what is pending, and schema and rows are those that it makes alone; nothing is left for us."""
    place, alone = (Place(one, tmp_path / name, named=named) for one, name in ((production, "a"), (other, "b")))
    command(place)
    (place.kit if kit else place.drizzle)()
    alone.drizzle()
    assert place.rows() == alone.rows()
    assert len(place.rows()) == 3
    assert production.dump() == other.dump()
    assert run(production, place.whole) == ()
