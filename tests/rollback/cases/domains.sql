-- case: domain with everything dropped
-- given
CREATE DOMAIN email AS text COLLATE "C" DEFAULT 'x@y' NOT NULL CHECK (VALUE LIKE '%@%') CONSTRAINT short CHECK (length(VALUE) < 100);
COMMENT ON DOMAIN email IS 'mail';
COMMENT ON CONSTRAINT short ON DOMAIN email IS 'short';
GRANT USAGE ON DOMAIN email TO reader;
-- up
DROP DOMAIN email;
-- down: exact
CREATE DOMAIN "public"."email" AS text COLLATE pg_catalog."C" DEFAULT 'x@y'::text CONSTRAINT "email_not_null" NOT NULL CONSTRAINT "email_check" CHECK ((VALUE ~~ '%@%'::text)) CONSTRAINT "short" CHECK ((length(VALUE) < 100));
COMMENT ON CONSTRAINT "short" ON DOMAIN "public"."email" IS 'short';
COMMENT ON DOMAIN "public"."email" IS 'mail';
GRANT USAGE ON TYPE "public"."email" TO "reader";

-- case: domain used in table, function, view and array dropped by cascade
-- given
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE t (id int PRIMARY KEY, p positive DEFAULT 1 NOT NULL, ps positive[]);
CREATE FUNCTION f(p positive) RETURNS positive LANGUAGE sql AS 'SELECT p';
CREATE VIEW v AS SELECT p, 5::positive AS five FROM t;
CREATE INDEX t_p ON t (p);
-- up
DROP DOMAIN positive CASCADE;
-- down: structure only
-- lost: values of public.t.p
-- lost: values of public.t.ps
CREATE DOMAIN "public"."positive" AS integer CONSTRAINT "positive_check" CHECK ((VALUE > 0));
CREATE OR REPLACE FUNCTION public.f(p public.positive)
 RETURNS public.positive
 LANGUAGE sql
AS $function$SELECT p$function$;
ALTER TABLE "public"."t" ADD COLUMN "p" public.positive DEFAULT 1 NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "ps" public.positive[];
CREATE INDEX t_p ON public.t USING btree (p);
CREATE VIEW "public"."v" AS
 SELECT p,
    (5)::public.positive AS five
   FROM public.t;

-- case: domain checks added, dropped, validated, renamed
-- given
CREATE DOMAIN d AS int CONSTRAINT one CHECK (VALUE > 0) CONSTRAINT two CHECK (VALUE < 100);
CREATE TABLE t (x d);
-- up
ALTER DOMAIN d DROP CONSTRAINT one;
ALTER DOMAIN d ADD CONSTRAINT three CHECK (VALUE <> 7) NOT VALID;
ALTER DOMAIN d RENAME CONSTRAINT two TO zwei;
-- down: exact
ALTER DOMAIN "public"."d" RENAME CONSTRAINT "zwei" TO "two";
ALTER DOMAIN "public"."d" DROP CONSTRAINT "three";
ALTER DOMAIN "public"."d" ADD CONSTRAINT "one" CHECK ((VALUE > 0));

-- case: domain default, not null, name, schema, owner
-- given
CREATE SCHEMA s; GRANT CREATE ON SCHEMA s TO app_owner;
CREATE DOMAIN d AS int DEFAULT 3;
CREATE TABLE t (x d);
-- up
ALTER DOMAIN d SET DEFAULT 5;
ALTER DOMAIN d SET NOT NULL;
ALTER DOMAIN d RENAME TO dd;
ALTER DOMAIN dd SET SCHEMA s;
ALTER DOMAIN s.dd OWNER TO app_owner;
-- down: exact
ALTER DOMAIN "s"."dd" SET SCHEMA "public";
ALTER DOMAIN "public"."dd" RENAME TO "d";
ALTER DOMAIN "public"."d" SET DEFAULT 3;
ALTER DOMAIN "public"."d" DROP NOT NULL;
ALTER DOMAIN "public"."d" OWNER TO CURRENT_USER;

-- case: domain not null dropped
-- given
CREATE DOMAIN d AS int CONSTRAINT must NOT NULL DEFAULT 3;
CREATE TABLE t (x d);
-- up
ALTER DOMAIN d DROP NOT NULL;
ALTER DOMAIN d DROP DEFAULT;
-- down: exact
ALTER DOMAIN "public"."d" SET DEFAULT 3;
ALTER DOMAIN "public"."d" ADD CONSTRAINT "must" NOT NULL;

-- case: domain over enum, value added
-- given
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN my_mood AS mood DEFAULT 'ok' CHECK (VALUE <> 'sad');
CREATE TABLE t (id int, m my_mood, ms my_mood[]);
-- up
ALTER TYPE mood ADD VALUE 'happy';
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "ms" SET DATA TYPE text[] USING "ms"::text[];
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DATA TYPE text USING "m"::text;
DROP DOMAIN "public"."my_mood";
ALTER TYPE "public"."mood" RENAME TO "mood__old";
CREATE TYPE "public"."mood" AS ENUM ('sad', 'ok');
DROP TYPE "public"."mood__old";
CREATE DOMAIN "public"."my_mood" AS public.mood DEFAULT 'ok'::public.mood CONSTRAINT "my_mood_check" CHECK ((VALUE <> 'sad'::public.mood));
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DATA TYPE public.my_mood USING "m"::public.my_mood;
ALTER TABLE "public"."t" ALTER COLUMN "ms" SET DATA TYPE public.my_mood[] USING "ms"::public.my_mood[];

-- case: domain over a domain
-- given
CREATE DOMAIN a AS int CHECK (VALUE > 0);
CREATE DOMAIN b AS a CHECK (VALUE < 10);
CREATE TABLE t (x b);
-- up
DROP TABLE t; DROP DOMAIN b; DROP DOMAIN a;
-- down: structure only
-- lost: rows of public.t
CREATE DOMAIN "public"."a" AS integer CONSTRAINT "a_check" CHECK ((VALUE > 0));
CREATE DOMAIN "public"."b" AS public.a CONSTRAINT "b_check" CHECK (((VALUE)::integer < 10));
CREATE TABLE "public"."t" (
	"x" public.b
);

-- case: domain made again over another base type
-- given
CREATE DOMAIN d AS varchar(10) CHECK (VALUE <> '');
CREATE TABLE t (id int, x d DEFAULT 'q');
CREATE FUNCTION f(d) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- up
ALTER TABLE t ALTER COLUMN x DROP DEFAULT, ALTER COLUMN x TYPE text;
DROP FUNCTION f(d);
DROP DOMAIN d;
CREATE DOMAIN d AS text CHECK (VALUE <> '');
ALTER TABLE t ALTER COLUMN x TYPE d;
-- down: exact
ALTER DOMAIN "public"."d" DROP CONSTRAINT "d_check";
CREATE OR REPLACE FUNCTION public.f(public.d)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DEFAULT 'q'::character varying;
ALTER DOMAIN "public"."d" ADD CONSTRAINT "d_check" CHECK (((VALUE)::text <> ''::text));
ALTER DOMAIN "public"."d" DROP CONSTRAINT "d_check";
DROP FUNCTION "public"."f"(public.d);
ALTER TABLE "public"."t" ALTER COLUMN "x" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DATA TYPE text USING "x"::text;
DROP DOMAIN "public"."d";
CREATE DOMAIN "public"."d" AS character varying(10) CONSTRAINT "d_check" CHECK (((VALUE)::text <> ''::text));
CREATE OR REPLACE FUNCTION public.f(public.d)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DATA TYPE public.d;
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DEFAULT 'q'::character varying;

-- case: domain with a check that calls a function
-- given
CREATE FUNCTION fine(x text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE DOMAIN d AS text CHECK (fine(VALUE));
-- up
DROP FUNCTION fine(text) CASCADE;
-- down: exact
CREATE OR REPLACE FUNCTION public.fine(x text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT true$function$;
ALTER DOMAIN "public"."d" ADD CONSTRAINT "d_check" CHECK (public.fine(VALUE));

-- case: domain to enum under one name
-- given
CREATE DOMAIN thing AS text CHECK (VALUE IN ('a', 'b'));
CREATE TABLE t (id int, x thing);
-- up
ALTER TABLE t ALTER COLUMN x TYPE text;
DROP DOMAIN thing;
CREATE TYPE thing AS ENUM ('a', 'b');
ALTER TABLE t ALTER COLUMN x TYPE thing USING x::thing;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DATA TYPE text USING "x"::text;
DROP TYPE "public"."thing";
CREATE DOMAIN "public"."thing" AS text CONSTRAINT "thing_check" CHECK ((VALUE = ANY (ARRAY['a'::text, 'b'::text])));
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DATA TYPE public.thing;
