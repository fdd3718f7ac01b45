-- case: sql function dropped
-- given
CREATE FUNCTION add(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5 AS $$ SELECT a + b $$;
COMMENT ON FUNCTION add(int, int) IS 'adds';
-- up
DROP FUNCTION add;
-- down: exact
CREATE OR REPLACE FUNCTION public.add(a integer, b integer DEFAULT 2)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT COST 5
AS $function$ SELECT a + b $function$;
COMMENT ON FUNCTION "public"."add"(a integer, b integer) IS 'adds';

-- case: plpgsql function body changed
-- given
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  -- a comment; with a semicolon
  NEW.at := now();
  RETURN NEW;
END
$body$;
-- up
CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RETURN NEW;
END
$body$;
-- down: exact
CREATE OR REPLACE FUNCTION public.f()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  -- a comment; with a semicolon
  NEW.at := now();
  RETURN NEW;
END
$function$;

-- case: begin atomic function on a table, table dropped by cascade
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql
BEGIN ATOMIC
  SELECT count(*) FROM t;
END;
-- up
DROP TABLE t CASCADE;
-- down: structure only
-- lost: rows of public.t
CREATE TABLE "public"."t" (
	"id" integer NOT NULL,
	"n" text,
	CONSTRAINT "t_pkey" PRIMARY KEY (id)
);
CREATE OR REPLACE FUNCTION public.total()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM public.t;
END;

-- case: begin atomic with two statements replaced
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
CREATE FUNCTION note(x text) RETURNS bigint LANGUAGE sql
BEGIN ATOMIC
  INSERT INTO t VALUES (1, x);
  SELECT count(*) FROM t;
END;
-- up
CREATE OR REPLACE FUNCTION note(x text) RETURNS bigint LANGUAGE sql RETURN length(x);
-- down: exact
CREATE OR REPLACE FUNCTION public.note(x text)
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO public.t (id, n)
   VALUES (1, note.x);
 SELECT count(*) AS count
    FROM public.t;
END;

-- case: column used by begin atomic retyped
-- given
CREATE TABLE t (id int PRIMARY KEY, n varchar(20));
CREATE FUNCTION names() RETURNS SETOF varchar LANGUAGE sql
BEGIN ATOMIC
  SELECT n FROM t;
END;
-- up
DROP FUNCTION names;
ALTER TABLE t ALTER COLUMN n TYPE text;
CREATE FUNCTION names() RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
  SELECT n FROM t;
END;
-- down: exact
DROP FUNCTION "public"."names"();
CREATE OR REPLACE FUNCTION public.names()
 RETURNS SETOF character varying
 LANGUAGE sql
BEGIN ATOMIC
 SELECT t.n
    FROM public.t;
END;
DROP FUNCTION "public"."names"();
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DATA TYPE character varying(20);
CREATE OR REPLACE FUNCTION public.names()
 RETURNS SETOF character varying
 LANGUAGE sql
BEGIN ATOMIC
 SELECT t.n
    FROM public.t;
END;

-- case: variadic, inout, out parameters and returns table
-- given
CREATE FUNCTION v(VARIADIC xs int[]) RETURNS int LANGUAGE sql AS 'SELECT xs[1]';
CREATE FUNCTION o(a int, OUT b int, OUT c text) LANGUAGE sql AS $$ SELECT a, 'x'::text $$;
CREATE FUNCTION io(INOUT a int) LANGUAGE sql AS $$ SELECT a $$;
CREATE FUNCTION rt(n int) RETURNS TABLE (id int, label text) LANGUAGE sql ROWS 10 AS $$ SELECT n, 'x'::text $$;
-- up
DROP FUNCTION v, o, io, rt;
-- down: exact
CREATE OR REPLACE FUNCTION public.v(VARIADIC xs integer[])
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT xs[1]$function$;
CREATE OR REPLACE FUNCTION public.o(a integer, OUT b integer, OUT c text)
 RETURNS record
 LANGUAGE sql
AS $function$ SELECT a, 'x'::text $function$;
CREATE OR REPLACE FUNCTION public.io(INOUT a integer)
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT a $function$;
CREATE OR REPLACE FUNCTION public.rt(n integer)
 RETURNS TABLE(id integer, label text)
 LANGUAGE sql
 ROWS 10
AS $function$ SELECT n, 'x'::text $function$;

-- case: security definer with search_path and work_mem
-- given
CREATE FUNCTION s() RETURNS text LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp SET work_mem = '64MB' AS 'SELECT current_user::text';
-- up
ALTER FUNCTION s() RESET ALL;
ALTER FUNCTION s() SECURITY INVOKER;
ALTER FUNCTION s() VOLATILE;
-- down: exact
CREATE OR REPLACE FUNCTION public.s()
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET work_mem TO '64MB'
AS $function$SELECT current_user::text$function$;

-- case: overloaded functions, one dropped, one renamed
-- given
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql AS 'SELECT 2';
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 3';
-- up
DROP FUNCTION f(text);
ALTER FUNCTION f(int) RENAME TO g;
-- down: exact
ALTER FUNCTION "public"."g"(a integer) RENAME TO "f";
CREATE OR REPLACE FUNCTION public.f(a text)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 2$function$;

-- case: changed return type
-- given
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW v AS SELECT f(1) AS x;
GRANT EXECUTE ON FUNCTION f(int) TO reader;
REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC;
-- up
DROP FUNCTION f(int) CASCADE;
CREATE FUNCTION f(a int) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
-- down: exact
DROP FUNCTION "public"."f"(a integer);
CREATE OR REPLACE FUNCTION public.f(a integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE VIEW "public"."v" AS
 SELECT public.f(1) AS x;
REVOKE EXECUTE ON FUNCTION "public"."f"(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "public"."f"(integer) TO "reader";

-- case: changed parameter names and defaults
-- given
CREATE FUNCTION f(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- up
DROP FUNCTION f(int, int);
CREATE FUNCTION f(x int, y int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- down: exact
DROP FUNCTION "public"."f"(x integer, y integer);
CREATE OR REPLACE FUNCTION public.f(a integer, b integer DEFAULT 1)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

-- case: default removed from parameter
-- given
CREATE FUNCTION f(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- up
CREATE OR REPLACE FUNCTION f(a int, b int DEFAULT 3) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- down: exact
DROP FUNCTION "public"."f"(a integer, b integer);
CREATE OR REPLACE FUNCTION public.f(a integer, b integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

-- case: body that refers to a missing table
-- given
CREATE TABLE t (id int);
CREATE FUNCTION c() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t';
-- up
DROP FUNCTION c();
DROP TABLE t;
-- down: structure only
-- lost: rows of public.t
SET LOCAL check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.c()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT count(*) FROM t$function$;
CREATE TABLE "public"."t" (
	"id" integer
);

-- case: function body that was never valid
-- given
SET check_function_bodies = off;
CREATE FUNCTION c() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM not_there';
-- up
DROP FUNCTION c();
-- down: exact
SET LOCAL check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.c()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT count(*) FROM not_there$function$;

-- case: procedure with transaction control
-- given
CREATE PROCEDURE p(INOUT n int, note text DEFAULT 'x') LANGUAGE plpgsql AS $$
BEGIN
  n := n + 1;
  COMMIT;
END $$;
COMMENT ON PROCEDURE p IS 'does';
GRANT EXECUTE ON PROCEDURE p(int, text) TO reader;
-- up
DROP PROCEDURE p;
-- down: exact
CREATE OR REPLACE PROCEDURE public.p(INOUT n integer, IN note text DEFAULT 'x'::text)
 LANGUAGE plpgsql
AS $procedure$
BEGIN
  n := n + 1;
  COMMIT;
END $procedure$;
COMMENT ON PROCEDURE "public"."p"(INOUT n integer, IN note text) IS 'does';
GRANT EXECUTE ON PROCEDURE "public"."p"(integer, text) TO "reader";

-- case: procedure becomes a function
-- given
CREATE PROCEDURE p(n int) LANGUAGE sql AS 'SELECT 1';
-- up
DROP PROCEDURE p;
CREATE FUNCTION p(n int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- down: exact
DROP FUNCTION "public"."p"(n integer);
CREATE OR REPLACE PROCEDURE public.p(IN n integer)
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;

-- case: plain aggregate
-- given
CREATE FUNCTION add2(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE AGGREGATE total(int) (SFUNC = add2, STYPE = int, INITCOND = '0', COMBINEFUNC = add2, PARALLEL = SAFE);
COMMENT ON AGGREGATE total(int) IS 'sums';
-- up
DROP AGGREGATE total(int);
-- down: exact
CREATE AGGREGATE public.total(integer) (SFUNC = public.add2, STYPE = integer, COMBINEFUNC = public.add2, INITCOND = '0', PARALLEL = SAFE);
COMMENT ON AGGREGATE "public"."total"(integer) IS 'sums';

-- case: aggregate created
-- given
CREATE FUNCTION add2(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
-- up
CREATE AGGREGATE total(int) (SFUNC = add2, STYPE = int, INITCOND = '0');
CREATE AGGREGATE cnt(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
-- down: exact
DROP AGGREGATE "public"."total"(integer);
DROP AGGREGATE "public"."cnt"(*);

-- case: aggregate with sort operator
-- given
CREATE AGGREGATE mymax(int4) (SFUNC = int4larger, STYPE = int4, COMBINEFUNC = int4larger, SORTOP = OPERATOR(pg_catalog.>), PARALLEL = RESTRICTED);
-- up
DROP AGGREGATE mymax(int4);
-- down: exact
CREATE AGGREGATE public.mymax(integer) (SFUNC = int4larger, STYPE = integer, COMBINEFUNC = int4larger, SORTOP = OPERATOR(pg_catalog.>), PARALLEL = RESTRICTED);

-- case: aggregate in a schema with a hostile name and hostile function names
-- given
CREATE SCHEMA "My Schema";
CREATE FUNCTION "My Schema"."add it"(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE AGGREGATE "My Schema"."Sum It"(int) (SFUNC = "My Schema"."add it", STYPE = int);
GRANT EXECUTE ON FUNCTION "My Schema"."Sum It"(int) TO reader;
-- up
DROP AGGREGATE "My Schema"."Sum It"(int);
-- down: exact
CREATE AGGREGATE "My Schema"."Sum It"(integer) (SFUNC = "My Schema"."add it", STYPE = integer);
GRANT EXECUTE ON FUNCTION "My Schema"."Sum It"(integer) TO "reader";

-- case: aggregate owner and rename
-- given
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int);
-- up
ALTER AGGREGATE total(int) OWNER TO app_owner;
ALTER AGGREGATE total(int) RENAME TO totals;
-- down: exact
ALTER AGGREGATE "public"."totals"(integer) RENAME TO "total";
ALTER AGGREGATE "public"."total"(integer) OWNER TO CURRENT_USER;

-- case: aggregate replaced by another
-- given
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int);
CREATE VIEW v AS SELECT total(x) FROM generate_series(1, 3) x;
-- up
CREATE OR REPLACE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '5');
-- down: exact
DROP VIEW "public"."v";
DROP AGGREGATE "public"."total"(integer);
CREATE AGGREGATE public.total(integer) (SFUNC = int4pl, STYPE = integer);
CREATE VIEW "public"."v" AS
 SELECT public.total(x) AS total
   FROM generate_series(1, 3) x(x);

-- case: aggregate over own type and function it needs dropped together
-- given
CREATE TYPE pair AS (a int, b int);
CREATE FUNCTION pair_add(p pair, x int) RETURNS pair LANGUAGE sql AS 'SELECT p';
CREATE AGGREGATE pairs(int) (SFUNC = pair_add, STYPE = pair);
-- up
DROP TYPE pair CASCADE;
-- down: exact
CREATE TYPE "public"."pair" AS ("a" integer, "b" integer);
CREATE OR REPLACE FUNCTION public.pair_add(p public.pair, x integer)
 RETURNS public.pair
 LANGUAGE sql
AS $function$SELECT p$function$;
CREATE AGGREGATE public.pairs(integer) (SFUNC = public.pair_add, STYPE = public.pair);

-- case: function moved to a schema
-- given
CREATE SCHEMA s;
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (id int DEFAULT f(1), CHECK (f(id) > 0));
-- up
ALTER FUNCTION f(int) SET SCHEMA s;
-- down: exact
ALTER FUNCTION "s"."f"(a integer) SET SCHEMA "public";

-- case: function that a default, a check, an index and a generated column use, body and type changed
-- given
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE TABLE t (id int DEFAULT f(1), x int GENERATED ALWAYS AS (f(id)) STORED, y text, CHECK (f(id) > 0));
CREATE INDEX t_f ON t (f(id));
CREATE POLICY p ON t USING (f(id) = 1);
-- up
DROP FUNCTION f(int) CASCADE;
CREATE FUNCTION f(a bigint) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
-- down: exact except column order
CREATE OR REPLACE FUNCTION public.f(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT 1$function$;
ALTER TABLE "public"."t" ADD COLUMN "x" integer GENERATED ALWAYS AS (public.f(id)) STORED;
ALTER TABLE "public"."t" ALTER COLUMN "id" SET DEFAULT public.f(1);
DROP FUNCTION "public"."f"(a bigint);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_id_check" CHECK ((public.f(id) > 0));
CREATE INDEX t_f ON public.t USING btree (public.f(id));
CREATE POLICY "p" ON "public"."t" AS PERMISSIVE FOR ALL TO PUBLIC USING ((public.f(id) = 1));

-- case: function that uses its parameter name changed under a view
-- given
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a';
CREATE VIEW v AS SELECT f(a => 1) AS x;
-- up
DROP VIEW v;
DROP FUNCTION f(int);
CREATE FUNCTION f(b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT b';
CREATE VIEW v AS SELECT f(b => 1) AS x;
-- down: exact
DROP VIEW "public"."v";
DROP FUNCTION "public"."f"(b integer);
CREATE OR REPLACE FUNCTION public.f(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT a$function$;
CREATE OR REPLACE VIEW "public"."v" AS
 SELECT public.f(a => 1) AS x;

-- case: function body with dollar quotes of all sorts
-- given
CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT $$a$$ || $function$ b $function$ || ''x;y'' --> statement';
-- up
DROP FUNCTION f();
-- down: exact
CREATE OR REPLACE FUNCTION public.f()
 RETURNS text
 LANGUAGE sql
AS $functionx$SELECT $$a$$ || $function$ b $function$ || 'x;y' --> statement$functionx$;

-- case: function with argument types of a dropped type
-- given
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE FUNCTION f(m mood) RETURNS mood LANGUAGE sql AS 'SELECT m';
CREATE TABLE t (id int, m mood DEFAULT 'ok');
-- up
DROP TYPE mood CASCADE;
-- down: structure only
-- lost: values of public.t.m
CREATE TYPE "public"."mood" AS ENUM ('sad', 'ok');
CREATE OR REPLACE FUNCTION public.f(m public.mood)
 RETURNS public.mood
 LANGUAGE sql
AS $function$SELECT m$function$;
ALTER TABLE "public"."t" ADD COLUMN "m" public.mood DEFAULT 'ok'::public.mood;

-- case: enum value added to a type used by function, policy, view and trigger
-- given
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (id int, m mood DEFAULT 'ok');
CREATE FUNCTION f(m mood) RETURNS mood LANGUAGE sql AS 'SELECT m';
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.m = 'sad'::mood) EXECUTE FUNCTION tf();
CREATE POLICY p ON t USING (f(m) = 'ok');
CREATE VIEW v AS SELECT f(m) AS m FROM t;
CREATE INDEX t_m ON t (m) WHERE m = 'ok';
-- up
ALTER TYPE mood ADD VALUE 'happy' BEFORE 'ok';
-- down: exact
DROP TRIGGER "tr" ON "public"."t";
DROP VIEW "public"."v";
DROP POLICY "p" ON "public"."t";
DROP FUNCTION "public"."f"(m public.mood);
DROP INDEX "public"."t_m";
ALTER TYPE "public"."mood" RENAME TO "mood__old";
CREATE TYPE "public"."mood" AS ENUM ('sad', 'ok');
ALTER TABLE "public"."t" ALTER COLUMN "m" DROP DEFAULT, ALTER COLUMN "m" SET DATA TYPE "public"."mood" USING "m"::text::"public"."mood", ALTER COLUMN "m" SET DEFAULT 'ok'::public.mood;
DROP TYPE "public"."mood__old";
CREATE OR REPLACE FUNCTION public.f(m public.mood)
 RETURNS public.mood
 LANGUAGE sql
AS $function$SELECT m$function$;
CREATE INDEX t_m ON public.t USING btree (m) WHERE (m = 'ok'::public.mood);
CREATE VIEW "public"."v" AS
 SELECT public.f(m) AS m
   FROM public.t;
CREATE TRIGGER tr BEFORE UPDATE ON public.t FOR EACH ROW WHEN ((new.m = 'sad'::public.mood)) EXECUTE FUNCTION public.tf();
CREATE POLICY "p" ON "public"."t" AS PERMISSIVE FOR ALL TO PUBLIC USING ((public.f(m) = 'ok'::public.mood));

-- case: function owner and volatility, cost, rows, support
-- given
CREATE FUNCTION f() RETURNS SETOF int LANGUAGE sql ROWS 5 COST 7 AS 'SELECT 1';
-- up
ALTER FUNCTION f() OWNER TO app_owner;
ALTER FUNCTION f() ROWS 50 COST 70 STABLE PARALLEL RESTRICTED;
-- down: exact
CREATE OR REPLACE FUNCTION public.f()
 RETURNS SETOF integer
 LANGUAGE sql
 COST 7 ROWS 5
AS $function$SELECT 1$function$;
ALTER FUNCTION "public"."f"() OWNER TO CURRENT_USER;

-- case: window function made by internal language is not possible, trigger function dropped with cascade
-- given
CREATE TABLE t (id int, at timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at = now(); RETURN NEW; END $$;
CREATE TRIGGER touch_t BEFORE INSERT OR UPDATE OF id ON t FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE t DISABLE TRIGGER touch_t;
COMMENT ON TRIGGER touch_t ON t IS 'touches';
-- up
DROP FUNCTION touch() CASCADE;
-- down: exact
CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN NEW.at = now(); RETURN NEW; END $function$;
CREATE TRIGGER touch_t BEFORE INSERT OR UPDATE OF id ON public.t FOR EACH ROW EXECUTE FUNCTION public.touch();
ALTER TABLE "public"."t" DISABLE TRIGGER "touch_t";
COMMENT ON TRIGGER "touch_t" ON "public"."t" IS 'touches';

-- case: two begin atomic functions, one calls the other, both dropped
-- given
CREATE FUNCTION a(n int) RETURNS int LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT n + 1; END;
CREATE FUNCTION b(n int) RETURNS int LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT a(n) + 1; END;
-- up
DROP FUNCTION a(int) CASCADE;
-- down: exact
CREATE OR REPLACE FUNCTION public.a(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
BEGIN ATOMIC
 SELECT (n + 1);
END;
CREATE OR REPLACE FUNCTION public.b(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
BEGIN ATOMIC
 SELECT (public.a(n) + 1);
END;

-- case: function with a default that calls another function
-- given
CREATE FUNCTION z_dflt() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION a_user(n int DEFAULT z_dflt()) RETURNS int LANGUAGE sql AS 'SELECT n';
-- up
DROP FUNCTION z_dflt() CASCADE;
-- down: exact
CREATE OR REPLACE FUNCTION public.z_dflt()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE OR REPLACE FUNCTION public.a_user(n integer DEFAULT public.z_dflt())
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT n$function$;

-- case: function returning a table's row type, column added
-- given
CREATE TABLE t (id int, n text);
CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';
-- up
DROP FUNCTION f();
DROP TABLE t;
-- down: structure only
-- lost: rows of public.t
CREATE TABLE "public"."t" (
	"id" integer,
	"n" text
);
CREATE OR REPLACE FUNCTION public.f()
 RETURNS SETOF public.t
 LANGUAGE sql
AS $function$SELECT * FROM t$function$;

-- case: transform, strict polymorphic function
-- given
CREATE FUNCTION first_of(anyarray) RETURNS anyelement LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1[1]';
CREATE FUNCTION mk(anycompatible, anycompatible) RETURNS anycompatiblearray LANGUAGE sql AS 'SELECT ARRAY[$1, $2]';
-- up
DROP FUNCTION first_of(anyarray); DROP FUNCTION mk;
-- down: exact
CREATE OR REPLACE FUNCTION public.first_of(anyarray)
 RETURNS anyelement
 LANGUAGE sql
 IMMUTABLE STRICT
AS $function$SELECT $1[1]$function$;
CREATE OR REPLACE FUNCTION public.mk(anycompatible, anycompatible)
 RETURNS anycompatiblearray
 LANGUAGE sql
AS $function$SELECT ARRAY[$1, $2]$function$;

-- case: ordered-set aggregate dropped
-- given
CREATE FUNCTION os_s(int[], int) RETURNS int[] LANGUAGE sql AS 'SELECT $1 || $2';
CREATE FUNCTION os_f(int[], float8) RETURNS int LANGUAGE sql AS 'SELECT $1[1]';
CREATE AGGREGATE my_percentile(float8 ORDER BY int) (SFUNC = os_s, STYPE = int[], INITCOND = '{}', FINALFUNC = os_f, FINALFUNC_MODIFY = READ_ONLY);
CREATE FUNCTION h_s(int[], VARIADIC int[]) RETURNS int[] LANGUAGE sql AS 'SELECT $1 || $2';
COMMENT ON AGGREGATE my_percentile(float8 ORDER BY int) IS 'p';
GRANT EXECUTE ON FUNCTION my_percentile(float8, int) TO reader;
-- up
DROP AGGREGATE my_percentile(float8 ORDER BY int);
-- down: exact
CREATE AGGREGATE public.my_percentile(double precision ORDER BY integer) (SFUNC = public.os_s, STYPE = integer[], FINALFUNC = public.os_f, FINALFUNC_MODIFY = READ_ONLY, INITCOND = '{}');
COMMENT ON AGGREGATE "public"."my_percentile"(double precision ORDER BY integer) IS 'p';
GRANT EXECUTE ON FUNCTION "public"."my_percentile"(double precision, integer) TO "reader";

-- case: hypothetical-set aggregate
-- given
CREATE FUNCTION h_s(int[], int) RETURNS int[] LANGUAGE sql AS 'SELECT $1 || $2';
CREATE FUNCTION h_f(int[], int) RETURNS int LANGUAGE sql AS 'SELECT $1[1]';
CREATE AGGREGATE my_rank(int ORDER BY int) (SFUNC = h_s, STYPE = int[], INITCOND = '{}', FINALFUNC = h_f, HYPOTHETICAL);
-- up
DROP AGGREGATE my_rank(int ORDER BY int);
-- down: exact
CREATE AGGREGATE public.my_rank(integer ORDER BY integer) (SFUNC = public.h_s, STYPE = integer[], FINALFUNC = public.h_f, INITCOND = '{}', HYPOTHETICAL);

-- case: moving aggregate
-- given
CREATE FUNCTION m_f(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE AGGREGATE msum(int4) (SFUNC = int4pl, STYPE = int4, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int4, MFINALFUNC = m_f, MFINALFUNC_EXTRA, MFINALFUNC_MODIFY = SHAREABLE, MINITCOND = '0', INITCOND = '0', MSSPACE = 8, SSPACE = 16);
CREATE AGGREGATE mavg(float8) (SFUNC = float8_accum, STYPE = float8[], FINALFUNC = float8_avg, INITCOND = '{0,0,0}', SORTOP = <);
-- up
DROP AGGREGATE msum(int4);
DROP AGGREGATE mavg(float8);
-- down: exact
CREATE AGGREGATE public.msum(integer) (SFUNC = int4pl, STYPE = integer, SSPACE = 16, INITCOND = '0', MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, MSSPACE = 8, MFINALFUNC = public.m_f, MFINALFUNC_EXTRA, MFINALFUNC_MODIFY = SHAREABLE, MINITCOND = '0');
CREATE AGGREGATE public.mavg(double precision) (SFUNC = float8_accum, STYPE = double precision[], FINALFUNC = float8_avg, INITCOND = '{0,0,0}', SORTOP = OPERATOR(pg_catalog.<));
