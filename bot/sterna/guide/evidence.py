"""What can prove a checklist item."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Evidence(StrEnum):
    """The word after the colon in an item's hidden comment, `<!-- name: evidence -->`."""

    REPLAY = "replay"
    PROOF = "proof"
    FINDINGS = "findings"
    BOOKKEEPING = "bookkeeping"
    TESTS_PASS = "tests-pass"  # noqa: S105 - no password, a word for passing tests
    STAGING = "staging"
    REVIEW = "review"
    PERSON = "person"

    @property
    def meaning(self) -> str:
        """Say in half a sentence what has to be there for the bot to tick the item."""
        return _MEANING[self]


_MEANING: Final = {
    Evidence.REPLAY: "the migration ran on a private PostgreSQL after all migrations before it",
    Evidence.PROOF: "the rollback was run on a private PostgreSQL and the schema came back",
    Evidence.FINDINGS: "the review has no open finding at the level error",
    Evidence.BOOKKEEPING: "the journal, the snapshots and the files agree with each other and with the base branch",
    Evidence.TESTS_PASS: "the other checks of the head commit succeeded",
    Evidence.STAGING: "the head commit was deployed to the staging environment with success",
    Evidence.REVIEW: "somebody with the right to do so approved the migration after its last change",
    Evidence.PERSON: "a person's word: the box is ticked by hand",
}
