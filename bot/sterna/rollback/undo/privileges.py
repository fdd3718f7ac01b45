"""Owners, grants and default privileges.

Grants on an object that came back under a new OID are missing like anything else, and the next round gives them again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import (
    Collation,
    Column,
    Configuration,
    DefaultPrivileges,
    Dictionary,
    Operator,
    Publication,
    Relation,
    Routine,
    Schema,
    Statistics,
    Type,
)
from sterna.rollback.spelling import spelling
from sterna.rollback.step import Rank, Step, step
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.catalog import Catalog, Grant
    from sterna.rollback.delta import Delta

_OBJECTS = {"r": "TABLES", "S": "SEQUENCES", "f": "FUNCTIONS", "T": "TYPES", "n": "SCHEMAS", "L": "LARGE OBJECTS"}

_Granted = Schema | Relation | Column | Type | Routine
_Owned = (
    Schema | Relation | Type | Routine | Statistics | Collation | Operator | Dictionary | Configuration | Publication
)


_OWNED = (
    *("schemas", "relations", "types", "routines", "statistics", "collations", "operators", "dictionaries"),
    *("configurations", "publications"),
)
_GRANTED = ("schemas", "relations", "columns", "types", "routines")


def steps(delta: Delta) -> Iterator[Step]:
    """Bring owners, grants and default privileges back."""
    for change in (change for kind in _OWNED for change in delta.changed[kind]):
        if "owner" in change.traits and isinstance(change.now, _Owned) and isinstance(change.then, _Owned):
            yield step(Rank.OWNER, f"ALTER {spelling(change.now)} OWNER TO {role(change.then.owner, delta.now.user)}")
    for change in (change for kind in _GRANTED for change in delta.changed[kind]):
        if "owner" in change.traits:
            continue  # a new owner takes the rights of the old one along; what differs then is for the next round
        if "grants" in change.traits and isinstance(change.now, _Granted) and isinstance(change.then, _Granted):
            target, columns = _granted(delta.now, change.now)
            for statement in _difference(
                target, columns, frozenset(change.now.grants), frozenset(change.then.grants), delta.now.user
            ):
                yield step(Rank.GRANT, statement)
    yield from _defaults(delta)


def _defaults(delta: Delta) -> Iterator[Step]:
    for held in delta.new("default_privileges", DefaultPrivileges):
        yield from _default(held, frozenset(held.grants), _usual(held), delta.now.user)
    for held in delta.gone("default_privileges", DefaultPrivileges):
        yield from _default(held, _usual(held), frozenset(held.grants), delta.now.user)
    for now, then, _ in delta.altered("default_privileges", DefaultPrivileges):
        yield from _default(now, frozenset(now.grants), frozenset(then.grants), delta.now.user)


def _default(held: DefaultPrivileges, now: frozenset[Grant], then: frozenset[Grant], user: str) -> Iterator[Step]:
    head = f"ALTER DEFAULT PRIVILEGES FOR ROLE {role(held.role, user)}"
    if held.schema:
        head += f" IN SCHEMA {name(held.schema)}"
    for statement in _difference(_OBJECTS[held.object_kind], "", now, then, user):
        yield step(Rank.DEFAULT_PRIVILEGES, f"{head} {statement}")


def _usual(held: DefaultPrivileges) -> frozenset[Grant]:
    """Return what holds without an entry: nothing more in a schema; else the owner's own rights and PUBLIC's."""
    return frozenset() if held.schema else frozenset(held.usual)


def _difference(target: str, columns: str, now: frozenset[Grant], then: frozenset[Grant], user: str) -> Iterator[str]:
    """Say in GRANT and REVOKE what leads from one set of grants to the other, one statement per role."""
    revoke: dict[tuple[str, str], list[str]] = {}
    for grantee, right, passable in now - then:
        if (grantee, right, not passable) not in then:
            revoke.setdefault((grantee, ""), []).append(right)
        elif passable:
            revoke.setdefault((grantee, "GRANT OPTION FOR "), []).append(right)
    for (grantee, option), rights in sorted(revoke.items()):
        listed = ", ".join(right + columns for right in sorted(rights))
        yield f"REVOKE {option}{listed} ON {target} FROM {role(grantee, user)}"
    grant: dict[tuple[str, bool], list[str]] = {}
    for grantee, right, passable in then - now:
        if passable or (grantee, right, True) not in now:
            grant.setdefault((grantee, passable), []).append(right)
    for (grantee, passable), rights in sorted(grant.items()):
        listed = ", ".join(right + columns for right in sorted(rights))
        yield f"GRANT {listed} ON {target} TO {role(grantee, user)}{' WITH GRANT OPTION' if passable else ''}"


def role(grantee: str, user: str) -> str:
    """Spell a role; the one that runs the migrations is named differently wherever they run."""
    if grantee == user:
        return "CURRENT_USER"
    return name(grantee) if grantee else "PUBLIC"


def _granted(catalog: Catalog, held: _Granted) -> tuple[str, str]:
    match held:
        case Schema():
            return f"SCHEMA {name(held.name)}", ""
        case Relation():
            noun = {"S": "SEQUENCE", "c": "TYPE"}.get(held.kind, "TABLE")
            return f"{noun} {name(held.schema, held.name)}", ""
        case Column():
            return f"TABLE {name(*catalog.relation_name(held.table))}", f" ({name(held.name)})"
        case Type():
            return f"TYPE {name(held.schema, held.name)}", ""
        case Routine():
            noun = "PROCEDURE" if held.kind == "p" else "FUNCTION"
            return f"{noun} {name(held.schema, held.name)}({held.types})", ""
