"""Thirteen cases on which linters that know PostgreSQL and not Drizzle go wrong, with and without a server."""

from __future__ import annotations

import pytest

from sterna.postgres.server import Server
from sterna.review import review
from tests.review.histories import GUIDE, history, rules
from tests.rules.trial import database, observe

CASES = {
    "lone CREATE INDEX CONCURRENTLY": (
        ["CREATE TABLE users (id bigint, email text);"],
        ["CREATE INDEX CONCURRENTLY users_email_idx ON users (email);"],
        ["concurrently-in-transaction"],
    ),
    "column and CONCURRENTLY in one file": (
        ["CREATE TABLE users (id bigint);"],
        ["ALTER TABLE users ADD COLUMN email text;\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);"],
        ["concurrently-in-transaction"],
    ),
    "ADD VALUE and its use as a default": (
        ["CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE users (id bigint, mood mood);"],
        ["ALTER TYPE mood ADD VALUE 'sad'; ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'sad';"],
        ["enum-value-used-in-transaction"],
    ),
    "NOT VALID and VALIDATE in one file": (
        ["CREATE TABLE users (id bigint, age int);"],
        [
            "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 17) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT c;",
        ],
        ["validate-in-same-transaction"],
    ),
    "NOT VALID and VALIDATE in two pending files": (
        ["CREATE TABLE users (id bigint, age int);"],
        [
            "ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 17) NOT VALID;",
            "ALTER TABLE users VALIDATE CONSTRAINT grown;",
        ],
        ["validate-in-same-transaction"],
    ),
    "new table and its index": (
        [],
        ["CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email_idx ON users (email);"],
        [],
    ),
    "SET NOT NULL on a table created above": (
        [],
        ["CREATE TABLE users (id bigint PRIMARY KEY, email text); ALTER TABLE users ALTER COLUMN email SET NOT NULL;"],
        [],
    ),
    "DROP COLUMN on a table created above": (
        [],
        ["CREATE TABLE users (id bigint PRIMARY KEY, email text); ALTER TABLE users DROP COLUMN email;"],
        [],
    ),
    "index on public.users after audit.users": (
        ["CREATE SCHEMA audit; CREATE TABLE public.users (id bigint, email text);"],
        ["CREATE TABLE audit.users (id bigint PRIMARY KEY); CREATE INDEX users_email_idx ON public.users (email);"],
        ["index-not-concurrent"],
    ),
    "varchar made longer": (
        ["CREATE TABLE users (id bigint, email varchar(50));"],
        ["ALTER TABLE users ALTER COLUMN email SET DATA TYPE varchar(200);"],
        [],
    ),
    "DEFAULT now() NOT NULL": (
        ["CREATE TABLE users (id bigint);"],
        ["ALTER TABLE users ADD COLUMN created_at timestamp with time zone DEFAULT now() NOT NULL;"],
        [],
    ),
    "DEFAULT gen_random_uuid()": (
        ["CREATE TABLE users (id bigint);"],
        ["ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();"],
        ["volatile-default"],
    ),
    "table created in the previous file": (
        [],
        ["CREATE TABLE users (id bigint PRIMARY KEY, email text);", "CREATE INDEX users_email_idx ON users (email);"],
        [],
    ),
}


def test_there_are_thirteen() -> None:
    """None is left out."""
    assert len(CASES) == 13


@pytest.mark.parametrize(("given", "files", "expected"), CASES.values(), ids=CASES)
def test_with_a_server(server: Server, given: list[str], files: list[str], expected: list[str]) -> None:
    """What the server was seen to do decides: each hazard is found once, and nothing else is."""
    found = history(*files)
    with database(server) as name:
        with server.connect(name) as session:
            for sql in given:
                session.run(sql)
        seen = observe(server, name, found.migrations)
    told = [one.rule for one in review(GUIDE, found, observations=seen).findings if one.level.rank > 0]
    assert told == expected


NEEDS_THE_OLD_TYPE = {"varchar made longer": ["type-change-rewrite"]}
"""Without a server nobody knows what the column was; the text alone has to be read as the worse case."""


@pytest.mark.parametrize("name", CASES)
def test_in_the_text_alone(name: str) -> None:
    """Where nothing can be run, the text says as much."""
    _, files, expected = CASES[name]
    assert rules(*files) == NEEDS_THE_OLD_TYPE.get(name, expected)
