"""Roles belong to the whole server: a history that goes on does not pull them away from a proof that still runs."""

from __future__ import annotations

from pathlib import Path

from sterna import history
from sterna.postgres.opening import open_server
from sterna.rollback.model import Verdict
from sterna.rollback.proof import prove


def test_a_role_keeps_its_name_while_it_is_needed(tmp_path: Path) -> None:
    """Proofs that name a role are done before a later migration gives it another name, by itself or in a block."""
    texts = [
        "CREATE ROLE before_it_moved; CREATE TABLE t (a int);",
        *(f"CREATE TABLE t{n} (a int); GRANT SELECT ON t, t{n} TO before_it_moved;" for n in range(4)),
        "ALTER ROLE before_it_moved RENAME TO after_it_moved;",
        *(f"CREATE TABLE u{n} (a int); GRANT SELECT ON t, u{n} TO after_it_moved;" for n in range(4)),
        "DO $$ BEGIN ALTER ROLE after_it_moved RENAME TO it_moved_again; END $$;",
    ]
    for number, text in enumerate(texts, start=1):
        (tmp_path / f"{number:04}_up.sql").write_text(text)
    found = history.read(tmp_path)
    about_tables = [one.tag for one in found.migrations if "TABLE" in one.statements[0].text]
    # A server of its own: it goes with the roles.
    verdicts = {one.tag: one.verdict for one in prove(found, [it.tag for it in found.migrations], open_server)}
    assert [verdicts[tag] for tag in about_tables] == [Verdict.EXACT] * 8
