"""Cases as texts: a schema, a migration, and the way back that is expected of it.

A file in `cases/` holds any number of them, each from one title to the next:

    -- case: rename a column and keep its rows
    -- server: 16+
    -- given
    CREATE TABLE t (a int);
    -- up
    ALTER TABLE t RENAME a TO b;
    -- down: exact
    ALTER TABLE "public"."t" RENAME COLUMN "b" TO "a";

Below `-- down: VERDICT` may stand `-- lost: ...`, one line for each thing that does not come back, and
`-- reason: ...`, a part of the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from sterna.rollback.model import Verdict

FOLDER = Path(__file__).parent / "cases"
_SECTION = re.compile(r"-- (case|server|given|up|down|lost|reason)(?:: ?(.*))?$")


@dataclass(frozen=True)
class Case:
    """One case; `down` is the text of the rollback, `server` the first version that it is for (16), 0 for any."""

    title: str
    server: int = 0
    given: str = ""
    up: str = ""
    verdict: Verdict = Verdict.NOT_PROVEN
    lost: tuple[str, ...] = ()
    reason: str = ""
    down: str = ""

    @property
    def text(self) -> str:
        """Return the case as it stands in a file."""
        lines = [f"-- case: {self.title}"]
        if self.server:
            lines.append(f"-- server: {self.server}+")
        lines += ["-- given", self.given, "-- up", self.up, f"-- down: {self.verdict.value}"]
        lines += [f"-- lost: {line}" for line in self.lost]
        if self.reason:
            lines.append(f"-- reason: {self.reason}")
        return "\n".join(line for line in [*lines, self.down] if line) + "\n"


def read(path: Path) -> tuple[Case, ...]:
    """Return the cases of a file; raise ValueError with the line where it cannot be read."""
    cases: list[Case] = []
    section = ""
    held: dict[str, list[str]] = {}
    for number, line in enumerate([*path.read_text().splitlines(), "-- case: "], start=1):
        match = _SECTION.match(line)
        if match is None:
            if not cases and line.strip():
                raise ValueError(f"{path.name}:{number}: text before the first case")
            held.setdefault(section, []).append(line)
            continue
        word, rest = match[1], (match[2] or "").strip()
        if word == "case":
            if cases:
                cases[-1] = _filled(cases[-1], held)
            held = {}
            cases.append(Case(rest))
        elif word == "server":
            cases[-1] = replace(cases[-1], server=int(rest.removesuffix("+")))
        elif word == "down":
            cases[-1] = replace(cases[-1], verdict=Verdict(rest or Verdict.NOT_PROVEN.value))
        elif word == "lost":
            cases[-1] = replace(cases[-1], lost=(*cases[-1].lost, rest))
            continue
        elif word == "reason":
            cases[-1] = replace(cases[-1], reason=rest)
            continue
        section = word
    return tuple(cases[:-1])


def write(path: Path, cases: tuple[Case, ...]) -> None:
    """Write the cases of a file."""
    path.write_text("\n".join(case.text for case in cases))


def _filled(case: Case, held: dict[str, list[str]]) -> Case:
    given, up, down = ("\n".join(held.get(word, [])).strip("\n") for word in ("given", "up", "down"))
    return replace(case, given=given, up=up, down=down)
