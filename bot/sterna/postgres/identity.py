"""As whom a private cluster runs: PostgreSQL refuses root, and nobody's account may be made or changed for it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass

from sterna.postgres.binaries import Binaries, environment
from sterna.problem import Problem


@dataclass(frozen=True, slots=True)
class Identity:
    """A way to run a program: as ourselves, as another user, or behind a command that changes the user."""

    name: str = "this user"
    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None


def choose(binaries: Binaries, parent: str) -> Identity:
    """Choose as whom to run the programs in a new directory below `parent`; raise Problem when nobody will do.

    Root takes `nobody`, who can do least. Where `nobody` cannot read the programs, because they lie below /root, root
    takes itself inside a user namespace, where it is an ordinary user.
    """
    if os.geteuid() != 0:
        return Identity()
    said: list[str] = []
    for candidate in _candidates():
        refusal = _refusal(candidate, binaries, parent)
        if not refusal:
            return candidate
        said.append(f"{candidate.name}: {refusal}")
    raise Problem(
        "PostgreSQL refuses to run as root, and no other user can be taken for it.",
        where="\n".join(said),
        do="Run as an ordinary user, or put the virtual environment and TMPDIR where the user `nobody` can reach them, "
        "or allow user namespaces, or use a running server with --postgres URL.",
    )


def _candidates() -> list[Identity]:
    candidates: list[Identity] = []
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        pass
    else:
        candidates.append(Identity("the user nobody", (), nobody.pw_uid, nobody.pw_gid))
    unshare = shutil.which("unshare")
    if unshare is not None:
        candidates.append(Identity("a user namespace", (unshare, "--user", "--map-user=1000", "--map-group=1000")))
    return candidates


def _refusal(candidate: Identity, binaries: Binaries, parent: str) -> str:
    """Return why the programs do not run like that, or the empty text."""
    enter = 'test -x "$1" || { echo "cannot enter $1" >&2; exit 1; }; exec "$2" -V'
    try:
        done = subprocess.run(
            [*candidate.prefix, "/bin/sh", "-c", enter, "sh", parent, str(binaries.postgres)],
            capture_output=True,
            check=False,
            cwd="/",
            timeout=30,
            user=candidate.uid,
            group=candidate.gid,
            extra_groups=None if candidate.uid is None else [],
            env=environment(),  # Another user can read what it is handed.
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = done.stderr.decode(errors="replace").strip()
    return "" if done.returncode == 0 else said or f"status {done.returncode}"
