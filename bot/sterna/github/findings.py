"""What is found in a pull request: in the text of its migrations, by the run that executed them, in the process."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sterna.github.read import Read
from sterna.pull_request import heard as hearing
from sterna.pull_request import process
from sterna.pull_request.checklist import digest
from sterna.review import Finding, Ignore, review


@dataclass(slots=True)
class Findings:
    """The findings, what was ignored in the SQL, and for each path a digest of the bytes that they are about."""

    every: list[Finding] = field(default_factory=list)
    ignores: tuple[Ignore, ...] = ()
    subjects: dict[str, str] = field(default_factory=dict)


def findings(read: Read) -> Findings:
    """Find all that the pull request has to answer for."""
    found = Findings()
    root = Path()
    analysis = f".github/workflows/{read.settings.analysis}"
    for file in read.files:
        found.subjects[file.path] = sha256(f"{file.path}\n{file.sha}".encode()).hexdigest()[:12]
    if read.work is not None:
        work = read.work
        tags = {one.tag for one in work.pending}
        static = review(read.guide, work.history, tags | {one.tag for one in work.unread})
        found.ignores = static.ignores
        # What has no migration of its own speaks for the folder: a file that the journal does not name, a wrong key.
        found.every += [one for one in static.findings if one.tag not in tags]
        for migration in work.pending:
            heard = hearing.of(migration, read.analysis.report)
            verified = not read.analysis.doubt
            found.every += hearing.findings(read.guide, migration, static.findings, heard, verified=verified)
            found.subjects[str(migration.path)] = digest(migration)
        found.every += process.faults(read.guide, work.faults, root)
        found.every += process.unrelated(read.guide, work.pending)
        mine = [file.path for file in read.files if file.status == "added"]
        found.every += process.claimed(read.guide, read.folder, mine, read.rivals.added, read.rivals.parents)
    found.every += process.findings(read.guide, read.files, read.settings.schema, read.folder, analysis)
    off = {rule.name for rule in read.guide.rules.values() if rule.off}
    found.every = [one for one in found.every if one.rule not in off]
    for one in found.every:
        found.subjects.setdefault(str(one.path), sha256(str(one.path).encode()).hexdigest()[:12])
    return found
