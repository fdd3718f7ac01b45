"""The guide and the templates: the checkout's own, or those that came with the wheel."""

from __future__ import annotations

from pathlib import Path

from sterna.problem import Problem

_PACKAGE = Path(__file__).resolve().parent


def docs() -> Path:
    """Return the folder with the guide's Markdown; raise Problem when there is none."""
    return _folder("docs")


def templates() -> Path:
    """Return the folder with the Jinja2 templates; raise Problem when there is none."""
    return _folder("templates")


def _folder(name: str, package: Path = _PACKAGE) -> Path:
    root = package.parent.parent
    # A wheel's package lies in site-packages, where a neighbour named `docs` may be anybody's.
    in_checkout = package.parent.name == "bot" and (root / "pyproject.toml").is_file()
    folder = root / name if in_checkout else package / "_data" / name
    if not folder.is_dir():
        raise Problem(
            f"Sterna's {name} are missing from this installation.",
            where=str(folder),
            do="Restore the folder with git." if in_checkout else "Install again: pip install --force-reinstall sterna",
        )
    return folder
