-- case: create a schema
-- given
-- up
CREATE SCHEMA "s";
-- down: exact
DROP SCHEMA "s";

-- case: create a schema with tables in it
-- given
-- up
CREATE SCHEMA "s";
--> statement-breakpoint
CREATE TABLE "s"."t" ("id" serial PRIMARY KEY NOT NULL);
CREATE TYPE "s"."e" AS ENUM('a');
ALTER TABLE "s"."t" ADD COLUMN "e" "s"."e";
-- down: exact
DROP TABLE "s"."t";
DROP TYPE "s"."e";
DROP SCHEMA "s";

-- case: drop a schema
-- given
CREATE SCHEMA s;
COMMENT ON SCHEMA s IS 'for the staff';
GRANT USAGE ON SCHEMA s TO PUBLIC;
-- up
DROP SCHEMA "s";
-- down: exact
CREATE SCHEMA "s";
COMMENT ON SCHEMA "s" IS 'for the staff';
GRANT USAGE ON SCHEMA "s" TO PUBLIC;

-- case: drop a schema with everything in it
-- given
CREATE SCHEMA s;
CREATE TYPE s.e AS ENUM ('a', 'b');
CREATE TABLE s.t (id serial PRIMARY KEY, e s.e DEFAULT 'a');
CREATE VIEW s.v AS SELECT * FROM s.t;
CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE SEQUENCE s.q;
CREATE TABLE out (id int, e s.e);
-- up
DROP SCHEMA s CASCADE;
-- down: structure only
-- lost: rows of s.t
-- lost: the counter of sequence s.q
-- lost: values of public.out.e
CREATE SCHEMA "s";
CREATE TYPE "s"."e" AS ENUM ('a', 'b');
CREATE SEQUENCE "s"."t_id_seq" AS integer;
CREATE SEQUENCE "s"."q";
CREATE OR REPLACE FUNCTION s.f()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE TABLE "s"."t" (
	"id" integer DEFAULT nextval('s.t_id_seq'::regclass) NOT NULL,
	"e" s.e DEFAULT 'a'::s.e,
	CONSTRAINT "t_pkey" PRIMARY KEY (id)
);
ALTER TABLE "public"."out" ADD COLUMN "e" s.e;
ALTER SEQUENCE "s"."t_id_seq" OWNED BY "s"."t"."id";
CREATE VIEW "s"."v" AS
 SELECT id,
    e
   FROM s.t;

-- case: rename a schema with tables in it
-- given
CREATE SCHEMA s;
CREATE TABLE s.t (id serial PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM s.t;
INSERT INTO s.t DEFAULT VALUES;
-- up
ALTER SCHEMA "s" RENAME TO "renamed";
-- down: exact
ALTER SCHEMA "renamed" RENAME TO "s";

-- case: swap two schemas
-- given
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TABLE a.t (id int);
CREATE TABLE b.u (id int);
-- up
ALTER SCHEMA a RENAME TO c;
ALTER SCHEMA b RENAME TO a;
ALTER SCHEMA c RENAME TO b;
-- down: exact
ALTER SCHEMA "b" RENAME TO "b__old";
ALTER SCHEMA "a" RENAME TO "b";
ALTER SCHEMA "b__old" RENAME TO "a";

-- case: rename a schema and what is in it
-- given
CREATE SCHEMA s;
CREATE TABLE s.t (id int PRIMARY KEY, n int);
INSERT INTO s.t VALUES (1, 2);
-- up
ALTER SCHEMA s RENAME TO r;
ALTER TABLE r.t RENAME TO u;
ALTER TABLE r.u RENAME n TO m;
ALTER TABLE r.u ADD COLUMN x int;
-- down: exact
ALTER SCHEMA "r" RENAME TO "s";
ALTER TABLE "s"."u" RENAME TO "t";
ALTER TABLE "s"."t" RENAME COLUMN "m" TO "n";
ALTER TABLE "s"."t" DROP COLUMN "x";

-- case: the schema public is dropped and made again
-- given
-- up
CREATE SCHEMA IF NOT EXISTS public;
CREATE SCHEMA IF NOT EXISTS other;
-- down: exact
DROP SCHEMA "other";
