-- case: an empty migration
-- given
CREATE TABLE t (id int);
-- up
-- Custom SQL migration file, put your code below! --
-- down: exact

-- case: the primary key that drizzle cannot drop
-- given
CREATE TABLE t (id int PRIMARY KEY);
-- up
/*
    Unfortunately in current drizzle-kit version we can't automatically get name for primary key.
-- ALTER TABLE "t" DROP CONSTRAINT "<constraint_name>";
*/
-- down: exact

-- case: drop the foreign key that a cascade has already taken
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, p int CONSTRAINT t_p_p_id_fk REFERENCES p (id));
-- up
DROP TABLE "p" CASCADE;--> statement-breakpoint
ALTER TABLE "t" DROP CONSTRAINT "t_p_p_id_fk";
-- down: failed
-- reason: the migration does not run: 0001_up.sql:2:1: constraint "t_p_p_id_fk" of relation "t" does not exist (SQLSTATE 42704)

-- case: drop and add a foreign key in one statement
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int, p int CONSTRAINT "fk" REFERENCES p (id));
-- up
ALTER TABLE "t" DROP CONSTRAINT "fk", ADD CONSTRAINT "fk" FOREIGN KEY ("p") REFERENCES "p"("id") ON DELETE CASCADE;
-- down: exact
ALTER TABLE "public"."t" DROP CONSTRAINT "fk";
ALTER TABLE "public"."t" ADD CONSTRAINT "fk" FOREIGN KEY (p) REFERENCES public.p(id);

-- case: a default that drizzle sets together with the type
-- given
CREATE TABLE t (id int, n integer DEFAULT 1 NOT NULL, s varchar(10));
INSERT INTO t VALUES (1, 2, 'x');
-- up
ALTER TABLE "t" ALTER COLUMN "n" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "n" SET DEFAULT 5;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "n" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "s" SET DATA TYPE text USING "s"::text;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DATA TYPE integer;
ALTER TABLE "public"."t" ALTER COLUMN "s" SET DATA TYPE character varying(10);
ALTER TABLE "public"."t" ALTER COLUMN "n" SET NOT NULL;
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DEFAULT 1;

-- case: a backfill between two steps
-- given
CREATE TABLE t (id int PRIMARY KEY, name text);
INSERT INTO t VALUES (1, 'a b');
-- up
ALTER TABLE "t" ADD COLUMN "slug" text;--> statement-breakpoint
UPDATE "t" SET "slug" = replace("name", ' ', '-');--> statement-breakpoint
ALTER TABLE "t" ALTER COLUMN "slug" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "t_slug_unique" UNIQUE("slug");
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "slug";

-- case: a column moves into a table of its own
-- given
CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);
INSERT INTO users VALUES (1, 'a'), (2, 'b');
-- up
CREATE TABLE "emails" ("user" integer NOT NULL, "email" text NOT NULL);--> statement-breakpoint
INSERT INTO "emails" SELECT "id", "email" FROM "users";--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_user_users_id_fk" FOREIGN KEY ("user") REFERENCES "public"."users"("id");--> statement-breakpoint
ALTER TABLE "users" DROP COLUMN "email";
-- down: structure only
-- lost: values of public.users.email
ALTER TABLE "public"."users" ADD COLUMN "email" text;
UPDATE "public"."users" SET "email" = '' /* invented: put the real values here */ WHERE "email" IS NULL;
ALTER TABLE "public"."users" ALTER COLUMN "email" SET NOT NULL;
DROP TABLE "public"."emails";

-- case: rename a table, a column and an enum at once
-- given
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE items (id int PRIMARY KEY, kind kind DEFAULT 'a' NOT NULL);
CREATE INDEX items_kind ON items (kind);
INSERT INTO items VALUES (1, 'b');
-- up
ALTER TYPE "public"."kind" RENAME TO "sort";--> statement-breakpoint
ALTER TABLE "items" RENAME TO "things";--> statement-breakpoint
ALTER TABLE "things" RENAME COLUMN "kind" TO "sort";--> statement-breakpoint
DROP INDEX "items_kind";--> statement-breakpoint
CREATE INDEX "things_sort" ON "things" USING btree ("sort");
-- down: exact
ALTER TABLE "public"."things" RENAME TO "items";
ALTER TYPE "public"."sort" RENAME TO "kind";
ALTER TABLE "public"."items" RENAME COLUMN "sort" TO "kind";
DROP INDEX "public"."things_sort";
CREATE INDEX items_kind ON public.items USING btree (kind);

