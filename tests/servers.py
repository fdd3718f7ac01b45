"""Ways into a private server of the tests for whoever has a URL."""

from __future__ import annotations

from urllib.parse import quote

from sterna.postgres.server import Server


def let_in(server: Server) -> None:
    """Let in whoever has a password."""
    assert server.directory is not None
    with (server.directory / "data" / "pg_hba.conf").open("a") as hba:
        hba.write("local all all scram-sha-256\n")
    server.run_as_admin("SELECT pg_reload_conf()")


def url_of(server: Server, database: str, user: str, password: str = "") -> str:
    """Return the URL of a database for a role."""
    assert server.directory is not None
    secret = f":{quote(password, safe='')}" if password else ""
    return f"postgresql://{user}{secret}@/{database}?host={quote(str(server.directory), safe='')}"
