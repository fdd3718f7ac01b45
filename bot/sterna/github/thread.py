"""The commands of the thread: which are new, who may give them, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sterna.github.people import People
from sterna.github.plan import Answer
from sterna.github.present import Comment, Present
from sterna.github.writes import marker
from sterna.history.model import MIGRATION
from sterna.pull_request.command import FORMS, OF_WRITERS, PREFIX, REASON_LENGTH, Command, Verb, commands
from sterna.pull_request.gate import Gate
from sterna.pull_request.length import cut, length
from sterna.pull_request.section import Entry
from sterna.pull_request.waiver import Waiver, binding, bound
from sterna.report import inert
from sterna.review import Finding

DONE, REFUSED = "+1", "confused"
_ANSWER = "<!-- sterna:answer:"
_BACK = "<!-- sterna:unwaived "
_LONG, _SQL, _REASON, _NAME, _FEW = 60_000, 20_000, 500, 100, 40
_TOO_LONG = "The rest is too long for one comment. Ask for one thing at a time."


@dataclass(frozen=True, slots=True)
class Said:
    """The new commands of one comment; `may` says that their author may give them all, `writes` that he may write."""

    comment: Comment
    commands: tuple[Command, ...]
    asks: bool
    writes: bool


def said(present: Present, people: People, bot: str) -> list[Said]:
    """Return the comments with commands that have no answer of ours yet."""
    answered = {one.text.split("\n", 1)[0].rstrip() for one in present.comments if one.author == bot}
    author = present.pull.user.login if present.pull.user else ""
    found = []
    for comment in present.comments:
        if comment.author == bot or (comment.user and comment.user.type == "Bot") or PREFIX not in comment.text:
            continue
        given = commands(comment.text)
        if not given or marker(comment.id) in answered or _only_recheck(given, comment):
            continue
        writes = people.may_write(comment.author)
        found.append(Said(comment, given, writes or comment.author == author, writes))
    return found


def _only_recheck(given: Sequence[Command], comment: Comment) -> bool:
    """Tell whether there is nothing to answer: looking anew is what every run does, and the reaction says it did."""
    return all(one.verb is Verb.RECHECK for one in given) and bool(comment.reactions.get(DONE))


Step = Waiver | str
"""What a comment did: it gave a waiver, or it took those of a rule back."""


def answered(present: Present, people: People, bot: str) -> dict[int, list[Step]]:
    """Return what the answered comments did, by comment: as our first answer bound it, and nothing that came later.

    A waiver lasts no longer than the right of the person who gave it.
    """
    first: dict[int, str] = {}
    for one in present.comments:
        number = one.text.removeprefix(_ANSWER).split(" ", 1)[0]
        if one.author == bot and one.text.startswith(_ANSWER) and number.isdigit():
            first.setdefault(int(number), one.text)
    found: dict[int, list[Step]] = {}
    for asked in present.comments:
        lines = first.get(asked.id, "").split("\n")
        steps = [step for line in lines if (step := _step(line, asked)) is not None]
        if steps and asked.updated_at == asked.created_at and people.may_write(asked.author):
            found[asked.id] = steps
    return found


def _step(line: str, asked: Comment) -> Step | None:
    if line.startswith(_BACK):
        return line.removeprefix(_BACK).split(" ", 1)[0]
    bind = binding(line)
    if bind is None:
        return None
    given = (one.reason for one in commands(asked.text) if one.verb is Verb.WAIVE and one.argument == bind[0])
    return _waiver(bind[0], next(given, ""), asked, bind[1])


def _waiver(rule: str, reason: str, asked: Comment, subjects: frozenset[str]) -> Waiver:
    return Waiver(rule, reason[:REASON_LENGTH], asked.author, asked.created_at[:10], asked.html_url, subjects)


def in_force(*steps: Mapping[int, Sequence[Step]]) -> list[Waiver]:
    """Return the waivers that stand once all steps are done, in the order of the thread."""
    found: list[Waiver] = []
    together = {comment: each for one in steps for comment, each in one.items()}
    for _, each in sorted(together.items()):
        for step in each:
            if isinstance(step, str):
                found = [one for one in found if one.rule != step]
            else:
                found.append(step)
    return found


@dataclass(frozen=True, slots=True)
class Context:
    """What answers need: the rules of the guide, all findings with the digests of their files, the rollbacks.

    `seen` is when GitHub first knew the head commit; empty when it is not known.
    """

    rules: Sequence[str]
    findings: Sequence[Finding]
    subjects: Mapping[str, str]
    entries: Sequence[Entry]
    seen: str


def given(new: Sequence[Said], context: Context) -> dict[int, list[Step]]:
    """Return what the new comments do, so that this run counts it."""
    found: dict[int, list[Step]] = {}
    for one in new:
        for command in one.commands:
            if command.verb not in OF_WRITERS or _refusal(one, command, context):
                continue
            rule = command.argument
            waived = command.verb is Verb.WAIVE
            step: Step = _waiver(rule, command.reason, one.comment, _subjects(rule, context)) if waived else rule
            found.setdefault(one.comment.id, []).append(step)
    return found


def waives(new: Sequence[Said]) -> bool:
    """Tell whether somebody wants to accept something."""
    return any(command.verb is Verb.WAIVE for one in new for command in one.commands)


def resets(new: Sequence[Said], context: Context) -> bool:
    """Tell whether the section is to be written anew."""
    return any(
        command.verb is Verb.RESET_SECTION and not _refusal(one, command, context)
        for one in new
        for command in one.commands
    )


def answers(new: Sequence[Said], context: Context, gate: Gate) -> list[Answer]:
    """Return what is said to each comment; the same is not said twice, and no more than a comment holds."""
    found = []
    for one in new:
        refused = False
        hidden: list[str] = []
        texts: dict[str, None] = {}
        for command in one.commands:
            wrong = _refusal(one, command, context)
            refused |= bool(wrong)
            if not wrong and command.verb in OF_WRITERS:
                hidden.append(_hidden(command, context))
            texts[wrong or _text(command, context, gate)] = None
        kept = "\n".join(hidden)
        for text in filter(None, texts):
            more = f"{kept}\n\n{text}" if kept else text
            if length(more) > _LONG:
                kept = f"{kept}\n\n{_TOO_LONG}"
                break
            kept = more
        found.append(Answer(one.comment.id, kept, REFUSED if refused else DONE))
    return found


def _refusal(one: Said, command: Command, context: Context) -> str:
    if one.comment.updated_at != one.comment.created_at:
        return "A comment that was edited is not obeyed. Write a new one."
    if command.verb in OF_WRITERS and not one.writes:
        return f"`{PREFIX} {command.verb}` needs write access to this repository."
    if not one.asks:
        return "Commands are for the author of the pull request and for people with write access."
    if command.wrong:
        return command.wrong
    if command.verb in OF_WRITERS and command.argument not in context.rules:
        near = get_close_matches(command.argument[:_NAME], context.rules, n=1, cutoff=0.5)
        meant = f" Did you mean `{near[0]}`?" if near else ""
        return f"There is no rule {inert.code(cut(command.argument, _NAME))}.{meant}"
    if command.verb is Verb.WAIVE:
        if not _subjects(command.argument, context):
            return f"`{command.argument}` finds nothing here, so there is nothing to waive."
        if not context.seen or context.seen >= one.comment.created_at:
            return "The files changed after this comment was written. Look at them again, and waive again."
    if command.verb is Verb.ROLLBACK and command.argument and not _meant(command.argument, context):
        tags = ", ".join(inert.code(entry.tag) for entry in context.entries[:_FEW])
        there = f"; there is {tags}" if tags else ""
        return f"There is no migration {inert.code(cut(command.argument, _NAME))} here{there}."
    return ""


def _text(command: Command, context: Context, gate: Gate) -> str:
    if command.verb is Verb.HELP:
        rows = [f"| `{PREFIX} {form}` | {what} |" for form, what in FORMS.values()]
        return "\n".join(["| Command | |", "|---|---|", *rows])
    if command.verb is Verb.STATUS:
        rows = [f"- {inert.prose(cut(reason, _REASON))}" for reason in gate.reasons[:_FEW]]
        return "\n".join([f"{inert.prose(gate.text)}.", *([""] if rows else []), *rows])
    if command.verb is Verb.ROLLBACK:
        return _rollback(command.argument, context)
    if command.verb is Verb.WAIVE:
        paths = dict.fromkeys(str(one.path) for one in context.findings if one.rule == command.argument)
        where = ", ".join(inert.code(cut(path, _NAME)) for path in list(paths)[:_FEW])
        more = f" and {len(paths) - _FEW} more files" if len(paths) > _FEW else ""
        return f"`{command.argument}` is waived in {where}{more}, as long as the files stay what they are."
    if command.verb is Verb.UNWAIVE:
        return f"`{command.argument}` is no longer waived."
    if command.verb is Verb.RESET_SECTION:
        return "The migration section was written anew; its boxes are open."
    return ""


def _hidden(command: Command, context: Context) -> str:
    """Return the line by which our answer remembers what a command did."""
    if command.verb is Verb.UNWAIVE:
        return f"{_BACK}{command.argument} -->"
    return bound(command.argument, _subjects(command.argument, context))


def _rollback(tag: str, context: Context) -> str:
    texts = []
    for entry in _meant(tag, context) if tag else context.entries:
        back = entry.rollback
        head = f"{inert.code(entry.tag)}: {back.verdict}"
        if not back.statements:
            texts.append(f"{head}{f', {inert.plain(back.reason)}' if back.reason else ''}")
        elif len(back.sql) > _SQL:
            texts.append(f"{head}. The SQL is long; {inert.code(f'sterna rollback {entry.tag}')} prints it.")
        else:
            texts.append(f"{head}\n\n{inert.fence(back.sql)}")
    return "\n\n".join(texts[:5]) or "No migration is touched."


def _meant(tag: str, context: Context) -> list[Entry]:
    name = tag.removesuffix(f"/{MIGRATION}").rsplit("/", 1)[-1].removesuffix(".sql")
    return [entry for entry in context.entries if entry.tag == name or entry.tag.startswith(f"{name}_")]


def _subjects(rule: str, context: Context) -> frozenset[str]:
    found = (context.subjects.get(str(one.path), "") for one in context.findings if one.rule == rule)
    return frozenset(subject for subject in found if subject)
