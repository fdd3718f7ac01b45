"""Names and texts as PostgreSQL reads them."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 63
"""Bytes of a name; PostgreSQL cuts off what is more."""


def name(*parts: str) -> str:
    """Quote each part and join them with dots: `name("public", "users")` is `"public"."users"`."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts)


def literal(text: str) -> str:
    """Quote a text constant; a backslash needs no care since standard_conforming_strings is on."""
    return "'" + text.replace("'", "''") + "'"


def folded(name: str) -> tuple[str, ...]:
    """Return the parts of a name as PostgreSQL folds them: `public."Users"` is `("public", "Users")`."""
    parts, quoted = [""], False
    for character in name:
        quoted ^= character == '"'
        if character == "." and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    stripped = (part.strip() for part in parts)
    return tuple(part[1:-1].replace('""', '"') if part.startswith('"') else part.lower() for part in stripped)


def kept(name: str, room: int = LONGEST) -> str:
    """Return as much of a name as PostgreSQL keeps: a number of bytes, and no character in two."""
    return name.encode()[:room].decode(errors="ignore")
