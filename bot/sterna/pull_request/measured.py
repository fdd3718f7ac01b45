"""What a migration does to those who use the database while it runs, from what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sterna.postgres.catalog import KINDS, Relation
from sterna.postgres.observation import Observation
from sterna.pull_request.compatibility import broken
from sterna.pull_request.impact import Downtime, Impact, Touch, plain
from sterna.pull_request.sentence import Code, Name, Part, Sentence, listed, say
from sterna.rollback.delta import Delta, compare
from sterna.sql.transactions import opened


def impact(observation: Observation | None) -> Impact:
    """Judge what was measured; a migration that did not run has no known impact."""
    if observation is None or observation.failure is not None:
        why = "the migration does not run" if observation is not None else "the migration was not run"
        return Impact(say(f"Not known: {why}"), Downtime.UNKNOWN, (say(f"not measured, because {why}"),))
    delta = compare(observation.after, observation.before)
    touches = _touches(observation)
    downtime, reasons = _downtime(touches, broken(delta), _transactions(observation))
    return Impact(_summary(touches, delta), downtime, reasons, touches, tuple(_notes(observation, touches)))


def _transactions(observation: Observation) -> Mapping[int, int]:
    """Return the transaction of each statement by its number; what is not there has one of its own."""
    statements = observation.migration.statements
    if observation.migration.layout.drizzle:
        refused = observation.outside_transaction is not None
        return {} if refused else dict.fromkeys((one.number for one in statements), 1)
    pairs = zip(statements, opened(statements), strict=False)
    return {one.number: begun.number for one, begun in pairs if begun}


def _touches(observation: Observation) -> tuple[Touch, ...]:
    rewrites = {(seen.statement, seen.table) for seen in observation.rewrites}
    scans = {(seen.statement, seen.table) for seen in observation.scans}
    locks = {(seen.statement, seen.table): seen.mode for seen in observation.locks}
    found = [
        Touch(
            statement,
            table,
            locks.get((statement, table), ""),
            (statement, table) in rewrites,
            (statement, table) in scans,
        )
        for statement, table in {**locks, **dict.fromkeys(rewrites | scans, "")}
    ]
    told = [touch for touch in found if touch.blocks or touch.rewrite or touch.scan]
    return tuple(sorted(told, key=lambda touch: (touch.statement.number, touch.table)))


def _summary(touches: tuple[Touch, ...], delta: Delta) -> Sentence:
    rewritten = _tables(touch for touch in touches if touch.rewrite)
    if rewritten:
        return say("High (", listed(rewritten), _is(rewritten), " written anew as a whole)")
    blocked = _tables(touch for touch in touches if touch.scan and touch.blocks)
    if blocked:
        what = (
            "reads and writes"
            if any(touch.scan and touch.blocks == "reads and writes" for touch in touches)
            else "writes"
        )
        return say("Grows with the size of ", listed(blocked), f" ({what} wait while the whole table is read)")
    scanned = _tables(touch for touch in touches if touch.scan)
    if scanned:
        return say("Grows with the size of ", listed(scanned), " (read as a whole, but nobody waits)")
    if any(touch.lock == "ACCESS EXCLUSIVE" for touch in touches) or _alters(delta):
        locked = _tables(touch for touch in touches if touch.blocks)
        if locked:
            return say("Low (short locks on ", listed(locked), "; no table is read or written as a whole)")
        return say("Low (existing tables are altered, but nobody waits)")
    new = sum(delta.now.relations[key].is_table for key in delta.added["relations"] if isinstance(key, int))
    if new:
        return say(f"Minimal (new table{'s' if new > 1 else ''}, no ALTER on existing tables)")
    return say("Minimal (no ALTER on existing tables)")


def _downtime(
    touches: tuple[Touch, ...], breaks: tuple[Sentence, ...], transactions: Mapping[int, int]
) -> tuple[Downtime, tuple[Sentence, ...]]:
    reasons = tuple(_waits(touches, transactions))
    if reasons or breaks:
        return Downtime.WINDOW, (*reasons, *breaks)
    growing = [touch for touch in touches if touch.blocks and touch.scan]
    if growing:
        return Downtime.SHORT, tuple(
            say(
                "writes to ",
                Name(plain(touch.table)),
                " wait while it is read as a whole; plan a window if it is large",
            )
            for touch in growing
        )
    tables = _tables(touch for touch in touches if touch.lock == "ACCESS EXCLUSIVE")
    if tables:
        return Downtime.SHORT, (say("reads and writes of ", listed(tables), " wait for a moment"),)
    return Downtime.NONE, ()


def _waits(touches: tuple[Touch, ...], transactions: Mapping[int, int]) -> Iterator[Sentence]:
    """Tell for how long nobody can read a table: until the slow statements are done that run while it is locked.

    In one transaction a lock is held to the end, so a later statement on whatever table counts too.
    """

    def held(first: int, later: int) -> bool:
        return first < later and transactions.get(first, -first) == transactions.get(later, -later)

    locked: dict[str, int] = {}
    for touch in touches:
        if touch.lock == "ACCESS EXCLUSIVE":
            locked.setdefault(touch.table, touch.statement.number)
    for table, first in locked.items():
        for slow in touches:
            number = slow.statement.number
            own = slow.table == table and slow.lock == "ACCESS EXCLUSIVE"
            if not (slow.rewrite or slow.scan) or not (own or held(first, number)):
                continue
            what = "it" if slow.table == table else plain(slow.table)
            why = "" if own else f", because the lock of statement {first} is held until the end"
            yield say(
                "reads and writes of ",
                Name(plain(table)),
                " wait while ",
                Name(what),
                " is written anew" if slow.rewrite else " is read as a whole",
                f" (statement {number}, line {slow.statement.line}){why}; on a small table that is a moment",
            )


def _notes(observation: Observation, touches: tuple[Touch, ...]) -> Iterable[Sentence]:
    if observation.outside_transaction is not None:
        refused = observation.outside_transaction
        yield say(
            "It does not run in the one transaction that Drizzle uses, so each statement ran alone. PostgreSQL said: ",
            Code(refused.message),
        )
    if observation.pending is not None:
        yield say(
            "Alone it runs, but not in one transaction with the pending migrations before it. PostgreSQL said: ",
            Code(observation.pending.message),
        )
    if observation.with_rows is not None:
        failed = observation.with_rows
        yield say(
            f"On tables that hold rows it fails at statement {failed.statement.number}, line {failed.statement.line}: ",
            Code(failed.message),
        )
    yield from _held(observation, touches)


def _held(observation: Observation, touches: tuple[Touch, ...]) -> Iterator[Sentence]:
    blocking = [touch.statement.number for touch in touches if touch.blocks]
    if not observation.migration.layout.drizzle:
        transactions = _transactions(observation)
        if any(number in transactions for number in blocking):
            yield say("The file opens a transaction: each lock that it takes there is held until that ends")
    elif any(number < len(observation.migration.statements) for number in blocking):
        yield say("All pending migrations run in one transaction: each lock is held until the last statement is done")


def _alters(delta: Delta) -> bool:
    """Tell whether anything of a table that was there before differs, its parts included."""
    old = {oid for oid, relation in delta.then.relations.items() if relation.is_table}
    for kind in KINDS:
        removed = (delta.then.kind(kind)[key] for key in delta.removed[kind])
        added = (delta.now.kind(kind)[key] for key in delta.added[kind])
        altered = (change.then for change in delta.changed[kind])
        moved = (then for _, then in delta.moved[kind])
        for record in (*removed, *added, *altered, *moved):
            table = record.oid if isinstance(record, Relation) else getattr(record, "table", None)
            if table in old:
                return True
    return False


def _tables(touches: Iterable[Touch]) -> list[Part]:
    return [Name(plain(table)) for table in dict.fromkeys(touch.table for touch in touches)]


def _is(tables: list[Part]) -> str:
    return " is" if len(tables) == 1 else " are"
