-- case: comments on every kind added
-- given
CREATE SCHEMA s;
CREATE TABLE t (id int PRIMARY KEY, n text CONSTRAINT n_full CHECK (n <> ''), p int REFERENCES t (id));
CREATE INDEX t_n ON t (n);
CREATE VIEW v AS SELECT id FROM t;
CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
CREATE INDEX m_id ON m (id);
CREATE SEQUENCE q;
CREATE TYPE mood AS ENUM ('a');
CREATE TYPE comp AS (a int);
CREATE DOMAIN d AS int CONSTRAINT pos CHECK (VALUE > 0);
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE ag(int) (SFUNC = int4pl, STYPE = int);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON t EXECUTE FUNCTION tf();
CREATE POLICY pol ON t USING (true);
CREATE RULE ru AS ON DELETE TO t DO INSTEAD NOTHING;
CREATE STATISTICS st ON id, n FROM t;
CREATE COLLATION co (provider = libc, locale = 'C');
CREATE PUBLICATION pu FOR TABLE t;
-- up
COMMENT ON SCHEMA s IS 'it''s a "schema"';
COMMENT ON SCHEMA public IS 'mine';
COMMENT ON TABLE t IS E'two\nlines \\ and -- dashes; semicolon';
COMMENT ON COLUMN t.n IS '$1 %s {x}';
COMMENT ON CONSTRAINT n_full ON t IS 'c';
COMMENT ON CONSTRAINT t_pkey ON t IS 'pk';
COMMENT ON INDEX t_n IS 'i';
COMMENT ON INDEX t_pkey IS 'ip';
COMMENT ON VIEW v IS 'v';
COMMENT ON COLUMN v.id IS 'vc';
COMMENT ON MATERIALIZED VIEW m IS 'm';
COMMENT ON COLUMN m.id IS 'mc';
COMMENT ON INDEX m_id IS 'mi';
COMMENT ON SEQUENCE q IS 'q';
COMMENT ON TYPE mood IS 'e';
COMMENT ON TYPE comp IS 'c';
COMMENT ON COLUMN comp.a IS 'ca';
COMMENT ON DOMAIN d IS 'd';
COMMENT ON CONSTRAINT pos ON DOMAIN d IS 'dc';
COMMENT ON FUNCTION f(int) IS 'f';
COMMENT ON PROCEDURE p() IS 'p';
COMMENT ON AGGREGATE ag(int) IS 'ag';
COMMENT ON TRIGGER tr ON t IS 'tr';
COMMENT ON POLICY pol ON t IS 'po';
COMMENT ON RULE ru ON t IS 'ru';
COMMENT ON STATISTICS st IS 'st';
COMMENT ON COLLATION co IS 'co';
COMMENT ON PUBLICATION pu IS 'pu';
-- down: exact
COMMENT ON TABLE "public"."t" IS NULL;
COMMENT ON COLUMN "public"."t"."n" IS NULL;
COMMENT ON INDEX "public"."t_pkey" IS NULL;
COMMENT ON INDEX "public"."t_n" IS NULL;
COMMENT ON VIEW "public"."v" IS NULL;
COMMENT ON COLUMN "public"."v"."id" IS NULL;
COMMENT ON MATERIALIZED VIEW "public"."m" IS NULL;
COMMENT ON COLUMN "public"."m"."id" IS NULL;
COMMENT ON INDEX "public"."m_id" IS NULL;
COMMENT ON SEQUENCE "public"."q" IS NULL;
COMMENT ON COLUMN "public"."comp"."a" IS NULL;
COMMENT ON COLLATION "public"."co" IS NULL;
COMMENT ON CONSTRAINT "n_full" ON "public"."t" IS NULL;
COMMENT ON CONSTRAINT "t_pkey" ON "public"."t" IS NULL;
COMMENT ON CONSTRAINT "pos" ON DOMAIN "public"."d" IS NULL;
COMMENT ON SCHEMA "s" IS NULL;
COMMENT ON POLICY "pol" ON "public"."t" IS NULL;
COMMENT ON FUNCTION "public"."f"(a integer) IS NULL;
COMMENT ON PROCEDURE "public"."p"() IS NULL;
COMMENT ON AGGREGATE "public"."ag"(integer) IS NULL;
COMMENT ON PUBLICATION "pu" IS NULL;
COMMENT ON RULE "ru" ON "public"."t" IS NULL;
COMMENT ON STATISTICS "public"."st" IS NULL;
COMMENT ON TRIGGER "tr" ON "public"."t" IS NULL;
COMMENT ON TYPE "public"."mood" IS NULL;
COMMENT ON TYPE "public"."comp" IS NULL;
COMMENT ON DOMAIN "public"."d" IS NULL;
COMMENT ON SCHEMA "public" IS 'standard public schema';

