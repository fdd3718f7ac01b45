"""What can be asked of Sterna on a command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sterna.cli.help import Commands
from sterna.cli.options import Asked, Work, guided, on_a_server, selecting
from sterna.cli.production import Back, applying
from sterna.problem import Problem

if TYPE_CHECKING:
    from sterna.cli.selection import Selection

_FOLDER = click.Path(path_type=Path)
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it."
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sterna", prog_name="sterna", message="%(prog)s %(version)s")
def sterna() -> None:
    """Database migrations with a proven way back.

    FOLDER is the migrations folder, of Drizzle or of numbered SQL files. Without it: `out` of drizzle.config.ts, else
    ./drizzle or ./migrations.

    Exit codes: 0 clean, 1 findings at error level or a rollback that is not proven, 2 usage or environment.
    """


@sterna.command()
@click.argument("folder", type=_FOLDER, required=False)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="This migration; may be given several times.")
@selecting
@guided
@on_a_server
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How to print it; `github` prints annotations for GitHub Actions.",
)
def review(asked: Asked, work: Work, form: str, own: Path | None) -> int:
    """Review migrations: the newest, those new since --base, or --all."""
    from sterna.cli import pages, reviewing

    return reviewing.review(_selection(asked), pages.read(own, Path.cwd()), work, form)


@sterna.command()
@click.argument("tags", nargs=-1, metavar="[TAG]...")
@click.option("--folder", type=_FOLDER, help="The migrations folder; a TAG that is a folder counts too.")
@selecting
@click.option("--write", is_flag=True, help="Write FOLDER/rollback/TAG.sql instead of printing.")
@click.option("--force", is_flag=True, help="With --write: replace files that a person wrote or edited.")
@click.option("--check", is_flag=True, help="Prove the files in FOLDER/rollback as they stand.")
@click.option("--chain", is_flag=True, help="With --all: the whole history up, down to empty and up again.")
@on_a_server
@click.option(
    "--format",
    "form",
    type=click.Choice(["sql", "text", "json"]),
    default="sql",
    show_default=True,
    help="How to print it; `sql` can be run, and prints the newest migration first.",
)
@applying
def rollback(  # noqa: PLR0913 (an option each)
    asked: Asked, work: Work, form: str, *, write: bool, force: bool, check: bool, chain: bool, back: Back | None
) -> int:
    """Find and prove the way back of migrations: those named, the newest, those new since --base, or --all."""
    from sterna.cli import checking, taking_back

    if force and not write:
        raise click.UsageError("--force goes with --write.")
    if write + check + chain > 1:
        raise click.UsageError("--write, --check and --chain do not go together.")
    if chain and not asked.everything:
        raise click.UsageError("--chain goes with --all.")
    if back is not None:
        return _apply(_without_folder(asked), work, form, back, other=write or check or chain)
    selection = _selection(_without_folder(asked))
    if check:
        return checking.check(selection, work, form)
    if chain:
        return checking.chain(selection, work, form)
    if write:
        return taking_back.write(selection, work, form, force=force)
    return taking_back.show(selection, work, form)


@sterna.command()
@click.argument("folder", type=_FOLDER, required=False)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="This migration; may be given several times.")
@selecting
@click.option(
    "--body",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Put the section between its markers in this description and print all of it; - is standard input.",
)
@click.option("--write", is_flag=True, help="With --body: write the file instead of printing it.")
@guided
@on_a_server
@_FORMAT
def describe(asked: Asked, work: Work, form: str, body: Path | None, own: Path | None, *, write: bool) -> int:
    """Print the migration section of a pull request's description."""
    from sterna.cli import describing, pages

    if write and (body is None or str(body) == "-"):
        raise click.UsageError("--write goes with --body FILE.")
    if body is not None and form == "json":
        raise click.UsageError("--body prints a description, so --format json has no place beside it.")
    listed = pages.read(own, Path.cwd())
    return describing.describe(_selection(asked), listed, work, form, body=body, write=write)


