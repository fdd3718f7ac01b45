-- case: table grants given, with grant option
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
GRANT SELECT ON t TO reader;
-- up
GRANT INSERT, UPDATE ON t TO writer WITH GRANT OPTION;
GRANT ALL ON t TO "App Admin";
GRANT SELECT ON t TO PUBLIC;
GRANT SELECT ON t TO reader WITH GRANT OPTION;
-- down: exact
REVOKE SELECT ON TABLE "public"."t" FROM PUBLIC;
REVOKE DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."t" FROM "App Admin";
REVOKE GRANT OPTION FOR SELECT ON TABLE "public"."t" FROM "reader";
REVOKE INSERT, UPDATE ON TABLE "public"."t" FROM "writer";

-- case: table grants revoked
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
GRANT SELECT, INSERT ON t TO reader WITH GRANT OPTION;
GRANT ALL ON t TO writer;
-- up
REVOKE GRANT OPTION FOR SELECT ON t FROM reader;
REVOKE INSERT ON t FROM reader;
REVOKE ALL ON t FROM writer;
-- down: exact
GRANT INSERT, SELECT ON TABLE "public"."t" TO "reader" WITH GRANT OPTION;
GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."t" TO "writer";

-- case: owner's own rights revoked
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
CREATE SEQUENCE s;
-- up
REVOKE DELETE, TRUNCATE ON t FROM CURRENT_USER;
REVOKE ALL ON SEQUENCE s FROM CURRENT_USER;
-- down: exact
GRANT DELETE, TRUNCATE ON TABLE "public"."t" TO "sterna";
GRANT SELECT, UPDATE, USAGE ON SEQUENCE "public"."s" TO "sterna";

-- case: owner's own rights come back with the table
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
REVOKE DELETE, TRUNCATE ON t FROM CURRENT_USER;
GRANT SELECT (n), UPDATE (id, n) ON t TO reader;
GRANT SELECT ON t TO writer WITH GRANT OPTION;
-- up
DROP TABLE t;
-- down: structure only
-- lost: rows of public.t
CREATE TABLE "public"."t" (
	"id" integer NOT NULL,
	"n" text,
	CONSTRAINT "t_pkey" PRIMARY KEY (id)
);
REVOKE DELETE, TRUNCATE ON TABLE "public"."t" FROM "sterna";
GRANT SELECT ON TABLE "public"."t" TO "writer" WITH GRANT OPTION;
GRANT UPDATE ("id") ON TABLE "public"."t" TO "reader";
GRANT SELECT ("n"), UPDATE ("n") ON TABLE "public"."t" TO "reader";

-- case: column grants
-- given
CREATE TABLE t (id int PRIMARY KEY, n text, m text);
GRANT SELECT (n) ON t TO reader;
GRANT UPDATE (m) ON t TO reader WITH GRANT OPTION;
-- up
REVOKE SELECT (n) ON t FROM reader;
GRANT INSERT (id, n) ON t TO writer;
REVOKE GRANT OPTION FOR UPDATE (m) ON t FROM reader;
-- down: exact
REVOKE INSERT ("id") ON TABLE "public"."t" FROM "writer";
REVOKE INSERT ("n") ON TABLE "public"."t" FROM "writer";
GRANT SELECT ("n") ON TABLE "public"."t" TO "reader";
GRANT UPDATE ("m") ON TABLE "public"."t" TO "reader" WITH GRANT OPTION;

-- case: column with grants dropped
-- given
CREATE TABLE t (id int PRIMARY KEY, n text, m text);
GRANT SELECT (n), INSERT (n) ON t TO reader;
-- up
ALTER TABLE t DROP COLUMN n;
-- down: structure only
-- lost: values of public.t.n
ALTER TABLE "public"."t" ADD COLUMN "n" text;
GRANT INSERT ("n"), SELECT ("n") ON TABLE "public"."t" TO "reader";