-- case: comments on every kind lost with their objects
-- given
CREATE SCHEMA s;
COMMENT ON SCHEMA s IS 'it''s a "schema"';
CREATE TABLE s.t (id int PRIMARY KEY, n text CONSTRAINT n_full CHECK (n <> ''), p int CONSTRAINT fk REFERENCES s.t (id));
CREATE INDEX t_n ON s.t (n);
CREATE VIEW s.v AS SELECT id FROM s.t;
CREATE MATERIALIZED VIEW s.m AS SELECT id FROM s.t;
CREATE INDEX m_id ON s.m (id);
CREATE SEQUENCE s.q;
CREATE TYPE s.mood AS ENUM ('a');
CREATE TYPE s.comp AS (a int);
CREATE DOMAIN s.d AS int CONSTRAINT pos CHECK (VALUE > 0);
CREATE FUNCTION s.f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE s.p() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE s.ag(int) (SFUNC = int4pl, STYPE = int);
CREATE FUNCTION s.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON s.t EXECUTE FUNCTION s.tf();
CREATE POLICY pol ON s.t USING (true);
CREATE RULE ru AS ON DELETE TO s.t DO INSTEAD NOTHING;
CREATE STATISTICS s.st ON id, n FROM s.t;
CREATE COLLATION s.co (provider = libc, locale = 'C');
COMMENT ON TABLE s.t IS E'two\nlines \\ and -- dashes; semicolon';
COMMENT ON COLUMN s.t.n IS '$1 %s {x}';
COMMENT ON CONSTRAINT n_full ON s.t IS 'c';
COMMENT ON CONSTRAINT fk ON s.t IS 'fk';
COMMENT ON CONSTRAINT t_pkey ON s.t IS 'pk';
COMMENT ON INDEX s.t_n IS 'i';
COMMENT ON INDEX s.t_pkey IS 'ip';
COMMENT ON VIEW s.v IS 'v';
COMMENT ON COLUMN s.v.id IS 'vc';
COMMENT ON MATERIALIZED VIEW s.m IS 'm';
COMMENT ON COLUMN s.m.id IS 'mc';
COMMENT ON INDEX s.m_id IS 'mi';
COMMENT ON SEQUENCE s.q IS 'q';
COMMENT ON TYPE s.mood IS 'e';
COMMENT ON TYPE s.comp IS 'c';
COMMENT ON COLUMN s.comp.a IS 'ca';
COMMENT ON DOMAIN s.d IS 'd';
COMMENT ON CONSTRAINT pos ON DOMAIN s.d IS 'dc';
COMMENT ON FUNCTION s.f(int) IS 'f';
COMMENT ON PROCEDURE s.p() IS 'p';
COMMENT ON AGGREGATE s.ag(int) IS 'ag';
COMMENT ON TRIGGER tr ON s.t IS 'tr';
COMMENT ON POLICY pol ON s.t IS 'po';
COMMENT ON RULE ru ON s.t IS 'ru';
COMMENT ON STATISTICS s.st IS 'st';
COMMENT ON COLLATION s.co IS 'co';
-- up
DROP SCHEMA s CASCADE;
-- down: structure only
-- lost: rows of s.t
-- lost: the counter of sequence s.q
CREATE SCHEMA "s";
CREATE COLLATION "s"."co" (provider = libc, lc_collate = 'C', lc_ctype = 'C');
CREATE TYPE "s"."mood" AS ENUM ('a');
CREATE DOMAIN "s"."d" AS integer CONSTRAINT "pos" CHECK ((VALUE > 0));
CREATE TYPE "s"."comp" AS ("a" integer);
CREATE SEQUENCE "s"."q";
CREATE OR REPLACE FUNCTION s.f(a integer)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE OR REPLACE PROCEDURE s.p()
 LANGUAGE sql
AS $procedure$SELECT 1$procedure$;
CREATE OR REPLACE FUNCTION s.tf()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$;
CREATE AGGREGATE s.ag(integer) (SFUNC = int4pl, STYPE = integer);
CREATE TABLE "s"."t" (
	"id" integer NOT NULL,
	"n" text,
	"p" integer,
	CONSTRAINT "t_pkey" PRIMARY KEY (id),
	CONSTRAINT "n_full" CHECK ((n <> ''::text))
);
CREATE INDEX t_n ON s.t USING btree (n);
ALTER TABLE "s"."t" ADD CONSTRAINT "fk" FOREIGN KEY (p) REFERENCES s.t(id);
CREATE VIEW "s"."v" AS
 SELECT id
   FROM s.t;
