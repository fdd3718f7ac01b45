"""The one error that is shown to a person."""

from __future__ import annotations


class Problem(Exception):
    """Say what happened, where, and what to do now.

    `what` is a sentence, `where` a place (`file:line:column`, a statement, a database), `do` the next step.
    The commands print the three and exit with `code`: 2 for usage or environment, 1 for what a review found.
    """

    def __init__(self, what: str, *, where: str = "", do: str = "", code: int = 2) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.do = do
        self.code = code

    def __str__(self) -> str:
        """Join the parts that are there, one line each."""
        return "\n".join(part for part in (self.what, self.where, self.do) if part)
