"""Requests to GitHub through PyGithub, with a policy of our own for what goes wrong.

PyGithub's objects fetch what they lack behind the reader's back, and its retry repeats a POST whose answer was lost. So
its requester is used alone: it signs, throttles, pages and names errors. Nothing is retried there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import requests
from github import Auth, Github
from github.GithubException import GithubException

from sterna.problem import Problem

BUDGET: Final = 90.0
"""Seconds that one run may wait for rate limits and for a server in trouble, all in all."""
TRIES: Final = 4
_LIMITED: Final = ("rate limit", "abuse detection")
_PAGES: Final = 60
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


class Client:
    """One token, one repository, one budget of waiting."""

    def __init__(
        self,
        token: str,
        api: str,
        repository: str,
        *,
        pace: float = 1.0,
        pause: Callable[[float], None] = time.sleep,
        timeout: int = 20,
    ) -> None:
        """Speak to `api` about `repository`; `pace` is the time between two writes in seconds."""
        self.repository = repository
        self.api = api
        self.sent = 0
        self.wrote = 0
        self._left = BUDGET
        self._pause = pause
        self._requester = Github(
            auth=Auth.Token(token),
            base_url=api,
            retry=None,
            timeout=timeout,
            seconds_between_requests=None,
            seconds_between_writes=pace or None,
            user_agent="sterna",
        ).requester

    def get(self, path: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON
        """Return what a path of the repository holds; raise Refused."""
        return self._request("GET", self._url(path), parameters)[1]

    def find(self, path: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON
        """Return what a path holds, or None where there is nothing."""
        try:
            return self.get(path, **parameters)
        except Refused as refused:
            if refused.status == 404:
                return None
            raise

    def pages(self, path: str, key: str = "", **parameters: object) -> Iterator[Any]:
        """Yield the items of all pages; `key` names the list where the answer is an object."""
        url: str | None = self._url(path)
        asked: Mapping[str, object] = {"per_page": 100, **parameters}
        for _ in range(_PAGES):
            if url is None:
                return
            headers, data = self._request("GET", url, asked)
            yield from data[key] if key else data
            url, asked = _next(headers.get("link", "")), {}
        raise Refused(f"GitHub lists more than {_PAGES} pages.", where=path, do="", status=0)

    def post(self, path: str, body: Mapping[str, object]) -> Any:  # noqa: ANN401 - JSON
        """Create something; raise Refused. A POST without an answer is not sent again: it may have been carried out."""
        return self._request("POST", self._url(path), {}, body)[1]

    def patch(self, path: str, body: Mapping[str, object]) -> Any:  # noqa: ANN401 - JSON
        """Set something to a whole new value, which may safely be done twice; raise Refused."""
        return self._request("PATCH", self._url(path), {}, body)[1]

    def delete(self, path: str) -> None:
        """Delete something; what is gone already is no error."""
        try:
            self._request("DELETE", self._url(path), {})
        except Refused as refused:
            if refused.status != 404:
                raise

    def query(self, text: str, variables: Mapping[str, object]) -> Any:  # noqa: ANN401 - JSON
        """Ask by GraphQL; raise Refused."""
        url = f"{self.api.removesuffix('/v3')}/graphql"
        found = self._request("POST", url, {}, {"query": text, "variables": dict(variables)}, reads=True)[1]
        if found.get("errors"):
            said = "; ".join(str(one.get("message", "")) for one in found["errors"])
            raise Refused(f"GitHub answers: {said}", where="GraphQL", do="", status=200)
        return found["data"]

    def download(self, path: str, limit: int) -> bytes:
        """Return a file that GitHub keeps elsewhere, without our token going there; raise Refused."""
        headers, _ = self._request("GET", self._url(path), {})
        address = headers.get("location", "")
        self.sent += 1
        try:
            with requests.get(address, timeout=20, stream=True) as answer:
                answer.raise_for_status()
                raw = b""
                for piece in answer.iter_content(65_536):
                    raw += piece
                    if len(raw) > limit:
                        raise Refused(f"The file has more than {limit} bytes.", where=path, do="", status=200)
                return raw
        except requests.RequestException as error:
            raise Refused("The file could not be fetched.", where=path, do=str(error)[:200], status=0) from error

    def _url(self, path: str) -> str:
        return path if path.startswith(("http", "/orgs/")) else f"/repos/{self.repository}{path}"

    def _request(
        self,
        verb: str,
        url: str,
        parameters: Mapping[str, object],
        body: Mapping[str, object] | None = None,
        *,
        reads: bool = False,
    ) -> tuple[dict[str, Any], Any]:
        again = verb != "POST" or reads
        for number in range(TRIES):
            self.sent += 1
            self.wrote += verb != "GET" and not reads
            last = number == TRIES - 1
            try:
                return self._requester.requestJsonAndCheck(
                    verb, url, parameters=dict(parameters), input=dict(body) if body is not None else None
                )
            except GithubException as error:
                wait = _wait(error)
                if wait is not None:
                    self._rest(wait, verb, url, error)
                elif error.status >= 500 and again and not last:
                    self._rest(0.5 * 2**number, verb, url, error)
                else:
                    raise _said(error, verb, url) from error
            except (requests.RequestException, ValueError) as error:
                # What is no JSON was cut off, or comes from something that stands between us and GitHub.
                if not again or last:
                    raise _silent(error, verb, url) from error
                self._rest(0.5 * 2**number, verb, url, error)
        raise Refused("GitHub keeps asking to wait.", where=f"{verb} {url}", do="Run this again later.", status=429)

    def _rest(self, seconds: float, verb: str, url: str, error: Exception) -> None:
        if seconds > self._left:
            raise Refused(
                f"GitHub asks to wait {seconds:.0f} seconds, and this run has {self._left:.0f} left to wait.",
                where=f"{verb} {url}",
                do="Nothing is lost: the next event, or running this again, goes on from what is there.",
                status=429,
            ) from error
        self._left -= seconds
        self._pause(seconds)


def _wait(error: GithubException) -> float | None:
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


def _said(error: GithubException, verb: str, url: str) -> Refused:
    said = _message(error) or f"status {error.status}"
    return Refused(
        f"GitHub refuses: {said}", where=f"{verb} {url} ({error.status})", do=_do(error, url), status=error.status
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


def _silent(error: Exception, verb: str, url: str) -> Refused:
    return Refused(
        f"GitHub did not answer: {type(error).__name__}.", where=f"{verb} {url}", do="Run this again later.", status=0
    )


def _next(link: str) -> str | None:
    for part in link.split(","):
        address, _, rest = part.partition(";")
        if 'rel="next"' in rest:
            return address.strip().strip("<>")
    return None
