"""What GitHub means when it says no, and what to do about it."""

from __future__ import annotations

import time
from typing import Final

from github.GithubException import GithubException

from sterna.problem import Problem

_LIMITED: Final = ("rate limit", "abuse detection")
_NEEDS: Final = (
    ("/actions/", "actions: read"),
    ("/check-runs", "checks: write"),
    ("/statuses/", "statuses: write"),
    ("/deployments", "deployments: read"),
    ("/labels", "issues: write"),
    ("/comments", "issues: write"),
    ("/pulls", "pull-requests: write"),
    ("/contents", "contents: read"),
    ("/git/", "contents: read"),
    ("/commits/", "contents: read, checks: read and statuses: read"),
)


class Refused(Problem):
    """GitHub said no, or nothing. `status` is the HTTP status, 0 when no answer came."""

    def __init__(self, what: str, *, where: str, do: str, status: int) -> None:
        super().__init__(what, where=where, do=do)
        self.status = status


def wait(error: GithubException) -> float | None:
    """Return the seconds after which GitHub takes the request, None when it is no matter of waiting."""
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    limited = error.status == 429 or (
        error.status == 403 and ("retry-after" in headers or any(word in _message(error).lower() for word in _LIMITED))
    )
    if not limited:
        return None
    after, reset = headers.get("retry-after", ""), headers.get("x-ratelimit-reset", "")
    if after.isdigit():
        return float(after)
    if headers.get("x-ratelimit-remaining") == "0" and reset.isdigit():
        return max(1.0, int(reset) - time.time() + 1)
    return 60.0


def _message(error: GithubException) -> str:
    data = error.data
    if not isinstance(data, dict):
        return str(data or "")[:300]
    found = [str(data.get("message", ""))]
    found += [
        str(one.get("message") or one.get("code") or "") if isinstance(one, dict) else str(one)
        for one in data.get("errors") or []
    ]
    return "; ".join(part for part in found if part)[:600]


def said(error: GithubException, verb: str, url: str) -> Refused:
    """Return a refusal as a sentence, with the missing right or setting."""
    told = _message(error) or f"status {error.status}"
    return Refused(
        f"GitHub refuses: {told}", where=f"{verb} {url} ({error.status})", do=_do(error, url), status=error.status
    )


def _do(error: GithubException, url: str) -> str:
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    needed = headers.get("x-accepted-github-permissions", "").replace("=", ": ").replace(";", " or")
    needed = needed or next((words for part, words in _NEEDS if part in url), "")
    if error.status == 401:
        return "GITHUB_TOKEN is not valid, or has expired."
    if error.status == 403:
        return f"The job needs `permissions: {needed}`." if needed else "The token may not do this."
    if error.status == 404:
        return f"It is not there, or the token may not see it{f' (`permissions: {needed}`)' if needed else ''}."
    if error.status == 422:
        return "This is a defect of Sterna, or a limit of GitHub; please report it with this message."
    return "Run this again later." if error.status >= 500 else ""


def silent(error: Exception, verb: str, url: str) -> Refused:
    """Return what to say when no answer came."""
    return Refused(
        f"GitHub did not answer: {type(error).__name__}.", where=f"{verb} {url}", do="Run this again later.", status=0
    )
