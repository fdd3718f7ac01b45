-- case: create and drop enums
-- given
CREATE TYPE gone AS ENUM ('a', 'it''s');
-- up
CREATE TYPE "public"."come" AS ENUM('x', 'y');
DROP TYPE "public"."gone";
-- down: exact
CREATE TYPE "public"."gone" AS ENUM ('a', 'it''s');
DROP TYPE "public"."come";

-- case: add a value at the end
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TABLE t (id int, s status DEFAULT 'new' NOT NULL);
INSERT INTO t VALUES (1, 'done');
-- up
ALTER TYPE "public"."status" ADD VALUE 'late';
-- down: exact
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TABLE "public"."t" ALTER COLUMN "s" DROP DEFAULT, ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status", ALTER COLUMN "s" SET DEFAULT 'new'::public.status;
DROP TYPE "public"."status__old";

-- case: add values in the middle
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TABLE t (id int, s status, h status[] DEFAULT '{new}');
INSERT INTO t VALUES (1, 'done', '{new,done}');
-- up
ALTER TYPE "public"."status" ADD VALUE 'open' BEFORE 'done';
ALTER TYPE "public"."status" ADD VALUE 'first' BEFORE 'new';
ALTER TYPE "public"."status" ADD VALUE 'last' AFTER 'done';
-- down: exact
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status", ALTER COLUMN "h" DROP DEFAULT, ALTER COLUMN "h" SET DATA TYPE "public"."status"[] USING "h"::text[]::"public"."status"[], ALTER COLUMN "h" SET DEFAULT '{new}'::public.status[];
DROP TYPE "public"."status__old";

-- case: add a value to an enum that nothing uses
-- given
CREATE TYPE status AS ENUM ('new');
-- up
ALTER TYPE status ADD VALUE 'done';
-- down: exact
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new');
DROP TYPE "public"."status__old";

-- case: add a value and use it
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TABLE t (id int PRIMARY KEY, s status DEFAULT 'new' NOT NULL);
INSERT INTO t VALUES (1, 'done');
-- up
ALTER TYPE "public"."status" ADD VALUE 'late';
--> statement-breakpoint
ALTER TABLE t ALTER s SET DEFAULT 'late';
-- down: exact
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TABLE "public"."t" ALTER COLUMN "s" DROP DEFAULT, ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status", ALTER COLUMN "s" SET DEFAULT 'new'::public.status;
DROP TYPE "public"."status__old";

-- case: add a value that a row then holds
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TABLE t (id int PRIMARY KEY, s status NOT NULL);
INSERT INTO t VALUES (1, 'done');
-- up
ALTER TYPE "public"."status" ADD VALUE 'late';
--> statement-breakpoint
UPDATE t SET s = 'late';
-- down: structure only
-- lost: values of public.t.s as they were (statement 2, UPDATE)
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING (CASE WHEN "s"::text IN ('late') THEN ('new' /* invented: put the real values here */)::text ELSE "s"::text END)::"public"."status";
DROP TYPE "public"."status__old";

-- case: drop a value as drizzle does
-- given
CREATE TYPE status AS ENUM ('new', 'done', 'late');
CREATE TABLE t (id int, s status DEFAULT 'new' NOT NULL);
INSERT INTO t VALUES (1, 'done');
-- up
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DEFAULT 'new'::text;--> statement-breakpoint
DROP TYPE "public"."status";--> statement-breakpoint
CREATE TYPE "public"."status" AS ENUM('new', 'done');--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DEFAULT 'new'::"public"."status";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::"public"."status";
-- down: exact
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done', 'late');
ALTER TABLE "public"."t" ALTER COLUMN "s" DROP DEFAULT, ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status", ALTER COLUMN "s" SET DEFAULT 'new'::public.status;
DROP TYPE "public"."status__old";

