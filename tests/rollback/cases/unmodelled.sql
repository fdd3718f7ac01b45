-- case: base type of shell kind
-- given
SELECT 1;
-- up
CREATE TYPE shell;
-- down: failed
-- reason: the migration does not run: 0001_up.sql:1:1: must be superuser to create a base type (SQLSTATE 42501)

-- case: text search configuration
-- given
CREATE TABLE t (id int);
-- up
CREATE TEXT SEARCH CONFIGURATION my_cfg (COPY = english);
CREATE TABLE u (id int);
-- down: by hand
-- reason: the schema does not come back whole (TEXT SEARCH CONFIGURATION my_cfg): see the residue
DROP TABLE "public"."u";

-- case: text search dictionary dropped
-- given
CREATE TEXT SEARCH DICTIONARY my_dict (TEMPLATE = simple);
-- up
DROP TEXT SEARCH DICTIONARY my_dict;
-- down: by hand
-- reason: the schema does not come back whole (TEXT SEARCH DICTIONARY my_dict): see the residue

-- case: operator made
-- given
CREATE FUNCTION eq2(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
-- up
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = eq2);
-- down: by hand
-- reason: the schema does not come back whole (OPERATOR ===): see the residue

-- case: operator dropped with its function
-- given
CREATE FUNCTION eq2(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = eq2);
-- up
DROP FUNCTION eq2 CASCADE;
-- down: by hand
-- reason: the schema does not come back whole (OPERATOR ===): see the residue
CREATE OR REPLACE FUNCTION public.eq2(integer, text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT true$function$;

-- case: cast made
-- given
CREATE TYPE pair AS (a int, b int);
CREATE FUNCTION to_pair(int) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT ($1, $1)::pair';
-- up
CREATE CAST (int AS pair) WITH FUNCTION to_pair(int);
-- down: by hand
-- reason: the schema does not come back whole (CAST CAST (integer AS public.pair)): see the residue

-- case: a view that uses an own operator
-- given
CREATE FUNCTION eq2(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = eq2);
CREATE VIEW v AS SELECT 1 === 'x'::text AS q;
-- up
DROP VIEW v;
-- down: exact
CREATE VIEW "public"."v" AS
 SELECT (1 OPERATOR(public.===) 'x'::text) AS q;
