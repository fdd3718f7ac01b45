"""A diagram in words: what a screen reader says, and what the search finds."""

from __future__ import annotations

from sterna.site.diagram.model import Diagram, Entity, Field, Reference


def name(diagram: Diagram) -> str:
    """Return one line that says what the drawing shows."""
    tables, keys = len(diagram.entities), len(diagram.references)
    return (
        f"{tables} table{'' if tables == 1 else 's'} and {keys} foreign key{'' if keys == 1 else 's'}"
        " among them; the list below says the same in words"
    )


def lines(diagram: Diagram) -> list[tuple[str, list[str]]]:
    """Return for each table its headline, and a line for each column and each foreign key."""
    return [(_headline(entity), _parts(entity, diagram)) for entity in diagram.entities]


def _headline(entity: Entity) -> str:
    was = f", was {entity.was}" if entity.was else ""
    mark = f" ({entity.mark}{was})" if entity.mark else ""
    return f"{entity.name}{mark}"


def _parts(entity: Entity, diagram: Diagram) -> list[str]:
    parts = [_field(field) for field in entity.fields]
    if entity.hidden:
        parts.append(f"{entity.hidden} more column{'' if entity.hidden == 1 else 's'}")
    parts += [_reference(one) for one in diagram.references if one.source == entity.name]
    return parts


def _field(field: Field) -> str:
    words = {"PK": "primary key", "UQ": "unique", "FK": "foreign key"}
    more = [words[key] for key in field.keys]
    more += ["not null"] if field.required and "PK" not in field.keys else []
    more += [str(field.mark)] if field.mark else []
    more += [f"was {field.was}"] if field.was else []
    return ", ".join([f"{field.name} {field.type}", *more])


def _reference(one: Reference) -> str:
    mark = f" ({one.mark})" if one.mark else ""
    keys = f" ({', '.join(one.target_fields)})" if one.target_fields else ""
    return f"{', '.join(one.fields)} points to {one.target}{keys}{mark}"
