"""The short words for what a statement does."""

from __future__ import annotations

from typing import Final

from sterna.sql.guarded import unwrap
from sterna.sql.statement import Statement
from sterna.sql.tokens import after_name, words

# Words between CREATE and the object that do not change what is made.
_MODIFIERS: Final = frozenset(
    {"OR", "REPLACE", "UNIQUE", "TEMP", "TEMPORARY", "GLOBAL", "LOCAL", "UNLOGGED", "RECURSIVE", "CONSTRAINT"}
    | {"DEFAULT", "TRUSTED", "PROCEDURAL"}
)
# Objects of more than one word, longest first.
_OBJECTS: Final = (
    *(("TEXT", "SEARCH", "CONFIGURATION"), ("TEXT", "SEARCH", "DICTIONARY"), ("TEXT", "SEARCH", "PARSER")),
    *(("TEXT", "SEARCH", "TEMPLATE"), ("FOREIGN", "DATA", "WRAPPER"), ("ROW", "LEVEL", "SECURITY")),
    *(("MATERIALIZED", "VIEW"), ("FOREIGN", "TABLE"), ("EVENT", "TRIGGER"), ("ACCESS", "METHOD")),
    *(("OPERATOR", "CLASS"), ("OPERATOR", "FAMILY"), ("USER", "MAPPING"), ("DEFAULT", "PRIVILEGES")),
    *(("LARGE", "OBJECT"), ("REPLICA", "IDENTITY"), ("PREPARED",)),
)
_TABLE_LIKE: Final = frozenset({"TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW"})
_CONSTRAINTS: Final = {
    "PRIMARY": "ADD PRIMARY KEY",
    "FOREIGN": "ADD FOREIGN KEY",
    "UNIQUE": "ADD UNIQUE",
    "CHECK": "ADD CHECK",
    "EXCLUDE": "ADD EXCLUDE",
    "NOT": "ADD NOT NULL",
}
# What an ALTER of anything may do, by its words; the first that fits counts.
_ACTIONS: Final = tuple(
    tuple(action.split())
    for action in """
    RENAME TO
    RENAME COLUMN
    RENAME CONSTRAINT
    RENAME VALUE
    RENAME ATTRIBUTE
    ADD VALUE
    ADD ATTRIBUTE
    DROP ATTRIBUTE
    ALTER ATTRIBUTE
    DROP CONSTRAINT
    VALIDATE CONSTRAINT
    ALTER CONSTRAINT
    SET SCHEMA
    SET TABLESPACE
    SET LOGGED
    SET UNLOGGED
    SET ACCESS METHOD
    SET WITHOUT CLUSTER
    OWNER TO
    OWNED BY
    ENABLE ROW LEVEL SECURITY
    DISABLE ROW LEVEL SECURITY
    NO FORCE ROW LEVEL SECURITY
    FORCE ROW LEVEL SECURITY
    ENABLE TRIGGER
    DISABLE TRIGGER
    ENABLE ALWAYS TRIGGER
    ENABLE REPLICA TRIGGER
    ENABLE RULE
    DISABLE RULE
    REPLICA IDENTITY
    CLUSTER ON
    NO INHERIT
    INHERIT
    ATTACH PARTITION
    DETACH PARTITION
    SET DEFAULT
    DROP DEFAULT
    SET NOT NULL
    DROP NOT NULL
    RESET
    SET
    NOT OF
    OF
    DEPENDS ON EXTENSION
    """.strip().splitlines()
)
_COLUMN_ACTIONS: Final = {
    ("SET", "DATA", "TYPE"): "ALTER COLUMN TYPE",
    ("TYPE",): "ALTER COLUMN TYPE",
    ("SET", "DEFAULT"): "SET DEFAULT",
    ("DROP", "DEFAULT"): "DROP DEFAULT",
    ("SET", "NOT", "NULL"): "SET NOT NULL",
    ("DROP", "NOT", "NULL"): "DROP NOT NULL",
    ("ADD", "GENERATED"): "ADD IDENTITY",
    ("DROP", "IDENTITY"): "DROP IDENTITY",
    ("SET", "GENERATED"): "SET IDENTITY",
    ("RESTART",): "SET IDENTITY",
    ("DROP", "EXPRESSION"): "DROP EXPRESSION",
    ("SET", "EXPRESSION"): "SET EXPRESSION",
    ("SET", "STATISTICS"): "SET STATISTICS",
    ("SET", "STORAGE"): "SET STORAGE",
    ("SET", "COMPRESSION"): "SET COMPRESSION",
}


