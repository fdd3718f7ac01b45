"""What can be asked of Sterna about migrations that are not in production yet."""

from __future__ import annotations

from pathlib import Path

import click

from sterna.cli.group import FOLDER, FORMAT, sterna
from sterna.cli.meant import meant, tracked, without_folder
from sterna.cli.options import Asked, Work, guided, on_a_server, selecting
from sterna.cli.production import Back, applying
from sterna.problem import Problem


@sterna.command()
@click.argument("folder", type=FOLDER, required=False)
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

    return reviewing.review(meant(asked), pages.read(own, Path.cwd()), work, form)


@sterna.command()
@click.argument("tags", nargs=-1, metavar="[TAG]...")
@click.option("--folder", type=FOLDER, help="The migrations folder; a TAG that is a folder counts too.")
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
        return _apply(without_folder(asked), work, form, back, other=write or check or chain)
    selection = meant(without_folder(asked))
    if check:
        return checking.check(selection, work, form)
    if chain:
        return checking.chain(selection, work, form)
    if write:
        return taking_back.write(selection, work, form, force=force)
    return taking_back.show(selection, work, form)


@sterna.command()
@click.argument("folder", type=FOLDER, required=False)
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
@FORMAT
def describe(asked: Asked, work: Work, form: str, body: Path | None, own: Path | None, *, write: bool) -> int:
    """Print the migration section of a pull request's description."""
    from sterna.cli import describing, pages

    if write and (body is None or str(body) == "-"):
        raise click.UsageError("--write goes with --body FILE.")
    if body is not None and form == "json":
        raise click.UsageError("--body prints a description, so --format json has no place beside it.")
    listed = pages.read(own, Path.cwd())
    return describing.describe(meant(asked), listed, work, form, body=body, write=write)


@sterna.command()
@click.argument("options", nargs=-1, metavar="[-- OPTION...]")
@click.option("--name", metavar="NAME", help="What it does, in a few words: add_phone_number.")
@click.option("--folder", type=FOLDER, help="The migrations folder: `out` of the configuration.")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Drizzle's configuration.")
@click.option("--custom", is_flag=True, help="An empty migration, for SQL of your own.")
@click.option("--command", default="", metavar="WORDS", help="How drizzle-kit is started: 'pnpm exec drizzle-kit'.")
@guided
@on_a_server
def generate(  # noqa: PLR0913 (an option each)
    options: tuple[str, ...],
    name: str | None,
    folder: Path | None,
    config: Path | None,
    own: Path | None,
    work: Work,
    command: str,
    *,
    custom: bool,
) -> int:
    """Let drizzle-kit write a migration, review it, write its proven down file, and print its section.

    drizzle-kit's questions are answered on a terminal. Without one migration that is whole, the folder is left as it
    was. What follows -- is handed to drizzle-kit.

    Exit codes: 0 clean or nothing to generate, 1 findings at error level, not proven or not generated, 2 usage or
    environment.
    """
    from sterna.cli import generating, pages
    from sterna.cli.folder import find
    from sterna.history.generator import Wanted

    if not name:
        raise click.UsageError("Name the migration by what it does: --name add_phone_number")
    found = find(folder, Path.cwd(), config).folder
    wanted = Wanted(name, config, custom, options, generating.terminal_of())
    return generating.generate(found, pages.read(own, Path.cwd()), work, command, wanted)


@sterna.command()
@click.argument("folder", type=FOLDER, required=False)
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

    selection = meant(Asked(folder, (), base, everything=False))
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
@FORMAT
def explain(rule: str | None, own: Path | None, form: str) -> int:
    """Print the page of a rule, or the list of rules."""
    from sterna.cli import explaining, pages

    found = pages.read(own, Path.cwd())
    return explaining.explain(found, rule, form) if rule else explaining.listed(found, form)


def _apply(asked: Asked, work: Work, form: str, back: Back, *, other: bool) -> int:
    from sterna.cli import applying_back

    if other or asked.tags or asked.base or asked.everything:
        raise click.UsageError("--apply takes back the newest migration, or with --to TAG all after TAG.")
    wanted = applying_back.Wanted(back.patience, back.to, lose_rows=back.lose_rows, yes=back.yes)
    return applying_back.apply(tracked(asked.folder), back.production, work, form, wanted)
