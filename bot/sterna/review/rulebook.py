"""The rules of a guide, ready to be held against statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sterna.guide import Guide, Kind, Pattern, Rule
from sterna.history.model import Migration
from sterna.problem import Problem
from sterna.review import checks
from sterna.review.case import Case, Hit
from sterna.review.pending import Pending, Step, pending
from sterna.sql.pattern import PatternError, compiled_pattern, first_fit, fits
from sterna.sql.split import split

_RELATIONS = ("table", "index", "view", "sequence")


@dataclass(frozen=True, slots=True)
class Told:
    """A rule's yes to one step."""

    rule: Rule
    step: Step
    hit: Hit


def prove_readable(guide: Guide) -> None:
    """Raise Problem, with file and line, for the first pattern or check that is not one."""
    for rule in guide.rules.values():
        for pattern in (*rule.match, *rule.unless):
            _proven_pattern(rule, pattern)
        if rule.check and rule.check not in checks.names():
            raise Problem(
                f"There is no check `{rule.check}`.",
                where=f"{rule.path}:{rule.check_line}",
                do=f"Known: {', '.join(sorted(checks.names()))}.",
            )


def tell(rule: Rule, run: Pending) -> Iterator[Told]:
    """Yield what a rule says to each step; what the pending set itself creates is left out here, once for all rules."""
    for step in run.steps:
        hit = _hit(rule, step, run)
        if hit is None or _exempt(rule, step, hit.holes):
            continue
        yield Told(rule, step, hit)


def example_holes(rule: Rule) -> Mapping[str, str]:
    """Return what the rule catches in its own unsafe example; what its patterns catch where its check asks a server."""
    unsafe = _migrations(rule, Kind.UNSAFE)
    if not unsafe:
        return {}
    run = pending(unsafe, drizzle=not any(example.alone for example in rule.sql(Kind.UNSAFE)))
    told = next((told.hit.holes for told in tell(rule, run)), None)
    if told is not None:
        return told
    caught = (fits(pattern.text, step.part.words) for step in run.steps for pattern in rule.match)
    return next((found.holes for found in caught if found), {})


def _hit(rule: Rule, step: Step, run: Pending) -> Hit | None:
    holes: Mapping[str, str] = {}
    if rule.match:
        found = first_fit((pattern.text for pattern in rule.match), step.part.words)
        if found is None or any(fits(pattern.text, step.part.words) for pattern in rule.unless):
            return None
        holes = found.holes
    elif not rule.check:
        return None
    if not rule.check:
        return Hit(holes)
    hit = checks.check(rule.check)(Case(step, run, holes))
    return Hit({**holes, **hit.holes}, hit.detail) if hit else None


def _exempt(rule: Rule, step: Step, holes: Mapping[str, str]) -> bool:
    return not rule.new_tables and any(step.is_new(holes[hole]) for hole in _RELATIONS if hole in holes)


def _migrations(rule: Rule, kind: Kind) -> list[Migration]:
    return [
        Migration(
            tag=example.named or f"{number:04}_{kind}",
            path=rule.path,
            index=number,
            idx=number,
            when=number,
            hash="",
            chunks=(example.sql,),
            statements=split(example.sql, rule.path, line=example.line + 1),
        )
        for number, example in enumerate(rule.sql(kind))
    ]


def _proven_pattern(rule: Rule, pattern: Pattern) -> None:
    try:
        compiled_pattern(pattern.text)
    except PatternError as error:
        raise Problem(str(error), where=f"{rule.path}:{pattern.line}", do=f"It reads: {pattern.text}") from error
