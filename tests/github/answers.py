"""What GitHub answers to each request, made from its own examples."""

from __future__ import annotations

import base64
from typing import Any

from graphql import graphql_sync
from starlette.requests import Request

from tests.github.contract import contract, graph
from tests.github.world import AUTHOR, BOT, Pull, World, number_of

BODY = 65_536
Answer = Any


class Answers:
    """The handlers; each returns data, or a status and data. They answer from a world."""

    world: World

    def user(self, login: str) -> dict[str, Any]:
        """Return a person or a bot."""
        user: dict[str, Any] = contract().example("issue-comment")["user"]
        return user | {"login": login, "type": "Bot" if login.endswith("[bot]") else "User"}

    def label(self, name: str) -> dict[str, Any]:
        """Return a label."""
        found: dict[str, Any] = contract().example("label-items")[0]
        return found | self.world.labels.get(name, {}) | {"name": name, "id": number_of(name)}

    def pull(self, pull: Pull, *, simple: bool) -> dict[str, Any]:
        """Return a pull request as it is listed, or whole."""
        name = "pull-request-simple-items" if simple else "pull-request"
        found: dict[str, Any] = contract().example(name)[0] if simple else contract().example(name)
        found |= {
            "number": pull.number,
            "body": pull.body,
            "state": pull.state,
            "draft": pull.draft,
            "user": self.user(pull.author),
        }
        found["html_url"] = f"https://github.com/{self.world.name}/pull/{pull.number}"
        found["head"] |= {"sha": self.world.sha(pull.head), "ref": pull.head}
        found["base"] |= {"sha": self.world.sha(pull.base), "ref": pull.base}
        found["base"]["repo"] |= {"full_name": self.world.name, "default_branch": "main"}
        found["head"]["repo"] |= {"full_name": pull.fork or self.world.name}
        found["labels"] = [self.label(one) for one in pull.labels]
        for team in found.get("requested_teams") or []:
            team.setdefault("type", "organization")  # left out of the example, required by the schema
        if not simple:
            found["changed_files"] = len(self.world.changed(pull)) + pull.unlisted
        return found

    def of(self, request: Request, key: str = "n") -> Pull:
        """Return the pull request that a path names; raise KeyError."""
        return self.world.pulls[int(request.path_params[key])]

    def list_pulls(self, request: Request) -> Answer:
        """List open pull requests."""
        head = request.query_params.get("head", "")
        found = [one for one in self.world.pulls.values() if one.state == request.query_params.get("state", "open")]
        if head:
            found = [one for one in found if f"{(one.fork or self.world.name).split('/')[0]}:{one.head}" == head]
        return [self.pull(one, simple=True) for one in found]

    def get_pull(self, request: Request) -> Answer:
        """Return one."""
        return self.pull(self.of(request), simple=False)

    def patch_pull(self, request: Request) -> Answer:
        """Write the description."""
        pull, data = self.of(request), request.state.json
        if len(data.get("body") or "") > BODY:
            return unprocessable("PullRequest", "body is too long (maximum is 65536 characters)")
        pull.body = data["body"]
        pull.edits.append((BOT, pull.body, self.world.now()))
        return self.pull(pull, simple=False)

    def files(self, request: Request) -> Answer:
        """List changed files."""
        rows = []
        for row in self.world.changed(self.of(request)):
            made = contract().example("diff-entry-items")[0]
            made.pop("patch", None)
            rows.append(made | row)
        return rows

    def reviews(self, request: Request) -> Answer:
        """List reviews."""
        made = []
        for one in self.world.reviews:
            row = contract().example("pull-request-review-items")[0]
            row |= {key: one[key] for key in ("id", "state", "commit_id")} | {"user": self.user(one["login"])}
            made.append(row)
        self.of(request)
        return made

    def list_comments(self, request: Request) -> Answer:
        """List the thread."""
        number = self.of(request).number
        return [shown(one) for _, one in sorted(self.world.comments.items()) if one["pull"] == number]

    def create_comment(self, request: Request) -> Answer:
        """Comment."""
        body = request.state.json["body"]
        if len(body) > BODY:
            return unprocessable("IssueComment", "body is too long (maximum is 65536 characters)")
        number = self.of(request).number
        name = self.world.say(number, body, BOT, made=contract().example("issue-comment"))
        return 201, shown(self.world.comments[name])

    def edit_comment(self, request: Request) -> Answer:
        """Edit a comment."""
        found = self.world.comments[int(request.path_params["c"])]
        if len(request.state.json["body"]) > BODY:
            return unprocessable("IssueComment", "body is too long (maximum is 65536 characters)")
        found["body"] = request.state.json["body"]
        found["updated_at"] = self.world.now()
        return shown(found)

    def delete_comment(self, request: Request) -> Answer:
        """Delete a comment."""
        del self.world.comments[int(request.path_params["c"])]
        return 204, None

    def react(self, request: Request) -> Answer:
        """React to a comment."""
        found = self.world.comments[int(request.path_params["c"])]
        content = request.state.json["content"]
        found["reactions"][content] = 1
        return 201, contract().example("reaction") | {"content": content, "user": self.user(BOT)}

    def add_labels(self, request: Request) -> Answer:
        """Add labels to a pull request."""
        pull = self.of(request)
        for name in request.state.json["labels"]:
            if name not in self.world.labels:
                self.world.violations.append(f"label {name} was added before it was created")
            if name not in pull.labels:
                pull.labels.append(name)
        return [self.label(name) for name in pull.labels]

    def remove_label(self, request: Request) -> Answer:
        """Take a label away."""
        pull, name = self.of(request), request.path_params["name"]
        if name not in pull.labels:
            return missing()
        pull.labels.remove(name)
        return [self.label(one) for one in pull.labels]

    def list_labels(self, _request: Request) -> Answer:
        """List the labels of the repository."""
        return [self.label(name) for name in self.world.labels]

    def create_label(self, request: Request) -> Answer:
        """Create a label."""
        data = request.state.json
        if data["name"] in self.world.labels:
            return unprocessable("Label", "already_exists")
        self.world.labels[data["name"]] = {"color": data["color"], "description": data["description"]}
        return 201, self.label(data["name"])

    def list_checks(self, request: Request) -> Answer:
        """List check runs."""
        newest: dict[str, dict[str, Any]] = {}
        for one in self.world.checks.values():
            if one["head_sha"] == request.path_params["sha"]:
                newest[one["name"]] = one
        return {"total_count": len(newest), "check_runs": list(newest.values())}

    def create_check(self, request: Request) -> Answer:
        """Create a check run."""
        return 201, self.check(request.state.json)

    def check(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put a check run in place."""
        made: dict[str, Any] = contract().example("check-run")
        name = self.world.id()
        made |= {"id": name, "pull_requests": [], "conclusion": None, "completed_at": None, "external_id": ""}
        self.world.checks[name] = made
        self.annotations(name, data)
        return self.checked(made, data)

    def checked(self, made: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
        """Set what a request says of a check run."""
        made |= {key: data[key] for key in ("name", "head_sha", "status", "external_id") if key in data}
        if data.get("conclusion"):
            made |= {"conclusion": data["conclusion"], "status": "completed", "completed_at": self.world.now()}
        return made

    def edit_check(self, request: Request) -> Answer:
        """Add to a check run."""
        name = int(request.path_params["c"])
        self.annotations(name, request.state.json)
        return self.checked(self.world.checks[name], request.state.json)

    def annotations(self, name: int, data: dict[str, Any]) -> None:
        """Append annotations, as GitHub does: it never replaces them."""
        held = self.world.annotations.setdefault(name, [])
        held += (data.get("output") or {}).get("annotations", [])

    def combined(self, request: Request) -> Answer:
        """Return the newest status of each name."""
        newest = {one["context"]: one for one in self.world.statuses if one["sha"] == request.path_params["sha"]}
        made: dict[str, Any] = contract().example("combined-commit-status")
        rows = []
        for one in newest.values():
            row = contract().example("combined-commit-status")["statuses"][0]
            rows.append(
                row | {key: one[key] for key in ("context", "state", "description", "target_url", "created_at")}
            )
        return made | {"sha": request.path_params["sha"], "statuses": rows, "total_count": len(rows)}

    def create_status(self, request: Request) -> Answer:
        """Post a status."""
        data, sha = request.state.json, request.path_params["sha"]
        if len(data.get("description") or "") > 140:
            return unprocessable("Status", "description is too long (maximum is 140 characters)")
        same = [one for one in self.world.statuses if (one["sha"], one["context"]) == (sha, data["context"])]
        if len(same) >= 1000:
            return unprocessable("Status", "This SHA and context has reached the maximum number of statuses.")
        blank = {"sha": sha, "target_url": None, "description": None, "created_at": self.world.now()}
        self.world.statuses.append(blank | data)
        made: dict[str, Any] = contract().example("status")
        return 201, made | {key: data.get(key) for key in ("context", "state", "description", "target_url")}

    def pulls_of_commit(self, request: Request) -> Answer:
        """List the pull requests of a commit."""
        sha = request.path_params["sha"]
        found = [one for one in self.world.pulls.values() if sha in self.world.commits(one.base, one.head)]
        return [self.pull(one, simple=True) for one in found if not one.fork]

    def compare(self, request: Request) -> Answer:
        """Compare two commits."""
        base, _, head = request.path_params["basehead"].partition("...")
        made: dict[str, Any] = contract().example("commit-comparison")
        row = made["commits"][0]
        made["merge_base_commit"]["sha"] = self.world.merge_base(base, head)
        made["commits"] = [row | {"sha": sha} for sha in self.world.commits(base, head)]
        names = self.world.between(made["merge_base_commit"]["sha"], head)
        made["files"] = [{**contract().example("diff-entry-items")[0], "filename": name} for name in names]
        return made

    def contents(self, request: Request) -> Answer:
        """Return a file, or list a folder."""
        path, ref = request.path_params["path"].rstrip("/"), request.query_params.get("ref", "main")
        found = self.world.tree(ref, path)
        if not found:
            return missing()
        mode, kind, sha, _ = found[0]
        if kind == "tree":
            rows = []
            for _, sort, blob, name in self.world.tree(ref, f"{path}/"):
                row = contract().example("content-file-response-if-content-is-a-directory")[0]
                word = "dir" if sort == "tree" else "file"
                rows.append(row | {"type": word, "name": name.rsplit("/", 1)[-1], "path": name, "sha": blob})
            return rows
        if mode == "120000":
            made = contract().example("content-file-response-if-content-is-a-symlink")
            return made | {"path": path, "sha": sha}
        raw = self.world.blob(sha)
        made = contract().example("content-file-response-if-content-is-a-file")
        large = len(raw) > 1_000_000
        text = "" if large else base64.encodebytes(raw).decode()
        word = "none" if large else "base64"
        return made | {"path": path, "size": len(raw), "sha": sha, "content": text, "encoding": word}

    def blob(self, request: Request) -> Answer:
        """Return a blob."""
        raw = self.world.blob(request.path_params["sha"])
        made: dict[str, Any] = contract().example("blob")
        return made | {"sha": request.path_params["sha"], "size": len(raw), "content": base64.b64encode(raw).decode()}

    def permission(self, request: Request) -> Answer:
        """Say what somebody may do."""
        role = self.world.permissions.get(request.path_params["login"])
        if role is None:
            return missing()
        name = "repository-collaborator-permission-response-if-user-has-admin-permissions"
        made: dict[str, Any] = contract().example(name)
        made["user"].setdefault("role_name", role)
        return made | {"permission": role, "role_name": role}

    def deployed(self, request: Request) -> Answer:
        """List the deployments of a commit."""
        row = contract().example("deployment-items")[0]
        wanted = request.query_params.get("sha")
        keys = ("id", "sha", "environment", "updated_at")
        return [row | {key: one[key] for key in keys} for one in self.world.deployments if one["sha"] == wanted]

    def deployment(self, request: Request) -> Answer:
        """List the states of a deployment."""
        row = contract().example("deployment-status-items")[0]
        found = [one for one in self.world.deployments if one["id"] == int(request.path_params["d"])]
        # The newest first.
        return [row | {"state": state} for one in found for state in reversed(one["states"])]

    def runs(self, request: Request) -> Answer:
        """List the runs of a workflow; GitHub filters by commit and event."""
        made = contract().example("workflow-run-paginated")["workflow_runs"][0]
        rows = []
        for one in self.world.runs:
            if one.sha != request.query_params.get("head_sha", one.sha):
                continue
            row = made | {
                "id": one.id,
                "head_sha": one.sha,
                "head_branch": one.branch,
                "status": one.status,
                "event": one.event,
                "path": one.path,
                "created_at": one.created_at,
                "html_url": f"https://github.com/{self.world.name}/actions/runs/{one.id}",
            }
            rows.append(row | {"head_repository": made["head_repository"] | {"full_name": one.repository}})
        return {"total_count": len(rows), "workflow_runs": rows}

    def artifacts(self, request: Request) -> Answer:
        """List the artifacts of a run."""
        made = contract().example("artifact-paginated")["artifacts"][0]
        run = next(one for one in self.world.runs if one.id == int(request.path_params["r"]))
        rows = []
        if run.artifact is not None:
            rows = [made | {"id": run.id, "name": run.name, "size_in_bytes": len(run.artifact), "expired": False}]
        return {"total_count": len(rows), "artifacts": rows}

    def team(self, request: Request) -> Answer:
        """Return a team, where the token may see it."""
        name = f"{request.path_params['org']}/{request.path_params['team']}"
        if not self.world.readable_teams or name not in self.world.teams:
            return missing()
        made: dict[str, Any] = contract().example("team-full")
        # Left out of the example, required by the schema.
        made["organization"].setdefault("archived_at", None)
        return made | {"type": "organization"}

    def member(self, request: Request) -> Answer:
        """Say whether somebody is in a team."""
        name = f"{request.path_params['org']}/{request.path_params['team']}"
        if not self.world.readable_teams or request.path_params["login"] not in self.world.teams.get(name, []):
            return missing()
        made: dict[str, Any] = contract().example("team-membership-response-if-user-is-a-team-maintainer")
        return made

    def graphql(self, request: Request) -> Answer:
        """Answer a query of the edits, as far as GitHub's schema allows it."""
        data = request.state.json
        pull = self.world.pulls[int(data["variables"]["number"])]
        newest = list(reversed(pull.edits))[: int(data["variables"]["count"])]
        nodes = [{"editedAt": at, "diff": body, "editor": {"login": who}} for who, body, at in newest]
        root = {"repository": {"pullRequest": {"userContentEdits": {"nodes": nodes}}}}
        done = graphql_sync(graph(), data["query"], root_value=root, variable_values=data["variables"])
        if done.errors:
            self.world.violations += [str(error) for error in done.errors]
        return {"data": done.data}


def shown(comment: dict[str, Any]) -> dict[str, Any]:
    """Return a comment without what the tests know of it."""
    return {key: value for key, value in comment.items() if key != "pull"}


def missing() -> tuple[int, dict[str, str]]:
    """Return GitHub's 404."""
    return 404, {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"}


def unprocessable(resource: str, message: str) -> tuple[int, dict[str, Any]]:
    """Return GitHub's 422."""
    errors = [{"resource": resource, "field": "body", "code": "custom", "message": message}]
    return 422, {"message": "Validation Failed", "documentation_url": "https://docs.github.com/rest", "errors": errors}


__all__ = ["AUTHOR", "Answers"]
