"""A rule page becomes a Rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from sterna.guide.checklist import checklist
from sterna.guide.document import Document, Fence, Field
from sterna.guide.model import LOCKS, Example, Harm, Kind, Level, Pattern, Rule, Source
from sterna.problem import Problem

SECTIONS: Final = ("Why", "Unsafe", "Safe", "The way back", "What to check", "When it is fine", "More")
"""The headings of a rule page, in this order."""

_IN_DRIZZLE: Final = "In Drizzle"

_KEYS: Final = ("level", "harm", "match", "unless", "check", "from", "tables", "lock", "rewrite", "scan")
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_SQLSTATE: Final = re.compile(r"[0-9A-Z]{5}")
_OPTIONS: Final = {
    Kind.GIVEN: ("alone",),
    Kind.UNSAFE: ("alone", "fails", "named"),
    Kind.SAFE: ("alone", "named"),
    Kind.ROLLBACK: ("alone", "safe"),
    Kind.QUERY: (),
}

_Word = TypeVar("_Word", bound=StrEnum)


def read_rule(page: Document) -> Rule:
    """Return the rule that a page holds; raise Problem with file and line for what is missing or not known."""
    _names(page)
    summary = next((found for found in page.paragraphs if not found.section), None)
    if summary is None:
        raise Problem(
            "The page has no summary: one sentence between the title and the first section.", where=page.place(1)
        )
    _headings(page)
    fields = page.fields
    check = _text(page, "check")
    advice, in_drizzle = _advice(page)
    rule = Rule(
        name=page.path.stem,
        path=page.path,
        title=page.title,
        summary=" ".join(summary.text.split()),
        level=_word(page, "level", Level),
        harm=_word(page, "harm", Harm),
        text=page.text,
        sections=page.sections,
        match=_patterns(page, "match"),
        unless=_patterns(page, "unless"),
        check=check,
        check_line=fields["check"].line if "check" in fields else 0,
        source=_word(page, "from", Source) if "from" in fields else None,
        lock=_lock(page),
        rewrite=_flag(page, "rewrite"),
        scan=_flag(page, "scan"),
        new_tables=_tables(page),
        advice=advice,
        in_drizzle=in_drizzle,
        examples=tuple(_example(page, fence) for fence in page.fences if fence.info.split()[:1] == ["sql"]),
        checklist=checklist(page),
    )
    _whole(page, rule)
    return rule


def _advice(page: Document) -> tuple[str, str]:
    """Return the first paragraph of `Safe`, and the second where it says what the first means in Drizzle."""
    safe = [" ".join(found.text.split()) for found in page.paragraphs if found.section == "Safe"]
    first, second = [*safe, "", ""][:2]
    return first, second if second.startswith(_IN_DRIZZLE) else ""


def _names(page: Document) -> None:
    if not _NAME.fullmatch(page.path.stem):
        raise Problem(
            f"`{page.path.stem}` is no name for a rule.", where=str(page.path), do="Use small letters and hyphens."
        )
    if not page.title:
        raise Problem("The page has no title.", where=page.place(1), do="Begin it with `# What the hazard is`.")
    for name, field in page.fields.items():
        if name not in _KEYS:
            raise Problem(
                f"`{name}` is no key of a rule.", where=page.place(field.line), do=f"Known: {', '.join(_KEYS)}."
            )


def _headings(page: Document) -> None:
    titles = [section.title for section in page.sections]
    for section in page.sections:
        if section.title not in SECTIONS:
            raise Problem(
                f"`{section.title}` is no section of a rule page.",
                where=page.place(section.line),
                do=f"Known: {', '.join(SECTIONS)}.",
            )
    missing = [title for title in SECTIONS if title not in titles]
    if missing:
        raise Problem(
            f"The section{'s' if len(missing) > 1 else ''} {', '.join(f'`{title}`' for title in missing)} "
            f"{'are' if len(missing) > 1 else 'is'} missing.",
            where=page.place(1),
            do="A page about a rule has seven; to change only the level of a rule, leave out the title as well.",
        )
    if titles != list(SECTIONS):
        wrong = next(
            (section for section, title in zip(page.sections, SECTIONS, strict=False) if section.title != title),
            page.sections[-1],
        )
        raise Problem(
            f"`{wrong.title}` stands out of order or twice.",
            where=page.place(wrong.line),
            do=f"The order is: {', '.join(SECTIONS)}.",
        )
    for section in page.sections:
        if not section.text.strip():
            raise Problem(f"The section `{section.title}` is empty.", where=page.place(section.line))


def _whole(page: Document, rule: Rule) -> None:
    if not (rule.match or rule.check or rule.source):
        raise Problem(
            "Nothing finds this rule.", where=page.place(1), do="Give the page `match:`, `check:` or `from:`."
        )
    if rule.unless and not rule.match:
        raise Problem("`unless:` needs `match:`.", where=page.place(rule.unless[0].line))
    if not rule.advice:
        raise Problem(
            "The section `Safe` has no text.",
            where=page.place(1),
            do="Begin it with a paragraph: it is what the bot advises.",
        )
    if rule.match or rule.check:
        for kind in (Kind.UNSAFE, Kind.SAFE):
            if not rule.sql(kind):
                raise Problem(f"The page has no `sql {kind}` example.", where=page.place(1))


def _word(page: Document, key: str, words: type[_Word]) -> _Word:
    field = _field(page, key)
    try:
        return words(field.value)  # type: ignore[arg-type]
    except ValueError as error:
        raise Problem(
            f"`{key}: {field.value}` is not known.", where=page.place(field.line), do=f"Known: {', '.join(words)}."
        ) from error


def _field(page: Document, key: str) -> Field:
    if key not in page.fields:
        raise Problem(f"`{key}:` is missing in the front matter.", where=page.place(1))
    return page.fields[key]


def _text(page: Document, key: str) -> str:
    if key not in page.fields:
        return ""
    field = page.fields[key]
    if not isinstance(field.value, str) or not field.value.strip():
        raise Problem(f"`{key}` is not a word.", where=page.place(field.line))
    return field.value.strip()


def _patterns(page: Document, key: str) -> tuple[Pattern, ...]:
    if key not in page.fields:
        return ()
    field = page.fields[key]
    values: list[object] = field.value if isinstance(field.value, list) else [field.value]
    if not values or not all(isinstance(value, str) and value.strip() for value in values):
        raise Problem(
            f"`{key}` holds an empty pattern.", where=page.place(field.line), do="Write SQL with `_` for a name."
        )
    return tuple(Pattern(" ".join(str(value).split()), field.line) for value in values)


def _lock(page: Document) -> str:
    lock = _text(page, "lock")
    if lock and lock not in LOCKS:
        raise Problem(
            f"`{lock}` is no table lock.", where=page.place(page.fields["lock"].line), do=f"Known: {', '.join(LOCKS)}."
        )
    return lock


def _flag(page: Document, key: str) -> bool:
    field = page.fields.get(key)
    if field is not None and not isinstance(field.value, bool):
        raise Problem(f"`{key}` is neither `true` nor `false`.", where=page.place(field.line))
    return bool(field and field.value)


def _tables(page: Document) -> bool:
    field = page.fields.get("tables")
    if field is not None and field.value not in ("existing", "all"):
        raise Problem("`tables` is neither `existing` nor `all`.", where=page.place(field.line))
    return field is not None and field.value == "all"


def _example(page: Document, fence: Fence) -> Example:
    words = fence.info.split()[1:]
    where = page.place(fence.line)
    try:
        kind = Kind(words[0] if words else "")
    except ValueError as error:
        raise Problem(
            f"The fence `{fence.info}` does not say what it is for.",
            where=where,
            do=f"Write `sql` and one of: {', '.join(Kind)}.",
        ) from error
    options = _options(words[1:], kind, where)
    if not fence.text.strip():
        raise Problem("The fence is empty.", where=where)
    return Example(
        kind,
        fence.text.strip(),
        fence.line,
        fence.lead,
        alone="alone" in options,
        after_safe="safe" in options,
        fails=options.get("fails", ""),
        named=options.get("named", ""),
    )


def _options(words: list[str], kind: Kind, where: str) -> Mapping[str, str]:
    options: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if word not in _OPTIONS[kind]:
            raise Problem(f"`{word}` is not known after `sql {kind}`.", where=where)
        options[word] = next(rest, "") if word in ("fails", "named") else ""
    if "fails" in options and not _SQLSTATE.fullmatch(options["fails"]):
        raise Problem("`fails` is not followed by an SQLSTATE, five letters or digits.", where=where)
    if options.get("named") == "":
        raise Problem("`named` is not followed by a name.", where=where)
    return options
