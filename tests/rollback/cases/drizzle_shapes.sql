-- case: drizzle row 35, create view and materialized view
-- given
CREATE TABLE "users" ("id" serial PRIMARY KEY NOT NULL, "name" text);
-- up
CREATE VIEW "public"."v" WITH (security_barrier = true) AS (select "id" from "users");--> statement-breakpoint
CREATE MATERIALIZED VIEW "public"."mv" WITH (fillfactor = 80) AS (select "id", "name" from "users") WITH NO DATA;
-- down: exact
DROP VIEW "public"."v";
DROP MATERIALIZED VIEW "public"."mv";

-- case: drizzle row 36, drop and create with another definition
-- given
CREATE TABLE "users" ("id" serial PRIMARY KEY NOT NULL, "name" text);
CREATE VIEW "public"."v" AS (select "id" from "users");
CREATE MATERIALIZED VIEW "public"."mv" AS (select "id" from "users");
CREATE INDEX "mv_id" ON "mv" USING btree ("id");
-- up
DROP VIEW "public"."v";--> statement-breakpoint
DROP MATERIALIZED VIEW "public"."mv";--> statement-breakpoint
CREATE VIEW "public"."v" AS (select "id", "name" from "users");--> statement-breakpoint
CREATE MATERIALIZED VIEW "public"."mv" AS (select "name" from "users");
-- down: exact
DROP VIEW "public"."v";
CREATE VIEW "public"."v" AS
 SELECT id
   FROM public.users;
DROP MATERIALIZED VIEW "public"."mv";
CREATE MATERIALIZED VIEW "public"."mv" AS
 SELECT id
   FROM public.users;
CREATE INDEX mv_id ON public.mv USING btree (id);

-- case: drizzle row 37, rename and set schema
-- given
CREATE SCHEMA "s";
CREATE TABLE "users" ("id" serial PRIMARY KEY NOT NULL, "name" text);
CREATE VIEW "public"."v" AS (select "id" from "users");
CREATE MATERIALIZED VIEW "public"."mv" AS (select "id" from "users");
-- up
ALTER VIEW "public"."v" RENAME TO "v_new";--> statement-breakpoint
ALTER VIEW "public"."v_new" SET SCHEMA "s";--> statement-breakpoint
ALTER MATERIALIZED VIEW "public"."mv" RENAME TO "mv_new";--> statement-breakpoint
ALTER MATERIALIZED VIEW "public"."mv_new" SET SCHEMA "s";
-- down: exact
ALTER VIEW "s"."v_new" SET SCHEMA "public";
ALTER VIEW "public"."v_new" RENAME TO "v";
ALTER MATERIALIZED VIEW "s"."mv_new" SET SCHEMA "public";
ALTER MATERIALIZED VIEW "public"."mv_new" RENAME TO "mv";

-- case: drizzle row 38, options, tablespace, access method
-- given
CREATE TABLE "users" ("id" serial PRIMARY KEY NOT NULL, "name" text);
CREATE VIEW "public"."v" WITH (check_option = local, security_invoker = true) AS (select "id" from "users");
CREATE MATERIALIZED VIEW "public"."mv" WITH (fillfactor = 50) AS (select "id" from "users");
-- up
ALTER VIEW "public"."v" SET (security_barrier = true, check_option = cascaded);--> statement-breakpoint
ALTER VIEW "public"."v" RESET (security_invoker);--> statement-breakpoint
ALTER MATERIALIZED VIEW "public"."mv" SET (fillfactor = 90, autovacuum_enabled = false);--> statement-breakpoint
ALTER MATERIALIZED VIEW "public"."mv" SET ACCESS METHOD "heap";--> statement-breakpoint
ALTER MATERIALIZED VIEW "public"."mv" SET TABLESPACE pg_default;
-- down: exact
ALTER VIEW "public"."v" SET (check_option=local, security_invoker=true);
ALTER VIEW "public"."v" RESET (security_barrier);
ALTER MATERIALIZED VIEW "public"."mv" SET (fillfactor=50);
ALTER MATERIALIZED VIEW "public"."mv" RESET (autovacuum_enabled);

-- case: drizzle row 39, create sequence
-- given
SELECT 1;
-- up
CREATE SEQUENCE "public"."seq" INCREMENT BY 2 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 100 CACHE 1 CYCLE;
-- down: exact
DROP SEQUENCE "public"."seq";

-- case: drizzle row 40, drop sequence
-- given
CREATE SEQUENCE "public"."seq" INCREMENT BY 2 MINVALUE 10 MAXVALUE 1000 START WITH 100 CACHE 3 CYCLE;
-- up
DROP SEQUENCE "public"."seq";
-- down: structure only
-- lost: the counter of sequence public.seq
CREATE SEQUENCE "public"."seq" INCREMENT BY 2 MINVALUE 10 MAXVALUE 1000 START WITH 100 CACHE 3 CYCLE;