-- case: reorder values as drizzle 1.0 does, with an array
-- given
CREATE TYPE status AS ENUM ('new', 'done', 'late');
CREATE TABLE t (id int, s status DEFAULT 'new' NOT NULL, h status[] DEFAULT '{new}');
INSERT INTO t VALUES (1, 'done', '{late}');
-- up
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "h" SET DATA TYPE text[] USING "h"::text[];--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "h" DROP DEFAULT;--> statement-breakpoint
DROP TYPE "status";--> statement-breakpoint
CREATE TYPE "status" AS ENUM('late', 'new', 'done');--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE "status" USING "s"::"status";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "h" SET DATA TYPE "status"[] USING "h"::"status"[];--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DEFAULT 'new'::"status";--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "h" SET DEFAULT '{new}'::"status"[];
-- down: exact
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done', 'late');
ALTER TABLE "public"."t" ALTER COLUMN "s" DROP DEFAULT, ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status", ALTER COLUMN "s" SET DEFAULT 'new'::public.status, ALTER COLUMN "h" DROP DEFAULT, ALTER COLUMN "h" SET DATA TYPE "public"."status"[] USING "h"::text[]::"public"."status"[], ALTER COLUMN "h" SET DEFAULT '{new}'::public.status[];
DROP TYPE "public"."status__old";

-- case: rename a value, a type, and move one
-- given
CREATE SCHEMA x;
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TYPE kind AS ENUM ('a');
CREATE TABLE t (id int, s status DEFAULT 'new', k kind DEFAULT 'a');
INSERT INTO t VALUES (1, 'done', 'a');
-- up
ALTER TYPE status RENAME VALUE 'new' TO 'fresh';
ALTER TYPE "public"."status" RENAME TO "state";
ALTER TYPE "public"."kind" SET SCHEMA "x";
-- down: exact
ALTER TYPE "public"."state" RENAME TO "status";
ALTER TYPE "x"."kind" SET SCHEMA "public";
ALTER TYPE "public"."status" RENAME VALUE 'fresh' TO 'new';

-- case: a value added to an enum that many things use
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TABLE t (id int PRIMARY KEY, s status DEFAULT 'new' NOT NULL CHECK (s <> 'done' OR id > 0), is_new boolean GENERATED ALWAYS AS (s = 'new') STORED);
CREATE INDEX t_s ON t (s);
CREATE INDEX t_new ON t (id) WHERE s = 'new';
CREATE UNIQUE INDEX t_u ON t (s, id);
CREATE VIEW v AS SELECT id, s FROM t WHERE s = 'new';
CREATE VIEW w AS SELECT id FROM v;
CREATE FUNCTION f(status) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT $1::text $$;
CREATE POLICY p ON t USING (s = 'new');
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
INSERT INTO t VALUES (1, 'done');
-- up
ALTER TYPE status ADD VALUE 'late' BEFORE 'done';
-- down: exact
DROP VIEW "public"."w";
DROP VIEW "public"."v";
DROP FUNCTION "public"."f"(public.status);
DROP POLICY "p" ON "public"."t";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_check";
DROP INDEX "public"."t_new";
ALTER TABLE "public"."t" DROP COLUMN "is_new";
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TABLE "public"."t" ALTER COLUMN "s" DROP DEFAULT, ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status", ALTER COLUMN "s" SET DEFAULT 'new'::public.status;
DROP TYPE "public"."status__old";
CREATE OR REPLACE FUNCTION public.f(public.status)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT $1::text $function$;
ALTER TABLE "public"."t" ADD COLUMN "is_new" boolean GENERATED ALWAYS AS (s = 'new'::public.status) STORED;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_check" CHECK (((s <> 'done'::public.status) OR (id > 0)));
CREATE INDEX t_new ON public.t USING btree (id) WHERE (s = 'new'::public.status);
CREATE VIEW "public"."v" AS
 SELECT id,
    s
   FROM public.t
  WHERE (s = 'new'::public.status);
CREATE VIEW "public"."w" AS
 SELECT id
   FROM public.v;
CREATE POLICY "p" ON "public"."t" AS PERMISSIVE FOR ALL TO PUBLIC USING ((s = 'new'::public.status));

