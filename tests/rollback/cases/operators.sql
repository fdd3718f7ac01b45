-- case: operator made
-- given
CREATE FUNCTION eq2(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
-- up
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = eq2);
-- down: exact
DROP OPERATOR "public".=== (integer, text);

-- case: operator dropped with its function
-- given
CREATE FUNCTION eq2(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = eq2);
COMMENT ON OPERATOR === (int, text) IS 'alike';
CREATE VIEW v AS SELECT 1 === 'x'::text AS q;
-- up
DROP FUNCTION eq2 CASCADE;
-- down: exact
CREATE OR REPLACE FUNCTION public.eq2(integer, text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT true$function$;
CREATE OPERATOR "public".=== (FUNCTION = public.eq2, LEFTARG = integer, RIGHTARG = text);
CREATE VIEW "public"."v" AS
 SELECT (1 OPERATOR(public.===) 'x'::text) AS q;
COMMENT ON OPERATOR "public".=== (integer, text) IS 'alike';

-- case: operators that are each other's negator, and their own commutators
-- given
CREATE SCHEMA "Odd ""Schema";
CREATE TYPE p AS (x int, y int);
CREATE FUNCTION same(p, p) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x = ($2).x';
CREATE FUNCTION other(p, p) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x <> ($2).x';
CREATE OPERATOR "Odd ""Schema".=== (LEFTARG = p, RIGHTARG = p, FUNCTION = same, COMMUTATOR = OPERATOR("Odd ""Schema".===), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR "Odd ""Schema".<<>> (LEFTARG = p, RIGHTARG = p, FUNCTION = other, COMMUTATOR = OPERATOR("Odd ""Schema".<<>>), NEGATOR = OPERATOR("Odd ""Schema".===));
-- up
DROP OPERATOR "Odd ""Schema".=== (p, p);
DROP OPERATOR "Odd ""Schema".<<>> (p, p);
-- down: exact
CREATE OPERATOR "Odd ""Schema".=== (FUNCTION = public.same, LEFTARG = public.p, RIGHTARG = public.p, COMMUTATOR = OPERATOR("Odd ""Schema".===), NEGATOR = OPERATOR("Odd ""Schema".<<>>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR "Odd ""Schema".<<>> (FUNCTION = public.other, LEFTARG = public.p, RIGHTARG = public.p, COMMUTATOR = OPERATOR("Odd ""Schema".<<>>), NEGATOR = OPERATOR("Odd ""Schema".===));

-- case: one that stands before its value
-- given
CREATE FUNCTION minus(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT reverse($1)';
CREATE OPERATOR @#@ (RIGHTARG = text, FUNCTION = minus);
-- up
DROP OPERATOR @#@ (NONE, text);
-- down: exact
CREATE OPERATOR "public".@#@ (FUNCTION = public.minus, RIGHTARG = text);

-- case: how an operator is estimated
-- given
CREATE FUNCTION eq2(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = eq2, RESTRICT = eqsel);
-- up
ALTER OPERATOR === (int, text) SET (RESTRICT = NONE, JOIN = eqjoinsel);
-- down: exact
ALTER OPERATOR "public".=== (integer, text) SET (RESTRICT = eqsel, JOIN = NONE);

-- case: moved to another schema
-- given
CREATE SCHEMA s;
CREATE FUNCTION eq2(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = eq2);
CREATE VIEW v AS SELECT 1 === 'x'::text AS q;
-- up
ALTER OPERATOR === (int, text) SET SCHEMA s;
-- down: exact
ALTER OPERATOR "s".=== (integer, text) SET SCHEMA "public";

-- case: the function of an operator changes its result
-- given
CREATE FUNCTION eq2(int, text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = eq2);
CREATE VIEW v AS SELECT 1 === 'x'::text AS q;
-- up
DROP VIEW v;
DROP OPERATOR === (int, text);
DROP FUNCTION eq2;
CREATE FUNCTION eq2(int, text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = eq2);
-- down: exact
DROP OPERATOR "public".=== (integer, text);
DROP FUNCTION "public"."eq2"(integer, text);
CREATE OR REPLACE FUNCTION public.eq2(integer, text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT true$function$;
CREATE OPERATOR "public".=== (FUNCTION = public.eq2, LEFTARG = integer, RIGHTARG = text);
CREATE VIEW "public"."v" AS
 SELECT (1 OPERATOR(public.===) 'x'::text) AS q;

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

-- case: cast made
-- given
CREATE TYPE pair AS (a int, b int);
CREATE FUNCTION to_pair(int) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT ($1, $1)::pair';
-- up
CREATE CAST (int AS pair) WITH FUNCTION to_pair(int);
-- down: exact
DROP CAST (integer AS public.pair);

-- case: casts dropped with what they lead to
-- given
CREATE TYPE pair AS (a int, b int);
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE FUNCTION to_pair(int) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1, $1)::pair';
CREATE CAST (int AS pair) WITH FUNCTION to_pair(int) AS ASSIGNMENT;
CREATE CAST (text AS mood) WITH INOUT AS IMPLICIT;
COMMENT ON CAST (int AS pair) IS 'twice';
CREATE VIEW v AS SELECT 1::pair AS p, 'sad'::text::mood AS m;
-- up
DROP CAST (int AS pair) CASCADE;
DROP CAST (text AS mood);
-- down: exact
CREATE CAST (integer AS public.pair) WITH FUNCTION public.to_pair(integer) AS ASSIGNMENT;
CREATE CAST (text AS public.mood) WITH INOUT AS IMPLICIT;
COMMENT ON CAST (integer AS public.pair) IS 'twice';

-- case: a cast made implicit
-- given
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE CAST (text AS mood) WITH INOUT;
-- up
DROP CAST (text AS mood);
CREATE CAST (text AS mood) WITH INOUT AS IMPLICIT;
-- down: exact
DROP CAST (text AS public.mood);
CREATE CAST (text AS public.mood) WITH INOUT;

-- case: the type of a cast gets another name
-- given
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE CAST (text AS mood) WITH INOUT;
-- up
ALTER TYPE mood RENAME TO temper;
-- down: exact
ALTER TYPE "public"."temper" RENAME TO "mood";

-- case: a cast and an operator stand in the way of an enum
-- given
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE t (id int, m mood DEFAULT 'sad');
CREATE CAST (text AS mood) WITH INOUT AS ASSIGNMENT;
CREATE FUNCTION better(mood, mood) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 > $2';
CREATE OPERATOR |> (LEFTARG = mood, RIGHTARG = mood, FUNCTION = better);
CREATE VIEW v AS SELECT id FROM t WHERE m |> 'sad'::mood;
-- up
ALTER TYPE mood ADD VALUE 'merry';
-- down: exact
DROP VIEW "public"."v";
DROP OPERATOR "public".|> (public.mood, public.mood);
DROP FUNCTION "public"."better"(public.mood, public.mood);
DROP CAST (text AS public.mood);
ALTER TYPE "public"."mood" RENAME TO "mood__old";
CREATE TYPE "public"."mood" AS ENUM ('sad', 'glad');
ALTER TABLE "public"."t" ALTER COLUMN "m" DROP DEFAULT, ALTER COLUMN "m" SET DATA TYPE "public"."mood" USING "m"::text::"public"."mood", ALTER COLUMN "m" SET DEFAULT 'sad'::public.mood;
DROP TYPE "public"."mood__old";
CREATE OR REPLACE FUNCTION public.better(public.mood, public.mood)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1 > $2$function$;
CREATE OPERATOR "public".|> (FUNCTION = public.better, LEFTARG = public.mood, RIGHTARG = public.mood);
CREATE CAST (text AS public.mood) WITH INOUT AS ASSIGNMENT;
CREATE VIEW "public"."v" AS
 SELECT id
   FROM public.t
  WHERE (m OPERATOR(public.|>) 'sad'::public.mood);
