"""Prove the ways back of whole histories, and have an independent checker look for wrong proofs.

    python bench/rollback.py FOLDER [--only NAME] [--migrations TAG...] [--limit N] [--pg-bin DIR] [--json OUT]

Exit code 1 on any wrong proof, 2 when there is nothing to measure. See bench/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from checking import dumps, process
from checking.checker import ERROR, UNCHANGED, UP_FAILS, Opinion, check, outside
from checking.histories import Found, find

EXACT = "exact"
COLUMN_ORDER = "exact except column order"
STRUCTURE = "structure only"
PROVEN = (EXACT, COLUMN_ORDER, STRUCTURE)
VERDICTS = (*PROVEN, "by hand", "not proven", "failed")

PEERS = """\
Recorded figures of others, up and then down on real PostgreSQL, schema compared:
  193 of 476   MigrationPilot's generated rollbacks, Dokploy + sim (40.5 %)
  392 of 476   drizzle-kit's snapshots swapped, Dokploy + sim (82.4 %)
  87.1 %       down migrations that people wrote, 2,029 pairs of 15 projects
The first two compare neither grants, comments nor storage; another order of columns counts as restored in all three."""


@dataclass(frozen=True, slots=True)
class Result:
    """One history: what the program said, what the checker saw, and what it took."""

    name: str
    migrations: int
    printed: tuple[dict[str, Any], ...]
    opinions: tuple[Opinion, ...]
    run: process.Run

    @property
    def verdicts(self) -> Counter[str]:
        """Count the verdicts of the migrations that change the schema."""
        changing = {opinion.tag for opinion in self.opinions if opinion.found not in (UNCHANGED, UP_FAILS)}
        return Counter(one["verdict"] for one in self.printed if one["tag"] in changing)

    @property
    def changing(self) -> int:
        """Count the migrations that run and change the schema."""
        return sum(opinion.found not in (UNCHANGED, UP_FAILS) for opinion in self.opinions)

    @property
    def wrong(self) -> list[str]:
        """Say each wrong proof in a line."""
        printed = {one["tag"]: one for one in self.printed}
        return [
            f"{opinion.tag}: {printed[opinion.tag]['verdict']}, but {why}"
            for opinion in self.opinions
            for why in flaws(printed[opinion.tag]["verdict"], printed[opinion.tag]["lost_rows"], opinion)
        ]

    @property
    def unproven(self) -> list[str]:
        """Say each migration that was not proven in a line."""
        return [
            f"{one['tag']}: {one['verdict']}: {one['reason']}" for one in self.printed if one["verdict"] not in PROVEN
        ]


def flaws(verdict: str, lost: Sequence[str], opinion: Opinion) -> list[str]:
    """Return what a verdict says that the checker saw to be otherwise; nothing where it promises nothing.

    `lost` is what the program said does not come back: tables whose rows differ have to be among it.
    """
    if verdict not in PROVEN:
        return []
    told = "; ".join(line.split("\n", 1)[0] for line in opinion.detail[:2])
    if opinion.found == UP_FAILS or not opinion.comes_back:
        return [f"the checker found: {opinion.found}: {told}"]
    found = []
    if verdict == EXACT and opinion.found == dumps.COLUMN_ORDER:
        found.append("the order of columns differs")
    found += [f"rows differ: {line}" for line in opinion.rows if not any(line.partition(":")[0] in it for it in lost)]
    if opinion.again:
        found.append(opinion.again)
    return found


def measure(found: Found, tags: Sequence[str], pg_bin: Path | None = None) -> Result:
    """Run `sterna rollback` on a history, then the checker; both on the PostgreSQL in `pg_bin`, if it is named."""
    program = [sys.executable, "-m", "sterna.cli", "rollback", "--folder", str(found.folder), "--format", "json"]
    program += ["--pg-bin", str(pg_bin)] if pg_bin else []
    run = process.run([*program, *(tags or ["--all"])])
    try:
        printed = tuple(json.loads(run.output)["migrations"])
    except ValueError:
        sys.exit(f"{found.name}: `sterna rollback` ended with status {run.status}:\n{run.errors}")
    readable = {one["tag"]: one["rollback"] for one in printed if one["verdict"] != "failed"}
    last = next((tag for tag in reversed(found.tags) if tag in readable), None)
    opinions = check(found, readable, last, _tell(found.name), pg_bin=pg_bin)
    return Result(found.name, len(printed), printed, tuple(opinions), run)


def table(results: Sequence[Result]) -> str:
    """Return the table: verdicts and what the checker found, by history, of migrations that change the schema."""
    head = (
        "history", "migr.", "changing", *(verdict.replace("exact except ", "") for verdict in VERDICTS),
        "| exact", "read back", "column order", "differs", "error", "WRONG",
        "| s", "ms/migr.", "CPU s", "server CPU s", "MB",
    )  # fmt: skip
    rows = [head, *(_row(result) for result in results)]
    if len(results) > 1:
        rows.append(_sum(results))
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join("  ".join(_padded(row, widths)).rstrip() for row in rows)


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]


def _row(result: Result) -> tuple[str, ...]:
    return _cells(
        result.name,
        [result],
        result.run.wall,
        result.run.own + result.run.dumps,
        result.run.server,
        result.run.megabytes,
    )


def _sum(results: Sequence[Result]) -> tuple[str, ...]:
    runs = [result.run for result in results]
    return _cells(
        "all",
        results,
        sum(run.wall for run in runs),
        sum(run.own + run.dumps for run in runs),
        sum(run.server for run in runs),
        max(run.megabytes for run in runs),
    )


def _cells(
    name: str, results: Sequence[Result], wall: float, ours: float, server: float, megabytes: float
) -> tuple[str, ...]:
    migrations = sum(result.migrations for result in results)
    verdicts = sum((result.verdicts for result in results), Counter[str]())
    found = Counter(opinion.found for result in results for opinion in result.opinions)
    return (
        name,
        str(migrations),
        str(sum(result.changing for result in results)),
        *(str(verdicts[verdict]) for verdict in VERDICTS),
        *(str(found[it]) for it in (dumps.EXACT, dumps.CANONICAL, dumps.COLUMN_ORDER, dumps.DIFFERS, ERROR)),
        str(sum(len(result.wrong) for result in results)),
        f"{wall:.1f}",
        f"{1000 * wall / max(migrations, 1):.0f}",
        f"{ours:.1f}",
        f"{server:.1f}",
        f"{megabytes:.0f}",
    )


def _tell(name: str) -> Any:  # noqa: ANN401
    if not sys.stderr.isatty():
        return lambda _tag: None
    return lambda tag: print(f"\r\033[K{name}: checking {tag}", end="", file=sys.stderr, flush=True)


def _chosen(found: Found, wanted: Sequence[str], limit: int | None) -> list[str]:
    """Return the tags to prove; none means all."""
    if wanted:
        return [tag for tag in found.tags if any(tag.startswith(word) for word in wanted)]
    return list(found.tags[:limit]) if limit is not None and limit < len(found.tags) else []


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description="Prove the ways back of whole histories, and check the proofs.")
    parser.add_argument("folder", nargs="?", type=Path, default=os.environ.get("BENCH_HISTORIES") or None)
    parser.add_argument("--only", metavar="NAME", action="append", default=[], help="histories whose name holds this")
    parser.add_argument("--migrations", metavar="TAG", nargs="+", default=[], help="migrations whose tag begins so")
    parser.add_argument("--limit", metavar="N", type=int, help="the first N migrations of each history")
    parser.add_argument("--pg-bin", metavar="DIR", type=Path, help="the programs of another PostgreSQL")
    parser.add_argument("--json", metavar="OUT", type=Path, help="write what was found, migration by migration")
    told = parser.parse_args()
    if told.folder is None:
        print(
            "Nothing was measured: there is no history to prove.\n"
            "Name a folder that holds checkouts with Drizzle migrations: BENCH_HISTORIES=/path make bench\n"
            "bench/README.md says how to get those that the recorded figures are about.",
            file=sys.stderr,
        )
        return 2
    folder = Path(told.folder)
    if not outside(folder):
        print(f"{folder} lies within this repository; histories of others stay out of it.", file=sys.stderr)
        return 2
    histories = [it for it in find(folder) if not told.only or any(word in it.name for word in told.only)]
    results = []
    for history in histories:
        tags = _chosen(history, told.migrations, told.limit)
        if told.migrations and not tags:
            continue
        results.append(measure(history, tags, told.pg_bin))
        print(table(results[-1:]), end="\n\n", file=sys.stderr)
    if not results:
        print(f"There is no such history below {folder}.", file=sys.stderr)
        return 2
    if told.json:
        told.json.write_text(
            json.dumps([{**asdict(result), "wrong": result.wrong} for result in results], indent=1), encoding="utf-8"
        )
    _say(results)
    return 1 if any(result.wrong for result in results) else 0


def _say(results: Sequence[Result]) -> None:
    print(table(results))
    print("Left of the first bar: verdicts of the program; between the bars: what the checker saw; both of the")
    print(
        "migrations that change the schema. `read back`: same text once both dumps were read back and dumped again.\n"
    )
    changing = sum(result.changing for result in results)
    back = sum(
        result.verdicts[EXACT] + result.verdicts[COLUMN_ORDER] + result.verdicts[STRUCTURE] for result in results
    )
    if changing:
        print(f"Schema proven to come back: {back} of {changing} ({100 * back / changing:.1f} %).")
    print(PEERS)
    for title, lines in (
        ("WRONG PROOFS", [f"{result.name}/{line}" for result in results for line in result.wrong]),
        ("Not proven", [f"{result.name}/{line}" for result in results for line in result.unproven]),
    ):
        if lines:
            print(f"\n{title}:")
            for line in lines:
                print(f"  {line[:400]}")


if __name__ == "__main__":
    sys.exit(main())
