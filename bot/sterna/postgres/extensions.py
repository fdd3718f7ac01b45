"""Extensions for a history: those that are installed, and stand-ins for those that are not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sterna.postgres.server import Server
from sterna.sql import quote

HARMLESS: Final = frozenset(
    {
        *("autoinc", "bloom", "dict_xsyn", "earthdistance", "insert_username", "intagg", "moddatetime"),
        *("pg_stat_statements", "pg_uuidv7", "refint", "vector"),
    }
)
"""Extensions that only a superuser may create, and that give nobody a way to files, programs or other servers."""

WITHOUT_THE_SERVER: Final = frozenset({"pg_cron", "pg_net"})
"""Extensions that work outside of SQL: a stand-in takes their place even where they are installed."""

CONTROL_PATH: Final = 180000
"""From this version on, extensions may lie in a folder of ours (`extension_control_path`)."""

_STAND_INS: Final = Path(__file__).parent / "standin"
_VERSION: Final = "standin"
_MADE: Final = re.compile(r"^CREATE (?:FUNCTION|TABLE|DOMAIN) ([\w.]+)", re.MULTILINE)

BY_TYPE: Final = {
    "citext": "citext",
    "cube": "cube",
    "halfvec": "vector",
    "hstore": "hstore",
    "ltree": "ltree",
    "sparsevec": "vector",
    "ulid": "ulid",
    "vector": "vector",
}
"""Types that only an extension has."""

BY_OPERATOR_CLASS: Final = {
    "gin_trgm_ops": "pg_trgm",
    "gist_trgm_ops": "pg_trgm",
    **{
        f"{kind}_{distance}_ops": "vector"
        for kind in ("vector", "halfvec", "sparsevec")
        for distance in ("cosine", "ip", "l1", "l2")
    },
}
"""Operator classes that only an extension has."""

BY_FUNCTION: Final = {
    "crypt": "pgcrypto",
    "digest": "pgcrypto",
    "gen_random_bytes": "pgcrypto",
    "gen_salt": "pgcrypto",
    "hmac": "pgcrypto",
    "pgp_sym_decrypt": "pgcrypto",
    "pgp_sym_encrypt": "pgcrypto",
    "gen_monotonic_ulid": "ulid",
    "gen_ulid": "ulid",
    "show_trgm": "pg_trgm",
    "similarity": "pg_trgm",
    "strict_word_similarity": "pg_trgm",
    "word_similarity": "pg_trgm",
    "unaccent": "unaccent",
    "uuid_generate_v1": "uuid-ossp",
    "uuid_generate_v1mc": "uuid-ossp",
    "uuid_generate_v3": "uuid-ossp",
    "uuid_generate_v4": "uuid-ossp",
    "uuid_generate_v5": "uuid-ossp",
    "uuid_nil": "uuid-ossp",
}
"""Functions that only an extension has."""


def builtin_functions(server: Server) -> frozenset[str]:
    """Return those of the functions above that the server has by itself."""
    listed = ", ".join(quote.literal(name) for name in BY_FUNCTION)
    rows = server.rows_as_admin(
        f"SELECT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname IN ({listed})"
    )
    return frozenset(str(name) for (name,) in rows)


def provide(server: Server, database: str, name: str, *, before: bool) -> list[str]:
    """See to it that the owner can create an extension, or that it is there `before` the history; say what was done.

    The installation stays as it is: what is changed about an extension lies in the directory of the server.
    """
    version, trusted = _installed(server, name)
    said = f"extension {name} {version}"
    own_folder = server.version >= CONTROL_PATH and server.directory is not None
    script = _STAND_INS / f"{name}.sql"
    if own_folder and script.exists() and (version in {"", _VERSION} or name in WITHOUT_THE_SERVER):
        said = _stand_in(server, name, script.read_text(encoding="utf-8"))
    elif not version:
        return [f"not provided: extension {name}, which PostgreSQL {server.version_name} does not have here"]
    elif not trusted:
        if name not in HARMLESS or not (own_folder or server.superuser):
            return [f"not provided: extension {name}, which only a superuser may create"]
        if not own_folder:
            # It has to be there before: IF NOT EXISTS finds it then; a plain CREATE EXTENSION fails, and says why.
            _create(server, database, name, admin=True)
            return [f"{said}, created before the history by a superuser"]
        _trust(server, name)
    if before:
        _create(server, database, name, admin=False)
        said += ", which the history uses before creating it"
    return [said]


def _create(server: Server, database: str, name: str, *, admin: bool) -> None:
    with server.connect(database, admin=admin) as connection:
        connection.run(f"CREATE EXTENSION IF NOT EXISTS {quote.name(name)} CASCADE")


def _installed(server: Server, name: str) -> tuple[str, bool]:
    """Return the version of an installed extension (the empty text: none), and whether any owner may create it."""
    rows = server.rows_as_admin(
        "SELECT default_version, trusted OR NOT superuser FROM pg_available_extensions JOIN"
        " pg_available_extension_versions USING (name)"
        f" WHERE name = {quote.literal(name)} AND version = default_version"
    )
    return (str(rows[0][0]), rows[0][1] == "t") if rows else ("", False)


def _stand_in(server: Server, name: str, script: str) -> str:
    """Write a stand-in into the folder of the server, and say what is in it."""
    folder = _folder(server)
    _write(folder / f"{name}--{_VERSION}.sql", script)
    _write(
        folder / f"{name}.control",
        f"comment = 'stand-in for {name}'\ndefault_version = '{_VERSION}'\nrelocatable = false\ntrusted = true\n",
    )
    contents = dict.fromkeys(found[1] for found in _MADE.finditer(script))
    return f"stand-in for extension {name}: {', '.join(contents)}"


def _trust(server: Server, name: str) -> None:
    """Write a control file that lets the owner create an installed extension; its scripts stay where they are."""
    [(share,)] = server.rows_as_admin("SELECT setting FROM pg_config WHERE name = 'SHAREDIR'")
    installed = Path(str(share)) / "extension"
    control = (installed / f"{name}.control").read_text(encoding="utf-8")
    _write(_folder(server) / f"{name}.control", f"{control}\ntrusted = true\ndirectory = '{installed}'\n")


def _folder(server: Server) -> Path:
    if server.directory is None:
        raise ValueError("only a private server has a folder for extensions")
    return server.directory / "share" / "extension"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)  # For the server, which is another user where we are root.
