-- case: DO block that creates and drops
-- given
CREATE TABLE old_one (id int PRIMARY KEY); CREATE TABLE keep (id int);
-- up
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_tables WHERE tablename = 'old_one') THEN
    EXECUTE 'DROP TABLE old_one';
  END IF;
  CREATE TABLE new_one (id int);
  ALTER TABLE keep ADD COLUMN n text;
EXCEPTION WHEN duplicate_object THEN null;
END $$;
-- down: structure only
-- lost: rows of public.old_one
-- lost: rows that code may have changed (statement 1, DO)
CREATE TABLE "public"."old_one" (
	"id" integer NOT NULL,
	CONSTRAINT "old_one_pkey" PRIMARY KEY (id)
);
ALTER TABLE "public"."keep" DROP COLUMN "n";
DROP TABLE "public"."new_one";

-- case: DO block that swallows an error
-- given
CREATE TYPE mood AS ENUM ('a');
-- up
DO $$ BEGIN
 CREATE TYPE mood AS ENUM ('a');
EXCEPTION
 WHEN duplicate_object THEN null;
END $$;
CREATE TABLE t (m mood);
-- down: exact
DROP TABLE "public"."t";

-- case: temporary tables
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
-- up
CREATE TEMPORARY TABLE tmp (id int);
CREATE TEMP TABLE tmp2 AS SELECT * FROM t;
CREATE TEMP VIEW tv AS SELECT 1 AS one;
ALTER TABLE t ADD COLUMN m text;
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "m";

-- case: a temporary table that goes with its transaction
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
-- up
CREATE TEMPORARY TABLE tmp (id int) ON COMMIT DROP;
ALTER TABLE t DROP COLUMN n;
-- down: structure only
-- lost: values of public.t.n
ALTER TABLE "public"."t" ADD COLUMN "n" text;

-- case: search_path changes inside
-- given
CREATE SCHEMA app; CREATE SCHEMA other;
CREATE TABLE app.t (id int); CREATE TABLE other.t (id int); CREATE TABLE public.t (id int);
-- up
SET search_path TO app, public;
ALTER TABLE t ADD COLUMN a int;
CREATE TYPE mood AS ENUM ('x');
CREATE TABLE u (m mood DEFAULT 'x');
SET search_path = other;
ALTER TABLE t RENAME TO t2;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT * FROM t2;
-- down: exact
ALTER TABLE "other"."t2" RENAME TO "t";
DROP VIEW "other"."v";
ALTER TABLE "app"."t" DROP COLUMN "a";
DROP TABLE "app"."u";
DROP FUNCTION "other"."f"();
DROP TYPE "app"."mood";

-- case: search_path local and via set_config
-- given
CREATE SCHEMA app;
CREATE TABLE app.t (id int);
-- up
SELECT pg_catalog.set_config('search_path', '', false);
ALTER TABLE app.t ADD COLUMN a int;
CREATE TABLE app.u (id int);
-- down: exact
ALTER TABLE "app"."t" DROP COLUMN "a";
DROP TABLE "app"."u";

-- case: objects of one name in four schemas
-- given
CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA c; CREATE SCHEMA d; CREATE SCHEMA e;
CREATE TABLE public.t (id int PRIMARY KEY); CREATE TABLE a.t (id int PRIMARY KEY); CREATE TABLE b.t (id int PRIMARY KEY);
CREATE VIEW c.t AS SELECT id FROM b.t; CREATE SEQUENCE d.t;
CREATE TYPE a.kind AS ENUM ('x'); CREATE TYPE b.kind AS ENUM ('x');
ALTER TABLE a.t ADD COLUMN k a.kind DEFAULT 'x'; ALTER TABLE b.t ADD COLUMN k b.kind;
-- up
ALTER TABLE a.t RENAME COLUMN id TO ident;
ALTER TYPE b.kind ADD VALUE 'y';
DROP VIEW c.t; CREATE TABLE c.t (id int); DROP SEQUENCE d.t; CREATE VIEW d.t AS SELECT 1 AS one;
ALTER TABLE public.t SET SCHEMA e;
-- down: structure only
-- lost: the counter of sequence d.t
ALTER TABLE "e"."t" SET SCHEMA "public";
ALTER TABLE "a"."t" RENAME COLUMN "ident" TO "id";
DROP VIEW "d"."t";
CREATE SEQUENCE "d"."t";
ALTER TYPE "b"."kind" RENAME TO "kind__old";
CREATE TYPE "b"."kind" AS ENUM ('x');
ALTER TABLE "b"."t" ALTER COLUMN "k" SET DATA TYPE "b"."kind" USING "k"::text::"b"."kind";
DROP TYPE "b"."kind__old";
DROP TABLE "c"."t";
CREATE VIEW "c"."t" AS
 SELECT id
   FROM b.t;

-- case: COMMIT inside
-- given
CREATE TABLE t (id int PRIMARY KEY);
-- up
ALTER TABLE t ADD COLUMN a int;
COMMIT;
ALTER TABLE t ADD COLUMN b int;
BEGIN;
CREATE INDEX t_a ON t (a);
COMMIT;
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "a";
ALTER TABLE "public"."t" DROP COLUMN "b";

-- case: concurrently
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
CREATE INDEX t_old ON t (n);
-- up
CREATE INDEX CONCURRENTLY t_n ON t (n);
DROP INDEX CONCURRENTLY t_old;
-- down: exact
DROP INDEX "public"."t_n";
CREATE INDEX t_old ON public.t USING btree (n);

-- case: commit, concurrently, begin
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
-- up
COMMIT;--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS t_n ON t (n);--> statement-breakpoint
BEGIN;
-- down: exact
DROP INDEX "public"."t_n";

-- case: all in one line
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
-- up
CREATE TABLE u (id int);ALTER TABLE t ADD COLUMN m text; DROP TABLE IF EXISTS nothing; CREATE INDEX ON t (m);/* c */ALTER TABLE t ALTER n SET DEFAULT ';' -- end;
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "m";
ALTER TABLE "public"."t" ALTER COLUMN "n" DROP DEFAULT;
DROP TABLE "public"."u";

-- case: breakpoints in odd places
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
-- up
--> statement-breakpoint
CREATE TABLE u (id int);--> statement-breakpoint--> statement-breakpoint

--> statement-breakpoint
ALTER TABLE t
  ADD COLUMN m text -- no semicolon
--> statement-breakpoint
ALTER TABLE t ADD COLUMN k text; ALTER TABLE t ADD COLUMN l text;
--> statement-breakpoint
-- only a comment
--> statement-breakpoint
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "m";
ALTER TABLE "public"."t" DROP COLUMN "k";
ALTER TABLE "public"."t" DROP COLUMN "l";
DROP TABLE "public"."u";

-- case: empty migration
-- given
CREATE TABLE t (id int);
-- up
-- Custom SQL migration file, put your code below! --
-- down: exact

-- case: a table and a column come and go
-- given
CREATE TABLE t (id int);
-- up
CREATE TABLE u (id int); DROP TABLE u;
ALTER TABLE t ADD COLUMN x int; ALTER TABLE t DROP COLUMN x;
-- down: exact
