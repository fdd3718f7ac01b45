"""The touched tables as a Mermaid diagram, which GitHub draws."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sterna.pull_request.testimony import Table

_NOT_A_WORD: Final = re.compile(r"[^A-Za-z0-9_]+")
_MOST_COLUMNS: Final = 30
# Refused by Mermaid 11.17 as the name of an entity or of an attribute.
_ITS_OWN: Final = frozenset(
    {"erdiagram", "end", "style", "to", "one", "many", "acctitle", "accdescr", "class", "classdef", "subgraph"}
    | {"pk", "fk", "uk", "title", "direction"}
)


def diagram(tables: Sequence[Table]) -> str:
    """Return the text of an `erDiagram`; names keep letters, digits and underscores alone, so none can leave it."""
    drawn: dict[str, Table] = {}
    for table in tables:
        drawn.setdefault(_word(table.name), table)
    if not drawn:
        return ""
    rows = ["erDiagram"]
    for name, table in drawn.items():
        rows.append(f"    {name} {{")
        rows += [
            f"        {_word(column.type)} {_word(column.name)}{f' {column.key}' if column.key else ''}"
            for column in table.columns[:_MOST_COLUMNS]
        ]
        rows.append("    }")
    for name, table in drawn.items():
        for other in dict.fromkeys(_word(one) for one in table.references):
            if other in drawn:
                rows.append(f'    {other} ||--o{{ {name} : ""')
    return "\n".join(rows)


def _word(text: str) -> str:
    word = _NOT_A_WORD.sub("_", text).strip("_")[:60]
    # A word must begin with a letter, and must not be one of the diagram's own.
    return word if re.match(r"[A-Za-z]", word) and word.lower() not in _ITS_OWN else f"t_{word}"
