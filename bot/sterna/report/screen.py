"""Where lines go: a terminal with colour, or a pipe without."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Final

from sterna.report.inert import logged, shown

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

INDENT: Final = "    "
_NARROW: Final = 30
"""With less room than this, rows are left to the terminal."""


class Screen:
    """Where lines go: with colour on a terminal, without it elsewhere and where NO_COLOR or CI is set.

    Text of others is never read as markup, and control characters in it are shown instead of obeyed.
    """

    def __init__(self, stream: IO[str]) -> None:
        """Write to a stream; rich is imported only for one that shows colour."""
        self._stream = stream
        self._console: Console | None = None
        if coloured(stream):
            from rich.console import Console

            self._console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)

    def line(self, *parts: str | tuple[str, str], hang: int = 0, whole: bool = False) -> None:
        """Write one line of texts, and of pairs of text and style.

        On a terminal one that is too long goes on below, `hang` columns further in; a `whole` one, such as SQL that is
        to be copied, is left to the terminal.
        """
        pairs = [(part, "") if isinstance(part, str) else part for part in parts]
        if self._console is None:
            self._stream.write(logged("".join(shown(text, keep="\t") for text, _ in pairs).rstrip()) + "\n")
            return
        from rich.text import Text

        text = Text.assemble(*((shown(text, keep="\t"), style) for text, style in pairs))
        for row in [text] if whole else _folded(text, self._console, hang):
            self._console.print(row)

    def block(self, text: str, style: str = "", *, whole: bool = False) -> None:
        """Write a text line by line, indented."""
        for row in text.rstrip("\n").split("\n"):
            self.line((f"{INDENT}{row}", style), whole=whole)


def _folded(text: Text, console: Console, hang: int) -> Iterator[Text]:
    """Yield the rows of a line that has to fit a terminal, each as far in as the line begins."""
    from rich.text import Text

    lead = len(text.plain) - len(text.plain.lstrip(" "))
    room = console.width - lead - hang
    if text.cell_len <= console.width or room < _NARROW:
        yield text
        return
    for number, row in enumerate(text[lead:].wrap(console, room)):
        row.rstrip()
        yield Text(" " * (lead + (hang if number else 0))) + row


def coloured(stream: IO[str]) -> bool:
    """Tell whether a stream shows colour: a terminal, and neither NO_COLOR nor CI nor TERM=dumb is set."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("CI") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain
