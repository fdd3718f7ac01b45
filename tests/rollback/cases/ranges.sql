-- case: range types dropped
-- given
CREATE FUNCTION tdiff(a time, b time) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT extract(epoch FROM a - b)::float8';
CREATE TYPE timerange AS RANGE (SUBTYPE = time, SUBTYPE_DIFF = tdiff, MULTIRANGE_TYPE_NAME = many_times);
CREATE TYPE textrange AS RANGE (SUBTYPE = text, COLLATION = "C", SUBTYPE_OPCLASS = text_pattern_ops);
CREATE TABLE t (r timerange, m many_times, x textrange, EXCLUDE USING gist (r WITH &&));
COMMENT ON TYPE timerange IS 'r';
-- up
DROP TABLE t; DROP TYPE timerange; DROP TYPE textrange; DROP FUNCTION tdiff;
-- down: structure only
-- lost: rows of public.t
CREATE TYPE "public"."textrange" AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = pg_catalog.text_pattern_ops, COLLATION = pg_catalog."C", MULTIRANGE_TYPE_NAME = public.textmultirange);
CREATE OR REPLACE FUNCTION public.tdiff(a time without time zone, b time without time zone)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT extract(epoch FROM a - b)::float8$function$;
CREATE TYPE "public"."timerange" AS RANGE (SUBTYPE = time without time zone, SUBTYPE_DIFF = public.tdiff, MULTIRANGE_TYPE_NAME = public.many_times);
CREATE TABLE "public"."t" (
	"r" public.timerange,
	"m" public.many_times,
	"x" public.textrange,
	CONSTRAINT "t_r_excl" EXCLUDE USING gist (r WITH &&)
);
COMMENT ON TYPE "public"."timerange" IS 'r';

-- case: range types dropped by cascade and created
-- given
CREATE TYPE fr AS RANGE (SUBTYPE = float8);
CREATE TABLE t (id int, r fr, m fr_multirange);
GRANT USAGE ON TYPE fr TO reader;
-- up
DROP TYPE fr CASCADE;
CREATE TYPE gr AS RANGE (SUBTYPE = numeric);
-- down: structure only
-- lost: values of public.t.m
-- lost: values of public.t.r
CREATE TYPE "public"."fr" AS RANGE (SUBTYPE = double precision, MULTIRANGE_TYPE_NAME = public.fr_multirange);
ALTER TABLE "public"."t" ADD COLUMN "r" public.fr;
ALTER TABLE "public"."t" ADD COLUMN "m" public.fr_multirange;
DROP TYPE "public"."gr";
GRANT USAGE ON TYPE "public"."fr" TO "reader";

-- case: range type changed and renamed
-- given
CREATE TYPE fr AS RANGE (SUBTYPE = float8);
CREATE TYPE kept AS RANGE (SUBTYPE = int8);
CREATE TABLE t (id int, r fr, k kept);
-- up
ALTER TABLE t DROP COLUMN r;
DROP TYPE fr;
CREATE TYPE fr AS RANGE (SUBTYPE = numeric);
ALTER TABLE t ADD COLUMN r fr;
ALTER TYPE kept RENAME TO kept2;
ALTER TYPE kept_multirange RENAME TO kept_many;
-- down: structure only
-- lost: values of public.t.r
ALTER TYPE "public"."kept2" RENAME TO "kept";
ALTER TABLE "public"."t" ALTER COLUMN "k" SET DATA TYPE text USING "k"::text;
DROP TYPE "public"."kept";
ALTER TABLE "public"."t" ALTER COLUMN "r" SET DATA TYPE text USING "r"::text;
DROP TYPE "public"."fr";
CREATE TYPE "public"."fr" AS RANGE (SUBTYPE = double precision, MULTIRANGE_TYPE_NAME = public.fr_multirange);
CREATE TYPE "public"."kept" AS RANGE (SUBTYPE = bigint, MULTIRANGE_TYPE_NAME = public.kept_multirange);
ALTER TABLE "public"."t" ALTER COLUMN "k" SET DATA TYPE public.kept USING "k"::public.kept;
ALTER TABLE "public"."t" ALTER COLUMN "r" SET DATA TYPE public.fr USING "r"::public.fr;
