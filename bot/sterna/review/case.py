"""What a check is given and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sterna.postgres.catalog import Catalog
from sterna.review.pending import Pending, Step


@dataclass(frozen=True, slots=True)
class Case:
    """One part of one statement, and all that is known around it.

    `holes` are what the page's pattern caught, empty for a page without one. `before` and `after` are the catalogs
    around the whole migration, None where nothing was run.
    """

    step: Step
    pending: Pending
    holes: Mapping[str, str] = field(default_factory=dict)

    @property
    def before(self) -> Catalog | None:
        """Return the catalog before the migration."""
        return self.step.observation.before if self.step.observation else None

    @property
    def after(self) -> Catalog | None:
        """Return the catalog after the migration; None also when it did not run to its end."""
        observation = self.step.observation
        return observation.after if observation and observation.failure is None else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A check's yes: what the holes of the advice are filled with, and a sentence on what is particular here."""

    holes: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""
