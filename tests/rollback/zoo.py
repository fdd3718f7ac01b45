"""Databases with tables of every kind, for the tests of rows."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sterna.postgres.connection import Connection
from sterna.postgres.server import Server
from sterna.sql.quote import name

FOLDER = Path(__file__).parent.parent / "fixtures" / "rows"
_NUMBERS = itertools.count()


@contextmanager
def zoo(server: Server, sql: str = "") -> Iterator[Connection]:
    """Open a database of its own as the owner, who ran the SQL; a line `-- extensions: a b` has them made first."""
    database = f"zoo_{os.getpid()}_{next(_NUMBERS)}"
    server.create_database(database)
    try:
        if found := re.search(r"-- extensions: (.*)", sql):
            with server.connect(database, admin=True) as admin:
                for extension in found[1].split():
                    admin.run(f"CREATE EXTENSION {name(extension)}")
        with server.connect(database) as connection:
            connection.run(sql)
            yield connection
    finally:
        server.drop_database(database)
