"""The thinking of one run: what was read becomes a plan of writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as replaced
from functools import partial

from msgspec.structs import replace

from sterna.github import thread
from sterna.github.check_run import check_run
from sterna.github.description import filled, fitted, inside
from sterna.github.findings import Findings, findings
from sterna.github.plan import Answer, Plan
from sterna.github.present import REVIEW
from sterna.github.read import Read
from sterna.pull_request import heard as hearing
from sterna.pull_request import labels, ledger, process
from sterna.pull_request.asking import asked
from sterna.pull_request.body import boxes, removed
from sterna.pull_request.comment import Comment, Told
from sterna.pull_request.diagram import diagram
from sterna.pull_request.evidence import Facts, shown
from sterna.pull_request.gate import LENGTH, UNTOUCHED, Gate, gate
from sterna.pull_request.length import MOST, length
from sterna.pull_request.markers import BEGIN
from sterna.pull_request.next import steps
from sterna.pull_request.section import Entry, Section
from sterna.pull_request.standing import Mark, Standing, stand
from sterna.pull_request.waiver import Waived, waive
from sterna.pull_request.words import traces
from sterna.report.comment import comment


def judge(read: Read) -> Plan:
    """Return what to write; the same reading gives the same plan."""
    judged = findings(read)
    seen = _seen(read)
    context = thread.Context(sorted(read.guide.rules), judged.every, judged.subjects, (), seen)
    waivers = thread.in_force(read.answered, thread.given(read.new, context))
    waived = waive(judged.every, judged.subjects, waivers)
    body, ours = read.present.pull.body or "", frozenset(read.before.traces)
    new = read.work is not None and bool(read.work.pending)
    wrong, held = inside(body)
    if read.problem is not None:
        wrong = (str(read.problem), *wrong)
    reset = thread.resets(read.new, context)
    standings = _standings(read, judged, waived, "" if reset else held, reset=reset)
    entries = _entries(read, standings)
    text = ""
    if new and not wrong:
        text, lacks = fitted(body, _section(read, entries, standings), read.link, ours, reset=reset)
        wrong = lacks
    if not new and read.problem is None:
        wrong = ()
    verdict = gate(standings, waived.left, wrong) if new or wrong or waived.left else UNTOUCHED
    if read.problem is not None:
        verdict = replaced(verdict, text=read.problem.what[:LENGTH])
    context = thread.Context(context.rules, context.findings, context.subjects, entries, seen)
    answers = thread.answers(read.new, context, verdict)
    kept = _ledger(read, standings, wrong)
    told = _comment(read, judged, waived, verdict, standings, entries, wrong)
    if not new and not wrong:
        return _untouched(read, waived, verdict, answers, told)
    traces_ = ours if wrong else traces(text)
    room = MOST - length(ledger.put("", replace(kept, seal="0" * 64, traces=(*read.before.traces, *traces_))))
    add, remove = _labels(read, entries, waived)
    return Plan(
        gate=verdict,
        answers=answers,
        report=comment(told, room),
        body=None if wrong else partial(filled, text=text, ours=ours, reset=reset),
        traces=traces_,
        ledger=kept,
        labels_added=add,
        labels_removed=remove,
        review=check_run(waived.left, read.files),
        sealed=not read.analysis.waiting and all(one.rule != process.CLAIMED for one in judged.every),
    )


def _seen(read: Read) -> str:
    """Return when it is known that the head commit was there: its analysis began, or our status was on it."""
    status = read.present.gate
    known = [one for one in (read.analysis.seen, status.created_at if status is not None else "") if one]
    return min(known, default="")


def _ledger(read: Read, standings: Sequence[Standing], wrong: Sequence[str]) -> ledger.Ledger:
    """Return what is to be remembered; where the description is left alone, what it holds is what it held."""
    ids = {one.asked.id for one in standings}
    words = {one: said for one, said in sorted(read.words.items()) if one in ids or wrong}
    return ledger.Ledger(boxes=read.before.boxes if wrong else tuple(sorted(ids)), words=words)


def _labels(read: Read, entries: Sequence[Entry], waived: Waived) -> tuple[list[str], list[str]]:
    """Return the labels to add and those to take away, as they are spelled there; GitHub compares without case."""
    ours = read.settings.labels
    wanted = labels.wanted(ours, entries, waived.left, heard=_all_heard(read))
    have = {label.name.lower(): label.name for label in read.present.pull.labels}
    small = {name.lower() for name in wanted}
    add = sorted(name for name in wanted if name.lower() not in have)
    if read.problem is not None:
        # What the migrations do is not known: only what was proven no longer is.
        ours = replace(ours, data_loss="", needs_downtime="")
    gone = sorted(have[name.lower()] for name in ours.names if name.lower() in have and name.lower() not in small)
    return add, gone


def _standings(read: Read, judged: Findings, waived: Waived, inside: str, *, reset: bool) -> tuple[Standing, ...]:
    if read.work is None or not read.work.pending:
        return ()
    report = read.analysis.report
    heard = {one.tag: found for one in read.work.pending if (found := hearing.of(one, report)) is not None}
    accepted = frozenset(one.rule for _, one in waived.taken)
    facts = Facts(
        heard,
        len(heard) == len(read.work.pending),
        read.analysis.silence,
        report.server if report is not None else "",
        # Somebody with write access has read the change of the workflow and stands in for it.
        "" if process.ANALYSIS in accepted else read.analysis.doubt,
        waived.left,
        accepted,
        read.present.others(read.settings.tests.checks),
        read.settings.staging.environment,
        read.deployed,
        read.approvals,
    )
    every = [*judged.every, *(one for ignore in judged.ignores for one in ignore.findings)]
    asks = asked(read.guide, read.work.pending, every, read.settings.checklist.leave_out, partial(shown, facts))
    present = boxes(inside)
    # A box of the same name for other bytes is an old one: it was not deleted, the migration changed.
    names = {one.partition("@")[0] for one in present}
    known = frozenset(one for one in read.before.boxes if one.partition("@")[0] not in names)
    whole = bool(inside) and not reset
    return stand(asks, present, known if whole else frozenset(), read.words)


def _entries(read: Read, standings: Sequence[Standing]) -> tuple[Entry, ...]:
    if read.work is None:
        return ()
    shown_boxes = [one for one in standings if one.mark is not Mark.DELETED]
    return tuple(
        hearing.entry(migration, hearing.of(migration, read.analysis.report), shown_boxes, read.analysis.silence)
        for migration in read.work.pending
    )


def _section(read: Read, entries: tuple[Entry, ...], standings: Sequence[Standing]) -> Section:
    mine = {item.id for entry in entries for item in entry.testing}
    general = tuple(hearing.item(one) for one in standings if one.mark is not Mark.DELETED and one.asked.id not in mine)
    report = read.analysis.report
    return Section(entries, report.server if report is not None else "", general)


def _comment(
    read: Read,
    judged: Findings,
    waived: Waived,
    verdict: Gate,
    standings: Sequence[Standing],
    entries: Sequence[Entry],
    wrong: Sequence[str],
) -> Comment:
    report = read.analysis.report
    told = []
    for entry, migration in zip(entries, read.work.pending if read.work is not None else (), strict=True):
        heard = hearing.of(migration, report)
        told.append(Told(entry, migration.statements, diagram(heard.tables) if heard is not None else ""))
    left_out = read.rivals.left_out
    few = f"{left_out} more open pull requests with migrations were not compared with this one" if left_out else ""
    ran = read.analysis
    doubts = [
        f"{one[0].upper()}{one[1:].rstrip('.')}." for one in (ran.doubt, ran.state, ran.refused, ran.lack, few) if one
    ]
    return Comment(
        gate=verdict,
        standings=standings,
        findings=sorted(waived.left, key=lambda one: -one.level.rank),
        waived=waived.taken,
        expired=waived.expired,
        ignored=judged.ignores,
        told=told,
        head=read.present.pull.head.sha[:12],
        tree=read.tree,
        pages=read.settings.pages,
        server=report.server if report is not None else "",
        run=read.analysis.url if report is not None else "",
        doubts=doubts,
        wrong=wrong,
        next=steps(standings, waived.left, waiting=read.analysis.waiting),
    )


def _untouched(read: Read, waived: Waived, verdict: Gate, answers: Sequence[Answer], told: Comment) -> Plan:
    """Return the plan for a pull request without a migration: the section goes, the comment stays only to say so."""
    body = read.present.pull.body or ""
    has = bool(read.before.boxes or read.before.traces or read.before.seal)
    ours = {name.lower() for name in read.settings.labels.names}
    known = any(one.name == REVIEW for one in read.present.checks)
    there = BEGIN in body and not inside(body)[0]
    return Plan(
        gate=verdict,
        answers=answers,
        report=comment(told) if has or waived.left or waived.taken else None,
        body=partial(removed, written=frozenset(read.before.traces)) if there else None,
        labels_removed=sorted(label.name for label in read.present.pull.labels if label.name.lower() in ours),
        review=check_run(waived.left, read.files) if waived.left or known else None,
    )


def _all_heard(read: Read) -> bool:
    pending = read.work.pending if read.work is not None else ()
    return not read.analysis.doubt and all(hearing.of(one, read.analysis.report) is not None for one in pending)
