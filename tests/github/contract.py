"""GitHub's own description as a judge of requests and answers."""

from __future__ import annotations

import copy
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graphql import GraphQLSchema, build_schema
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

HERE = Path(__file__).resolve().parent / "contract"


@dataclass
class Asked:
    """A request, in the form that openapi-core wants."""

    host_url: str
    path: str
    method: str
    body: bytes | None
    parameters: RequestParameters
    content_type: str = "application/json"


@dataclass
class Answered:
    """An answer, in the form that openapi-core wants."""

    data: bytes | None
    status_code: int
    content_type: str
    headers: Any


class Contract:
    """The description, loaded once; it judges each request and each answer, and the same one once."""

    def __init__(self) -> None:
        """Read the cut description."""
        self.document = json.loads(gzip.decompress((HERE / "rest.json.gz").read_bytes()))
        self.openapi = OpenAPI.from_dict(self.document)
        self.host = self.document["servers"][0]["url"]
        self._judged: dict[object, list[str]] = {}
        held = self.document["components"]["examples"]
        self._examples = {name: json.dumps(one["value"]) for name, one in held.items()}

    def example(self, name: str) -> Any:
        """Return GitHub's own example: what every object of the tests starts from."""
        return json.loads(self._examples[name])

    def asked(self, method: str, path: str, query: list[tuple[str, str]], body: bytes) -> Asked:
        """Return a request; what stands for several segments of a path is one to the description."""
        for part in ("/contents/", "/compare/", "/labels/"):
            head, found, tail = path.partition(part)
            if found:
                path = head + found + tail.replace("/", "%2F")
        parameters = RequestParameters(query=ImmutableMultiDict(query), header=Headers())
        return Asked(self.host, path, method.lower(), body or None, parameters)

    def wrong_request(self, asked: Asked) -> list[str]:
        """Return what is wrong with a request."""
        key = (asked.method, asked.path, repr(asked.parameters.query), asked.body)
        if key not in self._judged:
            self._judged[key] = [_flat(error) for error in self.openapi.iter_request_errors(asked)] + self._unknown(
                asked
            )
        return self._judged[key]

    def _unknown(self, asked: Asked) -> list[str]:
        """Return what a request says that the description does not know: GitHub would pass it over in silence."""
        found = json.loads(asked.body) if asked.body else None
        for path, operations in self.document["paths"].items():
            if asked.method in operations and re.fullmatch(re.sub(r"\{[^/]+\}", "[^/]+", path), asked.path):
                schema = operations[asked.method].get("requestBody", {}).get("content", {}).get("application/json", {})
                known = set(_keys(schema.get("schema", {})))
                return [f"nobody knows `{key}`" for key in found if key not in known] if isinstance(found, dict) else []
        return [f"no such path: {asked.path}"]

    def wrong_answer(self, asked: Asked, status: int, data: bytes) -> list[str]:
        """Return what is wrong with an answer; 401, 403, 404 and 429 may come anywhere, and few operations say so."""
        if status in (401, 403, 404, 429) or status >= 500:
            return [] if b'"message"' in data else ["an error without a message"]
        key = (asked.method, asked.path, status, data)
        if key not in self._judged:
            answered = Answered(data or None, status, "application/json", Headers())
            self._judged[key] = [_flat(error) for error in self.openapi.iter_response_errors(asked, answered)]
        return self._judged[key]


@cache
def contract() -> Contract:
    """Return the one contract; loading it takes half a second."""
    return Contract()


@cache
def graph() -> GraphQLSchema:
    """Return the cut GraphQL schema."""
    return build_schema((HERE / "schema.graphql").read_text())


@cache
def recordings() -> dict[str, list[dict[str, Any]]]:
    """Return all recorded events by name."""
    found: dict[str, list[dict[str, Any]]] = json.loads(gzip.decompress((HERE / "events.json.gz").read_bytes()))
    return found


def recorded() -> dict[str, dict[str, Any]]:
    """Return one recorded event of each name, to be changed at will."""
    first = {"pull_request": "opened", "issue_comment": "created", "workflow_run": "completed"}
    return {
        name: copy.deepcopy(next(one for one in recordings()[name] if one.get("action") == action))
        for name, action in first.items()
    }


def _keys(schema: dict[str, Any]) -> Iterator[str]:
    yield from schema.get("properties", {})
    for word in ("oneOf", "anyOf", "allOf"):
        for one in schema.get(word, []):
            yield from _keys(one)


def _flat(error: BaseException) -> str:
    inner = list(getattr(error, "schema_errors", None) or getattr(error.__cause__, "schema_errors", None) or [])
    if not inner:
        return f"{type(error).__name__}: {str(error)[:300]}"
    return "; ".join(f"/{'/'.join(map(str, one.absolute_path))}: {one.message[:200]}" for one in inner)
