"""Files that are there as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sterna.problem import Problem


def replace_file(path: Path, content: bytes, *, within: Path | None = None) -> None:
    """Write a file in one step, making its folder where needed; raise Problem.

    A path that leads out of `within` through a link is refused: in a checkout of somebody else's it may lead anywhere.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if within is not None and not path.parent.resolve().is_relative_to(within.resolve()):
            raise Problem(
                "This folder leads out of the migrations folder, so nothing is written there.", where=str(path)
            )
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Problem(f"This file cannot be written: {error.strerror or error}.", where=str(path)) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
