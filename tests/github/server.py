"""A GitHub in the test's own process, held to its description on every request and every answer."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.github.answers import Answer, Answers, missing
from tests.github.contract import contract
from tests.github.world import World

R = "/repos/{owner}/{repo}"
_LISTS = ("statuses", "check_runs", "commits", "workflow_runs", "artifacts")


class Server:
    """Serves a world; a mistake of the client is a 422, a mistake of ours a violation that fails the test."""

    def __init__(self) -> None:
        """Listen on a free port of this machine, for as long as the process lives."""
        self.answers = Answers()
        # Named as TCP, so that asyncio turns off the waiting for more to send: that would be 40 ms for each answer.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(Starlette(routes=self._routes()), log_level="critical", lifespan="off"))
        threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
        while not server.started:
            time.sleep(0.01)

    @property
    def world(self) -> World:
        """Return the world that is served now."""
        return self.answers.world

    def _routes(self) -> list[Route]:
        a = self.answers
        table: list[tuple[str, str, Callable[[Request], Any]]] = [
            ("GET", f"{R}/pulls", a.list_pulls),
            ("GET", f"{R}/pulls/{{n:int}}", a.get_pull),
            ("PATCH", f"{R}/pulls/{{n:int}}", a.patch_pull),
            ("GET", f"{R}/pulls/{{n:int}}/files", a.files),
            ("GET", f"{R}/pulls/{{n:int}}/reviews", a.reviews),
            ("GET", f"{R}/issues/{{n:int}}/comments", a.list_comments),
            ("POST", f"{R}/issues/{{n:int}}/comments", a.create_comment),
            ("PATCH", f"{R}/issues/comments/{{c:int}}", a.edit_comment),
            ("DELETE", f"{R}/issues/comments/{{c:int}}", a.delete_comment),
            ("POST", f"{R}/issues/comments/{{c:int}}/reactions", a.react),
            ("POST", f"{R}/issues/{{n:int}}/labels", a.add_labels),
            ("DELETE", f"{R}/issues/{{n:int}}/labels/{{name:path}}", a.remove_label),
            ("GET", f"{R}/labels", a.list_labels),
            ("POST", f"{R}/labels", a.create_label),
            ("POST", f"{R}/check-runs", a.create_check),
            ("PATCH", f"{R}/check-runs/{{c:int}}", a.edit_check),
            ("GET", f"{R}/commits/{{sha}}/check-runs", a.list_checks),
            ("GET", f"{R}/commits/{{sha}}/status", a.combined),
            ("GET", f"{R}/commits/{{sha}}/pulls", a.pulls_of_commit),
            ("GET", f"{R}/compare/{{basehead:path}}", a.compare),
            ("POST", f"{R}/statuses/{{sha}}", a.create_status),
            ("GET", f"{R}/contents/{{path:path}}", a.contents),
            ("GET", f"{R}/git/blobs/{{sha}}", a.blob),
            ("GET", f"{R}/collaborators/{{login}}/permission", a.permission),
            ("GET", f"{R}/deployments", a.deployed),
            ("GET", f"{R}/deployments/{{d:int}}/statuses", a.deployment),
            ("GET", f"{R}/actions/workflows/{{w}}/runs", a.runs),
            ("GET", f"{R}/actions/runs/{{r:int}}/artifacts", a.artifacts),
            ("GET", "/orgs/{org}/teams/{team}", a.team),
            ("GET", "/orgs/{org}/teams/{team}/memberships/{login}", a.member),
            ("POST", "/graphql", a.graphql),
            ("GET", f"{R}/actions/artifacts/{{r:int}}/zip", self._zip),
            ("GET", "/storage/{r:int}", self._storage),
        ]
        return [
            *(Route(path, self._endpoint(answer), methods=[method]) for method, path, answer in table),
            Route("/{path:path}", self._unknown, methods=["GET", "POST", "PATCH", "PUT", "DELETE"]),
        ]

    def _zip(self, request: Request) -> Answer:
        """Say where an artifact is kept."""
        return 302, {"Location": f"{self.url}/storage/{request.path_params['r']}"}

    def _storage(self, request: Request) -> Answer:
        """Hand an artifact out, to whoever has the address."""
        if request.headers.get("authorization"):
            self.world.violations.append("the token was sent to the storage")
        run = next(one for one in self.world.runs if one.id == int(request.path_params["r"]))
        return 200, run.artifact

    async def _unknown(self, request: Request) -> Response:
        self.world.violations.append(f"no handler: {request.method} {request.url.path}")
        return Response(b'{"message":"no handler"}', 500, media_type="application/json")

    def _endpoint(self, answer: Callable[[Request], Any]) -> Callable[[Request], Any]:
        async def run(request: Request) -> Response:
            body = await request.body()
            method, path = request.method, request.url.path
            for hook in list(self.world.hooks):
                # In a thread of its own, so that a hook may ask this server something.
                await run_in_threadpool(hook, method, path)
            fault = next((one for one in self.world.faults if one.method == method and re.search(one.path, path)), None)
            if fault is not None:
                self.world.faults.remove(fault)
            elif self.world.trouble is not None:
                fault = self.world.trouble(method, path)
            if any(re.search(pattern, f"{method} {path}") for pattern in self.world.denied):
                needed = {"X-Accepted-GitHub-Permissions": "statuses=write"}
                return self._send(request, 403, {"message": "Resource not accessible by integration"}, needed)
            if method != "GET" and (request.headers.get("if-match") or request.headers.get("if-none-match")):
                return self._send(request, 400, {"message": "Conditional request headers are not allowed"})
            if fault is not None and not fault.after:
                return self._lost(request, fault)
            status, data = self._answer(request, answer, body)
            return self._send(request, status, data) if fault is None else self._lost(request, fault)

        return run

    def _answer(self, request: Request, answer: Callable[[Request], Any], body: bytes) -> tuple[int, Any]:
        method, path = request.method, request.url.path
        described = not path.startswith(("/graphql", "/storage/"))
        asked = contract().asked(method, path, parse_qsl(request.url.query), body)
        if described and (wrong := contract().wrong_request(asked)):
            self.world.violations += [f"request {method} {path}: {one}" for one in wrong]
            return 422, {"message": "Validation Failed", "documentation_url": "", "errors": wrong}
        request.state.json = json.loads(body) if body else {}
        with self.world.lock:
            try:
                found = answer(request)
            except KeyError:
                found = missing()
        status, data = found if isinstance(found, tuple) else (200, found)
        raw = b"" if data is None or not described else json.dumps(data).encode()
        if described and status != 302 and (wrong := contract().wrong_answer(asked, status, raw)):
            self.world.violations += [f"answer {method} {path} {status}: {one}" for one in wrong]
        return status, data

    def _lost(self, request: Request, fault: Any) -> Response:
        if fault.cut:
            # Fewer bytes than were announced: the connection breaks off in the middle of the answer.
            self.world.log.append((request.method, request.url.path, 0))
            return Response(b"{", 200, {"Content-Length": "1000"})
        return self._send(request, fault.status, {"message": fault.message}, fault.headers)

    def _send(self, request: Request, status: int, data: Any, headers: dict[str, str] | None = None) -> Response:
        self.world.log.append((request.method, request.url.path, status))
        more = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "4999", **(headers or {})}
        if status == 200:
            data, link = self._page(request, data)
            more |= link
        if status == 302:
            return Response(None, status, more | data)
        if isinstance(data, bytes):
            return Response(data, status, more, "application/zip")
        raw = b"" if data is None else json.dumps(data).encode()
        return Response(raw, status, more, "application/json; charset=utf-8" if raw else None)

    def _page(self, request: Request, data: Any) -> tuple[Any, dict[str, str]]:
        size = min(int(request.query_params.get("per_page", 30)), 100)
        page = int(request.query_params.get("page", 1))
        key = next((one for one in _LISTS if isinstance(data, dict) and one in data), "")
        rows = data[key] if key else data
        if not isinstance(rows, list) or "/contents/" in request.url.path:
            # A folder is listed whole.
            return data, {}
        cut = rows[(page - 1) * size : page * size]
        url = request.url.include_query_params(page=page + 1)
        link = {"Link": f'<{url}>; rel="next"'} if page * size < len(rows) else {}
        return ({**data, key: cut} if key else cut), link


@cache
def _server() -> Server:
    return Server()


@contextlib.contextmanager
def serve(world: World) -> Iterator[str]:
    """Serve a world and give its address; one server does for all tests of a process, one after another."""
    _server().answers.world = world
    yield _server().url