-- case: a value added to an enum under a trigger and a materialized view
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TABLE t (id int PRIMARY KEY, s status);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g BEFORE UPDATE OF s ON t FOR EACH ROW WHEN (NEW.s = 'new') EXECUTE FUNCTION f();
CREATE MATERIALIZED VIEW m AS SELECT s, count(*) FROM t GROUP BY s;
CREATE INDEX m_s ON m (s);
-- up
ALTER TYPE status ADD VALUE 'late';
-- down: exact
DROP TRIGGER "g" ON "public"."t";
DROP MATERIALIZED VIEW "public"."m";
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status";
DROP TYPE "public"."status__old";
CREATE MATERIALIZED VIEW "public"."m" AS
 SELECT s,
    count(*) AS count
   FROM public.t
  GROUP BY s;
CREATE TRIGGER g BEFORE UPDATE OF s ON public.t FOR EACH ROW WHEN ((new.s = 'new'::public.status)) EXECUTE FUNCTION public.f();
CREATE INDEX m_s ON public.m USING btree (s);

-- case: a domain over the enum
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE DOMAIN open_status AS status CHECK (VALUE <> 'done') DEFAULT 'new';
CREATE TABLE t (id int, s open_status, z int);
INSERT INTO t VALUES (1, 'new', 2);
-- up
ALTER TYPE status ADD VALUE 'late';
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DATA TYPE text USING "s"::text;
DROP DOMAIN "public"."open_status";
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
DROP TYPE "public"."status__old";
CREATE DOMAIN "public"."open_status" AS public.status DEFAULT 'new'::public.status CONSTRAINT "open_status_check" CHECK ((VALUE <> 'done'::public.status));
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DATA TYPE public.open_status USING "s"::public.open_status;

-- case: the enum is a partition key
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TABLE p (id int, s status) PARTITION BY LIST (s);
CREATE TABLE p_new PARTITION OF p FOR VALUES IN ('new');
CREATE TABLE p_rest PARTITION OF p DEFAULT;
INSERT INTO p VALUES (1, 'new'), (2, 'done');
-- up
ALTER TYPE status ADD VALUE 'late';
-- down: exact
ALTER TABLE "public"."p" DETACH PARTITION "public"."p_new";
ALTER TABLE "public"."p" DETACH PARTITION "public"."p_rest";
DROP TABLE "public"."p";
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TABLE "public"."p_new" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status";
ALTER TABLE "public"."p_rest" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status";
DROP TYPE "public"."status__old";
CREATE TABLE "public"."p" (
	"id" integer,
	"s" public.status
) PARTITION BY LIST (s);
ALTER TABLE "public"."p" ATTACH PARTITION "public"."p_new" FOR VALUES IN ('new');
ALTER TABLE "public"."p" ATTACH PARTITION "public"."p_rest" DEFAULT;

-- case: the enum is in a composite type
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TYPE pair AS (s status, n int);
CREATE TABLE t (id int, p pair);
INSERT INTO t VALUES (1, ROW('new', 2)::pair);
-- up
ALTER TYPE status ADD VALUE 'late';
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "p" SET DATA TYPE text USING "p"::text;
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TYPE "public"."pair" ALTER ATTRIBUTE "s" TYPE "public"."status";
DROP TYPE "public"."status__old";
ALTER TABLE "public"."t" ALTER COLUMN "p" SET DATA TYPE public.pair USING "p"::public.pair;

-- case: a value added to an enum that a foreign key is over
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TABLE s (s status PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, s status REFERENCES s);
INSERT INTO s VALUES ('new');
INSERT INTO t VALUES (1, 'new');
-- up
ALTER TYPE status ADD VALUE 'late';
-- down: exact
ALTER TABLE "public"."t" DROP CONSTRAINT "t_s_fkey";
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TABLE "public"."s" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status";
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status";
DROP TYPE "public"."status__old";
ALTER TABLE "public"."t" ADD CONSTRAINT "t_s_fkey" FOREIGN KEY (s) REFERENCES public.s(s);

-- case: a value added to an enum that two columns and two tables use
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TABLE a (s status DEFAULT 'new', r status);
CREATE TABLE b (s status NOT NULL);
CREATE TABLE c () INHERITS (a);
-- up
ALTER TYPE status ADD VALUE 'late';
-- down: exact
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TABLE "public"."a" ALTER COLUMN "s" DROP DEFAULT, ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status", ALTER COLUMN "s" SET DEFAULT 'new'::public.status, ALTER COLUMN "r" SET DATA TYPE "public"."status" USING "r"::text::"public"."status";
ALTER TABLE "public"."b" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status";
DROP TYPE "public"."status__old";

