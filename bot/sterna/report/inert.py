"""Text that others wrote, made inert before it stands in Markdown, in a comment of SQL or on a terminal.

GitHub notifies whoever is named by `@name`, even after a backslash; a zero-width space or code stops it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from sterna.pull_request.sentence import Code, Name, Sentence

ZERO_WIDTH: Final = "\u200b"
# Control characters, invisible ones, those that turn the direction of writing, those that end a line to some.
_HIDDEN: Final = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co")
# An underscore between letters is no mark; elsewhere it may be.
_MARKUP: Final = re.compile(r"([\\`*\[\]<>&|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
_COMMAND: Final = re.compile(r"(##|^\s*:)(?=[\[:])")
_SPAN: Final = re.compile(r"(`+)(.+?)(?<!`)\1(?!`)")
_WORD: Final = re.compile(r"(?!www\.)[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*(?:\.[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*)?")


def shown(text: str, *, keep: str = "") -> str:
    r"""Show characters that cannot be seen, or that change what is seen, as `\u{2028}`; those in `keep` stay."""
    return "".join(
        f"\\u{{{ord(character):04x}}}"
        if character not in keep and unicodedata.category(character) in _HIDDEN
        else character
        for character in text
    )


def logged(text: str) -> str:
    """Return one line for a log: to the runner of GitHub Actions `::` begins a command, and `##[` does so anywhere."""
    return _COMMAND.sub(rf"\1{ZERO_WIDTH}", text)


def line(text: str) -> str:
    """Return a text on one line, with what cannot be seen shown."""
    return shown(re.sub(r"[\r\n\t]+", " ", text))


def fence(text: str, language: str = "sql") -> str:
    """Return a code block that no content can leave: its fence is longer than any run of backticks inside."""
    clean = shown(text.replace("\r\n", "\n").replace("\r", "\n"), keep="\n\t").strip("\n")
    ticks = "`" * max(3, _longest(clean) + 1)
    return f"{ticks}{language}\n{clean}\n{ticks}"


def code(text: str) -> str:
    """Return an inline code span on one line."""
    clean = line(text) or " "
    ticks = "`" * (_longest(clean) + 1)
    pad = " " if clean.startswith("`") or clean.endswith("`") else ""
    return f"{ticks}{pad}{clean}{pad}{ticks}"


def cell(markdown: str) -> str:
    """Return Markdown of ours for a table cell, where a bar would end it."""
    return markdown.replace("|", "\\|")


def plain(text: str) -> str:
    """Return prose in which nothing is markup, a link, a mention or a reference."""
    clean = _MARKUP.sub(r"\\\1", line(text).strip())
    clean = clean.replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")
    clean = re.sub(r"@(?=[\w-])", f"@{ZERO_WIDTH}", clean)
    clean = re.sub(r"(?i)\b(https?|ftp|mailto|xmpp)(?=:)", rf"\1{ZERO_WIDTH}", clean)
    clean = re.sub(r"(?i)\bwww(?=\.)", rf"www{ZERO_WIDTH}", clean)
    clean = re.sub(r"(?i)(#|\bGH-)(?=\d)", rf"\1{ZERO_WIDTH}", clean)
    # A list, a heading or an underline begins only at the start of a line.
    return re.sub(r"^(\d*)([-+#=.)])", r"\1\\\2", clean)


def sentence(said: Sentence) -> str:
    """Return a sentence as Markdown: names that are harmless words as words, everything else of others as code."""
    parts = []
    for part in said.parts:
        if isinstance(part, str):
            parts.append(part)
        elif isinstance(part, Name) and _WORD.fullmatch(part.text):
            parts.append(part.text)
        elif isinstance(part, (Name, Code)):
            parts.append(code(part.text))
    return "".join(parts)


def prose(text: str) -> str:
    """Return a paragraph whose code spans stay code; everything else in it is made inert."""
    parts = []
    for number, piece in enumerate(_SPAN.split(" ".join(text.split()))):
        # What the pattern catches come in pairs: the backticks, and what is between them.
        if number % 3 == 0:
            inside = plain(piece) if number == 0 else plain(f"x{piece}")[1:]
            parts.append(inside + (" " if piece.endswith(" ") and inside else ""))
        elif number % 3 == 2:
            parts.append(code(piece.strip()))
    return "".join(parts).strip()


def address(url: str) -> str:
    """Return an https address for the target of a link, with nothing left that could end it; empty for any other."""
    found = re.match(r"https?://[A-Za-z0-9.:-]+(?:/|$)", url)
    return found[0] + quote(url[found.end() :], safe="/#?=&%:@~+,;-._") if found else ""


def _longest(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
