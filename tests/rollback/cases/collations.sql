-- case: collations
-- server: 17+
-- given
CREATE COLLATION c1 (provider = libc, locale = 'C');
CREATE COLLATION c2 (provider = builtin, locale = 'C.UTF-8');
CREATE TABLE t (a text COLLATE c1);
CREATE INDEX t_a ON t (a COLLATE c2);
COMMENT ON COLLATION c1 IS 'c';
-- up
DROP COLLATION c1 CASCADE;
DROP COLLATION c2 CASCADE;
CREATE COLLATION c3 FROM "C";
-- down: structure only
-- lost: values of public.t.a
CREATE COLLATION "public"."c1" (provider = libc, lc_collate = 'C', lc_ctype = 'C');
CREATE COLLATION "public"."c2" (provider = builtin, locale = 'C.UTF-8');
ALTER TABLE "public"."t" ADD COLUMN "a" text COLLATE public.c1;
DROP COLLATION "public"."c3";
CREATE INDEX t_a ON public.t USING btree (a COLLATE public.c2);
COMMENT ON COLLATION "public"."c1" IS 'c';

-- case: collation renamed and moved
-- given
CREATE SCHEMA s; GRANT CREATE ON SCHEMA s TO app_owner;
CREATE COLLATION c1 (provider = libc, locale = 'C');
CREATE TABLE t (a text COLLATE c1);
-- up
ALTER COLLATION c1 RENAME TO c2;
ALTER COLLATION c2 SET SCHEMA s;
ALTER COLLATION s.c2 OWNER TO app_owner;
-- down: exact
ALTER COLLATION "s"."c2" SET SCHEMA "public";
ALTER COLLATION "public"."c2" RENAME TO "c1";
ALTER COLLATION "public"."c1" OWNER TO CURRENT_USER;
