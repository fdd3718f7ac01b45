-- case: composite type dropped by cascade
-- given
CREATE TYPE addr AS (street text COLLATE "C", zip varchar(10), n numeric(5,2));
CREATE TABLE t (id int, a addr, as_ addr[]);
CREATE FUNCTION f(addr) RETURNS addr LANGUAGE sql AS 'SELECT $1';
COMMENT ON TYPE addr IS 'where';
COMMENT ON COLUMN addr.zip IS 'code';
GRANT USAGE ON TYPE addr TO reader;
-- up
DROP TYPE addr CASCADE;
-- down: structure only
-- lost: values of public.t.a
-- lost: values of public.t.as_
CREATE TYPE "public"."addr" AS ("street" text COLLATE pg_catalog."C", "zip" character varying(10), "n" numeric(5,2));
CREATE OR REPLACE FUNCTION public.f(public.addr)
 RETURNS public.addr
 LANGUAGE sql
AS $function$SELECT $1$function$;
ALTER TABLE "public"."t" ADD COLUMN "a" public.addr;
ALTER TABLE "public"."t" ADD COLUMN "as_" public.addr[];
COMMENT ON COLUMN "public"."addr"."zip" IS 'code';
COMMENT ON TYPE "public"."addr" IS 'where';
GRANT USAGE ON TYPE "public"."addr" TO "reader";

-- case: composite attributes added, dropped, renamed, retyped
-- given
CREATE TYPE addr AS (street text, zip varchar(10), n int, last text);
-- up
ALTER TYPE addr ADD ATTRIBUTE country text;
ALTER TYPE addr DROP ATTRIBUTE street;
ALTER TYPE addr RENAME ATTRIBUTE n TO number;
ALTER TYPE addr ALTER ATTRIBUTE zip TYPE text;
-- down: exact except column order
ALTER TYPE "public"."addr" RENAME ATTRIBUTE "number" TO "n";
ALTER TYPE "public"."addr" ALTER ATTRIBUTE "zip" TYPE character varying(10);
ALTER TYPE "public"."addr" DROP ATTRIBUTE "country";
ALTER TYPE "public"."addr" ADD ATTRIBUTE "street" text;

-- case: composite used in a table, attributes changed with cascade
-- given
CREATE TYPE addr AS (street text, zip text);
CREATE TABLE typed OF addr (street WITH OPTIONS NOT NULL);
CREATE TABLE t (id int, a addr);
-- up
ALTER TYPE addr ADD ATTRIBUTE country text CASCADE;
ALTER TYPE addr RENAME ATTRIBUTE zip TO plz CASCADE;
-- down: exact
ALTER TYPE "public"."addr" RENAME ATTRIBUTE "plz" TO "zip" CASCADE;
ALTER TYPE "public"."addr" DROP ATTRIBUTE "country" CASCADE;

-- case: composite attribute dropped under typed table
-- given
CREATE TYPE addr AS (street text, zip text);
CREATE TABLE typed OF addr;
-- up
ALTER TYPE addr DROP ATTRIBUTE zip CASCADE;
-- down: structure only
-- lost: values of public.typed.zip
ALTER TYPE "public"."addr" ADD ATTRIBUTE "zip" text CASCADE;

-- case: composite renamed, moved, owner
-- given
CREATE SCHEMA s; GRANT CREATE ON SCHEMA s TO app_owner;
CREATE TYPE addr AS (street text, zip text);
CREATE TABLE t (id int, a addr);
-- up
ALTER TYPE addr RENAME TO address;
ALTER TYPE address SET SCHEMA s;
ALTER TYPE s.address OWNER TO app_owner;
GRANT USAGE ON TYPE s.address TO reader;
REVOKE USAGE ON TYPE s.address FROM PUBLIC;
-- down: exact
ALTER TYPE "s"."address" SET SCHEMA "public";
ALTER TYPE "public"."address" RENAME TO "addr";
ALTER TYPE "public"."addr" OWNER TO CURRENT_USER;
REVOKE USAGE ON TYPE "public"."addr" FROM "reader";
GRANT USAGE ON TYPE "public"."addr" TO PUBLIC;

-- case: composite revoked from public dropped
-- given
CREATE TYPE addr AS (street text, zip text);
REVOKE USAGE ON TYPE addr FROM PUBLIC;
ALTER TYPE addr OWNER TO app_owner;
-- up
DROP TYPE addr;
-- down: exact
CREATE TYPE "public"."addr" AS ("street" text, "zip" text);
ALTER TYPE "public"."addr" OWNER TO "app_owner";
REVOKE USAGE ON TYPE "public"."addr" FROM PUBLIC;

-- case: enum to composite under one name
-- given
CREATE TYPE thing AS ENUM ('a', 'b');
CREATE TABLE t (id int);
-- up
DROP TYPE thing;
CREATE TYPE thing AS (a int, b int);
-- down: exact
DROP TYPE "public"."thing";
CREATE TYPE "public"."thing" AS ENUM ('a', 'b');

-- case: composite to enum under one name
-- given
CREATE TYPE thing AS (a int, b int);
CREATE TABLE t (id int, x thing);
-- up
ALTER TABLE t DROP COLUMN x;
DROP TYPE thing;
CREATE TYPE thing AS ENUM ('a', 'b');
ALTER TABLE t ADD COLUMN x thing DEFAULT 'a';
-- down: structure only
-- lost: values of public.t.x
ALTER TABLE "public"."t" ALTER COLUMN "x" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DATA TYPE text USING "x"::text;
DROP TYPE "public"."thing";
CREATE TYPE "public"."thing" AS ("a" integer, "b" integer);
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DATA TYPE public.thing USING NULL;

-- case: table given a type and freed of one
-- given
CREATE TYPE c AS (a int, b text); CREATE TABLE t (a int, b text); CREATE TABLE u OF c;
-- up
ALTER TABLE t OF c; ALTER TABLE u NOT OF;
-- down: exact
ALTER TABLE "public"."t" NOT OF;
ALTER TABLE "public"."u" OF public.c;

-- case: an attribute that is dropped within a type of a column
-- given
CREATE TYPE inner_c AS (a numeric, b text);
CREATE TYPE outer_c AS (c inner_c, n int);
CREATE TABLE t (id int PRIMARY KEY, x outer_c[]);
-- up
ALTER TYPE inner_c DROP ATTRIBUTE b;
-- down: structure only
-- lost: values of public.t.x
ALTER TYPE "public"."inner_c" ADD ATTRIBUTE "b" text;
