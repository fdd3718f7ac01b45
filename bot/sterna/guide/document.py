"""A Markdown page taken apart: front matter, title, sections, fences, checklist items, each with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from sterna.guide.model import Section
from sterna.problem import Problem

_ITEM: Final = re.compile(r"\[[ xX]\]\s+(?P<text>.*)", re.DOTALL)
# Written in C, where PyYAML was built with it.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT: Final = re.compile(r"<!--(.*?)-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Field:
    """A value of the front matter and the line of its key."""

    value: object
    line: int


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: its info string, its text, where it stands, and the paragraph before it."""

    info: str
    text: str
    line: int
    section: str
    lead: str


@dataclass(frozen=True, slots=True)
class Item:
    """A task-list item: its text without comments, and the first comment in it (None: there is none)."""

    text: str
    comment: str | None
    line: int
    section: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph at the top of a section, as Markdown source."""

    text: str
    section: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A page; lines count from 1.

    `fields` is empty where there is no front matter, `title` where there is no heading of the first level.
    """

    path: Path
    text: str
    fields: Mapping[str, Field]
    title: str
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    fences: tuple[Fence, ...]
    items: tuple[Item, ...]

    def place(self, line: int) -> str:
        """Return `file:line`."""
        return f"{self.path}:{line}"


def parse(path: Path) -> Document:
    """Read a page; raise Problem where it cannot be read or its front matter is not a mapping."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"This page cannot be read: {error}", where=str(path)) from error
    return _parsed(path, text)


# A push concerns many pull requests, and the guide is read for each of them.
@lru_cache(maxsize=1_000)
def _parsed(path: Path, text: str) -> Document:
    tokens = _markdown().parse(text)
    fields: Mapping[str, Field] = {}
    title, section, lead = "", "", ""
    heads: list[tuple[str, int, int]] = []
    paragraphs: list[Paragraph] = []
    fences: list[Fence] = []
    items: list[Item] = []
    for number, token in enumerate(tokens):
        line = (token.map[0] if token.map else 0) + 1
        if token.type == "front_matter":
            fields = _fields(path, token.content)
        elif token.type == "heading_open" and token.tag == "h1" and not title:
            title = tokens[number + 1].content
        elif token.type == "heading_open" and token.tag == "h2" and token.map:
            section, lead = tokens[number + 1].content, ""
            heads.append((section, line, token.map[1]))
        elif token.type == "paragraph_open" and token.level == 0:
            lead = tokens[number + 1].content
            paragraphs.append(Paragraph(lead, section, line))
        elif token.type == "fence":
            fences.append(Fence(token.info.strip(), token.content, line, section, lead))
            lead = ""
        elif token.type == "list_item_open":
            found = _item(tokens[number + 1 : number + 3], line, section)
            if found:
                items.append(found)
    return Document(path, text, fields, title, _sections(text, heads), tuple(paragraphs), tuple(fences), tuple(items))


@cache
def _markdown() -> MarkdownIt:
    # What stands within a paragraph is kept as it is written, so it need not be parsed: that would be half of the time.
    return MarkdownIt("commonmark").use(front_matter_plugin).disable("inline")


def _item(tokens: list[Token], line: int, section: str) -> Item | None:
    if [token.type for token in tokens] != ["paragraph_open", "inline"]:
        return None
    found = _ITEM.fullmatch(tokens[1].content)
    if not found:
        return None
    comment = _COMMENT.search(found["text"])
    text = " ".join(_COMMENT.sub("", found["text"]).split())
    return Item(text, comment[1].strip() if comment else None, line, section)


def _sections(text: str, heads: list[tuple[str, int, int]]) -> tuple[Section, ...]:
    lines = text.splitlines(keepends=True)
    ends = [line - 1 for _, line, _ in heads[1:]] + [len(lines)][: len(heads)]
    return tuple(
        Section(title, "".join(lines[start:end]).strip("\n"), line)
        for (title, line, start), end in zip(heads, ends, strict=True)
    )


def _fields(path: Path, text: str) -> dict[str, Field]:
    # The front matter begins in the second line of the file, below the three dashes.
    try:
        root = _composed(text)
        if root is None:
            return {}
        if not isinstance(root, yaml.MappingNode):
            raise Problem("The front matter is not a list of `key: value` lines.", where=f"{path}:1")
        loader = yaml.SafeLoader("")
        fields: dict[str, Field] = {}
        for key, value in root.value:
            name, line = str(key.value), key.start_mark.line + 2
            if name in fields:
                raise Problem(f"`{name}` stands twice in the front matter.", where=f"{path}:{line}")
            fields[name] = Field(loader.construct_object(value, deep=True), line)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        what = getattr(error, "problem", None) or str(error)
        raise Problem(f"The front matter is not YAML: {what}", where=f"{path}:{line}") from error
    return fields


def _composed(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        # The loader in Python says better where.
        return yaml.compose(text, Loader=yaml.SafeLoader)
