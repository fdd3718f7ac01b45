"""The writes, each of them safe to repeat: run twice, at the same time or stopped half way, they end the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from sterna.github import present as reading
from sterna.github.client import Client
from sterna.github.edits import replaced
from sterna.github.labelling import label
from sterna.github.plan import Answer, Plan, Review
from sterna.github.present import REVIEW, CheckRun, Comment, Label, Present, Pull, Status
from sterna.github.refusal import Refused
from sterna.github.seal import reports, seal
from sterna.problem import Problem
from sterna.pull_request.gate import CONTEXT, Gate
from sterna.pull_request.ledger import REPORT, Ledger, put, read
from sterna.pull_request.settings import Labels

ANNOTATIONS: Final = 50
"""Annotations that one request may carry."""
_TRIES: Final = 4


class Moved(Problem):
    """The head of the pull request is another one than the one that was judged; its own run will come."""


class Stale(Problem):
    """Somebody changed the pull request between the reading and the writing: it has to be judged anew."""


class Writer:
    """Carries a plan out.

    `now` is what was judged, with our own writes applied to it and nothing else: a word, a tick or a command that came
    meanwhile is not in it, so it does not fit the seal, and the next look finds it.
    """

    def __init__(self, client: Client, now: Present, bot: str, trusted: str, labels: Labels) -> None:
        """Start from what was read."""
        self._client = client
        self._bot = bot
        self._trusted = trusted
        self._labels = labels
        self.now = now

    def carry_out(self, plan: Plan) -> str:
        """Write what differs, and return the digest of the state as it should be now; empty without a comment of ours.

        Raises Moved when a newer commit has come, Stale when the pull request is no longer what was judged, Refused
        when GitHub says no.
        """
        self._still_there()
        for answer in plan.answers:
            self._answer(answer)
        mine = self._mine()
        before = read(mine.text) if mine is not None else Ledger()
        body = self.now.pull.body or ""
        rewritten = plan.body is not None and plan.body(body) != body
        if plan.report is not None and (mine is None or rewritten):
            # Our lines must be known as ours before they stand in the description, whatever happens in between.
            traces = tuple(sorted({*before.traces, *plan.traces}))
            self._report(plan.report, msgspec.structs.replace(before, seal="", traces=traces))
        if plan.body is not None and rewritten:
            self._body(plan)
        self._label(plan.labels_added, plan.labels_removed)
        if plan.review is not None:
            self._review(plan.review)
        url, left = (mine.html_url if mine is not None else None), ""
        if plan.report is not None:
            url, left = self._sealed(plan)
        self.status(plan.gate, url)
        return left

    def _sealed(self, plan: Plan) -> tuple[str, str]:
        """Write the comment with the seal of the state as it is once the status is posted; return address and seal."""
        report = plan.report or ""
        last = self._with_status(plan.gate)
        mine = self._mine()
        text = put(report, Ledger())
        if mine is not None:
            last = _with(last, msgspec.structs.replace(mine, body=text))
        left = seal(last, self._trusted, self._bot)
        ledger = msgspec.structs.replace(
            plan.ledger, seal=left if plan.sealed else "", traces=tuple(sorted(plan.traces))
        )
        return self._report(report, ledger).html_url, left

    def status(self, gate: Gate, url: str | None) -> None:
        """Post the gate on the head commit when it differs: a commit takes a thousand of one name and no more."""
        old = self.now.gate
        if old is not None and (old.state, old.description) == (str(gate.light), gate.text):
            return
        body = {"state": str(gate.light), "description": gate.text, "context": CONTEXT}
        target = url or self.now.pull.html_url
        self._client.post(f"/statuses/{self.now.pull.head.sha}", {**body, "target_url": target})
        self.now = self._with_status(gate)

    def _with_status(self, gate: Gate) -> Present:
        others = tuple(one for one in self.now.statuses if one.context != CONTEXT)
        return msgspec.structs.replace(self.now, statuses=(*others, Status(CONTEXT, str(gate.light), gate.text)))

    def _still_there(self) -> None:
        fresh = reading.pull(self._client, self.now.pull.number)
        if fresh.head.sha != self.now.pull.head.sha:
            raise Moved("A newer commit has come; its own run judges it.", where=fresh.head.sha)
        if _shape(fresh) != _shape(self.now.pull):
            raise Stale("The pull request was changed while it was judged.", do="Run this again.")

    def _mine(self) -> Comment | None:
        return next(iter(reports(self.now, self._bot)), None)

    def _report(self, text: str, ledger: Ledger) -> Comment:
        """Put our one comment in place: of several the oldest stays, so that every run keeps the same."""
        body = put(text, ledger)
        mine = reports(self.now, self._bot)
        if not mine:
            self._create(body, REPORT)
            mine = reports(self.now, self._bot)
        keep, *extra = mine
        for one in extra:
            self._client.delete(f"/issues/comments/{one.id}")
        gone = {one.id for one in extra}
        self.now = msgspec.structs.replace(
            self.now, comments=tuple(one for one in self.now.comments if one.id not in gone)
        )
        if keep.text.replace("\r\n", "\n") != body:
            self._client.patch(f"/issues/comments/{keep.id}", {"body": body})
            keep = msgspec.structs.replace(keep, body=body)
            self.now = _with(self.now, keep)
        return keep

    def _create(self, body: str, first: str) -> None:
        """Create a comment and list again: a rival may have made one, and an answer that is lost says nothing."""
        number = self.now.pull.number
        lost: Refused | None = None
        try:
            self._client.post(f"/issues/{number}/comments", {"body": body})
        except Refused as refused:
            if 0 < refused.status < 500:
                raise
            lost = refused
        fresh = reading.comments(self._client, number)
        kept = [one for one in self.now.comments if one.author != self._bot]
        comments = sorted([*kept, *(one for one in fresh if one.author == self._bot)], key=lambda one: one.id)
        self.now = msgspec.structs.replace(self.now, comments=tuple(comments))
        if not any(one.author == self._bot and one.text.startswith(first) for one in self.now.comments):
            raise lost or Problem(
                f"The comment was created, but not by `{self._bot}`.",
                do="Set STERNA_BOT_LOGIN to the login that the token writes as.",
            )

    def _answer(self, answer: Answer) -> None:
        asked = next((one for one in self.now.comments if one.id == answer.comment), None)
        if asked is not None and not asked.reactions.get(answer.reaction):
            try:
                self._client.post(f"/issues/comments/{answer.comment}/reactions", {"content": answer.reaction})
            except Refused as refused:
                # A reaction is a courtesy. Posting it once more later does no harm.
                if 0 < refused.status < 500 and refused.status != 404:
                    raise
        first = marker(answer.comment)
        known = [one for one in self.now.comments if one.author == self._bot and one.text.startswith(first)]
        if answer.text and not known:
            self._create(f"{first}\n{answer.text}", first)
            known = [one for one in self.now.comments if one.author == self._bot and one.text.startswith(first)]
        for one in known[1:]:
            self._client.delete(f"/issues/comments/{one.id}")
            rest = tuple(other for other in self.now.comments if other.id != one.id)
            self.now = msgspec.structs.replace(self.now, comments=rest)

    def _body(self, plan: Plan) -> None:
        """Read, merge, write, and look whether a person wrote in between; then merge with that."""
        if plan.body is None:
            return
        number = self.now.pull.number
        for _ in range(_TRIES):
            fresh = reading.pull(self._client, number)
            if fresh.head.sha != self.now.pull.head.sha:
                raise Moved("A newer commit has come; its own run judges it.", where=fresh.head.sha)
            old = fresh.body or ""
            new = plan.body(old)
            if new != old:
                self._client.patch(f"/pulls/{number}", {"body": new})
                lost = replaced(self._client, number, old, new)
                if lost is not None:
                    self._client.patch(f"/pulls/{number}", {"body": plan.body(lost)})
                    continue
            judged = self.now.pull
            judged = msgspec.structs.replace(judged, body=plan.body(judged.body or ""))
            self.now = msgspec.structs.replace(self.now, pull=judged)
            return
        raise Problem("The description keeps changing while it is written.", do="Run this again.")

    def _label(self, added: Sequence[str], removed: Sequence[str]) -> None:
        pull = self.now.pull
        label(self._client, pull.number, self._labels, added, removed)
        names = {one.name for one in pull.labels} | set(added)
        left = tuple(Label(name) for name in sorted(names - set(removed)))
        self.now = msgspec.structs.replace(self.now, pull=msgspec.structs.replace(pull, labels=left))

    def _review(self, review: Review) -> None:
        """Create the check run once for each result: annotations are only ever added, never replaced.

        Where they need several requests, the digest comes with the last: what was cut off half way is made anew.
        """
        if self._known(review):
            return
        notes = review.annotations
        chunks = [notes[at : at + ANNOTATIONS] for at in range(0, len(notes), ANNOTATIONS)] or [[]]
        output: dict[str, Any] = {"title": review.title, "summary": review.summary}
        ended = {"status": "completed", "conclusion": review.conclusion, "external_id": review.digest}
        body: dict[str, Any] = {"name": REVIEW, "head_sha": self.now.pull.head.sha}
        body["output"] = output | {"annotations": chunks[0]}
        try:
            made = self._client.post("/check-runs", body | (ended if len(chunks) == 1 else {"status": "in_progress"}))
        except Refused as refused:
            if 0 < refused.status < 500:
                raise
            self._checked([one for one in reading.checks(self._client, self.now.pull.head.sha) if one.name == REVIEW])
            if not self._known(review):
                raise
            return
        for number, chunk in enumerate(chunks[1:], 2):
            more: dict[str, Any] = {"output": output | {"annotations": chunk}}
            more |= ended if number == len(chunks) else {}
            made = self._client.patch(f"/check-runs/{made['id']}", more)
        self._checked([reading.shaped(made, CheckRun)])

    def _checked(self, ours: Sequence[CheckRun]) -> None:
        others = [one for one in self.now.checks if one.name != REVIEW]
        self.now = msgspec.structs.replace(self.now, checks=(*others, *ours))

    def _known(self, review: Review) -> bool:
        return any(one.name == REVIEW and one.external_id == review.digest for one in self.now.checks)


def _shape(pull: Pull) -> tuple[object, ...]:
    """Return what a run judges of the pull request itself."""
    return pull.state, pull.body or "", pull.base.ref, sorted(label.name for label in pull.labels)


def marker(comment: int) -> str:
    """Return the first line of our answer to a comment."""
    return f"<!-- sterna:answer:{comment} -->"


def _with(present: Present, changed: Comment) -> Present:
    return msgspec.structs.replace(
        present, comments=tuple(changed if one.id == changed.id else one for one in present.comments)
    )
