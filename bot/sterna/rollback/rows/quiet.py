"""What an owner may switch off for a moment: triggers, rules and forced row security; and deferred constraints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sterna.postgres.catalog import Catalog
from sterna.sql.quote import name

_FIRING = {"O": "ENABLE", "A": "ENABLE ALWAYS"}


@dataclass(frozen=True, slots=True)
class Hush:
    """The statements that silence what stands between us and a table, undo that, and settle deferred constraints."""

    off: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    settle: tuple[str, ...] = ()


def hushes(catalog: Catalog) -> dict[int, Hush]:
    """Return for each table that needs one its Hush."""
    off: dict[int, list[tuple[str, str]]] = {}
    deferred: dict[int, list[str]] = {}
    for trigger in catalog.triggers.values():
        if trigger.enabled in _FIRING:
            off.setdefault(trigger.table, []).append(
                (f"DISABLE TRIGGER {name(trigger.name)}", f"{_FIRING[trigger.enabled]} TRIGGER {name(trigger.name)}")
            )
        if "INITIALLY DEFERRED" in trigger.definition:
            deferred.setdefault(trigger.table, []).append(trigger.name)
    for rule in catalog.rules.values():
        if rule.enabled in _FIRING:
            off.setdefault(rule.table, []).append(
                (f"DISABLE RULE {name(rule.name)}", f"{_FIRING[rule.enabled]} RULE {name(rule.name)}")
            )
    for relation in catalog.tables:
        if relation.row_security and relation.force_row_security:
            off.setdefault(relation.oid, []).append(("NO FORCE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY"))
    for constraint in catalog.constraints.values():
        if constraint.table is not None and "INITIALLY DEFERRED" in constraint.definition:
            deferred.setdefault(constraint.table, []).append(constraint.name)
    return {
        oid: Hush(*_altered(catalog, oid, off.get(oid, [])), _settled(catalog, oid, deferred.get(oid, [])))
        for oid in off.keys() | deferred.keys()
        if oid in catalog.relations
    }


def _altered(catalog: Catalog, oid: int, pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    start = f"ALTER TABLE ONLY {name(*catalog.relation_name(oid))} "
    return tuple(start + off for off, _ in pairs), tuple(start + on for _, on in reversed(pairs))


def _settled(catalog: Catalog, oid: int, names: Sequence[str]) -> tuple[str, ...]:
    # Checked now, because a table with unchecked rows cannot be altered in the same transaction.
    schema, _ = catalog.relation_name(oid)
    if not names:
        return ()
    listed = ", ".join(name(schema, one) for one in names)
    return (f"SET CONSTRAINTS {listed} IMMEDIATE", f"SET CONSTRAINTS {listed} DEFERRED")