@sterna.command()
@click.argument("folder", type=_FOLDER, required=False)
@click.option("--base", metavar="REF", required=True, help="The migrations that are new since this commit.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default="sterna-report.json",
    show_default=True,
    help="Where the report goes; what it says is for `sterna bot`.",
)
@guided
@on_a_server
def analyze(folder: Path | None, base: str, out: Path, own: Path | None, work: Work) -> int:
    """Run new migrations and write the report that `sterna bot` reads: the half without rights."""
    from sterna.cli import analyzing, pages

    selection = _selection(Asked(folder, (), base, everything=False))
    if not selection.history.layout.drizzle:
        raise Problem(
            "The bot reads migrations of Drizzle alone, and these are plain SQL files.",
            where=str(selection.history.folder),
            do="Run `sterna review FOLDER --base REF --format github` in a workflow of your own.",
        )
    return analyzing.analyze(selection, pages.read(own, Path.cwd()), work, out)


@sterna.command()
@click.option("--dry-run", is_flag=True, help="Print what would be written instead of writing it.")
def bot(dry_run: bool) -> int:
    """Judge a pull request and write to it; the environment of GitHub Actions says which one."""
    from sterna.github.bot import bot as run

    return run(dry=dry_run)


@sterna.command()
@click.argument("rule", required=False)
@guided
@_FORMAT
def explain(rule: str | None, own: Path | None, form: str) -> int:
    """Print the page of a rule, or the list of rules."""
    from sterna.cli import explaining, pages

    found = pages.read(own, Path.cwd())
    return explaining.explain(found, rule, form) if rule else explaining.listed(found, form)


def _apply(asked: Asked, work: Work, form: str, back: Back, *, other: bool) -> int:
    from sterna.cli import applying_back
    from sterna.cli.runbook import history

    if other or asked.tags or asked.base or asked.everything:
        raise click.UsageError("--apply takes back the newest migration, or with --to TAG all after TAG.")
    wanted = applying_back.Wanted(back.patience, back.to, lose_rows=back.lose_rows, yes=back.yes)
    return applying_back.apply(history(asked.folder), back.production, work, form, wanted)


def _selection(asked: Asked) -> Selection:
    from sterna import history
    from sterna.cli.folder import find
    from sterna.cli.selection import select

    asked = _of_its_folder(asked)
    choice = find(asked.folder, Path.cwd())
    if choice.why:
        click.echo(f"Using {choice.folder} ({choice.why}).", err=True)
    found = history.read(choice.folder)
    if not found.layout.drizzle:
        click.echo(f"{choice.folder} holds plain SQL files: each runs by itself, as psql runs it.", err=True)
    chosen = select(found, asked.tags, base=asked.base, everything=asked.everything)
    if not chosen.migrations and not chosen.unread:
        click.echo(f"No migration is {chosen.what}." if asked.base else "The folder holds no migration.", err=True)
    return chosen


def _without_folder(asked: Asked) -> Asked:
    """Take a folder out of the tags, and one out of a path: people write `sterna rollback 0007 migrations`."""
    folders = [tag for tag in asked.tags if not tag.endswith(".sql") and (Path(tag).is_dir() or "/" in tag)]
    files = [tag for tag in asked.tags if tag.endswith(".sql") and "/" in tag]
    if len(folders) > (asked.folder is None):
        named = ", ".join(map(str, filter(None, [asked.folder, *folders])))
        raise click.UsageError(f"Several folders are named: {named}.")
    if folders:
        rest = tuple(tag for tag in asked.tags if tag not in folders)
        return replace(asked, tags=rest, folder=Path(folders[0]))
    if asked.folder is None and files:
        return replace(asked, folder=_folder_of(Path(files[0])))
    return asked


def _of_its_folder(asked: Asked) -> Asked:
    """Take a file that is named in place of a folder for the one migration that is meant."""
    path = asked.folder
    if path is None or path.suffix != ".sql" or not path.is_file():
        return asked
    return replace(asked, folder=_folder_of(path), tags=(*asked.tags, str(path)))


def _folder_of(path: Path) -> Path:
    from sterna.history.model import MIGRATION

    return path.parent.parent if path.name == MIGRATION else path.parent