-- case: a transaction inside the file
-- given
CREATE TABLE t (id int);
-- up
BEGIN;
ALTER TABLE t ADD COLUMN n int;
COMMIT;
ALTER TABLE t ADD COLUMN m int;
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "n";
ALTER TABLE "public"."t" DROP COLUMN "m";

-- case: a migration that does not run
-- given
CREATE TABLE t (id int);
-- up
ALTER TABLE missing ADD COLUMN n int;
-- down: failed
-- reason: the migration does not run: 0001_up.sql:1:1: relation "missing" does not exist (SQLSTATE 42P01)

-- case: rows that a migration brings
-- given
CREATE TABLE roles (id int PRIMARY KEY, name text);
INSERT INTO roles VALUES (1, 'admin');
-- up
INSERT INTO roles VALUES (2, 'user'), (3, 'guest');
ALTER TABLE roles ADD COLUMN note text;
-- down: exact
DELETE FROM "public"."roles" WHERE "id" IN (2, 3);
ALTER TABLE "public"."roles" DROP COLUMN "note";

-- case: rows that a migration deletes
-- given
CREATE TABLE roles (id int PRIMARY KEY, name text);
INSERT INTO roles VALUES (1, 'admin');
-- up
DELETE FROM roles WHERE id = 1;
ALTER TABLE roles ADD COLUMN note text;
-- down: structure only
-- lost: rows of public.roles (statement 1, DELETE)
ALTER TABLE "public"."roles" DROP COLUMN "note";

-- case: drop everything that a team had
-- given
CREATE SCHEMA app;
CREATE TYPE app.role AS ENUM ('admin', 'user');
CREATE SEQUENCE app.numbers;
CREATE TABLE app.teams (id int PRIMARY KEY);
CREATE TABLE app.users (id int PRIMARY KEY DEFAULT nextval('app.numbers'), role app.role, team int REFERENCES app.teams);
CREATE VIEW app.admins AS SELECT id FROM app.users WHERE role = 'admin';
-- up
DROP VIEW "app"."admins";--> statement-breakpoint
DROP TABLE "app"."users" CASCADE;--> statement-breakpoint
DROP TABLE "app"."teams" CASCADE;--> statement-breakpoint
DROP TYPE "app"."role";--> statement-breakpoint
DROP SEQUENCE "app"."numbers";--> statement-breakpoint
DROP SCHEMA "app";
-- down: structure only
-- lost: rows of app.teams
-- lost: rows of app.users
-- lost: the counter of sequence app.numbers
CREATE SCHEMA "app";
CREATE TYPE "app"."role" AS ENUM ('admin', 'user');
CREATE SEQUENCE "app"."numbers";
CREATE TABLE "app"."teams" (
	"id" integer NOT NULL,
	CONSTRAINT "teams_pkey" PRIMARY KEY (id)
);
CREATE TABLE "app"."users" (
	"id" integer DEFAULT nextval('app.numbers'::regclass) NOT NULL,
	"role" app.role,
	"team" integer,
	CONSTRAINT "users_pkey" PRIMARY KEY (id)
);
ALTER TABLE "app"."users" ADD CONSTRAINT "users_team_fkey" FOREIGN KEY (team) REFERENCES app.teams(id);
CREATE VIEW "app"."admins" AS
 SELECT id
   FROM app.users
  WHERE (role = 'admin'::app.role);

-- case: rows of a table that was renamed
-- given
CREATE TABLE t (id int PRIMARY KEY, name text);
INSERT INTO t VALUES (1, 'a');
-- up
ALTER TABLE t RENAME TO u;
UPDATE u SET name = upper(name);
DELETE FROM u WHERE id > 100;
-- down: structure only
-- lost: values of public.t.name as they were (statement 2, UPDATE)
-- lost: rows of public.t (statement 3, DELETE)
ALTER TABLE "public"."u" RENAME TO "t";

-- case: rows of a table that was put aside for another
-- given
CREATE TABLE t (id int PRIMARY KEY, name text);
INSERT INTO t VALUES (1, 'a');
-- up
ALTER TABLE t RENAME TO t_old;
CREATE TABLE t (id int PRIMARY KEY, name text);
INSERT INTO t SELECT * FROM t_old;
UPDATE t_old SET name = NULL;
-- down: structure only
-- lost: values of public.t.name as they were (statement 4, UPDATE)
DROP TABLE "public"."t";
ALTER TABLE "public"."t_old" RENAME TO "t";
