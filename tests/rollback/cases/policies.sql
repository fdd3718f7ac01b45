-- case: policies of all commands dropped
-- given
CREATE TABLE other (id int, n text);
CREATE TABLE t (id int PRIMARY KEY, n text, u name DEFAULT current_user);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;
CREATE POLICY a ON t USING (u = current_user) WITH CHECK (n <> '');
CREATE POLICY s ON t AS RESTRICTIVE FOR SELECT TO reader, "App User" USING (id IN (SELECT o.id FROM other o WHERE o.n = 'x'));
CREATE POLICY i ON t FOR INSERT TO PUBLIC WITH CHECK (true);
CREATE POLICY u ON t FOR UPDATE USING (id > 0);
CREATE POLICY d ON t FOR DELETE TO CURRENT_USER USING (false);
COMMENT ON POLICY d ON t IS 'nobody';
-- up
DROP POLICY a ON t CASCADE; DROP POLICY s ON t; DROP POLICY i ON t; DROP POLICY u ON t; DROP POLICY d ON t;
ALTER TABLE t NO FORCE ROW LEVEL SECURITY;
ALTER TABLE t DISABLE ROW LEVEL SECURITY;
-- down: exact
CREATE POLICY "a" ON "public"."t" AS PERMISSIVE FOR ALL TO PUBLIC USING ((u = CURRENT_USER)) WITH CHECK ((n <> ''::text));
CREATE POLICY "s" ON "public"."t" AS RESTRICTIVE FOR SELECT TO reader, "App User" USING ((id IN ( SELECT o.id
   FROM public.other o
  WHERE (o.n = 'x'::text))));
CREATE POLICY "i" ON "public"."t" AS PERMISSIVE FOR INSERT TO PUBLIC WITH CHECK (true);
CREATE POLICY "u" ON "public"."t" AS PERMISSIVE FOR UPDATE TO PUBLIC USING ((id > 0));
CREATE POLICY "d" ON "public"."t" AS PERMISSIVE FOR DELETE TO CURRENT_USER USING (false);
ALTER TABLE "public"."t" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."t" FORCE ROW LEVEL SECURITY;
COMMENT ON POLICY "d" ON "public"."t" IS 'nobody';

-- case: policies created with roles made by the migration
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
-- up
CREATE ROLE "tenant" WITH NOINHERIT;
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Users can view" ON "t" AS PERMISSIVE FOR SELECT TO "tenant" USING (true);
-- down: structure only
-- lost: what belongs to the whole server, not to this database (statement 1, CREATE ROLE)
DROP POLICY "Users can view" ON "public"."t";
ALTER TABLE "public"."t" DISABLE ROW LEVEL SECURITY;

-- case: policy altered: roles, expression, name
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
CREATE POLICY p ON t FOR ALL TO reader USING (id > 0) WITH CHECK (id > 1);
-- up
ALTER POLICY p ON t TO PUBLIC USING (id > 5) WITH CHECK (n IS NOT NULL);
ALTER POLICY p ON t RENAME TO "p-2";
-- down: exact
ALTER POLICY "p-2" ON "public"."t" RENAME TO "p";
ALTER POLICY "p" ON "public"."t" TO reader USING ((id > 0)) WITH CHECK ((id > 1));

-- case: policy given a clause it had not
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
CREATE POLICY p ON t FOR ALL TO reader USING (id > 0);
CREATE POLICY q ON t FOR UPDATE TO reader WITH CHECK (id > 0);
COMMENT ON POLICY p ON t IS 'p';
-- up
ALTER POLICY p ON t WITH CHECK (id > 3);
ALTER POLICY q ON t USING (id > 3);
-- down: exact
DROP POLICY "p" ON "public"."t";
DROP POLICY "q" ON "public"."t";
CREATE POLICY "p" ON "public"."t" AS PERMISSIVE FOR ALL TO reader USING ((id > 0));
CREATE POLICY "q" ON "public"."t" AS PERMISSIVE FOR UPDATE TO reader WITH CHECK ((id > 0));
COMMENT ON POLICY "p" ON "public"."t" IS 'p';

