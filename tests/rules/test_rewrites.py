"""The safe way that a finding gives runs with other names than the page's, and keeps none of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sterna.data import docs
from sterna.guide import Example, Kind, Rule, read
from sterna.history.model import Migration
from sterna.postgres.server import Server
from sterna.review import review
from sterna.review.rewrite import names
from sterna.sql.split import split
from sterna.sql.statement import Statement
from sterna.sql.tokens import NAME, STRING, WORD, tokens, word_set
from tests.rules.trial import database, deploy, prepare

GUIDE = read(docs())
PAGES = [rule for rule in GUIDE.rules.values() if (rule.match or rule.check) and rule.sql(Kind.UNSAFE)]
SILENT = word_set(
    """
    add-exclusion-constraint attach-partition backfill-in-one-statement cascade char-column cluster code-at-run-time
    commit-in-migration ddl-with-backfill delete-without-where disable-triggers drop-primary-key drop-schema
    drop-view enum-made-anew enum-value-used-in-transaction grant-to-public int-primary-key json-column lock-table
    many-tables-locked missing-lock-timeout money-column name-too-long password-in-sql policy-for-everyone
    random-name redundant-index refuses-transaction rename-enum-value rename-schema required-column row-security-off
    row-security-without-policy security-definer-without-search-path serial-column set-logged
    several-alters-of-one-table timestamp-without-time-zone truncate update-without-where vacuum-full
    validate-in-same-transaction varchar-limit
    """
)
"""Pages whose safe way is an example and cannot be given with other names: it names what the unsafe way does not."""


def renamed(rule: Rule, example: Example) -> Example:
    """Return an example with a name in quotes and capitals for each name of its own, the key included."""
    own = {*names(rule), "id"}
    found: list[str] = []
    at = 0
    for token in tokens(example.sql):
        source = example.sql[token.start : token.end]
        new = source
        if token.sort in (WORD, NAME) and source.strip('"') in own:
            new = f'"New {source.strip(chr(34))}"'
        elif token.sort == STRING and source.startswith("$"):
            quote = source[: source.index("$", 1) + 1]
            inner = replace(example, sql=source.removeprefix(quote).removesuffix(quote))
            new = quote + renamed(rule, inner).sql + quote
        elif token.sort == STRING and source.strip("'") in own:
            new = f"""'"New {source.strip("'")}"'"""
        found += [example.sql[at : token.start], new]
        at = token.end
    return replace(example, sql="".join([*found, example.sql[at:]]))


def words(text: str) -> set[str]:
    """Return the names in SQL, those in strings and in code between dollar quotes too."""
    found: set[str] = set()
    for token in tokens(text):
        source = text[token.start : token.end]
        if token.sort in (WORD, NAME):
            found.add(source.strip('"').lower())
        elif token.sort == STRING:
            found |= words(source.strip("'")) if source.startswith("'") else words(source.strip("$"))
    return found


_QUICK = word_set(
    "add-foreign-key-validated foreign-key-without-index index-not-concurrent set-not-null type-change-rewrite"
)


@pytest.mark.parametrize(
    "rule",
    [pytest.param(rule, marks=() if rule.name in _QUICK else pytest.mark.slow, id=rule.name) for rule in PAGES],
)
def test_with_other_names(server: Server, rule: Rule) -> None:
    """Where a finding gives the safe way as SQL, each deploy of it runs in the place of the unsafe statement."""
    given = [renamed(rule, one) for one in rule.sql(Kind.GIVEN)]
    unsafe = [renamed(rule, one) for one in rule.sql(Kind.UNSAFE)]
    with database(server) as name:
        prepare(server, name, given)
        with database(server, template=name) as copy:
            run = deploy(server, copy, rule, unsafe)
        findings = review(GUIDE, run.history, observations=run.observations).findings
        told = [one for one in findings if one.rule == rule.name and one.rewrite]
        assert bool(told) == (rule.name not in SILENT)
        for finding in told[:1]:
            assert names(rule).isdisjoint(words("\n".join(finding.rewrite)))
            with server.connect(name) as session:
                # The rename takes the place of both statements, and the second is the one that is found.
                for statement in (
                    () if rule.name == "rename-as-drop-and-add" else before(run.history.migrations, finding.statement)
                ):
                    session.run(statement.text)
                for text in finding.rewrite:
                    for statement in split(text, rule.path):
                        session.run(statement.text)


def before(migrations: tuple[Migration, ...], wanted: Statement | None) -> Iterator[Statement]:
    """Yield the statements that run before one, and itself where it makes the table: no safe way does that anew."""
    for migration in migrations:
        for statement in migration.statements:
            if statement != wanted or statement.text.startswith("CREATE TABLE"):
                yield statement
            if statement == wanted:
                return
