"""The schema of a database as `pg_dump` prints it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sterna.postgres.connection import SqlError
from sterna.problem import Problem

LIMIT = 300
"""Seconds after which a dump is given up."""


def dump(pg_dump: Path, conninfo: str, environment: dict[str, str], more: Sequence[str] = ()) -> str:
    """Return the schema, without what changes from one dump to the next; raise SqlError with what pg_dump said.

    `conninfo` shows in the list of processes: a password belongs into `environment` (PGPASSWORD).
    """
    words = [str(pg_dump), "--schema-only", "--no-password", "--encoding=UTF8", *more, f"--dbname={conninfo}"]
    try:
        done = subprocess.run(words, capture_output=True, check=False, env=environment, timeout=LIMIT)
    except OSError as error:
        raise Problem(f"pg_dump does not run: {error}", where=str(pg_dump)) from error
    except subprocess.TimeoutExpired as error:
        raise SqlError("57014", f"pg_dump took longer than {LIMIT} s") from error
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip()
        raise SqlError("", said or f"pg_dump ended with status {done.returncode}")
    return steady(done.stdout.decode(errors="surrogateescape"))


def objects(text: str) -> dict[str, str]:
    """Return what a dump says of each object without its rows, by kind, schema and name: `VIEW public.names`.

    Two dumps of the same schema may come in another order, since that goes by OID.
    """
    found: dict[str, str] = {}
    heads = list(_HEAD.finditer(text))
    starts = [head.start() for head in heads] + [len(text)]
    for head, after in zip(heads, starts[1:], strict=True):
        body = text[head.end() : after]
        lines = [line for line in body.split("\n") if line and not line.startswith(("--", "SET default_"))]
        schema = "" if head["schema"] == "-" else f"{head['schema']}."
        if head["type"].endswith(_ROWS):
            continue
        name = f"{head['type']} {schema}{head['name']}"
        found[name] = found.get(name, "") + "\n".join(lines) + "\n"
    return found


_HEAD: Final = re.compile(
    r"^-- Name: (?P<name>.*); Type: (?P<type>[A-Z ]+); Schema: (?P<schema>.*); Owner: .*$", re.MULTILINE
)


_ROWS: Final = (" DATA", "SEQUENCE SET")


def steady(text: str) -> str:
    r"""Return the dump without its random `\restrict` key and without the versions in its header.

    Only the key that stands in the header is taken out: the same words inside a comment or a function stay.
    """
    lines = text.split("\n")
    kept: list[str] = []
    key = ""
    header = True
    for line in lines:
        if header:
            if line.startswith("\\restrict "):
                key = line.removeprefix("\\restrict ")
                continue
            if line.startswith(("-- Dumped from database version", "-- Dumped by pg_dump version")):
                continue
            header = not line.startswith("SET ")
        kept.append(line)
    if key:
        last = len(kept) - 1 - kept[::-1].index(f"\\unrestrict {key}")
        del kept[last]
    return "\n".join(kept)
