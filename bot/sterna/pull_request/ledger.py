"""What the bot remembers, hidden in its own comment: nothing that could not be found out again, or be lost."""

from __future__ import annotations

import binascii
import re
import zlib
from base64 import b64decode, b64encode
from typing import Final

import msgspec

REPORT: Final = "<!-- sterna:report -->"
"""The first line of the one comment."""
_LEDGER: Final = re.compile(r"^<!-- sterna:ledger (?P<text>[A-Za-z0-9+/=]+) -->\s*\Z", re.MULTILINE)
_MOST: Final = 400_000


class Ledger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`seal` is the digest of the state as it was left, `boxes` the ids that were written into the description.

    `traces` tell our lines of the section from those of people, `words` who ticked a box and when.
    """

    seal: str = ""
    boxes: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()
    words: dict[str, tuple[str, str]] = {}


def put(text: str, ledger: Ledger) -> str:
    """Return the comment: its first line, the text, and the ledger as the last line."""
    raw = b64encode(zlib.compress(msgspec.json.encode(ledger, order="sorted"), 9)).decode()
    return f"{REPORT}\n{text.rstrip()}\n\n<!-- sterna:ledger {raw} -->"


def read(comment: str) -> Ledger:
    """Return the ledger of a comment of ours; an empty one where it is not there or is damaged."""
    found = _LEDGER.search(comment.replace("\r\n", "\n"))
    if found is None:
        return Ledger()
    try:
        raw = zlib.decompressobj().decompress(b64decode(found["text"], validate=True), _MOST)
        return msgspec.json.decode(raw, type=Ledger)
    except (binascii.Error, zlib.error, msgspec.DecodeError, UnicodeDecodeError):
        # Somebody edited our comment. Without a ledger everything is looked at anew.
        return Ledger()


def without(comment: str) -> str:
    """Return the text of a comment without its ledger."""
    return _LEDGER.sub("", comment.replace("\r\n", "\n")).rstrip()
