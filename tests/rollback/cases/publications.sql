-- case: publications
-- given
CREATE SCHEMA s;
CREATE TABLE t (id int PRIMARY KEY, n text, m text);
CREATE TABLE u (id int PRIMARY KEY, n text);
CREATE PUBLICATION p1 FOR TABLE t (id, n) WHERE (id > 3), u;
CREATE PUBLICATION p2 WITH (publish = 'insert, delete', publish_via_partition_root = true);
CREATE PUBLICATION p3 FOR TABLE u;
-- up
ALTER PUBLICATION p1 SET TABLE u;
ALTER PUBLICATION p2 SET (publish = 'update');
ALTER PUBLICATION p3 RENAME TO "P 3";
ALTER PUBLICATION "P 3" ADD TABLE t WHERE (n = 'x');
CREATE PUBLICATION p4 FOR TABLE t;
-- down: exact
ALTER PUBLICATION "P 3" RENAME TO "p3";
DROP PUBLICATION "p4";
ALTER PUBLICATION "p1" SET TABLE "public"."t" ("id", "n") WHERE ((id > 3)), "public"."u";
ALTER PUBLICATION "p2" SET (publish = 'insert, delete', publish_via_partition_root = true);
ALTER PUBLICATION "p3" SET TABLE "public"."u";

-- case: publications dropped
-- given
CREATE TABLE t (id int PRIMARY KEY, n text, m text);
CREATE TABLE u (id int PRIMARY KEY, n text);
CREATE PUBLICATION p1 FOR TABLE t (id, n) WHERE (id > 3), u;
CREATE PUBLICATION p2 WITH (publish = 'insert, delete', publish_via_partition_root = true);
COMMENT ON PUBLICATION p1 IS 'p';
-- up
DROP PUBLICATION p1; DROP PUBLICATION p2;
-- down: exact
CREATE PUBLICATION "p1" FOR TABLE "public"."t" ("id", "n") WHERE ((id > 3)), "public"."u";
CREATE PUBLICATION "p2" WITH (publish = 'insert, delete', publish_via_partition_root = true);
COMMENT ON PUBLICATION "p1" IS 'p';

-- case: publication loses its table and column
-- given
CREATE TABLE t (id int PRIMARY KEY, n text, m text);
CREATE TABLE u (id int PRIMARY KEY, n text);
CREATE PUBLICATION p1 FOR TABLE t (id, n), u;
-- up
DROP TABLE u;
ALTER TABLE t DROP COLUMN n CASCADE;
-- down: structure only
-- lost: rows of public.u
-- lost: values of public.t.n
CREATE TABLE "public"."u" (
	"id" integer NOT NULL,
	"n" text,
	CONSTRAINT "u_pkey" PRIMARY KEY (id)
);
ALTER TABLE "public"."t" ADD COLUMN "n" text;
ALTER PUBLICATION "p1" SET TABLE "public"."t" ("id", "n"), "public"."u";

-- case: publication of a table that is renamed and retyped
-- given
CREATE TABLE t (id int PRIMARY KEY, n text, m int);
CREATE PUBLICATION p1 FOR TABLE t (id, m) WHERE (id > 3);
-- up
DROP PUBLICATION p1;
ALTER TABLE t ALTER COLUMN id TYPE bigint;
ALTER TABLE t RENAME TO tt;
CREATE PUBLICATION p1 FOR TABLE tt (id, m) WHERE (id > 3);
-- down: exact
ALTER TABLE "public"."tt" RENAME TO "t";
ALTER PUBLICATION "p1" DROP TABLE "public"."t";
ALTER TABLE "public"."t" ALTER COLUMN "id" SET DATA TYPE integer;
ALTER PUBLICATION "p1" SET TABLE "public"."t" ("id", "m") WHERE ((id > 3));

-- case: publication for all tables by the owner
-- given
CREATE TABLE t (id int PRIMARY KEY);
-- up
CREATE PUBLICATION pa FOR ALL TABLES;
-- down: failed
-- reason: the migration does not run: 0001_up.sql:1:1: must be superuser to create FOR ALL TABLES publication (SQLSTATE 42501)

-- case: publication replaced by no tables
-- given
CREATE TABLE t (id int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t;
-- up
ALTER PUBLICATION p DROP TABLE t;
-- down: exact
ALTER PUBLICATION "p" SET TABLE "public"."t";

-- case: publication with generated columns
-- server: 18+
-- given
CREATE TABLE t (id int PRIMARY KEY, g int GENERATED ALWAYS AS (id * 2) STORED);
CREATE PUBLICATION p FOR TABLE t WITH (publish_generated_columns = stored);
-- up
ALTER PUBLICATION p SET (publish_generated_columns = none);
-- down: exact
ALTER PUBLICATION "p" SET (publish = 'insert, update, delete, truncate', publish_via_partition_root = false, publish_generated_columns = stored);

-- case: publication with generated columns dropped
-- server: 18+
-- given
CREATE TABLE t (id int PRIMARY KEY, g int GENERATED ALWAYS AS (id * 2) STORED);
CREATE PUBLICATION p FOR TABLE t WITH (publish_generated_columns = stored, publish = '');
-- up
DROP PUBLICATION p;
-- down: exact
CREATE PUBLICATION "p" FOR TABLE "public"."t" WITH (publish = '', publish_generated_columns = stored);