-- case: enum to text
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TABLE t (id int, s status DEFAULT 'new' NOT NULL);
CREATE INDEX t_s ON t (s);
INSERT INTO t VALUES (1, 'done');
-- up
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE text;
ALTER TABLE "t" ALTER COLUMN "s" SET DEFAULT 'new';
DROP TYPE "public"."status";
-- down: exact
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TABLE "public"."t" ALTER COLUMN "s" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DATA TYPE public.status USING "s"::public.status;
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DEFAULT 'new'::public.status;

-- case: text to enum
-- given
CREATE TABLE t (id int, s text DEFAULT 'new' NOT NULL, c text CHECK (c IN ('a', 'b')));
INSERT INTO t VALUES (1, 'new', 'a');
-- up
CREATE TYPE "public"."status" AS ENUM('new', 'done');
ALTER TABLE "t" ALTER COLUMN "s" DROP DEFAULT;
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::"public"."status";
ALTER TABLE "t" ALTER COLUMN "s" SET DEFAULT 'new'::"public"."status";
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DATA TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DEFAULT 'new'::text;
DROP TYPE "public"."status";

-- case: enum to another enum
-- given
CREATE TYPE a AS ENUM ('x', 'y');
CREATE TYPE b AS ENUM ('x', 'y', 'z');
CREATE TABLE t (id int, s a DEFAULT 'x');
INSERT INTO t VALUES (1, 'y');
-- up
ALTER TABLE "t" ALTER COLUMN "s" DROP DEFAULT;
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE "public"."b" USING "s"::text::"public"."b";
ALTER TABLE "t" ALTER COLUMN "s" SET DEFAULT 'x'::"public"."b";
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "s" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DATA TYPE public.a USING "s"::text::public.a;
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DEFAULT 'x'::public.a;

-- case: an enum and its column added together
-- given
CREATE TABLE t (id int);
INSERT INTO t VALUES (1);
-- up
CREATE TYPE "public"."status" AS ENUM('new', 'done');
ALTER TABLE t ADD COLUMN s "public"."status" DEFAULT 'new' NOT NULL;
CREATE INDEX ON t (s);
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "s";
DROP TYPE "public"."status";

-- case: an enum dropped with CASCADE
-- given
CREATE TYPE status AS ENUM ('new', 'done');
CREATE TABLE t (id int, s status DEFAULT 'new' NOT NULL, z int);
CREATE INDEX t_s ON t (s);
-- up
DROP TYPE status CASCADE;
-- down: structure only
-- lost: values of public.t.s
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TABLE "public"."t" ADD COLUMN "s" public.status DEFAULT 'new'::public.status NOT NULL;
CREATE INDEX t_s ON public.t USING btree (s);

-- case: an enum with a long name
-- given
CREATE TYPE eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee AS ENUM ('a');
CREATE TABLE t (e eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee);
-- up
ALTER TYPE eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee ADD VALUE 'b';
-- down: exact
ALTER TYPE "public"."eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" RENAME TO "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee__old";
CREATE TYPE "public"."eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" AS ENUM ('a');
ALTER TABLE "public"."t" ALTER COLUMN "e" SET DATA TYPE "public"."eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" USING "e"::text::"public"."eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
DROP TYPE "public"."eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee__old";

-- case: an enum with a comment, grants and an owner
-- given
CREATE TYPE status AS ENUM ('new', 'done');
COMMENT ON TYPE status IS 'where it stands';
REVOKE USAGE ON TYPE status FROM PUBLIC;
CREATE TABLE t (s status);
-- up
ALTER TYPE status ADD VALUE 'late';
-- down: exact
ALTER TYPE "public"."status" RENAME TO "status__old";
CREATE TYPE "public"."status" AS ENUM ('new', 'done');
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DATA TYPE "public"."status" USING "s"::text::"public"."status";
DROP TYPE "public"."status__old";
REVOKE USAGE ON TYPE "public"."status" FROM PUBLIC;
COMMENT ON TYPE "public"."status" IS 'where it stands';
