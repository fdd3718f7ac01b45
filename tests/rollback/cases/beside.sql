-- case: a default that counts a sequence of others on
-- given
CREATE SEQUENCE q;
CREATE TABLE t (id int PRIMARY KEY);
INSERT INTO t VALUES (1), (2);
-- up
ALTER TABLE t ADD COLUMN n int DEFAULT nextval('q');
-- down: structure only
-- lost: the counter of sequence public.q
ALTER TABLE "public"."t" DROP COLUMN "n";

-- case: an insert whose trigger writes elsewhere
-- given
CREATE TABLE a (id int PRIMARY KEY, x int);
CREATE TABLE log (id serial PRIMARY KEY, t text);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log (t) VALUES ('x'); RETURN NEW; END $$;
CREATE TRIGGER tr AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
-- up
INSERT INTO a VALUES (100, 1);
-- down: structure only
-- lost: rows that public.f() may have changed
-- lost: rows added to public.log stay
-- lost: the counter of sequence public.log_id_seq
DELETE FROM "public"."a" WHERE "id" IN (100);

-- case: an insert that counts another column on
-- given
CREATE TABLE a (id int PRIMARY KEY, n serial, x int);
-- up
INSERT INTO a (id, x) VALUES (100, 1);
-- down: structure only
-- lost: the counter of sequence public.a_n_seq
DELETE FROM "public"."a" WHERE "id" IN (100);

-- case: a default that writes rows elsewhere
-- given
CREATE TABLE a (id int);
CREATE TABLE t (id int PRIMARY KEY);
INSERT INTO t VALUES (1);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'INSERT INTO a VALUES (1) RETURNING 1';
-- up
ALTER TABLE t ADD COLUMN n int DEFAULT f();
-- down: structure only
-- lost: rows that public.f() may have changed
-- lost: rows added to public.a stay
ALTER TABLE "public"."t" DROP COLUMN "n";

-- case: an identity column that begins again
-- given
CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY, x int);
INSERT INTO a (x) VALUES (1), (2);
-- up
ALTER TABLE a ALTER COLUMN id RESTART WITH 500;
-- down: structure only
-- lost: the counter of sequence public.a_id_seq

-- case: an extension brought to another version
-- given
CREATE EXTENSION pg_trgm VERSION '1.5';
-- up
ALTER EXTENSION pg_trgm UPDATE TO '1.6';
-- down: exact
DROP EXTENSION "pg_trgm";
CREATE EXTENSION "pg_trgm" SCHEMA "public" VERSION '1.5';

-- case: an extension brought to another version under a table that uses it
-- given
CREATE EXTENSION pg_trgm VERSION '1.5';
CREATE TABLE t (x text);
CREATE INDEX i ON t USING gin (x gin_trgm_ops);
-- up
ALTER EXTENSION pg_trgm UPDATE TO '1.6';
-- down: by hand
-- reason: the schema does not come back whole: see the residue

-- case: an older extension that is dropped
-- given
CREATE EXTENSION pg_trgm VERSION '1.5';
-- up
DROP EXTENSION pg_trgm;
-- down: exact
CREATE EXTENSION "pg_trgm" SCHEMA "public" VERSION '1.5';
COMMENT ON EXTENSION "pg_trgm" IS 'text similarity measurement and index searching based on trigrams';

-- case: a materialized view that is filled anew
-- given
CREATE TABLE a (id int);
CREATE MATERIALIZED VIEW m AS SELECT count(*) FROM a;
INSERT INTO a VALUES (1);
-- up
REFRESH MATERIALIZED VIEW m;
-- down: structure only
-- lost: what materialized view public.m held