-- case: policy made again with a clause removed and restrictive
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
CREATE POLICY p ON t FOR ALL TO reader USING (id > 0) WITH CHECK (id > 1);
CREATE POLICY q ON t FOR SELECT USING (true);
-- up
DROP POLICY p ON t;
CREATE POLICY p ON t AS RESTRICTIVE FOR ALL TO reader USING (id > 0);
DROP POLICY q ON t;
CREATE POLICY q ON t FOR DELETE USING (true);
-- down: exact
DROP POLICY "p" ON "public"."t";
DROP POLICY "q" ON "public"."t";
CREATE POLICY "p" ON "public"."t" AS PERMISSIVE FOR ALL TO reader USING ((id > 0)) WITH CHECK ((id > 1));
CREATE POLICY "q" ON "public"."t" AS PERMISSIVE FOR SELECT TO PUBLIC USING (true);

-- case: policy that uses an enum type, a function and another table
-- given
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE o (id int, m mood);
CREATE TABLE t (id int PRIMARY KEY, m mood);
CREATE FUNCTION allowed(m mood) RETURNS bool LANGUAGE sql STABLE AS $$ SELECT m = 'ok' $$;
CREATE POLICY p ON t USING (allowed(m) AND m <> 'sad' AND EXISTS (SELECT FROM o WHERE o.id = t.id AND o.m = 'sad'::mood));
-- up
ALTER TYPE mood ADD VALUE 'happy';
-- down: exact
DROP POLICY "p" ON "public"."t";
DROP FUNCTION "public"."allowed"(m public.mood);
ALTER TYPE "public"."mood" RENAME TO "mood__old";
CREATE TYPE "public"."mood" AS ENUM ('sad', 'ok');
ALTER TABLE "public"."o" ALTER COLUMN "m" SET DATA TYPE "public"."mood" USING "m"::text::"public"."mood";
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DATA TYPE "public"."mood" USING "m"::text::"public"."mood";
DROP TYPE "public"."mood__old";
CREATE OR REPLACE FUNCTION public.allowed(m public.mood)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ SELECT m = 'ok' $function$;
CREATE POLICY "p" ON "public"."t" AS PERMISSIVE FOR ALL TO PUBLIC USING ((public.allowed(m) AND (m <> 'sad'::public.mood) AND (EXISTS ( SELECT
   FROM public.o
  WHERE ((o.id = t.id) AND (o.m = 'sad'::public.mood))))));

-- case: policy that uses another table which is dropped by cascade
-- given
CREATE TABLE o (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY);
CREATE POLICY p ON t USING (EXISTS (SELECT FROM o WHERE o.id = t.id));
-- up
DROP TABLE o CASCADE;
-- down: structure only
-- lost: rows of public.o
CREATE TABLE "public"."o" (
	"id" integer NOT NULL,
	CONSTRAINT "o_pkey" PRIMARY KEY (id)
);
CREATE POLICY "p" ON "public"."t" AS PERMISSIVE FOR ALL TO PUBLIC USING ((EXISTS ( SELECT
   FROM public.o
  WHERE (o.id = t.id))));

-- case: column of a policy renamed and table renamed
-- given
CREATE TABLE t (id int PRIMARY KEY, m text);
CREATE POLICY p ON t USING (m = 'x');
-- up
ALTER TABLE t RENAME COLUMN m TO mm;
ALTER TABLE t RENAME TO tt;
-- down: exact
ALTER TABLE "public"."tt" RENAME TO "t";
ALTER TABLE "public"."t" RENAME COLUMN "mm" TO "m";

-- case: column type under a policy
-- given
CREATE TABLE t (id int PRIMARY KEY, m varchar(5));
CREATE POLICY p ON t TO reader USING (m = 'x');
-- up
DROP POLICY p ON t;
ALTER TABLE t ALTER COLUMN m TYPE text;
CREATE POLICY p ON t TO reader USING (m = 'x');
-- down: exact
DROP POLICY "p" ON "public"."t";
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DATA TYPE character varying(5);
CREATE POLICY "p" ON "public"."t" AS PERMISSIVE FOR ALL TO reader USING (((m)::text = 'x'::text));
