"""The thinking of one run: what was read becomes a plan of writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from sterna.github import thread
from sterna.github.analysis import Analysis
from sterna.github.plan import Answer, Plan, Review
from sterna.github.present import REVIEW, Present
from sterna.github.rivals import Rivals
from sterna.github.work import Work
from sterna.guide import Guide, Level
from sterna.problem import Problem
from sterna.pull_request import heard as hearing
from sterna.pull_request import labels, ledger, process
from sterna.pull_request.asking import asked
from sterna.pull_request.body import boxes, fill, removed
from sterna.pull_request.changed import File
from sterna.pull_request.checklist import digest
from sterna.pull_request.comment import Comment, Told
from sterna.pull_request.diagram import diagram
from sterna.pull_request.evidence import Approval, Facts, shown
from sterna.pull_request.gate import LENGTH, UNTOUCHED, Gate, gate
from sterna.pull_request.length import MOST, length
from sterna.pull_request.markers import BEGIN, split
from sterna.pull_request.next import steps
from sterna.pull_request.section import Entry, Section
from sterna.pull_request.settings import Settings
from sterna.pull_request.standing import Mark, Standing, stand
from sterna.pull_request.waiver import Waived, waive
from sterna.pull_request.words import traces
from sterna.report.comment import comment
from sterna.report.markdown import versions
from sterna.review import Finding, Ignore, review

TOO_LONG = (
    "The description is so long that the migration section does not fit into the 65,536 characters that GitHub takes. "
    "Shorten it, or split the pull request."
)
_STEPS = (60_000, 60_000, MOST)
"""Characters that a description may have with the whole section, without the SQL, and with the boxes alone."""
NOTES = 500
"""Annotations of one check run; the comment and `sterna review` tell the rest."""
_LEVELS = {Level.ERROR: "failure", Level.WARNING: "warning", Level.NOTE: "notice"}


@dataclass(frozen=True, slots=True)
class Read:
    """All that was read.

    `work` is None where no migration is touched, or where `problem` says why the migrations cannot be read. `tree` is
    the address below which the head's files are, `link` that of our comment.
    """

    present: Present
    settings: Settings
    guide: Guide
    files: Sequence[File]
    folder: str
    work: Work | None
    problem: Problem | None
    analysis: Analysis
    approvals: Sequence[Approval]
    deployed: str
    rivals: Rivals
    new: Sequence[thread.Said]
    answered: Mapping[int, Sequence[thread.Step]]
    before: ledger.Ledger
    words: Mapping[str, tuple[str, str]]
    tree: str
    link: str


@dataclass(slots=True)
class _Judged:
    """What is worked out on the way."""

    findings: list[Finding] = field(default_factory=list)
    ignores: tuple[Ignore, ...] = ()
    subjects: dict[str, str] = field(default_factory=dict)


def judge(read: Read) -> Plan:
    """Return what to write; the same reading gives the same plan."""
    judged = _findings(read)
    seen = _seen(read)
    context = thread.Context(sorted(read.guide.rules), judged.findings, judged.subjects, (), seen)
    waivers = thread.in_force(read.answered, thread.given(read.new, context))
    waived = waive(judged.findings, judged.subjects, waivers)
    body = read.present.pull.body or ""
    new = read.work is not None and bool(read.work.pending)
    wrong, inside = _inside(body)
    if read.problem is not None:
        wrong = (str(read.problem), *wrong)
    reset = thread.resets(read.new, context)
    standings = _standings(read, judged, waived, "" if reset else inside, reset=reset)
    entries = _entries(read, standings)
    text = ""
    if new and not wrong:
        text, lacks = _text(read, _section(read, entries, standings), reset=reset)
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
    traces_ = frozenset(read.before.traces) if wrong else traces(text)
    room = MOST - length(ledger.put("", replace(kept, seal="0" * 64, traces=(*read.before.traces, *traces_))))
    add, remove = _labels(read, entries, waived)
    return Plan(
        gate=verdict,
        answers=answers,
        report=comment(told, room),
        body=None if wrong else partial(_filled, text=text, before=read.before, reset=reset),
        traces=traces_,
        ledger=kept,
        labels_added=add,
        labels_removed=remove,
        review=_review(waived.left, read.files),
        sealed=not read.analysis.waiting and all(one.rule != process.CLAIMED for one in judged.findings),
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


def _findings(read: Read) -> _Judged:
    found = _Judged()
    root = Path()
    analysis = f".github/workflows/{read.settings.analysis}"
    for file in read.files:
        found.subjects[file.path] = sha256(f"{file.path}\n{file.sha}".encode()).hexdigest()[:12]
    if read.work is not None:
        work = read.work
        tags = {one.tag for one in work.pending}
        static = review(read.guide, work.history, tags | {one.tag for one in work.unread})
        found.ignores = static.ignores
        # What has no migration of its own speaks for the folder: a file that the journal does not name, a wrong key.
        found.findings += [one for one in static.findings if one.tag not in tags]
        for migration in work.pending:
            heard = hearing.of(migration, read.analysis.report)
            verified = not read.analysis.doubt
            found.findings += hearing.findings(read.guide, migration, static.findings, heard, verified=verified)
            found.subjects[str(migration.path)] = digest(migration)
        found.findings += process.faults(read.guide, work.faults, root)
        found.findings += process.unrelated(read.guide, work.pending)
        mine = [file.path for file in read.files if file.status == "added"]
        found.findings += process.claimed(read.guide, read.folder, mine, read.rivals.added, read.rivals.parents)
    found.findings += process.findings(read.guide, read.files, read.settings.schema, read.folder, analysis)
    off = {rule.name for rule in read.guide.rules.values() if rule.off}
    found.findings = [one for one in found.findings if one.rule not in off]
    for one in found.findings:
        found.subjects.setdefault(str(one.path), sha256(str(one.path).encode()).hexdigest()[:12])
    return found


def _inside(body: str) -> tuple[tuple[str, ...], str]:
    """Return what is wrong with the markers, and what stands between them."""
    try:
        parts = split(body)
    except Problem as problem:
        return (f"{problem.what} {problem.do}",), ""
    return (), parts.inside if parts is not None else ""


def _standings(read: Read, judged: _Judged, waived: Waived, inside: str, *, reset: bool) -> tuple[Standing, ...]:
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
    every = [*judged.findings, *(one for ignore in judged.ignores for one in ignore.findings)]
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


def _text(read: Read, section: Section, *, reset: bool) -> tuple[str, tuple[str, ...]]:
    """Return the section as long as the description may be, or what stands in the way of writing it."""
    body = read.present.pull.body or ""
    for text, most in zip(versions(section, read.link), _STEPS, strict=True):
        try:
            filled = _filled(body, text=text, before=read.before, reset=reset)
        except Problem as problem:
            return "", (f"{problem.what} {problem.do}",)
        if length(filled) <= most:
            return text, ()
    return "", (TOO_LONG,)


def _filled(body: str, *, text: str, before: ledger.Ledger, reset: bool) -> str:
    written = frozenset(before.traces)
    if reset:
        parts = split(body)
        cleared = body if parts is None else f"{parts.before}{parts.begin}{parts.end}{parts.after}"
        return fill(cleared, text, written)
    return fill(body, text, written)


def _comment(
    read: Read,
    judged: _Judged,
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
    there = BEGIN in body and not _inside(body)[0]
    return Plan(
        gate=verdict,
        answers=answers,
        report=comment(told) if has or waived.left or waived.taken else None,
        body=partial(removed, written=frozenset(read.before.traces)) if there else None,
        labels_removed=sorted(label.name for label in read.present.pull.labels if label.name.lower() in ours),
        review=_review(waived.left, read.files) if waived.left or known else None,
    )


def _all_heard(read: Read) -> bool:
    pending = read.work.pending if read.work is not None else ()
    return not read.analysis.doubt and all(hearing.of(one, read.analysis.report) is not None for one in pending)


def _review(findings: Sequence[Finding], files: Sequence[File]) -> Review:
    paths = {file.path for file in files if file.status != "removed"}
    annotations: list[dict[str, Any]] = [
        {
            "path": one.path.as_posix(),
            "start_line": max(one.line, 1),
            "end_line": max(one.line, 1),
            "annotation_level": _LEVELS[one.level],
            "title": one.rule[:255],
            "message": "\n".join(part for part in (one.summary, one.detail, one.advice) if part)[:16_000],
        }
        for one in findings
        if one.path.as_posix() in paths
    ][:NOTES]
    errors = sum(one.level is Level.ERROR for one in findings)
    conclusion = "failure" if errors else "neutral" if findings else "success"
    title = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}" if findings else "Nothing found"
    digest_ = sha256(msgspec.json.encode([conclusion, title, annotations], order="sorted")).hexdigest()[:32]
    return Review(digest_, conclusion, title, "The comment of the pull request says more.", annotations)
