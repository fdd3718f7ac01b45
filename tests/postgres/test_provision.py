"""What histories take for granted is read from their statements, made for them, and named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sterna.postgres.binaries import find
from sterna.postgres.connection import SqlError
from sterna.postgres.opening import private
from sterna.postgres.provision import Provision, needs, provide
from sterna.postgres.server import Server
from sterna.sql.split import split


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """Start a server for this module: what is provided is there for the whole of it."""
    with private(find()) as server:
        yield server


@pytest.fixture
def database(own_server: Server) -> Iterator[str]:
    """Make a database for one test."""
    own_server.create_database("provided")
    yield "provided"
    own_server.drop_database("provided")


def needed(server: Server, sql: str) -> list[tuple[str, str]]:
    """Return what a history needs, as pairs."""
    return [(it.kind, it.name) for it in needs(split(sql, Path("0000_test.sql")), server)]


def run(server: Server, database: str, sql: str) -> tuple[str, ...]:
    """Provide what a history needs, run it as the owner, and return what was provided."""
    said = provide(server, database, needs(split(sql, Path("0000_test.sql")), server))
    with server.connect(database) as connection:
        connection.run(sql)
    return said


READ = {
    "nothing": ("CREATE TABLE users (id integer, role text, owner text); CREATE INDEX ON users (role)", []),
    "role of a policy": (
        "CREATE POLICY p ON t TO authenticated, public USING (true)",
        [("role", "authenticated")],
    ),
    "policies that owners obey too": (
        "ALTER TABLE t FORCE ROW LEVEL SECURITY; GRANT SELECT ON t TO app",
        [("role", "app")],
    ),
    "policies that owners obey too, on Supabase": (
        "CREATE POLICY p ON t TO anon; ALTER TABLE t FORCE ROW LEVEL SECURITY",
        [("role", "anon"), ("passing", "")],
    ),
    "role that is there under a new name": (
        "CREATE ROLE a; ALTER ROLE a RENAME TO b; GRANT SELECT ON t TO b",
        [("roles", "")],
    ),
    "role that a guard creates": (
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles) THEN CREATE ROLE app; END IF; END $$; GRANT a ON t TO app",
        [("roles", "")],
    ),
    "role of PostgreSQL": ("GRANT pg_read_all_data TO app", [("role", "app")]),
    "role in a comment": ("CREATE TABLE t () -- GRANT SELECT ON t TO anon", []),
    "role in a text": ("INSERT INTO t VALUES ('GRANT SELECT ON t TO anon')", []),
    "owner": (
        'ALTER TABLE t OWNER TO "Big"; ALTER TABLE t OWNER TO CURRENT_USER',
        [("role", "Big"), ("owner", "Big")],
    ),
    "auth of the platform": ("CREATE POLICY p ON t USING (auth.uid() = user_id)", [("schema", "auth")]),
    "foreign key into auth": (
        'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES "auth"."users"("id")',
        [("schema", "auth")],
    ),
    "auth of the history": ("CREATE SCHEMA auth; CREATE TABLE auth.users (id integer)", []),
    "auth as an alias": ('SELECT a.id FROM account a JOIN auth ON auth.id = a."authId"', []),
    "table of Drizzle": ("DELETE FROM drizzle.__drizzle_migrations", [("schema", "drizzle")]),
    "extension": ("CREATE EXTENSION vector; CREATE TABLE t (v vector(3))", [("extension", "vector")]),
    "extension before it is created": (
        "CREATE TABLE t (v vector(3)); CREATE EXTENSION IF NOT EXISTS vector",
        [("extension before", "vector"), ("extension", "vector")],
    ),
    "extension in the schema of the platform": (
        'CREATE EXTENSION "uuid-ossp" WITH SCHEMA extensions',
        [("schema", "extensions"), ("extension", "uuid-ossp")],
    ),
    "function of an extension": (
        "CREATE TABLE t (id uuid DEFAULT uuid_generate_v4())",
        [("extension before", "uuid-ossp")],
    ),
    "function of the history": (
        "CREATE FUNCTION digest(a text) RETURNS text LANGUAGE sql AS 'SELECT a'; SELECT digest('x')",
        [],
    ),
    "function of the server": ("CREATE TABLE t (id uuid DEFAULT gen_random_uuid())", []),
    "operator class": ("CREATE INDEX ON t USING gin (name gin_trgm_ops)", [("extension before", "pg_trgm")]),
    "column named like a type": ('CREATE TABLE t ("vector" text, ulid text, hstore jsonb)', []),
    "type of the history": ("CREATE DOMAIN ulid AS text; CREATE TABLE t (id ulid)", []),
}


@pytest.mark.parametrize(("sql", "expected"), READ.values(), ids=READ.keys())
def test_needs_are_read_from_tokens(server: Server, sql: str, expected: list[tuple[str, str]]) -> None:
    """A need is what is used and not made, in code but not in comments, texts, columns or aliases."""
    assert needed(server, sql) == expected


def test_untrusted_extension_is_created_by_the_owner(own_server: Server, database: str) -> None:
    """A plain CREATE EXTENSION of what only a superuser may create works for the owner, and so does DROP."""
    sql = "CREATE EXTENSION vector; CREATE TABLE t (v vector(3)); CREATE INDEX ON t USING hnsw (v vector_cosine_ops)"
    (said,) = run(own_server, database, sql)
    assert said.startswith("extension vector 0.")
    before = own_server.dump(database)
    assert "CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;" in before
    with own_server.connect(database) as connection:
        connection.run("DROP TABLE t; DROP EXTENSION vector")
    assert "vector" not in own_server.dump(database)


def test_extension_that_exists_is_only_a_notice(own_server: Server, database: str) -> None:
    """An extension that was used before its creation is there, and IF NOT EXISTS passes over it."""
    sql = "CREATE TABLE t (c citext); CREATE EXTENSION IF NOT EXISTS citext"
    said = run(own_server, database, sql)
    assert "which the history uses before creating it" in said[0]


STAND_INS = {
    "pgcrypto": {
        "encode(digest('abc', 'sha256'), 'hex')": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "encode(digest('abc', 'md5'), 'hex')": "900150983cd24fb0d6963f7d28e17f72",
        # RFC 4231, test case 2.
        "encode(hmac('what do ya want for nothing?', 'Jefe', 'sha256'), 'hex')": (
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        # RFC 4231, test case 6: the key is longer than a block.
        "encode(hmac('Test Using Larger Than Block-Size Key - Hash Key First'::bytea, "
        "decode(repeat('aa', 131), 'hex'), 'sha256'), 'hex')": (
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        "length(gen_random_bytes(100))": "100",
        "gen_random_bytes(16) = gen_random_bytes(16)": "f",
        "crypt('p', c) = c AND crypt('q', c) <> c FROM crypt('p', gen_salt('bf')) AS c": "t",
        "length(crypt('p', gen_salt('bf', 8)))": "60",
        "pgp_sym_decrypt(pgp_sym_encrypt('text', 'key'), 'key')": "text",
    },
    "uuid-ossp": {
        # The example of Python's uuid module.
        "uuid_generate_v3(uuid_ns_dns(), 'python.org')": "6fa459ea-ee8a-3ca4-894e-db77e160355e",
        "substr(uuid_generate_v5(uuid_ns_url(), 'x')::text, 15, 1)": "5",
        "substr(uuid_generate_v4()::text, 15, 1)": "4",
        "substr(uuid_generate_v1()::text, 15, 1)": "1",
        "uuid_nil()": "00000000-0000-0000-0000-000000000000",
    },
    "ulid": {
        "gen_ulid()::text ~ '^[0-7][0-9A-HJKMNP-TV-Z]{25}$'": "t",
        "left(gen_ulid(), 3) BETWEEN '01J' AND '02Z'": "t",
    },
    "pg_cron": {
        "cron.schedule('nightly', '0 3 * * *', 'VACUUM')": "1",
        "cron.unschedule('nightly')": "t",
        "count(*) FROM cron.job": "0",
    },
    "pg_net": {"net.http_post(url := 'https://example.org', body := '{}')": "1"},
}


@pytest.mark.parametrize("name", STAND_INS)
def test_stand_in_answers_like_the_extension(own_server: Server, database: str, name: str) -> None:
    """The owner creates a stand-in with a plain CREATE EXTENSION; it is named, and its functions do what they say."""
    (said,) = run(own_server, database, f'CREATE EXTENSION "{name}"')
    assert said.startswith(f"stand-in for extension {name}: ")
    with own_server.connect(database) as connection:
        for expression, value in STAND_INS[name].items():
            assert connection.rows(f"SELECT {expression}") == [(value,)], expression
        connection.run(f'DROP EXTENSION "{name}"')
    (again,) = run(own_server, database, f'CREATE EXTENSION IF NOT EXISTS "{name}"')
    assert again == said


def test_every_stand_in_is_tried() -> None:
    """The folder of stand-ins and the table above name the same extensions."""
    folder = Path(provide.__code__.co_filename).parent / "standin"
    assert {path.stem for path in folder.glob("*.sql")} == set(STAND_INS)


def test_supabase_history_runs(own_server: Server, database: str) -> None:
    """Roles, the schema auth and extensions in their own schema are there for a history that names them."""
    said = run(
        own_server,
        database,
        """
        CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA extensions;
        CREATE TABLE profiles (
          id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
          user_id uuid REFERENCES auth.users (id) ON DELETE CASCADE
        );
        ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
        CREATE POLICY mine ON profiles TO authenticated USING ((SELECT auth.uid()) = user_id);
        GRANT SELECT ON profiles TO anon;
        CREATE FUNCTION greet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
        CREATE TRIGGER greet AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION greet();
        ALTER TABLE profiles OWNER TO postgres;
        ALTER TABLE profiles ADD COLUMN name text;
        """,
    )
    assert [it.split(":")[0] for it in said] == [
        "role authenticated",
        "role anon",
        "role postgres",
        "the right of role postgres to own what is in schema public",
        "schema extensions",
        "schema auth with users, jwt(), uid(), role(), email(), user_id()",
        "stand-in for extension uuid-ossp",
    ]


def test_history_that_makes_roles(own_server: Server, database: str) -> None:
    """A history may make roles and own tables through them, but no role that is more than itself."""
    said = run(
        own_server,
        database,
        "CREATE ROLE app_owner NOLOGIN; GRANT CREATE ON SCHEMA public TO app_owner;"
        "CREATE TABLE t (); ALTER TABLE t OWNER TO app_owner; ALTER TABLE t ADD a int",
    )
    assert said == ("the right to create roles",)
    with own_server.connect(database) as connection:
        for sql in (
            "CREATE ROLE boss SUPERUSER",
            "GRANT pg_execute_server_program TO sterna",
            "GRANT sterna_admin TO sterna",
            "CREATE ROLE boss REPLICATION",
        ):
            with pytest.raises(SqlError) as refused:
                connection.run(sql)
            assert refused.value.sqlstate == "42501", refused.value


def test_what_cannot_be_provided_is_said(own_server: Server, database: str) -> None:
    """An extension that is not there, or that would open a door, is named as not provided, and its use fails."""
    provisions = [Provision("extension", "postgis"), Provision("extension", "dblink")]
    assert provide(own_server, database, provisions) == (
        f"not provided: extension postgis, which PostgreSQL {own_server.version_name} does not have here",
        "not provided: extension dblink, which only a superuser may create",
    )
    with own_server.connect(database) as connection, pytest.raises(SqlError, match="permission denied"):
        connection.run("CREATE EXTENSION dblink")


def test_installation_stays_untouched(own_server: Server, database: str) -> None:
    """Providing extensions writes nothing into the folder that PostgreSQL was installed to."""
    folder = find().bin.parent
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    provide(own_server, database, [Provision("extension", "vector"), Provision("extension before", "pgcrypto")])
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_copy_of_a_database_has_what_was_provided(own_server: Server, database: str) -> None:
    """What was provided in a database is in its copies too."""
    provide(own_server, database, [Provision("schema", "auth"), Provision("extension before", "pgcrypto")])
    own_server.create_database("provided_copy", template=database)
    assert own_server.dump("provided_copy") == own_server.dump(database)
    own_server.drop_database("provided_copy")


def test_who_migrates_on_supabase_passes_policies_and_gives_its_roles_to_others(own_server: Server) -> None:
    """A forced policy without a rule lets the owner's rows in, and a role of the platform takes another as a member."""
    own_server.create_database("passing")
    sql = """CREATE TABLE t (id integer); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
        ALTER TABLE t FORCE ROW LEVEL SECURITY;
        GRANT SELECT ON t TO service_role; INSERT INTO t VALUES (1);
        CREATE ROLE keys; GRANT service_role TO keys; GRANT keys TO authenticator"""
    try:
        said = run(own_server, "passing", sql)
        assert "the right to pass policies that owners obey too, as on Supabase" in said
        with own_server.connect("passing") as connection:
            assert connection.rows("SELECT count(*) FROM t") == [("1",)]
    finally:
        own_server.drop_database("passing")
        own_server.run_as_admin(f"ALTER ROLE {own_server.owner} NOBYPASSRLS")
