-- case: extension created and used
-- given
CREATE TABLE t (id int, n text);
-- up
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION pg_trgm;
ALTER TABLE t ALTER COLUMN n TYPE citext;
CREATE INDEX t_n ON t USING gin ((n::text) gin_trgm_ops);
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DATA TYPE text;
DROP INDEX "public"."t_n";
DROP EXTENSION "citext";
DROP EXTENSION "pg_trgm";

-- case: extension dropped by cascade
-- given
CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm;
CREATE TABLE t (id int, n citext, m text);
CREATE INDEX t_m ON t USING gin (m gin_trgm_ops);
CREATE FUNCTION f(citext) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT n FROM t;
COMMENT ON EXTENSION citext IS 'mine';
-- up
DROP EXTENSION citext CASCADE;
DROP EXTENSION pg_trgm CASCADE;
-- down: structure only
-- lost: values of public.t.n
CREATE EXTENSION "citext" SCHEMA "public";
CREATE EXTENSION "pg_trgm" SCHEMA "public";
CREATE OR REPLACE FUNCTION public.f(public.citext)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
ALTER TABLE "public"."t" ADD COLUMN "n" public.citext;
CREATE INDEX t_m ON public.t USING gin (m public.gin_trgm_ops);
CREATE VIEW "public"."v" AS
 SELECT n
   FROM public.t;
COMMENT ON EXTENSION "citext" IS 'mine';
COMMENT ON EXTENSION "pg_trgm" IS 'text similarity measurement and index searching based on trigrams';

-- case: extension in its own schema
-- given
SELECT 1;
-- up
CREATE SCHEMA ext;
CREATE EXTENSION hstore SCHEMA ext;
CREATE TABLE t (h ext.hstore);
-- down: exact
DROP TABLE "public"."t";
DROP EXTENSION "hstore";
DROP SCHEMA "ext";

-- case: extension moved
-- given
CREATE SCHEMA ext;
CREATE EXTENSION hstore;
-- up
ALTER EXTENSION hstore SET SCHEMA ext;
-- down: failed
-- reason: the migration does not run: 0001_up.sql:1:1: must be owner of function hstore_send (SQLSTATE 42501)

-- case: rows that code of an extension writes
-- given
CREATE EXTENSION pg_cron;
SELECT cron.schedule('nightly', '0 0 * * *', 'SELECT 1');
-- up
CREATE TABLE t (id int);
SELECT cron.schedule('hourly', '0 * * * *', 'SELECT 1');
-- down: structure only
-- lost: rows that code may have changed (statement 2, SELECT)
-- lost: rows of cron.job
DROP TABLE "public"."t";
