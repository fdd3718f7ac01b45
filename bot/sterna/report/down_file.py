"""The down file: the rollback of one migration as a text that can be run, with a header that says what was proven.

The header is a comment on lines of its own, `-- name: value`. Its `digest` covers everything below it, so a file that a
person edited is told from one that is as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from sterna.history.model import Migration
from sterna.problem import Problem
from sterna.report import tracking
from sterna.report.inert import line
from sterna.report.verdict import MEANING, locks
from sterna.rollback.model import Rollback, Verdict
from sterna.rollback.version import OLDEST, oldest
from sterna.sql.split import split
from sterna.sql.statement import Statement
from sterna.sql.verb import verb

_LIMIT: Final = 16 * 1024 * 1024
_TITLE: Final = "-- Rollback of "
_FIELD: Final = re.compile(r"-- (?P<name>[a-z ]+): (?P<value>.*)")
_RUN: Final = 'psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"'
_CLAIM: Final = re.compile(r"^-- verdict: (?P<verdict>[a-z ]+?) *(?:\(.*)?\r?$", re.MULTILINE)
_GUARD: Final = "DO $$ BEGIN RAISE EXCEPTION 'Finish this rollback by hand, then remove this statement.'; END $$;\n"


@dataclass(frozen=True, slots=True)
class DownFile:
    """What a down file says of itself.

    `hash` is Drizzle's of the migration it was proven for, `server` what it was proven on, `lost` what does not come
    back, `body` the SQL below the header. `edited` says that the body is not the one that was written with the header.
    """

    tag: str
    verdict: Verdict
    hash: str
    server: str
    reason: str
    lost: tuple[str, ...]
    body: str
    edited: bool


def path(migration: Migration) -> Path:
    """Return where the down file of a migration stands."""
    return migration.down


def write(migration: Migration, rollback: Rollback, server: str) -> str:
    """Return the text of the down file.

    It takes the schema back in one transaction, with Drizzle's tracking row where Drizzle runs the migration. What was
    not proven stops before it does anything, until a person has finished it.
    """
    body = _body(migration, rollback)
    needed = oldest(rollback.statements)
    head = [
        f"{_TITLE}{line(migration.tag)}",
        *_wrapped("verdict", [f"{rollback.verdict} ({MEANING[rollback.verdict]})"]),
        *_wrapped("reason", [rollback.reason] if rollback.reason else []),
        *_wrapped("lost", rollback.lost_rows),
        *_wrapped("tried on" if not rollback.verdict.proven else "proven on", [server]),
        *_wrapped("for migration", [migration.hash]),
        *_wrapped("provided", rollback.provided),
        *_wrapped("needs", [f"PostgreSQL {needed} or newer"] if needed > OLDEST else []),
        *_wrapped("takes", locks(rollback)),
        f"-- run: {_RUN}",
        *_wrapped("digest", [_digest(body)]),
    ]
    return "\n".join(head) + "\n\n" + body


def read(text: str) -> DownFile | None:
    """Return what a down file says of itself; None when its header is not one that `write` made."""
    fields: dict[str, list[str]] = {}
    rows = text.replace("\r\n", "\n").split("\n")
    if not rows[0].startswith(_TITLE):
        return None
    after = 1
    for row in rows[1:]:
        field = _FIELD.fullmatch(row)
        if field is None:
            break
        fields.setdefault(field["name"], []).append(field["value"])
        after += 1
    body = "\n".join(rows[after + 1 :])
    verdict = next((one for one in Verdict if fields.get("verdict", [""])[0].startswith(f"{one} (")), None)
    server = (fields.get("proven on") or fields.get("tried on") or [""])[0]
    if verdict is None or "for migration" not in fields or "digest" not in fields:
        return None
    return DownFile(
        rows[0].removeprefix(_TITLE),
        verdict,
        fields["for migration"][0],
        server,
        " ".join(fields.get("reason", ())),
        tuple(fields.get("lost", ())),
        body,
        edited=fields["digest"][0] != _digest(body),
    )


def of_a_person(migration: Migration) -> tuple[str, ...] | None:
    """Return the statements of a down file that a person wrote or edited; None when there is no such file.

    Under Drizzle, what opens and ends the transaction and what removes the tracking row is left out. Raises Problem for
    a file that cannot be read.
    """
    file = path(migration)
    if not file.is_file():
        return None
    text = _text(file)
    ours = read(text)
    if ours is not None and not ours.edited:
        return None
    return _statements(text, migration)


def of_another(migration: Migration) -> bool:
    """Tell whether a down file was written for another content of its migration.

    Under Drizzle each one names the content in the row that it removes; of a plain folder only ours says which it is.
    """
    text = path(migration).read_text(encoding="utf-8", errors="replace")
    ours = read(text)
    return migration.hash not in text if migration.layout.drizzle or ours else False


def claimed(migration: Migration) -> Verdict | None:
    """Return the verdict that a down file says of itself, whatever else a person made of its header; None without."""
    said = _CLAIM.search(_text(path(migration)))
    return next((one for one in Verdict if said and said["verdict"] == one), None)


def unfinished(migration: Migration) -> str:
    """Say what a down file lacks that is run as its header says; empty where it lacks nothing.

    Under Drizzle it is one transaction, which takes away the row of the migration too: else `SET LOCAL` does nothing,
    a file that stops leaves half of it, and Drizzle believes that the migration is applied.
    """
    if not migration.layout.drizzle:
        return ""
    found = split(_text(path(migration)), path(migration))
    if not any(tracking.removes(one, migration) for one in found):
        return f"nothing in it takes the row of {migration.tag} out of {tracking.TABLE}: Drizzle would not run it again"
    if not (_opens(found[0]) and _ends(found[-1])):
        return "it is not one transaction: begin it with BEGIN; and end it with COMMIT;"
    return ""


def statements(migration: Migration) -> tuple[str, ...]:
    """Return the statements of a down file, whoever wrote it; raises Problem where there is none that can be read."""
    return _statements(_text(path(migration)), migration)


def _text(file: Path) -> str:
    """Return all of a down file: half of it would be another way back."""
    try:
        if file.stat().st_size > _LIMIT:
            raise Problem(
                f"This rollback is larger than {_LIMIT // 1024**2} MiB.",
                where=str(file),
                do="Keep the rows that it brings back in a table or a file of its own, and read them from there.",
            )
        return file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"This rollback cannot be read: {error}.", where=str(file), do="Mend it or remove it.") from error


def _statements(text: str, migration: Migration) -> tuple[str, ...]:
    """Leave out what opens and ends the transaction, and what removes Drizzle's tracking row; of a plain file nothing.

    What ends it in between stays, and is refused where the statements are run.
    """
    if not migration.layout.drizzle:
        return tuple(one.text for one in split(text, path(migration)))
    found = [one for one in split(text, path(migration)) if not tracking.removes(one, migration)]
    found = found[1:] if found and _opens(found[0]) else found
    found = found[:-1] if found and _ends(found[-1]) else found
    return tuple(one.text for one in found)


def _opens(statement: Statement) -> bool:
    return verb(statement).startswith(("BEGIN", "START TRANSACTION"))


def _ends(statement: Statement) -> bool:
    return verb(statement).startswith(("COMMIT", "END"))


def _body(migration: Migration, rollback: Rollback) -> str:
    guard = "" if rollback.verdict.proven else _GUARD
    statements = "".join(f"{statement};\n" for statement in rollback.statements)
    row = tracking.removal(migration) if migration.layout.drizzle else ""
    if not rollback.together:
        return f"{guard}{statements}"
    return f"BEGIN;\n{guard}{statements}{row}COMMIT;\n"


def _wrapped(name: str, values: Sequence[str]) -> list[str]:
    # A comment ends with its line, so nothing that ends a line to anybody may stand in it.
    return [f"-- {name}: {line(value)}" for value in values]


def _digest(body: str) -> str:
    return sha256(body.strip("\n").encode()).hexdigest()