-- case: grants on sequences, functions, types, schemas, procedures
-- given
CREATE SCHEMA s;
CREATE SEQUENCE s.q;
CREATE FUNCTION s.f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE s.p() LANGUAGE sql AS 'SELECT 1';
CREATE TYPE s.mood AS ENUM ('a');
CREATE DOMAIN s.d AS int;
CREATE TYPE s.c AS (a int);
CREATE TYPE s.r AS RANGE (SUBTYPE = float8);
-- up
GRANT USAGE, CREATE ON SCHEMA s TO reader;
GRANT USAGE ON SEQUENCE s.q TO reader;
GRANT EXECUTE ON FUNCTION s.f(int) TO reader WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION s.f(int) FROM PUBLIC;
REVOKE EXECUTE ON PROCEDURE s.p() FROM PUBLIC;
GRANT USAGE ON TYPE s.mood TO reader;
REVOKE USAGE ON TYPE s.mood FROM PUBLIC;
REVOKE USAGE ON DOMAIN s.d FROM PUBLIC;
GRANT USAGE ON TYPE s.c TO reader;
REVOKE USAGE ON TYPE s.r FROM PUBLIC;
-- down: exact
REVOKE CREATE, USAGE ON SCHEMA "s" FROM "reader";
REVOKE USAGE ON SEQUENCE "s"."q" FROM "reader";
REVOKE USAGE ON TYPE "s"."c" FROM "reader";
REVOKE USAGE ON TYPE "s"."mood" FROM "reader";
GRANT USAGE ON TYPE "s"."mood" TO PUBLIC;
GRANT USAGE ON TYPE "s"."d" TO PUBLIC;
GRANT USAGE ON TYPE "s"."r" TO PUBLIC;
REVOKE EXECUTE ON FUNCTION "s"."f"(integer) FROM "reader";
GRANT EXECUTE ON FUNCTION "s"."f"(integer) TO PUBLIC;
GRANT EXECUTE ON PROCEDURE "s"."p"() TO PUBLIC;

