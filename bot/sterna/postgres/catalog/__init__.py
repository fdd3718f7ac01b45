"""The catalog of a database by OID: everything a migration can change, read in one round trip."""

from __future__ import annotations

from sterna.postgres.catalog.attached import Policy, RewriteRule, Statistics, Trigger
from sterna.postgres.catalog.column import Column, IdentitySequence, NotNull
from sterna.postgres.catalog.constraint import Constraint
from sterna.postgres.catalog.database import Comment, DefaultPrivileges, EventTrigger, Publication, PublishedTable
from sterna.postgres.catalog.index import Index
from sterna.postgres.catalog.model import KINDS, Catalog
from sterna.postgres.catalog.operator import Cast, Operator
from sterna.postgres.catalog.reading import read
from sterna.postgres.catalog.record import Grant, Identity, Key, Record
from sterna.postgres.catalog.relation import OwnedBy, Relation, Sequence
from sterna.postgres.catalog.routine import Routine
from sterna.postgres.catalog.schema import Extension, Schema
from sterna.postgres.catalog.search import Configuration, Dictionary
from sterna.postgres.catalog.type import Collation, RangeType, Type

__all__ = [
    "KINDS",
    "Cast",
    "Catalog",
    "Collation",
    "Column",
    "Comment",
    "Configuration",
    "Constraint",
    "DefaultPrivileges",
    "Dictionary",
    "EventTrigger",
    "Extension",
    "Grant",
    "Identity",
    "IdentitySequence",
    "Index",
    "Key",
    "NotNull",
    "Operator",
    "OwnedBy",
    "Policy",
    "Publication",
    "PublishedTable",
    "RangeType",
    "Record",
    "Relation",
    "RewriteRule",
    "Routine",
    "Schema",
    "Sequence",
    "Statistics",
    "Trigger",
    "Type",
    "read",
]