def verb(statement: Statement) -> str:
    """Return short words for a statement: `CREATE INDEX`, `UPDATE`, `ALTER TABLE ... ADD COLUMN`.

    Several actions of one ALTER TABLE are joined by commas, each named once. A guarded `DO` block counts as the
    statement inside it. An empty text has no verb: the empty string.
    """
    said = list(words(unwrap(statement).text))
    if not said:
        return ""
    first = said[0]
    if first == "ALTER":
        return _alter(said)
    if first in {"CREATE", "DROP", "REFRESH", "REINDEX", "COMMENT", "IMPORT", "SECURITY", "REASSIGN"}:
        return _object(said)
    if first == "(":
        return "SELECT"
    if first == "START":
        return "BEGIN"
    if first == "SET" and said[1:2] in (["TRANSACTION"], ["CONSTRAINTS"], ["ROLE"]):
        return f"SET {said[1]}"
    if first == "PREPARE" and said[1:2] == ["TRANSACTION"]:
        return "PREPARE TRANSACTION"
    return first


def _object(said: list[str]) -> str:
    """Join the first word with the object it is about."""
    first = said[0]
    if first == "COMMENT":
        return "COMMENT ON"
    if first == "REINDEX":
        return "REINDEX"
    if first in {"IMPORT", "SECURITY", "REASSIGN"}:
        return " ".join(said[: 3 if first == "IMPORT" else 2])
    return f"{first} {noun(said, 1)[0]}".rstrip()


def noun(said: list[str], at: int) -> tuple[str, int]:
    """Return the object that is named from a position on, and the position after it."""
    while at < len(said) and said[at] in _MODIFIERS and said[at : at + 2] != ["DEFAULT", "PRIVILEGES"]:
        at += 1
    for several in _OBJECTS:
        if tuple(said[at : at + len(several)]) == several:
            return " ".join(several), at + len(several)
    return (said[at], at + 1) if at < len(said) else ("", at)


def _alter(said: list[str]) -> str:
    """Name what an ALTER does to its object."""
    kind, at = noun(said, 1)
    if kind == "DEFAULT PRIVILEGES":
        return f"ALTER {kind}"
    if kind in _TABLE_LIKE:
        actions = [_table_action(action) for action in _actions(said[after_name(said, at) :])]
        named = ", ".join(dict.fromkeys(action for action in actions if action))
    else:
        depth = 0
        named = ""
        for start in range(at, len(said)):
            depth += (said[start] == "(") - (said[start] == ")")
            named = named or (_action(said[start:]) if depth == 0 and start > at else "")
    return f"ALTER {kind} ... {named}" if named else f"ALTER {kind}"


def _actions(said: list[str]) -> list[list[str]]:
    """Cut the actions of an ALTER TABLE at the commas between them."""
    found: list[list[str]] = [[]]
    depth = 0
    for word in said:
        depth += (word in {"(", "["}) - (word in {")", "]"})
        if word == "," and depth == 0:
            found.append([])
        else:
            found[-1].append(word)
    return found


def _table_action(action: list[str]) -> str:
    """Name one action of an ALTER TABLE."""
    first, second = (*action[:2], "", "")[:2]
    if first == "ADD":
        named = action[3:4] if second == "CONSTRAINT" else action[1:2]
        is_constraint = second == "CONSTRAINT" or second in _CONSTRAINTS
        return _CONSTRAINTS.get(named[0], "ADD CONSTRAINT") if is_constraint and named else "ADD COLUMN"
    if first == "DROP":
        return "DROP CONSTRAINT" if second == "CONSTRAINT" else "DROP COLUMN"
    if first == "ALTER" and second != "CONSTRAINT":
        rest = action[3:] if second == "COLUMN" else action[2:]
        return next(
            (name for start, name in _COLUMN_ACTIONS.items() if tuple(rest[: len(start)]) == start), "ALTER COLUMN"
        )
    return _action(action) or ("RENAME COLUMN" if first == "RENAME" else " ".join(action[:2]))


def _action(said: list[str]) -> str:
    return next((" ".join(action) for action in _ACTIONS if tuple(said[: len(action)]) == action), "")