-- case: the comment of the database
-- given
CREATE TABLE a (id int);
-- up
DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS ''hello''', current_database()); END $$;
-- down: structure only
-- lost: rows that code may have changed (statement 1, DO)
-- lost: the comment of the database itself

-- case: a large object
-- given
CREATE TABLE a (id int);
-- up
DO $$ BEGIN PERFORM lo_from_bytea(0, 'x'); END $$;
-- down: structure only
-- lost: rows that code may have changed (statement 1, DO)
-- lost: large objects

-- case: values that USING computes
-- given
CREATE TABLE t (id int PRIMARY KEY, x text, y text, z timestamptz, w text);
-- up
ALTER TABLE t ALTER COLUMN x TYPE text USING CASE WHEN x = 'old' THEN 'new' ELSE x END;
ALTER TABLE t ALTER COLUMN y TYPE varchar USING lower(y);
ALTER TABLE t ALTER COLUMN z TYPE timestamp;
ALTER TABLE t ALTER COLUMN w TYPE char(300);
-- down: structure only
-- lost: perhaps values of public.t.x (USING computes them, statement 1, ALTER TABLE ... ALTER COLUMN TYPE)
-- lost: perhaps values of public.t.y (USING computes them, statement 2, ALTER TABLE ... ALTER COLUMN TYPE)
-- lost: perhaps values of public.t.z (one hour a year where the session's time zone has a summer time)
-- lost: perhaps values of public.t.w (blanks at their end)
ALTER TABLE "public"."t" ALTER COLUMN "y" SET DATA TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "z" SET DATA TYPE timestamp with time zone;
ALTER TABLE "public"."t" ALTER COLUMN "w" SET DATA TYPE text;

-- case: enums that are merged
-- given
CREATE TYPE r AS ENUM ('owner', 'admin', 'editor');
CREATE TABLE t (id int PRIMARY KEY, x r NOT NULL DEFAULT 'editor');
-- up
CREATE TYPE w AS ENUM ('admin', 'member');
ALTER TABLE t ALTER x DROP DEFAULT;
ALTER TABLE t ALTER x TYPE w USING (CASE WHEN x::text IN ('owner', 'admin') THEN 'admin' ELSE 'member' END)::w;
ALTER TABLE t ALTER x SET DEFAULT 'member';
-- down: structure only
-- lost: values of public.t.x
ALTER TABLE "public"."t" ALTER COLUMN "x" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DATA TYPE public.r USING CASE WHEN "x"::text IN ('owner', 'admin', 'editor') THEN "x"::text::public.r ELSE 'editor'::public.r /* invented: put the real values here */ END;
DROP TYPE "public"."w";
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DEFAULT 'editor'::public.r;

-- case: an array that takes a new value of its enum
-- given
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id int PRIMARY KEY, y e[] NOT NULL);
-- up
ALTER TYPE e ADD VALUE 'c';
--> statement-breakpoint
UPDATE t SET y = '{a,c}';
-- down: structure only
-- lost: values of public.t.y as they were (statement 2, UPDATE)
ALTER TYPE "public"."e" RENAME TO "e__old";
CREATE TYPE "public"."e" AS ENUM ('a', 'b');
ALTER TABLE "public"."t" ALTER COLUMN "y" SET DATA TYPE "public"."e"[] USING array_replace("y"::text[], 'c', 'a') /* invented: put the real values here */::"public"."e"[];
DROP TYPE "public"."e__old";

-- case: a number of fewer places
-- given
CREATE TABLE t (id int PRIMARY KEY, x numeric(20,8) NOT NULL);
-- up
ALTER TABLE t ALTER COLUMN x TYPE numeric(20,2);
-- down: structure only
-- lost: values of public.t.x
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DATA TYPE numeric(20,8);

-- case: a serial key that becomes a text
-- given
CREATE TABLE t (id serial PRIMARY KEY, n text);
INSERT INTO t (n) VALUES ('a');
-- up
ALTER TABLE t ALTER COLUMN id DROP DEFAULT;
ALTER TABLE t ALTER COLUMN id TYPE text USING md5(id::text);
DROP SEQUENCE t_id_seq;
-- down: structure only
-- lost: perhaps values of public.t.id (USING computes them, statement 2, ALTER TABLE ... ALTER COLUMN TYPE)
-- lost: the counter of sequence public.t_id_seq
CREATE SEQUENCE "public"."t_id_seq" AS integer;
ALTER TABLE "public"."t" ALTER COLUMN "id" SET DATA TYPE integer USING nextval('public.t_id_seq'::regclass) /* invented: put the real values here */;
ALTER SEQUENCE "public"."t_id_seq" OWNED BY "public"."t"."id";
SELECT pg_catalog.setval('"public"."t_id_seq"', (SELECT coalesce(max("id") + 1, 1) FROM "public"."t"), false);
ALTER TABLE "public"."t" ALTER COLUMN "id" SET DEFAULT nextval('public.t_id_seq'::regclass);

-- case: rows of a new table point to rows that were written out
-- given
CREATE TABLE role (id int PRIMARY KEY, name text);
-- up
INSERT INTO role VALUES (901, 'admin'), (902, 'guest');
CREATE TABLE holder (id int PRIMARY KEY, role int NOT NULL REFERENCES role);
INSERT INTO holder VALUES (1, 901);
-- down: exact
DROP TABLE "public"."holder";
DELETE FROM "public"."role" WHERE "id" IN (901, 902);

-- case: rows of an old table come to point to rows that were written out
-- given
CREATE TABLE role (id int PRIMARY KEY, name text);
CREATE TABLE holder (role int REFERENCES role);
-- up
INSERT INTO role VALUES (901, 'admin');
INSERT INTO holder VALUES (901);
ALTER TABLE role ADD COLUMN more int;
-- down: by hand
-- lost: rows added to public.role stay (statement 1, INSERT)
-- lost: rows added to public.holder stay (statement 2, INSERT)
-- reason: it does not go up again: duplicate key value violates unique constraint "role_pkey" (SQLSTATE 23505) at 0001_up.sql:1:1
ALTER TABLE "public"."role" DROP COLUMN "more";

-- case: rows whose key is a name, in a table that counts them
-- given
CREATE TABLE tag (id serial PRIMARY KEY, name text UNIQUE);
CREATE TABLE word (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), language text, text text);
CREATE UNIQUE INDEX word_of_language ON word (language, text);
CREATE TABLE note (id serial PRIMARY KEY, text text);
CREATE UNIQUE INDEX note_once ON note (text) WHERE id > 5;
-- up
INSERT INTO tag (name) VALUES ('new'), ('o''ld');
INSERT INTO word (text, language) VALUES ('tern', 'en');
INSERT INTO note (text) VALUES ('a');
-- down: structure only
-- lost: rows added to public.note stay (statement 3, INSERT)
-- lost: the counter of sequence public.note_id_seq
-- lost: the counter of sequence public.tag_id_seq
DELETE FROM "public"."word" WHERE ("language", "text") IN (('en', 'tern'));
DELETE FROM "public"."tag" WHERE "name" IN ('new', 'o''ld');

-- case: a role that a block makes where it is not there
-- given
CREATE TABLE t (id int PRIMARY KEY);
-- up
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'beside_clerk') THEN CREATE ROLE beside_clerk; END IF; END $$;
-- down: structure only
-- lost: what belongs to the whole server, not to this database (role beside_clerk stays: drop it before the migration goes up again)

-- case: a role that a block makes with what it may do
-- given
CREATE TABLE t (id int PRIMARY KEY);
-- up
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'beside_clerk') THEN
CREATE ROLE beside_clerk;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO beside_clerk;
END IF; END $$;
CREATE TABLE u (id int);
GRANT SELECT ON t TO beside_clerk;
-- down: structure only
-- lost: what belongs to the whole server, not to this database (role beside_clerk stays: drop it before the migration goes up again)
DROP TABLE "public"."u";
REVOKE SELECT ON TABLE "public"."t" FROM "beside_clerk";
ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA "public" REVOKE SELECT ON TABLES FROM "beside_clerk";

-- case: a role that a block makes and another migration needs
-- given
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'beside_clerk') THEN CREATE ROLE beside_clerk; END IF; END $$;
CREATE TABLE t (id int PRIMARY KEY);
-- up
GRANT SELECT ON t TO beside_clerk;
-- down: exact
REVOKE SELECT ON TABLE "public"."t" FROM "beside_clerk";

-- case: a comment on a role
-- given
CREATE ROLE beside_clerk;
-- up
COMMENT ON ROLE beside_clerk IS 'who keeps the books';
-- down: structure only
-- lost: what belongs to the whole server, not to this database (the migration)

-- case: a comment on a large object
-- given
SELECT lo_create(4711);
-- up
COMMENT ON LARGE OBJECT 4711 IS 'a map';
-- down: structure only
-- lost: large objects

-- case: rights on a large object
-- given
SELECT lo_create(4711);
CREATE ROLE beside_clerk;
-- up
GRANT SELECT ON LARGE OBJECT 4711 TO beside_clerk;
-- down: structure only
-- lost: large objects

-- case: a row for a temporary table that hides another
-- given
CREATE TABLE t (id int PRIMARY KEY);
-- up
CREATE TEMPORARY TABLE t (id int PRIMARY KEY);
INSERT INTO t VALUES (500);
-- down: exact

-- case: a row for a table that the search path puts first
-- given
CREATE SCHEMA app;
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE app.t (id int);
INSERT INTO t VALUES (500);
-- up
SET search_path = app;
INSERT INTO t VALUES (500);
-- down: structure only
-- lost: rows added to public.t stay (statement 2, INSERT)
-- lost: rows added to app.t stay

-- case: a row that a trigger may leave out
-- given
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE FUNCTION once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT FROM t WHERE id = NEW.id) THEN RETURN NULL; END IF; RETURN NEW; END $$;
CREATE TRIGGER tt BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION once();
-- up
INSERT INTO t VALUES (990, 1);
-- down: structure only
-- lost: rows added to public.t stay (statement 1, INSERT)

-- case: a row that a rule leaves out
-- given
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE RULE r AS ON INSERT TO t WHERE EXISTS (SELECT FROM t o WHERE o.id = NEW.id) DO INSTEAD NOTHING;
-- up
INSERT INTO t VALUES (990, 1);
-- down: structure only
-- lost: rows added to public.t stay (statement 1, INSERT)

-- case: a row whose key is another one tomorrow
-- given
CREATE TABLE t (day date, at timestamptz, PRIMARY KEY (day, at));
-- up
INSERT INTO t VALUES ('2024-02-03', '2024-02-03 10:00+01');
INSERT INTO t VALUES ('2024-02-04', '2024-02-03 10:00');
INSERT INTO t VALUES ('today', '2024-02-03 10:00+01');
-- down: by hand
-- lost: rows added to public.t stay (statement 2, INSERT)
-- lost: rows added to public.t stay (statement 3, INSERT)
-- reason: it does not go up again: duplicate key value violates unique constraint "t_pkey" (SQLSTATE 23505) at 0001_up.sql:2:1
DELETE FROM "public"."t" WHERE ("day", "at") IN (('2024-02-03', '2024-02-03 10:00+01'));

-- case: a row of a table from which another inherits
-- given
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE c () INHERITS (t);
INSERT INTO c VALUES (990);
-- up
INSERT INTO t VALUES (990);
-- down: exact
DELETE FROM ONLY "public"."t" WHERE "id" IN (990);
