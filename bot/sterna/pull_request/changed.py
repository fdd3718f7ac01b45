"""The files that a pull request changes, as GitHub lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_HUNK: Final = re.compile(r"@@ -\d+(?:,\d+)? \+(?P<line>\d+)")


@dataclass(frozen=True, slots=True)
class File:
    """A changed file.

    `status` is GitHub's word: added, removed, modified, renamed, copied, changed, unchanged. `before` is the path that
    it had, `sha` the blob at the head. `patch` is empty where the diff is large or the file binary, and
    `whole` is false where it lacks what changed.
    """

    path: str
    status: str
    sha: str
    before: str = ""
    patch: str = ""
    whole: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Return every path that it has or had."""
        return (self.path, self.before) if self.before else (self.path,)

    def added(self) -> Iterator[tuple[int, str]]:
        """Yield number and text of the lines that are new."""
        number = 0
        for line in self.patch.split("\n"):
            hunk = _HUNK.match(line)
            if hunk:
                number = int(hunk["line"])
            elif line.startswith("+"):
                yield number, line[1:]
                number += 1
            elif not line.startswith(("-", "\\")):
                number += 1


def matches(path: str, patterns: Sequence[str]) -> bool:
    """Tell whether a path fits one of the patterns; `*` stays within a folder, `**/` stands for any folders."""
    return any(re.fullmatch(_expression(pattern), path) for pattern in patterns)


def _expression(pattern: str) -> str:
    made = re.escape(pattern).replace(r"\*\*/", "(?:[^/]+/)*").replace(r"\*\*", ".*")
    return made.replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
