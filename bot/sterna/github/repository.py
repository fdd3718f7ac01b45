"""Files of the repository, read as data through the API."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from sterna import data, guide
from sterna.github.client import Client
from sterna.guide import Guide
from sterna.guide.reader import RULES
from sterna.problem import Problem
from sterna.pull_request import settings as of_team
from sterna.pull_request.changed import File
from sterna.pull_request.settings import Settings

LIMIT = 16 * 1024 * 1024
"""Bytes of one file, at most."""
FILES = 3_000
"""GitHub lists no more changed files than this."""


def content(client: Client, path: str, ref: str = "") -> bytes | None:
    """Return a file at a commit, or of the default branch; None where there is none. Raises Refused, Problem."""
    found = client.find(f"/contents/{quote(path)}", **({"ref": ref} if ref else {}))
    if not isinstance(found, dict) or found.get("type") != "file":
        return None
    if found.get("encoding") == "base64" and found.get("content"):
        return b64decode(found["content"])
    if found.get("size") == 0:
        return b""
    return blob(client, str(found["sha"]))


def blob(client: Client, sha: str) -> bytes:
    """Return a blob; raise Problem for one that is too large."""
    found = client.get(f"/git/blobs/{sha}")
    if int(found.get("size") or 0) > LIMIT:
        raise Problem(f"The file has more than {LIMIT} bytes.", where=f"blob {sha}")
    return b64decode(found["content"]) if found.get("encoding") == "base64" else str(found["content"]).encode()


def listing(client: Client, folder: str, ref: str = "") -> dict[str, str]:
    """Return name and blob of the files of a folder, not of those below; empty where there is no such folder."""
    found = client.find(f"/contents/{quote(folder)}", **({"ref": ref} if ref else {}))
    if not isinstance(found, list):
        return {}
    return {str(one["name"]): str(one["sha"]) for one in found if one.get("type") == "file"}


def folders(client: Client, folder: str, ref: str) -> tuple[str, ...]:
    """Return the names of the folders of a folder at a commit; empty where there is no such folder."""
    found = client.find(f"/contents/{quote(folder)}", ref=ref)
    if not isinstance(found, list):
        return ()
    return tuple(str(one["name"]) for one in found if one.get("type") == "dir")


def settings(client: Client) -> Settings:
    """Read the team's settings from the default branch; without the file, every default. Raises Problem."""
    raw = content(client, of_team.PATH)
    return of_team.settings(raw.decode("utf-8", "replace")) if raw is not None else Settings()


def pages(client: Client, folder: str, into: Path) -> Guide:
    """Read the guide: ours, and the team's own pages of the default branch. Raises Problem."""
    if not folder:
        return guide.read(data.docs())
    found = 0
    for part in ("", RULES):
        names = listing(client, str(PurePosixPath(folder) / part))
        for name, sha in sorted(names.items()):
            if name.endswith(".md") and "/" not in name:
                target = into / part / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(blob(client, sha))
                found += 1
    if not found:
        raise Problem(f"The folder `{folder}` of the guide holds no page.", where=of_team.PATH)
    return guide.read(data.docs(), into)


def seen(client: Client, file: File) -> File:
    """Return a file with all its lines as new ones, where GitHub does not show what changed because it is too much."""
    if file.whole or file.status == "removed":
        return file
    text = blob(client, file.sha).decode("utf-8", "replace")
    return replace(file, patch="\n".join(["@@ -0,0 +1 @@", *(f"+{row}" for row in text.split("\n"))]), whole=True)


def changed(client: Client, number: int, count: int | None) -> tuple[File, ...]:
    """Return the changed files; raise Problem when GitHub does not list all of them."""
    found = tuple(
        File(
            str(one["filename"]),
            str(one["status"]),
            str(one.get("sha") or ""),
            str(one.get("previous_filename") or ""),
            str(one.get("patch") or ""),
            whole="patch" in one or not one.get("changes"),
        )
        for one in client.pages(f"/pulls/{number}/files")
    )
    if len(found) >= FILES or (count is not None and len(found) < count):
        raise Problem(
            f"GitHub lists {len(found)} of {count or 'more'} changed files, so a migration may be among the others.",
            do="Split the pull request: GitHub lists no more than 3,000 files.",
        )
    return found
