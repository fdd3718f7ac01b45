"""One thing that is wrong, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How bad it is: `error` stops a deploy or hides a migration, `warning` may one day, `note` is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong. `name` is stable, `mend` is a command or an instruction."""

    weight: Weight
    name: str
    text: str
    mend: str = ""
    where: str = ""

    @property
    def to_be_typed(self) -> bool:
        """Tell whether what mends it is SQL or a command, and not a sentence."""
        return self.mend.endswith(";") or self.mend.startswith(("git ", "sterna "))