-- case: drizzle row 41, alter sequence
-- given
CREATE SEQUENCE "public"."seq" INCREMENT BY 2 MINVALUE 10 MAXVALUE 1000 START WITH 100 CACHE 3 CYCLE;
-- up
ALTER SEQUENCE "public"."seq" INCREMENT BY -5 MINVALUE -10 MAXVALUE 500 START WITH 200 CACHE 1 NO CYCLE;
-- down: exact
ALTER SEQUENCE "public"."seq" INCREMENT BY 2 MINVALUE 10 MAXVALUE 1000 START WITH 100 CACHE 3 CYCLE;

-- case: drizzle row 42, sequence rename and set schema
-- given
CREATE SCHEMA "s";
CREATE SEQUENCE "public"."seq";
-- up
ALTER SEQUENCE "public"."seq" RENAME TO "seq2";--> statement-breakpoint
ALTER SEQUENCE "public"."seq2" SET SCHEMA "s";
-- down: exact
ALTER SEQUENCE "s"."seq2" SET SCHEMA "public";
ALTER SEQUENCE "public"."seq2" RENAME TO "seq";

-- case: drizzle row 43, row level security
-- given
CREATE TABLE "a" ("id" int); CREATE TABLE "b" ("id" int);
ALTER TABLE "b" ENABLE ROW LEVEL SECURITY;
-- up
ALTER TABLE "a" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "b" DISABLE ROW LEVEL SECURITY;
-- down: exact
ALTER TABLE "public"."a" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."b" ENABLE ROW LEVEL SECURITY;

-- case: drizzle row 44, create policy
-- given
CREATE TABLE "t" ("id" int);
-- up
CREATE POLICY "p" ON "t" AS PERMISSIVE FOR ALL TO public USING (id > 0) WITH CHECK (id > 1);--> statement-breakpoint
CREATE POLICY "q" ON "t" AS RESTRICTIVE FOR SELECT TO current_user, "reader" USING (true);
-- down: exact
DROP POLICY "p" ON "public"."t";
DROP POLICY "q" ON "public"."t";

-- case: drizzle row 45, drop policy cascade
-- given
CREATE TABLE "t" ("id" int);
CREATE POLICY "p" ON "t" AS PERMISSIVE FOR ALL TO public USING (id > 0) WITH CHECK (id > 1);
-- up
DROP POLICY "p" ON "t" CASCADE;
-- down: exact
CREATE POLICY "p" ON "public"."t" AS PERMISSIVE FOR ALL TO PUBLIC USING ((id > 0)) WITH CHECK ((id > 1));

-- case: drizzle row 46, alter policy
-- given
CREATE TABLE "t" ("id" int);
CREATE POLICY "p" ON "t" AS PERMISSIVE FOR ALL TO public USING (id > 0) WITH CHECK (id > 1);
CREATE POLICY "q" ON "t" AS PERMISSIVE FOR ALL TO public USING (id > 0);
-- up
ALTER POLICY "p" ON "t" TO reader,writer USING (id > 2) WITH CHECK (id > 3);--> statement-breakpoint
ALTER POLICY "q" ON "t" RENAME TO "q2";
-- down: exact
ALTER POLICY "q2" ON "public"."t" RENAME TO "q";
ALTER POLICY "p" ON "public"."t" TO PUBLIC USING ((id > 0)) WITH CHECK ((id > 1));

-- case: drizzle row 47, roles
-- given
CREATE ROLE "kept";
-- up
CREATE ROLE "r" WITH CREATEDB CREATEROLE NOINHERIT;--> statement-breakpoint
ALTER ROLE "kept" WITH NOINHERIT;--> statement-breakpoint
ALTER ROLE "kept" RENAME TO "kept2";--> statement-breakpoint
DROP ROLE "kept2";
-- down: structure only
-- lost: what belongs to the whole server, not to this database (statement 1, CREATE ROLE)
-- lost: what belongs to the whole server, not to this database (statement 2, ALTER ROLE)
-- lost: what belongs to the whole server, not to this database (statement 3, ALTER ROLE ... RENAME TO)
-- lost: what belongs to the whole server, not to this database (statement 4, DROP ROLE)

-- case: drizzle row 48, grant and revoke
-- given
CREATE TABLE "t" ("id" int);
GRANT SELECT, INSERT ON "t" TO "reader" WITH GRANT OPTION;
-- up
GRANT UPDATE ON "t" TO "writer" WITH GRANT OPTION;--> statement-breakpoint
REVOKE INSERT ON "t" FROM "reader";
-- down: exact
REVOKE UPDATE ON TABLE "public"."t" FROM "writer";
GRANT INSERT ON TABLE "public"."t" TO "reader" WITH GRANT OPTION;
