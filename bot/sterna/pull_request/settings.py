"""What a team sets in `.github/sterna.toml`, read from the default branch alone."""

from __future__ import annotations

from typing import Final

import msgspec

from sterna.problem import Problem

PATH: Final = ".github/sterna.toml"
LABEL: Final = 50
"""Characters of a label's name, at most."""


class Checklist(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`leave_out` names boxes that the gate does not ask for: a backup is made to deploy, not to merge."""

    leave_out: tuple[str, ...] = ("workflow/backup",)


class Tests(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`checks` are names of the checks that count as tests, with `*`; empty means every other check."""

    checks: tuple[str, ...] = ()


class Staging(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`environment` is the GitHub environment of staging; empty means that a person's word counts."""

    environment: str = ""


class Review(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Who may approve: members of `team` (`org/slug`), `people` by login, and code owners of the folder."""

    team: str = ""
    people: tuple[str, ...] = ()


class Labels(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Names of the labels; an empty name means that the label is not used."""

    migration: str = "migration"
    data_loss: str = "data-loss"
    needs_downtime: str = "needs-downtime"
    rollback_proven: str = "rollback-proven"

    @property
    def names(self) -> frozenset[str]:
        """Return the names in use: these labels are ours to add and to take away."""
        return frozenset({self.migration, self.data_loss, self.needs_downtime, self.rollback_proven} - {""})


class Settings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """All settings; every one has a default.

    `folder` holds the migrations, `schema` the patterns of schema files, `guide` further pages. `pages` is the address
    of the site with the pages of the rules, `analysis` the file name of the workflow that runs the SQL.
    """

    folder: str = ""
    schema: tuple[str, ...] = ("**/schema.ts", "**/schema/*.ts", "**/schema/**/*.ts")
    guide: str = ""
    pages: str = ""
    analysis: str = "migration-analyze.yml"
    checklist: Checklist = Checklist()
    tests: Tests = Tests()
    staging: Staging = Staging()
    review: Review = Review()
    labels: Labels = Labels()


def settings(text: str) -> Settings:
    """Read the settings; raise Problem, with the file, for what is not known."""
    try:
        found = msgspec.toml.decode(text, type=Settings)
    except msgspec.DecodeError as error:
        keys = ", ".join(field.name for field in msgspec.structs.fields(Settings))
        raise Problem(
            f"The settings cannot be used: {error}.",
            where=PATH,
            do=f"Known: {keys}; the page `Commands and settings` of the guide explains each.",
        ) from error
    if found.folder.startswith("/") or ".." in found.folder.split("/"):
        raise Problem("`folder` leads out of the repository.", where=PATH, do="Write it relative to the root.")
    long = [name for name in found.labels.names if len(name) > LABEL]
    if long:
        raise Problem(f"The label `{long[0]}` is longer than the {LABEL} characters that GitHub takes.", where=PATH)
    if found.pages and not found.pages.startswith("https://"):
        raise Problem("`pages` is no https address.", where=PATH)
    return found
