"""The statement of a down file that removes the row of its migration from Drizzle's tracking table."""

from __future__ import annotations

import re
from typing import Final

from sterna.history.model import Migration
from sterna.sql.quote import literal
from sterna.sql.statement import Statement
from sterna.sql.tokens import COMMENT, NAME, NUMBER, STRING, tokens

TABLE: Final = '"drizzle"."__drizzle_migrations"'
"""Where Drizzle keeps what was applied, unless its configuration says otherwise."""

# Drizzle sees that a migration was taken back only when it was the last one, and the proof holds only for that.
_TRACKING: Final = """\
DO $$ BEGIN
  IF EXISTS (SELECT FROM {table} WHERE {later}) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM {table} WHERE {mine} AND hash = '{hash}';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
"""
# Tokens with one space between; a text is `?`, a number `0`.
_ONE_ROW: Final = re.compile(
    r"delete from (?:\w+ \. )?__drizzle_migrations where KEY = [?0](?: and KEY = [?0])*".replace(
        "KEY", "(?:created_at|hash|name)"
    )
)


def removal(migration: Migration) -> str:
    """Return what removes the row, and stops where later migrations are applied or this one is not."""
    later, mine = f"created_at > {migration.when}", f"created_at = {migration.when}"
    if migration.named:
        # Rows of 0.x keep their milliseconds when 1.0 takes over. Between two dollar signs a third would end the block.
        later = f"created_at >= {migration.when + 1000}"
        mine = f"name = {literal(migration.tag).replace('$', chr(39) + ' || chr(36) || ' + chr(39))}"
    return _TRACKING.format(table=TABLE, later=later, mine=mine, hash=_hexadecimal(migration.hash))


def removes(statement: Statement, migration: Migration) -> bool:
    """Tell whether a statement removes the row of its migration and does nothing else; any other runs like the rest."""
    if "__drizzle_migrations" not in statement.text:
        return False
    if " ".join(statement.text.split()) == " ".join(removal(migration).split()).removesuffix(";"):
        return True
    spelt = {STRING: "?", NUMBER: "0"}
    found = [(sort, statement.text[first:after]) for sort, first, after in tokens(statement.text) if sort != COMMENT]
    shape = [spelt.get(sort) or (text.strip('"') if sort == NAME else text.lower()) for sort, text in found]
    if _ONE_ROW.fullmatch(" ".join(shape)) is None:
        return False
    own = {"created_at": str(migration.when), "hash": migration.hash, "name": migration.tag}
    texts = [text.strip("'").replace("''", "'") for _, text in found]
    return all(own[key] == text for key, sign, text in zip(shape, shape[1:], texts[2:], strict=False) if sign == "=")


def _hexadecimal(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise ValueError("the hash of a migration is 64 hexadecimal digits")
    return text
