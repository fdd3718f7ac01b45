"""What the words after `sql` on a fence mean, for people."""

from __future__ import annotations

import re
from typing import Final

LABELS: Final = {
    "": "",
    # pages of rules
    "given": "Given: what is there",
    "unsafe": "Unsafe",
    "safe": "Safe",
    "safe alone": "Safe, by hand, outside of a transaction",
    "rollback": "The way back",
    "rollback safe": "The way back from the safe way",
    "rollback alone": "The way back, by hand, outside of a transaction",
    "rollback alone safe": "The way back from the safe way, by hand, outside of a transaction",
    "rollback safe alone": "The way back from the safe way, by hand, outside of a transaction",
    "query": "A question to the database",
    # pages of changes
    "deploy": "In the migration",
    "deploy alone": "By hand, outside of a transaction",
    "back": "The way back",
    "back alone": "The way back, by hand, outside of a transaction",
    "back both": "The way back from this step and the one before",
    "back both alone": "The way back from this step and the one before, by hand, outside of a transaction",
    "app": "What the application runs meanwhile",
}
"""By the words that follow `sql`, without the options that hold a name."""

_REFUSED: Final = re.compile(r" fails (?P<state>[0-9A-Z]{5})")
_NAMED: Final = re.compile(r" named (?P<name>\S+)")


def label(words: str) -> str:
    """Return the label of a fence; raise ValueError for words that are not known."""
    refused, named = _REFUSED.search(words), _NAMED.search(words)
    plain = _NAMED.sub("", _REFUSED.sub("", words))
    if plain not in LABELS and plain.removesuffix(" alone") not in LABELS:
        raise ValueError(f"`sql {words}` is not known")
    text = LABELS.get(plain) or LABELS[plain.removesuffix(" alone")]
    more = [f"PostgreSQL refuses it, SQLSTATE {refused['state']}"] if refused else []
    more += [f"migration {named['name']}"] if named else []
    return f"{text} ({'; '.join(more)})" if more else text
