-- case: extended statistics dropped and made
-- given
CREATE TABLE t (a int, b int, c text);
CREATE STATISTICS st1 (dependencies) ON a, b FROM t;
CREATE STATISTICS st2 ON (a + b), lower(c) FROM t;
CREATE STATISTICS "St 3" (ndistinct, mcv) ON a, c FROM t;
ALTER STATISTICS st1 SET STATISTICS 200;
COMMENT ON STATISTICS st2 IS 'two';
-- up
DROP STATISTICS st1; DROP STATISTICS st2; DROP STATISTICS "St 3";
CREATE STATISTICS st4 (mcv) ON b, c FROM t;
-- down: exact
DROP STATISTICS "public"."st4";
CREATE STATISTICS public.st1 (dependencies) ON a, b FROM public.t;
CREATE STATISTICS public.st2 ON (a + b), lower(c) FROM public.t;
CREATE STATISTICS public."St 3" (ndistinct, mcv) ON a, c FROM public.t;
ALTER STATISTICS "public"."st1" SET STATISTICS 200;
COMMENT ON STATISTICS "public"."st2" IS 'two';

-- case: statistics lost with a column, renamed, moved, retargeted
-- given
CREATE SCHEMA s; GRANT CREATE ON SCHEMA s TO app_owner;
CREATE TABLE t (a int, b int, c text);
CREATE STATISTICS st1 ON a, b FROM t;
CREATE STATISTICS st2 ON b, c FROM t;
CREATE STATISTICS st3 ON a, c FROM t;
-- up
ALTER TABLE t DROP COLUMN c;
ALTER STATISTICS st1 SET STATISTICS 100;
ALTER STATISTICS st1 RENAME TO st9;
ALTER STATISTICS st9 SET SCHEMA s;
ALTER STATISTICS s.st9 OWNER TO app_owner;
-- down: structure only
-- lost: values of public.t.c
ALTER STATISTICS "s"."st9" SET SCHEMA "public";
ALTER STATISTICS "public"."st9" RENAME TO "st1";
ALTER TABLE "public"."t" ADD COLUMN "c" text;
CREATE STATISTICS public.st2 ON b, c FROM public.t;
CREATE STATISTICS public.st3 ON a, c FROM public.t;
ALTER STATISTICS "public"."st1" SET STATISTICS -1;
ALTER STATISTICS "public"."st1" OWNER TO CURRENT_USER;