-- case: grants on everything dropped with the objects
-- given
CREATE SCHEMA s;
GRANT USAGE ON SCHEMA s TO reader;
REVOKE CREATE ON SCHEMA s FROM CURRENT_USER;
GRANT CREATE ON SCHEMA s TO CURRENT_USER;
CREATE SEQUENCE s.q;
CREATE FUNCTION s.f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE s.p() LANGUAGE sql AS 'SELECT 1';
CREATE TYPE s.mood AS ENUM ('a');
CREATE DOMAIN s.d AS int;
CREATE TYPE s.r AS RANGE (SUBTYPE = float8);
GRANT USAGE ON SEQUENCE s.q TO reader;
GRANT EXECUTE ON FUNCTION s.f(int) TO reader WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION s.f(int) FROM PUBLIC;
REVOKE EXECUTE ON PROCEDURE s.p() FROM PUBLIC;
REVOKE USAGE ON TYPE s.mood FROM PUBLIC;
REVOKE USAGE ON DOMAIN s.d FROM PUBLIC;
REVOKE USAGE ON TYPE s.r FROM PUBLIC;
-- up
DROP SCHEMA s CASCADE;
-- down: structure only
-- lost: the counter of sequence s.q
CREATE SCHEMA "s";
CREATE TYPE "s"."mood" AS ENUM ('a');
CREATE DOMAIN "s"."d" AS integer;
CREATE TYPE "s"."r" AS RANGE (SUBTYPE = double precision, MULTIRANGE_TYPE_NAME = s.r_multirange);
CREATE SEQUENCE "s"."q";
CREATE OR REPLACE FUNCTION s.f(a integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE OR REPLACE PROCEDURE s.p()
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;
GRANT USAGE ON SCHEMA "s" TO "reader";
GRANT USAGE ON SEQUENCE "s"."q" TO "reader";
REVOKE USAGE ON TYPE "s"."mood" FROM PUBLIC;
REVOKE USAGE ON TYPE "s"."d" FROM PUBLIC;
REVOKE USAGE ON TYPE "s"."r" FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "s"."f"(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "s"."f"(integer) TO "reader" WITH GRANT OPTION;
REVOKE EXECUTE ON PROCEDURE "s"."p"() FROM PUBLIC;

-- case: grants on all tables of a schema
-- given
CREATE TABLE a (id int); CREATE TABLE b (id serial); CREATE VIEW v AS SELECT 1 AS one;
-- up
GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO reader;
-- down: exact
REVOKE SELECT ON TABLE "public"."a" FROM "reader";
REVOKE USAGE ON SEQUENCE "public"."b_id_seq" FROM "reader";
REVOKE SELECT ON TABLE "public"."b" FROM "reader";
REVOKE SELECT ON TABLE "public"."v" FROM "reader";

-- case: public schema revoked
-- given
CREATE TABLE a (id int);
-- up
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO reader;
-- down: exact
REVOKE USAGE ON SCHEMA "public" FROM "reader";
GRANT USAGE ON SCHEMA "public" TO PUBLIC;

-- case: default privileges
-- given
CREATE SCHEMA s;
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO reader;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
-- up
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT INSERT ON TABLES TO reader WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON SEQUENCES TO reader;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO reader;
-- down: exact
ALTER DEFAULT PRIVILEGES FOR ROLE "sterna" IN SCHEMA "s" REVOKE USAGE ON SEQUENCES FROM "reader";
ALTER DEFAULT PRIVILEGES FOR ROLE "sterna" GRANT USAGE ON TYPES TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "sterna" REVOKE USAGE ON SCHEMAS FROM "reader";
ALTER DEFAULT PRIVILEGES FOR ROLE "sterna" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "sterna" IN SCHEMA "s" REVOKE INSERT ON TABLES FROM "reader";

-- case: default privileges removed
-- given
CREATE SCHEMA s;
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT EXECUTE ON FUNCTIONS TO reader;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM CURRENT_USER;
-- up
ALTER DEFAULT PRIVILEGES IN SCHEMA s REVOKE SELECT ON TABLES FROM reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA s REVOKE ALL ON FUNCTIONS FROM reader;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO CURRENT_USER;
-- down: exact
ALTER DEFAULT PRIVILEGES FOR ROLE "sterna" IN SCHEMA "s" GRANT SELECT ON TABLES TO "reader";
ALTER DEFAULT PRIVILEGES FOR ROLE "sterna" IN SCHEMA "s" GRANT EXECUTE ON FUNCTIONS TO "reader";
ALTER DEFAULT PRIVILEGES FOR ROLE "sterna" REVOKE DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLES FROM "sterna";

-- case: tables dropped under default privileges
-- given
CREATE TABLE before (id int PRIMARY KEY);
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO reader;
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO reader;
CREATE TABLE after (id serial PRIMARY KEY);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- up
DROP TABLE before; DROP TABLE after; DROP FUNCTION f();
-- down: structure only
-- lost: rows of public.after
-- lost: rows of public.before
CREATE SEQUENCE "public"."after_id_seq" AS integer;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE TABLE "public"."before" (
	"id" integer NOT NULL,
	CONSTRAINT "before_pkey" PRIMARY KEY (id)
);
CREATE TABLE "public"."after" (
	"id" integer DEFAULT nextval('public.after_id_seq'::regclass) NOT NULL,
	CONSTRAINT "after_pkey" PRIMARY KEY (id)
);
ALTER SEQUENCE "public"."after_id_seq" OWNED BY "public"."after"."id";
REVOKE SELECT ON TABLE "public"."before" FROM "reader";

-- case: owners changed
-- given
CREATE SCHEMA s;
CREATE TABLE t (id serial PRIMARY KEY);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE mood AS ENUM ('a');
CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
-- up
ALTER TABLE t OWNER TO app_owner;
ALTER FUNCTION f() OWNER TO app_owner;
ALTER TYPE mood OWNER TO app_owner;
ALTER MATERIALIZED VIEW m OWNER TO app_owner;
-- down: exact
ALTER TABLE "public"."t" OWNER TO "sterna";
ALTER MATERIALIZED VIEW "public"."m" OWNER TO "sterna";
ALTER TYPE "public"."mood" OWNER TO "sterna";
ALTER FUNCTION "public"."f"() OWNER TO "sterna";
REVOKE SELECT, UPDATE, USAGE ON SEQUENCE "public"."t_id_seq" FROM "app_owner";
GRANT SELECT, UPDATE, USAGE ON SEQUENCE "public"."t_id_seq" TO "sterna";
REVOKE DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."t" FROM "app_owner";
GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."t" TO "sterna";
REVOKE DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."m" FROM "app_owner";
GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."m" TO "sterna";
REVOKE USAGE ON TYPE "public"."mood" FROM "app_owner";
GRANT USAGE ON TYPE "public"."mood" TO "sterna";
REVOKE EXECUTE ON FUNCTION "public"."f"() FROM "app_owner";
GRANT EXECUTE ON FUNCTION "public"."f"() TO "sterna";
ALTER SEQUENCE "public"."t_id_seq" OWNER TO "sterna";

-- case: objects of another owner dropped
-- given
CREATE TABLE t (id serial PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM t;
CREATE TYPE mood AS ENUM ('a');
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
GRANT SELECT ON t TO reader;
ALTER TABLE t OWNER TO app_owner;
ALTER VIEW v OWNER TO app_owner;
ALTER TYPE mood OWNER TO app_owner;
ALTER FUNCTION f() OWNER TO app_owner;
-- up
DROP VIEW v; DROP TABLE t; DROP TYPE mood; DROP FUNCTION f();
-- down: structure only
-- lost: rows of public.t
CREATE TYPE "public"."mood" AS ENUM ('a');
CREATE SEQUENCE "public"."t_id_seq" AS integer;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE TABLE "public"."t" (
	"id" integer DEFAULT nextval('public.t_id_seq'::regclass) NOT NULL,
	CONSTRAINT "t_pkey" PRIMARY KEY (id)
);
ALTER SEQUENCE "public"."t_id_seq" OWNED BY "public"."t"."id";
CREATE VIEW "public"."v" AS
 SELECT id
   FROM public.t;
ALTER TABLE "public"."t" OWNER TO "app_owner";
ALTER VIEW "public"."v" OWNER TO "app_owner";
ALTER TYPE "public"."mood" OWNER TO "app_owner";
ALTER FUNCTION "public"."f"() OWNER TO "app_owner";
REVOKE SELECT, UPDATE, USAGE ON SEQUENCE "public"."t_id_seq" FROM "sterna";
GRANT SELECT, UPDATE, USAGE ON SEQUENCE "public"."t_id_seq" TO "app_owner";
REVOKE DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."t" FROM "sterna";
GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."t" TO "app_owner";
GRANT SELECT ON TABLE "public"."t" TO "reader";
REVOKE DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."v" FROM "sterna";
GRANT DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE "public"."v" TO "app_owner";
REVOKE USAGE ON TYPE "public"."mood" FROM "sterna";
GRANT USAGE ON TYPE "public"."mood" TO "app_owner";
REVOKE EXECUTE ON FUNCTION "public"."f"() FROM "sterna";
GRANT EXECUTE ON FUNCTION "public"."f"() TO "app_owner";
ALTER SEQUENCE "public"."t_id_seq" OWNER TO "app_owner";

-- case: schema owner changed
-- given
CREATE SCHEMA s;
CREATE SCHEMA r AUTHORIZATION app_owner;
-- up
ALTER SCHEMA s OWNER TO app_owner;
DROP SCHEMA r;
-- down: exact
CREATE SCHEMA "r";
ALTER SCHEMA "s" OWNER TO "sterna";
REVOKE CREATE, USAGE ON SCHEMA "s" FROM "app_owner";
GRANT CREATE, USAGE ON SCHEMA "s" TO "sterna";
ALTER SCHEMA "r" OWNER TO "app_owner";
REVOKE CREATE, USAGE ON SCHEMA "r" FROM "sterna";
GRANT CREATE, USAGE ON SCHEMA "r" TO "app_owner";
