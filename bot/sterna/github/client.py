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

from sterna.github.refusal import Refused, said, silent, wait
from sterna.problem import Problem

BUDGET: Final = 90.0
"""Seconds that one run may wait for rate limits and for a server in trouble, all in all."""
TRIES: Final = 4
_PAGES: Final = 60


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
            told = "; ".join(str(one.get("message", "")) for one in found["errors"])
            raise Refused(f"GitHub answers: {told}", where="GraphQL", do="", status=200)
        return found["data"]

    def download(self, path: str, limit: int) -> bytes:
        """Return a file that GitHub keeps elsewhere, without our token going there.

        Raises Refused, and Problem for a file that is too large, which fetching it again will not change.
        """
        headers, _ = self._request("GET", self._url(path), {})
        for number in range(TRIES):
            try:
                return _fetched(headers.get("location", ""), limit)
            except requests.RequestException as error:
                self._rest(0.5 * 2**number, "GET", path, error)
        raise Refused("GitHub did not hand the file out.", where=path, do="Run this again later.", status=0)

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
            last = number == TRIES - 1
            try:
                return self._requester.requestJsonAndCheck(
                    verb, url, parameters=dict(parameters), input=dict(body) if body is not None else None
                )
            except GithubException as error:
                after = wait(error)
                if after is not None:
                    self._rest(after, verb, url, error)
                elif error.status >= 500 and again and not last:
                    self._rest(0.5 * 2**number, verb, url, error)
                else:
                    raise said(error, verb, url) from error
            except (requests.RequestException, ValueError) as error:
                # What is no JSON was cut off, or comes from something that stands between us and GitHub.
                if not again or last:
                    raise silent(error, verb, url) from error
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


def _fetched(address: str, limit: int) -> bytes:
    with requests.get(address, timeout=20, stream=True) as answer:
        answer.raise_for_status()
        raw = b""
        for piece in answer.iter_content(65_536):
            raw += piece
            if len(raw) > limit:
                raise Problem(f"The file has more than {limit} bytes.")
        return raw


def _next(link: str) -> str | None:
    for part in link.split(","):
        address, _, rest = part.partition(";")
        if 'rel="next"' in rest:
            return address.strip().strip("<>")
    return None
