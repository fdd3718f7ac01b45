"""Tables and lists that pages ask for by a comment, `<!-- sterna: rules -->`, which GitHub does not show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from os.path import relpath
from typing import Final

from sphinx.application import Sphinx

from sterna.guide import LOCKS, Evidence, Guide, Harm, Kind, Level, Rule
from sterna.pull_request.impact import BLOCKS
from sterna.report import inert
from sterna.site import guidebook, life

_ASKED: Final = re.compile(r"^<!-- sterna: (?P<name>[a-z-]+) -->$", re.MULTILINE)

_HARM: Final = {
    Harm.LOST_DATA: "Data is lost",
    Harm.LOCKS: "Others wait",
    Harm.COMPATIBILITY: "Running code breaks",
    Harm.RUNNER: "Drizzle's one transaction",
    Harm.BOOKKEEPING: "Drizzle's files",
    Harm.TYPES: "Types that are regretted",
    Harm.INDEXES: "Indexes",
    Harm.SECURITY: "Security",
    Harm.SCOPE: "The scope of a change",
}

Link = Callable[[str], str]


def rules(guide: Guide, link: Link) -> str:
    """Return the rules by harm, the heaviest first, with a hidden table of contents for the navigation."""
    parts = []
    for harm in Harm:
        held = sorted(
            (rule for rule in guide.rules.values() if rule.harm is harm), key=lambda rule: (-rule.level.rank, rule.name)
        )
        if held:
            head = f"## {_HARM[harm]}\n\n| Rule | Level | What happens |\n|---|---|---|"
            parts.append("\n".join([head, *(_rule(rule, link) for rule in held)]))
    entries = "\n".join(f"{_title(rule)} <{link(rule.name)}>" for rule in guide.rules.values())
    parts.append(f"```{{toctree}}\n:hidden:\n\n{entries}\n```")
    return "\n\n".join(parts)


def levels(guide: Guide, _link: Link) -> str:
    """Return how many rules there are of each level."""
    counts = {level: sum(rule.level is level and not rule.off for rule in guide.rules.values()) for level in Level}
    told = [f"{count} {level}s" for level, count in counts.items()]
    return f"{len(guide.rules)} rules: {', '.join(told)}."


def locks(guide: Guide, link: Link) -> str:
    """Return the locks that the rules were measured to take, the strongest first."""
    held = [rule for rule in guide.rules.values() if rule.lock]
    held.sort(key=lambda rule: (-LOCKS.index(rule.lock), rule.name))
    rows = [_lock(rule, link) for rule in held]
    head = "| Statement | Lock on the table | Who waits | The table is | Rule |\n|---|---|---|---|---|"
    return "\n".join([head, *rows])


def checklist(guide: Guide, _link: Link) -> str:
    """Return the general items of the checklist, and what proves each of them."""
    head = "| Item | Where | What ticks it | N/A |\n|---|---|---|---|"
    return "\n".join(
        [
            head,
            *(
                f"| {inert.cell(item.text)} | {inert.cell(item.section)} | `{item.evidence}` |"
                f" {'with a reason' if item.optional else 'no'} |"
                for item in guide.checklist
            ),
        ]
    )


def evidence(_guide: Guide, _link: Link) -> str:
    """Return what each kind of evidence means."""
    return "\n".join(["| Evidence | The item is ticked when |\n|---|---|"] + [f"| `{e}` | {e.meaning} |" for e in Evidence])


def pull_request(guide: Guide, _link: Link) -> str:
    """Return the life of a pull request as a drawing, with the same in words."""
    return life.figure(guide)


ASKED: Final[dict[str, Callable[[Guide, Link], str]]] = {
    "rules": rules,
    "levels": levels,
    "locks": locks,
    "checklist": checklist,
    "evidence": evidence,
    "pull-request": pull_request,
}


def fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Put what a page asks for in the place of its comments."""
    if not _ASKED.search(source[0]):
        return
    guide = guidebook.guide(app)

    def link(rule: str) -> str:
        return relpath(guidebook.place(app, rule), page.rpartition("/")[0] or ".") + ".md"

    def answer(asked: re.Match[str]) -> str:
        tell = ASKED.get(asked["name"])
        return tell(guide, link) if tell else asked[0]

    source[0] = _ASKED.sub(answer, source[0])


def _rule(rule: Rule, link: Link) -> str:
    level = "off" if rule.off else str(rule.level)
    return f"| [{_title(rule)}]({link(rule.name)}) | {level} | {inert.cell(rule.summary)} |"


def _title(rule: Rule) -> str:
    return rule.title.replace("|", "\\|")


def _lock(rule: Rule, link: Link) -> str:
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
