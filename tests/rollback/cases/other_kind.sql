-- case: plain table to partitioned under one name with rows kept
-- given
CREATE TABLE m (id int PRIMARY KEY, at date NOT NULL);
CREATE TABLE child (m int REFERENCES m (id));
CREATE VIEW mv AS SELECT id FROM m;
GRANT SELECT ON m TO reader;
-- up
DROP VIEW mv;
ALTER TABLE child DROP CONSTRAINT child_m_fkey;
DROP TABLE m;
CREATE TABLE m (id int, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE m_1 PARTITION OF m DEFAULT;
CREATE VIEW mv AS SELECT id FROM m;
-- down: structure only
-- lost: rows of public.m
DROP VIEW "public"."mv";
DROP TABLE "public"."m";
CREATE TABLE "public"."m" (
	"id" integer CONSTRAINT "m_id_not_null" NOT NULL,
	"at" date CONSTRAINT "m_at_not_null" NOT NULL,
	CONSTRAINT "m_pkey" PRIMARY KEY (id)
);
INSERT INTO "public"."m" ("id", "at") OVERRIDING SYSTEM VALUE SELECT DISTINCT o."m", CURRENT_DATE /* invented: put the real values here */ FROM "public"."child" o WHERE o."m" IS NOT NULL AND NOT EXISTS (SELECT FROM "public"."m" p WHERE p."id" = o."m");
ALTER TABLE "public"."child" ADD CONSTRAINT "child_m_fkey" FOREIGN KEY (m) REFERENCES public.m(id);
CREATE VIEW "public"."mv" AS
 SELECT id
   FROM public.m;
GRANT SELECT ON TABLE "public"."m" TO "reader";

-- case: partitioned to plain under one name
-- given
CREATE TABLE m (id int, at date NOT NULL, n text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE m_d PARTITION OF m DEFAULT;
CREATE INDEX m_n ON m (n);
CREATE VIEW mv AS SELECT id FROM m;
-- up
DROP TABLE m CASCADE;
CREATE TABLE m (id int PRIMARY KEY, at date);
-- down: structure only
-- lost: rows of public.m
-- lost: rows of public.m_1
-- lost: rows of public.m_d
CREATE TABLE "public"."m_1" (
	"id" integer CONSTRAINT "m_id_not_null" NOT NULL,
	"at" date CONSTRAINT "m_at_not_null" NOT NULL,
	"n" text,
	CONSTRAINT "m_1_pkey" PRIMARY KEY (id, at)
);
CREATE TABLE "public"."m_d" (
	"id" integer CONSTRAINT "m_id_not_null" NOT NULL,
	"at" date CONSTRAINT "m_at_not_null" NOT NULL,
	"n" text,
	CONSTRAINT "m_d_pkey" PRIMARY KEY (id, at)
);
DROP TABLE "public"."m";
CREATE TABLE "public"."m" (
	"id" integer CONSTRAINT "m_id_not_null" NOT NULL,
	"at" date CONSTRAINT "m_at_not_null" NOT NULL,
	"n" text,
	CONSTRAINT "m_pkey" PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX m_n ON public.m USING btree (n);
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_d" DEFAULT;
CREATE VIEW "public"."mv" AS
 SELECT id
   FROM public.m;

-- case: sequence to table under one name
-- given
CREATE SEQUENCE x;
CREATE TABLE t (id int DEFAULT nextval('x'));
-- up
DROP SEQUENCE x CASCADE;
CREATE TABLE x (id int);
-- down: structure only
-- lost: the counter of sequence public.x
ALTER TABLE "public"."t" ALTER COLUMN "id" SET DEFAULT nextval('public.x'::regclass);
ALTER TABLE "public"."t" ALTER COLUMN "id" DROP DEFAULT;
DROP TABLE "public"."x";
CREATE SEQUENCE "public"."x";
ALTER TABLE "public"."t" ALTER COLUMN "id" SET DEFAULT nextval('public.x'::regclass);

-- case: index name taken by a table
-- given
CREATE TABLE t (id int, n text);
CREATE INDEX x ON t (n);
-- up
DROP INDEX x;
CREATE TABLE x (id int);
-- down: exact
DROP TABLE "public"."x";
CREATE INDEX x ON public.t USING btree (n);

-- case: function to procedure to aggregate under one name
-- given
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p(int) LANGUAGE sql AS 'SELECT 1';
-- up
DROP FUNCTION f(int); DROP PROCEDURE p(int);
CREATE AGGREGATE f(int) (SFUNC = int4pl, STYPE = int);
CREATE FUNCTION p(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- down: exact
DROP AGGREGATE "public"."f"(integer);
CREATE OR REPLACE FUNCTION public.f(integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
DROP FUNCTION "public"."p"(integer);
CREATE OR REPLACE PROCEDURE public.p(IN integer)
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;
