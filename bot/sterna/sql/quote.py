"""Names and texts as PostgreSQL reads them."""

from __future__ import annotations


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
