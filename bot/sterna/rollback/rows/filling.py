"""The filling of tables, attempt by attempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sterna.postgres.catalog import Catalog, Relation
from sterna.rollback.rows.count import counts
from sterna.rollback.rows.ground import Blocked, Ground, Manner
from sterna.rollback.rows.link import Link
from sterna.rollback.rows.plan import completion, plan, statement
from sterna.rollback.rows.quiet import Hush
from sterna.rollback.rows.savepoint import Refused, attempt
from sterna.rollback.rows.table import Table

_MANNERS: Final = (
    Manner(wide=True, paired=True),
    Manner(paired=True),
    Manner(offset=500),
)
_SINGLE: Final = (Manner(), Manner(offset=500), Manner(offset=707), Manner(bare=True), Manner(bare=True, offset=911))
_NOTHING: Final = Hush()


@dataclass
class Work:
    """What is known while tables are filled: how many rows went in, why none did, what else did not go as planned.

    `quiet` says that no trigger and no rule is to see the rows.
    """

    ground: Ground
    catalog: Catalog
    hushes: dict[int, Hush]
    count: int
    quiet: bool = False
    added: dict[int, int] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    partly: list[tuple[str, str]] = field(default_factory=list)

    def hush(self, one: Table) -> Hush:
        """Return what stands between us and a table."""
        return self.hushes.get(one.relation.oid, _NOTHING)

    def note(self, group: Sequence[Table], reason: str) -> None:
        """Remember why tables took no row; the last reason counts."""
        self.reasons.update((one.relation.oid, reason) for one in group)

    def add(self, relation: Relation, count: int) -> None:
        """Count rows for a table and for the partitioned tables above it."""
        waiting = [relation.oid]
        while waiting:
            oid = waiting.pop()
            self.added[oid] = self.added.get(oid, 0) + count
            self.ground.held[oid] = self.ground.held.get(oid, 0) + count
            above = self.catalog.relations.get(oid)
            if above is not None and above.is_partition:
                waiting += above.parents


def fill(work: Work, group: Sequence[Table]) -> None:
    """Fill the tables of a group, wide and paired rows first, and note why when nothing helps."""
    if not group:
        return
    if work.ground.over:
        work.note(group, "not tried: the time for filling tables was over")
        return
    obstructed = any(work.hush(one).off for one in group)
    tries = [(manner, False) for manner in _MANNERS]
    if obstructed:
        tries += [(manner, True) for manner in _MANNERS[1:]]
    loud = not (work.quiet and obstructed)
    try:
        for manner, quiet in tries:
            if (quiet or loud) and not work.ground.over:
                try:
                    if _insert(work, group, manner, quiet=quiet):
                        return
                    work.note(group, "a trigger or a rule takes its rows away")
                    loud = False
                except Refused as refused:
                    work.note(group, refused.error.message)
                    loud = loud and not _in_vain(refused)
        if loud or obstructed:
            _singly(work, group, quiet=obstructed)
    except Blocked as blocked:
        work.note(group, str(blocked))


def _in_vain(refused: Refused) -> bool:
    """Tell whether other values will not help either."""
    return refused.endless or refused.error.sqlstate == "42501"


def _insert(work: Work, group: Sequence[Table], manner: Manner, *, quiet: bool) -> bool:
    """Put all rows of a group in at once; tell whether they stayed. Raises Refused and Blocked."""
    rows = plan(work.ground, group, work.count, manner)
    inserts = [statement(one, rows[one.relation.oid]) for one in group]
    if len(inserts) > 1:
        parts = ", ".join(f"s{number} AS ({insert})" for number, insert in enumerate(inserts))
        inserts = [f"WITH {parts} SELECT"]
    if all(not row for one in group for row in rows[one.relation.oid]) and "DEFAULT VALUES" in inserts[0]:
        inserts *= work.count
    return _run(work, group, inserts, work.count, quiet=quiet)


def _singly(work: Work, group: Sequence[Table], *, quiet: bool) -> None:
    """Put the rows of a table in one by one, each in several manners; raises Blocked."""
    if len(group) != 1:
        return
    [one] = group
    added = 0
    for number in range(work.count):
        for manner in _SINGLE:
            if work.ground.over:
                return
            row = plan(work.ground, group, work.count, manner)[one.relation.oid][number]
            try:
                if _run(work, group, [statement(one, [row])], 1, quiet=quiet):
                    added += 1
                    break
            except Refused as refused:
                work.note(group, refused.error.message)
                if _in_vain(refused):
                    return
        if added != number + 1:
            break
    if 0 < added < work.count:
        work.partly.append((one.label, f"{added} of {work.count} rows: {work.reasons[one.relation.oid]}"))


def _run(work: Work, group: Sequence[Table], inserts: Sequence[str], count: int, *, quiet: bool) -> bool:
    hushes = [work.hush(one) for one in group]
    statements = list(inserts)
    if work.ground.connection.in_transaction:
        statements += [settle for hush in hushes for settle in hush.settle]
    if quiet:
        off = [switch for hush in hushes for switch in hush.off]
        on = [switch for hush in hushes for switch in hush.on]
        statements = [*off, *statements, *on]
    attempt(work.ground.connection, *statements)
    if not quiet and any(hush.off for hush in hushes):
        now = counts(work.ground.connection, [one.relation for one in group])
        if any(now[one.relation.oid] <= work.ground.held[one.relation.oid] for one in group):
            return False
    for one in group:
        work.add(one.relation, count)
    return True


def complete(work: Work, one: Table, link: Link) -> None:
    """Let rows point to others, as many as the constraints allow."""
    if work.ground.over:
        return
    hush = work.hush(one)
    count = max(work.count - 1, 1)
    reason = ""
    for wanted in dict.fromkeys((count, 1)):
        for switches in dict.fromkeys((bool(hush.off) and work.quiet, bool(hush.off))):
            update = completion(work.ground, one, link, wanted)
            statements = [*hush.off, update, *hush.on] if switches else [update]
            if work.ground.connection.in_transaction:
                statements += hush.settle
            try:
                attempt(work.ground.connection, *statements)
                return
            except Refused as refused:
                reason = refused.error.message
    work.partly.append((one.label, f"{', '.join(link.columns)} stays NULL: {reason}"))
