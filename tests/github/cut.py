"""Cut what the bot uses out of GitHub's own descriptions.

`python cut.py api.github.com.json schema.graphql index.json`

The files come from the packages @octokit/openapi, @octokit/graphql-schema and @octokit/webhooks-examples, all MIT.
What is kept is kept as it is, with all that it reaches; the places where the description, read strictly, forbids what
GitHub really sends are mended and listed under `x-mended`.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from graphql import GraphQLObjectType, build_schema, print_type

HERE = Path(__file__).resolve().parent / "contract"
R = "/repos/{owner}/{repo}"
OPERATIONS = [
    ("get", f"{R}/pulls"),
    ("get", f"{R}/pulls/{{pull_number}}"),
    ("patch", f"{R}/pulls/{{pull_number}}"),
    ("get", f"{R}/pulls/{{pull_number}}/files"),
    ("get", f"{R}/pulls/{{pull_number}}/reviews"),
    ("get", f"{R}/issues/{{issue_number}}/comments"),
    ("post", f"{R}/issues/{{issue_number}}/comments"),
    ("patch", f"{R}/issues/comments/{{comment_id}}"),
    ("delete", f"{R}/issues/comments/{{comment_id}}"),
    ("post", f"{R}/issues/comments/{{comment_id}}/reactions"),
    ("post", f"{R}/issues/{{issue_number}}/labels"),
    ("delete", f"{R}/issues/{{issue_number}}/labels/{{name}}"),
    ("get", f"{R}/labels"),
    ("post", f"{R}/labels"),
    ("post", f"{R}/check-runs"),
    ("patch", f"{R}/check-runs/{{check_run_id}}"),
    ("get", f"{R}/commits/{{ref}}/check-runs"),
    ("get", f"{R}/commits/{{ref}}/status"),
    ("get", f"{R}/commits/{{commit_sha}}/pulls"),
    ("get", f"{R}/compare/{{basehead}}"),
    ("post", f"{R}/statuses/{{sha}}"),
    ("get", f"{R}/contents/{{path}}"),
    ("get", f"{R}/git/blobs/{{file_sha}}"),
    ("get", f"{R}/collaborators/{{username}}/permission"),
    ("get", f"{R}/deployments"),
    ("get", f"{R}/deployments/{{deployment_id}}/statuses"),
    ("get", f"{R}/actions/workflows/{{workflow_id}}/runs"),
    ("get", f"{R}/actions/runs/{{run_id}}/artifacts"),
    ("get", f"{R}/actions/artifacts/{{artifact_id}}/{{archive_format}}"),
    ("get", "/orgs/{org}/teams/{team_slug}"),
    ("get", "/orgs/{org}/teams/{team_slug}/memberships/{username}"),
]
TYPES = {
    "Query": {"repository"},
    "Repository": {"pullRequest"},
    "PullRequest": {"userContentEdits"},
    "UserContentEditConnection": {"nodes"},
    "UserContentEdit": {"editedAt", "diff", "editor"},
    "Actor": {"login"},
}
RECORDED = ("pull_request", "issue_comment", "workflow_run", "merge_group", "check_run", "push")


def mend(node: Any, where: str, mended: list[str]) -> None:
    """Repair `nullable` enums, overlapping `oneOf`, and fields that GitHub's own examples leave out."""
    if isinstance(node, dict):
        if node.get("nullable") and isinstance(node.get("enum"), list) and None not in node["enum"]:
            node["enum"] = [*node["enum"], None]
            mended.append(f"{where}: null added to the enum")
        if "oneOf" in node and where.endswith("application/json/schema") and "/contents/" in where:
            node["anyOf"] = node.pop("oneOf")
            # A discriminator speaks of objects, and a folder is listed as an array.
            node.pop("discriminator", None)
            mended.append(f"{where}: oneOf became anyOf, without discriminator")
        for key, value in node.items():
            if key not in ("example", "examples"):
                mend(value, f"{where}/{key}", mended)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            mend(value, f"{where}/{number}", mended)


def rest(source: Path) -> bytes:
    """Return the operations with every component that they reach."""
    whole = json.loads(source.read_text())
    cut: dict[str, Any] = {key: whole[key] for key in ("openapi", "info", "servers")} | {"paths": {}}
    for method, path in OPERATIONS:
        cut["paths"].setdefault(path, {})[method] = whole["paths"][path][method]
    reached: dict[str, dict[str, Any]] = {}
    todo: list[Any] = [cut["paths"]]
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            ref = node.get("$ref")
            if isinstance(ref, str) and ref.startswith("#/components/"):
                kind, name = ref.split("/")[2:]
                if name not in reached.setdefault(kind, {}):
                    reached[kind][name] = whole["components"][kind][name]
                    todo.append(reached[kind][name])
            todo.extend(node.values())
        elif isinstance(node, list):
            todo.extend(node)
    mended: list[str] = []
    mend(cut["paths"], "paths", mended)
    mend(reached.get("schemas", {}), "schemas", mended)
    mend(reached.get("responses", {}), "responses", mended)
    cut["x-mended"] = mended
    cut["components"] = {kind: dict(sorted(held.items())) for kind, held in sorted(reached.items())}
    return json.dumps(cut, ensure_ascii=False, separators=(",", ":")).encode()


def graph(source: Path) -> str:
    """Return the types of the queries, each with the fields that are used and the types that these name."""
    schema = build_schema(source.read_text(), assume_valid_sdl=True)
    texts = ["scalar DateTime", "scalar URI"]
    for name, fields in TYPES.items():
        held: Any = schema.type_map[name]
        kept = {field: value for field, value in held.fields.items() if field in fields}
        assert kept.keys() == fields, (name, fields - kept.keys())
        if isinstance(held, GraphQLObjectType):
            held = GraphQLObjectType(name, kept)
            texts.append(print_type(held))
        else:
            texts.append(f"type {name} {{\n  login: String!\n}}")
    return "\n\n".join(texts) + "\n"


def main(openapi: str, graphql: str, webhooks: str) -> None:
    """Write the three files beside their licence."""
    with gzip.GzipFile(HERE / "rest.json.gz", "wb", 9, mtime=0) as file:
        file.write(rest(Path(openapi)))
    (HERE / "schema.graphql").write_text(graph(Path(graphql)))
    events(Path(webhooks))


def events(source: Path) -> None:
    """Write every recording of the events that a workflow of ours could meet."""
    held = {event["name"]: event["examples"] for event in json.loads(source.read_text())}
    found = {name: held[name] for name in RECORDED}
    with gzip.GzipFile(HERE / "events.json.gz", "wb", 9, mtime=0) as file:
        file.write(json.dumps(found, separators=(",", ":")).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
