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
from sterna.pull_request.section import Entry
from sterna.pull_request.waiver import Waiver, binding, bound
from sterna.report import inert
from sterna.review import Finding

DONE, REFUSED = "+1", "confused"
_UNWAIVED = "<!-- sterna:unwaived {rule} -->"
_BACK = 20_000


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


def waivers(present: Present, bot: str) -> list[Waiver]:
    """Return the waivers that stand: given by a comment, bound by our answer to it, and not taken back since."""
    by_id = {one.id: one for one in present.comments}
    found: list[Waiver] = []
    for answer in present.comments:
        if answer.author != bot or not answer.text.startswith("<!-- sterna:answer:"):
            continue
        number = answer.text.removeprefix("<!-- sterna:answer:").split(" ", 1)[0]
        asked = by_id.get(int(number)) if number.isdigit() else None
        if asked is None or asked.updated_at != asked.created_at:
            continue
        for line in answer.text.split("\n"):
            if line.startswith("<!-- sterna:unwaived "):
                rule = line.removeprefix("<!-- sterna:unwaived ").split(" ", 1)[0]
                found = [one for one in found if one.rule != rule]
            elif bind := binding(line):
                reason = next(
                    (one.reason for one in commands(asked.text) if one.verb is Verb.WAIVE and one.argument == bind[0]),
                    "",
                )
                found.append(
                    Waiver(
                        bind[0], reason[:REASON_LENGTH], asked.author, asked.created_at[:10], asked.html_url, bind[1]
                    )
                )
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


def bind(new: Sequence[Said], context: Context) -> list[Waiver]:
    """Return the waivers that new commands give, so that this run counts them."""
    found = []
    for one in new:
        for command in one.commands:
            if command.verb is Verb.WAIVE and not _refusal(one, command, context):
                subjects = _subjects(command.argument, context)
                found.append(
                    Waiver(
                        command.argument,
                        command.reason,
                        one.comment.author,
                        one.comment.created_at[:10],
                        one.comment.html_url,
                        frozenset(subjects),
                    )
                )
    return found


def resets(new: Sequence[Said], context: Context) -> bool:
    """Tell whether the section is to be written anew."""
    return any(
        command.verb is Verb.RESET_SECTION and not _refusal(one, command, context)
        for one in new
        for command in one.commands
    )


def withdrawn(new: Sequence[Said], context: Context) -> frozenset[str]:
    """Return the rules whose waivers new commands take back."""
    return frozenset(
        command.argument
        for one in new
        for command in one.commands
        if command.verb is Verb.UNWAIVE and not _refusal(one, command, context)
    )


def answers(new: Sequence[Said], context: Context, gate: Gate) -> list[Answer]:
    """Return what is said to each comment."""
    found = []
    for one in new:
        refused = False
        texts = []
        for command in one.commands:
            wrong = _refusal(one, command, context)
            refused |= bool(wrong)
            texts.append(wrong or _text(command, context, gate))
        text = "\n\n".join(text for text in texts if text)
        found.append(Answer(one.comment.id, text, REFUSED if refused else DONE))
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
        near = get_close_matches(command.argument, context.rules, n=1, cutoff=0.5)
        meant = f" Did you mean `{near[0]}`?" if near else ""
        return f"There is no rule {inert.code(command.argument)}.{meant}"
    if command.verb is Verb.WAIVE:
        if not _subjects(command.argument, context):
            return f"`{command.argument}` finds nothing here, so there is nothing to waive."
        if context.seen and context.seen > one.comment.created_at:
            return "The files changed after this comment was written. Look at them again, and waive again."
    if command.verb is Verb.ROLLBACK and command.argument and not _meant(command.argument, context):
        tags = ", ".join(inert.code(entry.tag) for entry in context.entries)
        return f"There is no migration {inert.code(command.argument)} here{f'; there is {tags}' if tags else ''}."
    return ""


def _text(command: Command, context: Context, gate: Gate) -> str:
    if command.verb is Verb.HELP:
        rows = [f"| `{PREFIX} {form}` | {what} |" for form, what in FORMS.values()]
        return "\n".join(["| Command | |", "|---|---|", *rows])
    if command.verb is Verb.STATUS:
        rows = [f"- {inert.prose(reason)}" for reason in gate.reasons[:40]]
        return "\n".join([f"{inert.prose(gate.text)}.", *([""] if rows else []), *rows])
    if command.verb is Verb.ROLLBACK:
        return _rollback(command.argument, context)
    if command.verb is Verb.WAIVE:
        paths = dict.fromkeys(str(one.path) for one in context.findings if one.rule == command.argument)
        where = ", ".join(inert.code(path) for path in paths)
        hidden = bound(command.argument, _subjects(command.argument, context))
        return f"{hidden}\n\n`{command.argument}` is waived in {where}, as long as the files stay what they are."
    if command.verb is Verb.UNWAIVE:
        return f"{_UNWAIVED.format(rule=command.argument)}\n\n`{command.argument}` is no longer waived."
    if command.verb is Verb.RESET_SECTION:
        return "The migration section was written anew; its boxes are open."
    return ""


def _rollback(tag: str, context: Context) -> str:
    texts = []
    for entry in _meant(tag, context) if tag else context.entries:
        back = entry.rollback
        head = f"{inert.code(entry.tag)}: {back.verdict}"
        if not back.statements:
            texts.append(f"{head}{f', {inert.plain(back.reason)}' if back.reason else ''}")
        elif len(back.sql) > _BACK:
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