CREATE MATERIALIZED VIEW "s"."m" AS
 SELECT id
   FROM s.t;
CREATE STATISTICS s.st ON id, n FROM s.t;
CREATE TRIGGER tr BEFORE INSERT ON s.t FOR EACH STATEMENT EXECUTE FUNCTION s.tf();
CREATE RULE ru AS
    ON DELETE TO s.t DO INSTEAD NOTHING;
CREATE POLICY "pol" ON "s"."t" AS PERMISSIVE FOR ALL TO PUBLIC USING (true);
COMMENT ON TABLE "s"."t" IS 'two
lines \ and -- dashes; semicolon';
COMMENT ON COLUMN "s"."t"."n" IS '$1 %s {x}';
COMMENT ON INDEX "s"."t_pkey" IS 'ip';
COMMENT ON INDEX "s"."t_n" IS 'i';
COMMENT ON VIEW "s"."v" IS 'v';
COMMENT ON COLUMN "s"."v"."id" IS 'vc';
COMMENT ON MATERIALIZED VIEW "s"."m" IS 'm';
COMMENT ON COLUMN "s"."m"."id" IS 'mc';
COMMENT ON SEQUENCE "s"."q" IS 'q';
COMMENT ON COLUMN "s"."comp"."a" IS 'ca';
COMMENT ON COLLATION "s"."co" IS 'co';
COMMENT ON CONSTRAINT "n_full" ON "s"."t" IS 'c';
COMMENT ON CONSTRAINT "t_pkey" ON "s"."t" IS 'pk';
COMMENT ON CONSTRAINT "fk" ON "s"."t" IS 'fk';
COMMENT ON CONSTRAINT "pos" ON DOMAIN "s"."d" IS 'dc';
COMMENT ON SCHEMA "s" IS 'it''s a "schema"';
COMMENT ON POLICY "pol" ON "s"."t" IS 'po';
COMMENT ON FUNCTION "s"."f"(a integer) IS 'f';
COMMENT ON PROCEDURE "s"."p"() IS 'p';
COMMENT ON AGGREGATE "s"."ag"(integer) IS 'ag';
COMMENT ON RULE "ru" ON "s"."t" IS 'ru';
COMMENT ON STATISTICS "s"."st" IS 'st';
COMMENT ON TRIGGER "tr" ON "s"."t" IS 'tr';
COMMENT ON TYPE "s"."mood" IS 'e';
COMMENT ON TYPE "s"."comp" IS 'c';
COMMENT ON DOMAIN "s"."d" IS 'd';
CREATE INDEX m_id ON s.m USING btree (id);
COMMENT ON INDEX "s"."m_id" IS 'mi';

-- case: comments changed and removed
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
COMMENT ON TABLE t IS 'one';
COMMENT ON COLUMN t.n IS 'two';
COMMENT ON CONSTRAINT t_pkey ON t IS 'three';
CREATE ROLE commented;
-- up
COMMENT ON TABLE t IS 'eins';
COMMENT ON COLUMN t.n IS NULL;
COMMENT ON CONSTRAINT t_pkey ON t IS '';
-- down: exact
COMMENT ON COLUMN "public"."t"."n" IS 'two';
COMMENT ON CONSTRAINT "t_pkey" ON "public"."t" IS 'three';
COMMENT ON TABLE "public"."t" IS 'one';

-- case: comment moves with a renamed column that is dropped later
-- given
CREATE TABLE t (id int PRIMARY KEY, n text, m text);
COMMENT ON COLUMN t.n IS 'two';
-- up
ALTER TABLE t DROP COLUMN m;
ALTER TABLE t RENAME COLUMN n TO m;
COMMENT ON COLUMN t.m IS 'other';
-- down: structure only
-- lost: values of public.t.m
ALTER TABLE "public"."t" RENAME COLUMN "m" TO "n";
ALTER TABLE "public"."t" ADD COLUMN "m" text;
COMMENT ON COLUMN "public"."t"."n" IS 'two';

-- case: role and its comment by who may not
-- given
CREATE ROLE team;
-- up
COMMENT ON ROLE team IS 'x';
-- down: structure only
-- lost: what belongs to the whole server, not to this database (the migration)
