"""Tables and lists that pages ask for by a comment, `<!-- sterna: rules -->`, which GitHub does not show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from os.path import relpath
from typing import Final

from sphinx.application import Sphinx

from sterna.guide import LOCKS, Evidence, Guide, Harm, Kind, Level, Rule
from sterna.postgres.observation import BLOCKS
from sterna.report import inert
from sterna.site import guidebook, life

# What stands between the comment and one that says `end` is for GitHub, where nothing is put in its place.
_ASKED: Final = re.compile(
    r"^<!-- sterna: (?P<name>[a-z-]+) -->$(?:\n(?:(?!<!-- sterna: ).*\n)*<!-- sterna: end -->$)?", re.MULTILINE
)

_HARM: Final = {
    Harm.LOST_DATA: "Data is lost",
    Harm.LOCKS: "Others wait",
    Harm.COMPATIBILITY: "Running code breaks",
    Harm.RUNNER: "How the files are run",
    Harm.BOOKKEEPING: "The files themselves",
    Harm.TYPES: "Types that are regretted",
    Harm.INDEXES: "Indexes",
    Harm.SECURITY: "Security",
    Harm.SCOPE: "The scope of a change",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """The page that asks: the guide, the link to a rule's page, and the other pages of its folder."""

    guide: Guide
    link: Callable[[str], str]
    siblings: tuple[str, ...] = ()


def rules(asking: Asking) -> str:
    """Return the rules by harm, the heaviest first, with a hidden table of contents for the navigation."""
    parts = []
    for harm, held in groupby(_by_harm(asking.guide), lambda rule: rule.harm):
        head = f"## {_HARM[harm]}\n\n| Rule | Level | What happens |\n|---|---|---|"
        parts.append("\n".join([head, *(_rule(rule, asking.link) for rule in held)]))
    entries = "\n".join(f"{_title(rule)} <{asking.link(rule.name)}>" for rule in _by_harm(asking.guide))
    parts.append(f"```{{toctree}}\n:hidden:\n\n{entries}\n```")
    return "\n\n".join(parts)


def levels(asking: Asking) -> str:
    """Return how many rules there are of each level."""
    counts = Counter(rule.level for rule in asking.guide.rules.values() if not rule.off)
    return f"{counts.total()} rules: {', '.join(f'{counts[level]} {level}s' for level in Level)}."


def locks(asking: Asking) -> str:
    """Return the locks that the rules were measured to take, the strongest first."""
    held = [rule for rule in asking.guide.rules.values() if rule.lock]
    held.sort(key=lambda rule: (-LOCKS.index(rule.lock), rule.name))
    rows = [_lock(rule, asking.link) for rule in held]
    head = "| Statement | Lock on the table | Who waits | The table is | Rule |\n|---|---|---|---|---|"
    return "\n".join([head, *rows])


def checklist(asking: Asking) -> str:
    """Return the general items of the checklist, and what proves each of them."""
    head = "| Item | Where | What ticks it | N/A |\n|---|---|---|---|"
    return "\n".join(
        [
            head,
            *(
                f"| {inert.cell(item.text)} | {inert.cell(item.section)} | `{item.evidence}` |"
                f" {'with a reason' if item.optional else 'no'} |"
                for item in asking.guide.checklist
            ),
        ]
    )


def evidence(_asking: Asking) -> str:
    """Return what each kind of evidence means."""
    return "\n".join(
        ["| Evidence | The item is ticked when |\n|---|---|"] + [f"| `{e}` | {e.meaning} |" for e in Evidence]
    )


def pull_request(asking: Asking) -> str:
    """Return the life of a pull request as a drawing, with the same in words."""
    return life.figure(asking.guide)


def pages(asking: Asking) -> str:
    """Return a hidden table of contents of the other pages in the folder."""
    return "```{toctree}\n:hidden:\n\n" + "\n".join(asking.siblings) + "\n```"


ASKED: Final[dict[str, Callable[[Asking], str]]] = {
    "rules": rules,
    "levels": levels,
    "locks": locks,
    "checklist": checklist,
    "evidence": evidence,
    "pull-request": pull_request,
    "pages": pages,
}


def fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Put what a page asks for in the place of its comments."""
    if not _ASKED.search(source[0]):
        return
    folder = page.rpartition("/")[0]

    def link(rule: str) -> str:
        return relpath(guidebook.place(app, rule), folder or ".") + ".md"

    asking = Asking(guidebook.guide(app), link, _siblings(app, page, source[0]))

    def answer(asked: re.Match[str]) -> str:
        tell = ASKED.get(asked["name"])
        return tell(asking) if tell else asked[0]

    source[0] = _ASKED.sub(answer, source[0])


def _siblings(app: Sphinx, page: str, text: str) -> tuple[str, ...]:
    """Return the other pages of the folder, in the order in which the page links to them."""
    folder = page.rpartition("/")[0]
    names = [name.rpartition("/")[2] for name in app.env.found_docs if name.rpartition("/")[0] == folder != ""]
    names = sorted(name for name in names if f"{folder}/{name}" != page)
    places = {
        name: found.start() if (found := re.search(rf"\({re.escape(name)}\.md[#)]", text)) else len(text)
        for name in names
    }
    return tuple(sorted(names, key=lambda name: places[name]))


def _by_harm(guide: Guide) -> list[Rule]:
    order = list(Harm)
    return sorted(guide.rules.values(), key=lambda rule: (order.index(rule.harm), -rule.level.rank, rule.name))


def _rule(rule: Rule, link: Callable[[str], str]) -> str:
    level = "off" if rule.off else str(rule.level)
    return f"| [{_title(rule)}]({link(rule.name)}) `{rule.name}` | {level} | {inert.cell(rule.summary)} |"


def _title(rule: Rule) -> str:
    return rule.title.replace("|", "\\|")


def _lock(rule: Rule, link: Callable[[str], str]) -> str:
    blocked = BLOCKS.get(rule.lock, "nobody")
    does = "written anew" if rule.rewrite else "read as a whole" if rule.scan else "left alone"
    statement = inert.cell(inert.code(_example(rule)))
    return f"| {statement} | {rule.lock} | {blocked} | {does} | [{_title(rule)}]({link(rule.name)}) |"


def _example(rule: Rule) -> str:
    """Return the first statement of the unsafe example on one line."""
    lines = [line for line in rule.sql(Kind.UNSAFE)[0].sql.splitlines() if not line.lstrip().startswith("--")]
    first = " ".join(" ".join(lines).split(";")[0].split())
    return first if len(first) <= 90 else f"{first[:89]}…"


def _outdated(app: Sphinx, *_seen: object) -> Iterator[str]:
    """Read the pages again that ask: what they are told depends on other files."""
    for page in app.env.found_docs:
        path = app.env.doc2path(page)
        if path.suffix == ".md" and _ASKED.search(path.read_text(encoding="utf-8", errors="replace")):
            yield page


def add(app: Sphinx) -> None:
    """Look at each page before it is read."""
    app.connect("source-read", fill)
    app.connect("env-get-outdated", lambda *seen: list(_outdated(*seen)))
