"""What a migration did, in sentences like those of the guide."""

from __future__ import annotations

from sterna.postgres.observation import Observation
from sterna.pull_request.changes import rows, schema
from sterna.pull_request.sentence import Sentence
from sterna.rollback.delta import compare


def sentences(observation: Observation) -> tuple[Sentence, ...]:
    """Tell each change in one sentence: the schema by object, then the statements that the schema does not show."""
    delta = compare(observation.after, observation.before)
    return (*schema.told(delta), *rows.told(observation.migration.statements))
