-- case: rename a column and keep its rows
-- given
CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO users VALUES (1, 'a'), (2, 'b');
-- up
ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";
-- down: exact
ALTER TABLE "public"."users" RENAME COLUMN "full_name" TO "name";

-- case: rename a column that an index, a check, a view and a generated column use
-- given
CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL CHECK (name <> ''), up text GENERATED ALWAYS AS (upper(name)) STORED);
CREATE INDEX users_name ON users (lower(name)) WHERE name IS NOT NULL;
CREATE VIEW v AS SELECT id, name FROM users;
INSERT INTO users (id, name) VALUES (1, 'a');
-- up
ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";
-- down: exact
ALTER TABLE "public"."users" RENAME COLUMN "full_name" TO "name";

-- case: swap the names of two columns
-- given
CREATE TABLE t (a int, b int);
INSERT INTO t VALUES (1, 2);
-- up
ALTER TABLE t RENAME a TO c;
--> statement-breakpoint
ALTER TABLE t RENAME b TO a;
--> statement-breakpoint
ALTER TABLE t RENAME c TO b;
-- down: exact
ALTER TABLE "public"."t" RENAME COLUMN "b" TO "b__old";
ALTER TABLE "public"."t" RENAME COLUMN "a" TO "b";
ALTER TABLE "public"."t" RENAME COLUMN "b__old" TO "a";

-- case: rename a column to one that was dropped
-- given
CREATE TABLE t (a int, b int);
INSERT INTO t VALUES (1, 2);
-- up
ALTER TABLE t DROP COLUMN b;
ALTER TABLE t RENAME a TO b;
-- down: structure only
-- lost: values of public.t.b
ALTER TABLE "public"."t" RENAME COLUMN "b" TO "a";
ALTER TABLE "public"."t" ADD COLUMN "b" integer;

-- case: add columns of many kinds
-- given
CREATE TABLE t (id int PRIMARY KEY);
INSERT INTO t VALUES (1);
-- up
ALTER TABLE "t" ADD COLUMN "a" text;
ALTER TABLE "t" ADD COLUMN "b" integer DEFAULT 3 NOT NULL;
ALTER TABLE "t" ADD COLUMN "c" serial NOT NULL;
ALTER TABLE "t" ADD COLUMN "d" integer GENERATED ALWAYS AS IDENTITY;
ALTER TABLE "t" ADD COLUMN "e" text UNIQUE;
ALTER TABLE "t" ADD COLUMN "f" integer REFERENCES t (id);
ALTER TABLE "t" ADD COLUMN "g" integer CHECK (g > 0);
CREATE INDEX ON t (a, b);
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "a";
ALTER TABLE "public"."t" DROP COLUMN "b";
ALTER TABLE "public"."t" DROP COLUMN "c";
ALTER TABLE "public"."t" DROP COLUMN "d";
ALTER TABLE "public"."t" DROP COLUMN "e";
ALTER TABLE "public"."t" DROP COLUMN "f";
ALTER TABLE "public"."t" DROP COLUMN "g";

-- case: drop a column with all that hangs on it
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL DEFAULT 7 CONSTRAINT positive CHECK (a > 0), p int REFERENCES p (id) ON DELETE CASCADE, z text);
CREATE INDEX t_a ON t (a DESC);
CREATE UNIQUE INDEX t_a_p ON t (a, p) WHERE a > 1;
COMMENT ON COLUMN t.a IS 'how many';
INSERT INTO t (id) VALUES (1);
-- up
ALTER TABLE "t" DROP COLUMN "a";
ALTER TABLE "t" DROP COLUMN "p";
-- down: structure only
-- lost: values of public.t.a
-- lost: values of public.t.p
ALTER TABLE "public"."t" ADD COLUMN "a" integer DEFAULT 7 NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "p" integer;
ALTER TABLE "public"."t" ADD CONSTRAINT "positive" CHECK ((a > 0));
CREATE INDEX t_a ON public.t USING btree (a DESC);
CREATE UNIQUE INDEX t_a_p ON public.t USING btree (a, p) WHERE (a > 1);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id) ON DELETE CASCADE;
COMMENT ON COLUMN "public"."t"."a" IS 'how many';

-- case: drop the last column
-- given
CREATE TABLE t (id int PRIMARY KEY, name text);
INSERT INTO t VALUES (1, 'a');
-- up
ALTER TABLE "t" DROP COLUMN "name";
-- down: structure only
-- lost: values of public.t.name
ALTER TABLE "public"."t" ADD COLUMN "name" text;

-- case: drop a NOT NULL column without default from a table that holds rows
-- given
CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL, age int NOT NULL);
INSERT INTO t VALUES (1, 'a', 3);
-- up
ALTER TABLE "t" DROP COLUMN "name";
ALTER TABLE "t" DROP COLUMN "age";
-- down: structure only
-- lost: values of public.t.age
-- lost: values of public.t.name
ALTER TABLE "public"."t" ADD COLUMN "name" text;
UPDATE "public"."t" SET "name" = '' /* invented: put the real values here */ WHERE "name" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "name" SET NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "age" integer;
UPDATE "public"."t" SET "age" = 0 /* invented: put the real values here */ WHERE "age" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "age" SET NOT NULL;

-- case: drop a column with CASCADE and the view that goes along
-- given
CREATE TABLE t (id int PRIMARY KEY, name text, age int);
CREATE VIEW v AS SELECT id, name FROM t;
CREATE VIEW w AS SELECT name FROM v;
-- up
ALTER TABLE t DROP COLUMN name CASCADE;
-- down: structure only
-- lost: values of public.t.name
ALTER TABLE "public"."t" ADD COLUMN "name" text;
CREATE VIEW "public"."v" AS
 SELECT id,
    name
   FROM public.t;
CREATE VIEW "public"."w" AS
 SELECT name
   FROM public.v;

-- case: drop a column and add it again with another type
-- given
CREATE TABLE t (id int PRIMARY KEY, name text);
INSERT INTO t VALUES (1, 'a');
-- up
ALTER TABLE t DROP COLUMN name;
ALTER TABLE t ADD COLUMN name int;
-- down: structure only
-- lost: values of public.t.name
ALTER TABLE "public"."t" ALTER COLUMN "name" SET DATA TYPE text;

-- case: widen and narrow types
-- given
CREATE TABLE t (a varchar(10), b int, c numeric(10, 2), d text, e timestamp);
INSERT INTO t VALUES ('x', 1, 2.5, 'y', '2024-01-01');
-- up
ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE text;
ALTER TABLE "t" ALTER COLUMN "b" SET DATA TYPE bigint;
ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE numeric(20, 2);
ALTER TABLE "t" ALTER COLUMN "d" SET DATA TYPE varchar(255);
ALTER TABLE "t" ALTER COLUMN "e" SET DATA TYPE date;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DATA TYPE character varying(10);
ALTER TABLE "public"."t" ALTER COLUMN "b" SET DATA TYPE integer;
ALTER TABLE "public"."t" ALTER COLUMN "c" SET DATA TYPE numeric(10,2);
ALTER TABLE "public"."t" ALTER COLUMN "d" SET DATA TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "e" SET DATA TYPE timestamp without time zone;

-- case: text to integer with USING and back by a cast
-- given
CREATE TABLE t (id int PRIMARY KEY, n text DEFAULT '0');
INSERT INTO t VALUES (1, '12');
-- up
ALTER TABLE t ALTER n DROP DEFAULT;
ALTER TABLE t ALTER n TYPE int USING n::int;
ALTER TABLE t ALTER n SET DEFAULT 0;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DATA TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DEFAULT '0'::text;

-- case: text to jsonb, json to jsonb, text to uuid
-- given
CREATE TABLE t (a text, b json, c text);
-- up
ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE jsonb USING "a"::jsonb;
ALTER TABLE "t" ALTER COLUMN "b" SET DATA TYPE jsonb;
ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE uuid USING "c"::uuid;
-- down: structure only
-- lost: perhaps values of public.t.a (no rows to try the new type on)
-- lost: perhaps values of public.t.b (no rows to try the new type on)
-- lost: perhaps values of public.t.c (no rows to try the new type on)
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DATA TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET DATA TYPE json;
ALTER TABLE "public"."t" ALTER COLUMN "c" SET DATA TYPE text;

-- case: scalar to array and array to scalar
-- given
CREATE TABLE t (a text, b int[], c text[] DEFAULT '{}' NOT NULL);
INSERT INTO t VALUES ('x', '{1}', '{y}');
-- up
ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE text[] USING ARRAY["a"];
ALTER TABLE "t" ALTER COLUMN "b" SET DATA TYPE int USING "b"[1];
ALTER TABLE "t" ALTER COLUMN "c" DROP DEFAULT;
ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE text USING "c"[1];
-- down: structure only
-- lost: perhaps values of public.t.b (USING computes them, statement 2, ALTER TABLE ... ALTER COLUMN TYPE)
-- lost: perhaps values of public.t.c (USING computes them, statement 4, ALTER TABLE ... ALTER COLUMN TYPE)
-- lost: values of public.t.a
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DATA TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET DATA TYPE integer[] USING ARRAY["b"]::integer[];
ALTER TABLE "public"."t" ALTER COLUMN "c" SET DATA TYPE text[] USING ARRAY["c"]::text[];
ALTER TABLE "public"."t" ALTER COLUMN "c" SET DEFAULT '{}'::text[];

-- case: boolean to integer with a default
-- given
CREATE TABLE t (id int, b boolean DEFAULT false NOT NULL);
INSERT INTO t VALUES (1, true);
-- up
ALTER TABLE t ALTER b DROP DEFAULT, ALTER b TYPE int USING b::int, ALTER b SET DEFAULT 0;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "b" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET DATA TYPE boolean USING "b"::boolean;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET DEFAULT false;

-- case: a type that nothing casts back
-- given
CREATE TABLE t (id int, b point);
INSERT INTO t VALUES (1, '(1,2)');
-- up
ALTER TABLE t ALTER b TYPE int USING 1;
-- down: structure only
-- lost: values of public.t.b
ALTER TABLE "public"."t" ALTER COLUMN "b" SET DATA TYPE point USING NULL;

-- case: a type with indexes, checks, keys and a foreign key on it
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, n int UNIQUE CHECK (n > 0) REFERENCES p (id));
CREATE INDEX t_n ON t (n) WHERE n > 5;
CREATE INDEX t_e ON t ((n + 1));
INSERT INTO p VALUES (3);
INSERT INTO t VALUES (1, 3);
-- up
ALTER TABLE t ALTER n TYPE bigint;
ALTER TABLE p ALTER id TYPE bigint;
-- down: exact
ALTER TABLE "public"."p" ALTER COLUMN "id" SET DATA TYPE integer;
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DATA TYPE integer;

-- case: a type that a view stands on
-- given
CREATE TABLE t (id int PRIMARY KEY, n int);
CREATE VIEW v AS SELECT n FROM t;
-- up
DROP VIEW v;
ALTER TABLE t ALTER n TYPE bigint;
CREATE VIEW v AS SELECT n FROM t;
-- down: exact
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DATA TYPE integer;
CREATE VIEW "public"."v" AS
 SELECT n
   FROM public.t;

-- case: rename and retype a column
-- given
CREATE TABLE t (id int PRIMARY KEY, n int DEFAULT 4);
INSERT INTO t VALUES (1, 2);
-- up
ALTER TABLE t RENAME n TO m;
ALTER TABLE t ALTER m TYPE numeric;
ALTER TABLE t ALTER m SET DEFAULT 4.5;
-- down: exact
ALTER TABLE "public"."t" RENAME COLUMN "m" TO "n";
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DATA TYPE integer;
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DEFAULT 4;

-- case: retype with varying length and a default
-- given
CREATE TABLE t (id int PRIMARY KEY, n varchar(20) DEFAULT 'none' NOT NULL);
INSERT INTO t VALUES (1, 'x');
-- up
ALTER TABLE t ALTER n TYPE text;
ALTER TABLE t ALTER n SET DEFAULT 'nobody';
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DATA TYPE character varying(20);
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DEFAULT 'none'::character varying;

-- case: collation
-- given
CREATE TABLE t (a text, b text COLLATE "C");
CREATE INDEX ON t (a);
INSERT INTO t VALUES ('x', 'y');
-- up
ALTER TABLE t ALTER a TYPE text COLLATE "C";
ALTER TABLE t ALTER b TYPE text;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DATA TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET DATA TYPE text COLLATE pg_catalog."C";

-- case: storage, compression, statistics and options of a column
-- given
CREATE TABLE t (a text, b text, c text COMPRESSION pglz, d int, e int);
ALTER TABLE t ALTER c SET STORAGE EXTERNAL;
ALTER TABLE t ALTER d SET STATISTICS 50;
ALTER TABLE t ALTER e SET (n_distinct = 10);
-- up
ALTER TABLE t ALTER a SET STORAGE MAIN;
ALTER TABLE t ALTER b SET COMPRESSION pglz;
ALTER TABLE t ALTER c SET STORAGE EXTENDED, ALTER c SET COMPRESSION DEFAULT;
ALTER TABLE t ALTER d SET STATISTICS 100, ALTER a SET STATISTICS 7;
ALTER TABLE t ALTER e SET (n_distinct = 20, n_distinct_inherited = 3), ALTER d SET (n_distinct = -0.5);
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "a" SET STORAGE DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "a" SET STATISTICS -1;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET COMPRESSION DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "c" SET STORAGE EXTERNAL;
ALTER TABLE "public"."t" ALTER COLUMN "c" SET COMPRESSION pglz;
ALTER TABLE "public"."t" ALTER COLUMN "d" SET STATISTICS 50;
ALTER TABLE "public"."t" ALTER COLUMN "d" RESET (n_distinct);
ALTER TABLE "public"."t" ALTER COLUMN "e" SET (n_distinct=10);
ALTER TABLE "public"."t" ALTER COLUMN "e" RESET (n_distinct_inherited);

-- case: drop columns that have storage, statistics and options
-- given
CREATE TABLE t (id int, a text COMPRESSION pglz, b int, c int);
ALTER TABLE t ALTER a SET STORAGE EXTERNAL;
ALTER TABLE t ALTER b SET STATISTICS 50, ALTER c SET (n_distinct = 10);
-- up
ALTER TABLE t DROP COLUMN a, DROP COLUMN b, DROP COLUMN c;
-- down: structure only
-- lost: values of public.t.a
-- lost: values of public.t.b
-- lost: values of public.t.c
ALTER TABLE "public"."t" ADD COLUMN "a" text COMPRESSION pglz;
ALTER TABLE "public"."t" ADD COLUMN "b" integer;
ALTER TABLE "public"."t" ADD COLUMN "c" integer;
ALTER TABLE "public"."t" ALTER COLUMN "a" SET STORAGE EXTERNAL;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET STATISTICS 50;
ALTER TABLE "public"."t" ALTER COLUMN "c" SET (n_distinct=10);

-- case: drop a table with columns that have storage, statistics and options
-- given
CREATE TABLE t (id int, a text COMPRESSION pglz, b int, c int);
ALTER TABLE t ALTER a SET STORAGE EXTERNAL;
ALTER TABLE t ALTER b SET STATISTICS 50, ALTER c SET (n_distinct = 10);
-- up
DROP TABLE t;
-- down: structure only
-- lost: rows of public.t
CREATE TABLE "public"."t" (
	"id" integer,
	"a" text COMPRESSION pglz,
	"b" integer,
	"c" integer
);
ALTER TABLE "public"."t" ALTER COLUMN "a" SET STORAGE EXTERNAL;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET STATISTICS 50;
ALTER TABLE "public"."t" ALTER COLUMN "c" SET (n_distinct=10);

-- case: add a generated column
-- given
CREATE TABLE t (id int PRIMARY KEY, n int);
INSERT INTO t VALUES (1, 2);
-- up
ALTER TABLE "t" ADD COLUMN "m" integer GENERATED ALWAYS AS (n * 2) STORED;
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "m";

-- case: drop a generated column that is indexed
-- given
CREATE TABLE t (id int PRIMARY KEY, n int, m int GENERATED ALWAYS AS (n * 2) STORED NOT NULL, z int);
CREATE INDEX t_m ON t (m);
INSERT INTO t (id, n) VALUES (1, 2);
-- up
ALTER TABLE "t" drop column "m";
-- down: exact except column order
ALTER TABLE "public"."t" ADD COLUMN "m" integer GENERATED ALWAYS AS (n * 2) STORED NOT NULL;
CREATE INDEX t_m ON public.t USING btree (m);

-- case: drop a virtual generated column
-- server: 18+
-- given
CREATE TABLE t (id int PRIMARY KEY, n int, m int GENERATED ALWAYS AS (n * 2) VIRTUAL);
INSERT INTO t (id, n) VALUES (1, 2);
-- up
ALTER TABLE t DROP COLUMN m;
-- down: exact
ALTER TABLE "public"."t" ADD COLUMN "m" integer GENERATED ALWAYS AS (n * 2) VIRTUAL;

-- case: change a generated column as drizzle does
-- given
CREATE TABLE t (id int PRIMARY KEY, n int, m int GENERATED ALWAYS AS (n * 2) STORED);
INSERT INTO t (id, n) VALUES (1, 2);
-- up
ALTER TABLE "t" drop column "m";--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "m" integer GENERATED ALWAYS AS (n * 3) STORED;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "m" SET EXPRESSION AS (n * 2);

-- case: SET EXPRESSION
-- server: 17+
-- given
CREATE TABLE t (id int PRIMARY KEY, n int, m int GENERATED ALWAYS AS (n * 2) STORED);
INSERT INTO t (id, n) VALUES (1, 2);
-- up
ALTER TABLE t ALTER m SET EXPRESSION AS (n * 3);
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "m" SET EXPRESSION AS (n * 2);

-- case: SET EXPRESSION of a virtual column
-- server: 18+
-- given
CREATE TABLE t (id int PRIMARY KEY, n int, m int GENERATED ALWAYS AS (n * 2) VIRTUAL);
INSERT INTO t (id, n) VALUES (1, 2);
-- up
ALTER TABLE t ALTER m SET EXPRESSION AS (n * 3);
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "m" SET EXPRESSION AS (n * 2);

-- case: DROP EXPRESSION
-- given
CREATE TABLE t (id int PRIMARY KEY, n int, m int GENERATED ALWAYS AS (n * 2) STORED, z int);
CREATE INDEX ON t (m);
INSERT INTO t (id, n) VALUES (1, 2);
-- up
ALTER TABLE t ALTER m DROP EXPRESSION;
-- down: exact except column order
ALTER TABLE "public"."t" DROP COLUMN "m";
ALTER TABLE "public"."t" ADD COLUMN "m" integer GENERATED ALWAYS AS (n * 2) STORED;
CREATE INDEX t_m_idx ON public.t USING btree (m);

-- case: a plain column becomes generated
-- given
CREATE TABLE t (id int PRIMARY KEY, n int, m int DEFAULT 5);
INSERT INTO t VALUES (1, 2, 3);
-- up
ALTER TABLE "t" drop column "m";--> statement-breakpoint
ALTER TABLE "t" ADD COLUMN "m" integer GENERATED ALWAYS AS (n * 3) STORED;
-- down: structure only
-- lost: values of public.t.m
ALTER TABLE "public"."t" ALTER COLUMN "m" DROP EXPRESSION;
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DEFAULT 5;

-- case: retype the column a generated column reads
-- given
CREATE TABLE t (id int PRIMARY KEY, n int);
INSERT INTO t (id, n) VALUES (1, 2);
-- up
ALTER TABLE t ALTER n TYPE bigint;
ALTER TABLE t ADD COLUMN m bigint GENERATED ALWAYS AS (n * 2) STORED;
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "m";
ALTER TABLE "public"."t" ALTER COLUMN "n" SET DATA TYPE integer;

-- case: retype a generated column
-- given
CREATE TABLE t (id int PRIMARY KEY, n int, m int GENERATED ALWAYS AS (n * 2) STORED);
INSERT INTO t (id, n) VALUES (1, 2);
-- up
ALTER TABLE t ALTER m TYPE bigint;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "m" SET DATA TYPE integer;

-- case: names that need every kind of quoting
-- given
CREATE SCHEMA "My Schema";
CREATE TABLE "My Schema"."we""ird -- /* $1 %s" (id int PRIMARY KEY, "select" text, "Größe€" int, "a.b" int);
INSERT INTO "My Schema"."we""ird -- /* $1 %s" VALUES (1, 'x', 2, 3);
-- up
ALTER TABLE "My Schema"."we""ird -- /* $1 %s" RENAME COLUMN "select" TO "from";
ALTER TABLE "My Schema"."we""ird -- /* $1 %s" ALTER COLUMN "Größe€" SET DEFAULT 3;
ALTER TABLE "My Schema"."we""ird -- /* $1 %s" ADD COLUMN "it's; -- no" text;
-- down: exact
ALTER TABLE "My Schema"."we""ird -- /* $1 %s" RENAME COLUMN "from" TO "select";
ALTER TABLE "My Schema"."we""ird -- /* $1 %s" DROP COLUMN "it's; -- no";
ALTER TABLE "My Schema"."we""ird -- /* $1 %s" ALTER COLUMN "Größe€" DROP DEFAULT;

-- case: names of 63 bytes
-- given
CREATE TABLE ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt (id int PRIMARY KEY, ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc int NOT NULL UNIQUE);
-- up
ALTER TABLE ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt DROP COLUMN ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc;
-- down: structure only
-- lost: values of public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt.ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
ALTER TABLE "public"."ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt" ADD COLUMN "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" integer;
UPDATE "public"."ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt" SET "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" = "id" /* invented: put the real values here */ WHERE "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" IS NULL;
ALTER TABLE "public"."ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt" ALTER COLUMN "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc" SET NOT NULL;
ALTER TABLE "public"."ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt" ADD CONSTRAINT "ttttttttttttttttttttttttttttt_ccccccccccccccccccccccccccccc_key" UNIQUE (ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc);

-- case: an attribute of a composite type
-- given
CREATE TYPE pair AS (a int, b text);
CREATE TABLE t (p pair);
INSERT INTO t VALUES (ROW(1, 'x')::pair);
-- up
ALTER TYPE pair ADD ATTRIBUTE c date CASCADE;
ALTER TYPE pair RENAME ATTRIBUTE a TO aa;
-- down: exact
ALTER TYPE "public"."pair" RENAME ATTRIBUTE "aa" TO "a";
ALTER TYPE "public"."pair" DROP ATTRIBUTE "c";

-- case: an array of numbers cut to fewer places
-- given
CREATE TABLE t (id int PRIMARY KEY, x double precision[]);
-- up
ALTER TABLE t ALTER x TYPE real[];
-- down: structure only
-- lost: values of public.t.x
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DATA TYPE double precision[];

-- case: a time that loses its zone
-- given
CREATE TABLE t (id int PRIMARY KEY, x timetz);
-- up
ALTER TABLE t ALTER x TYPE time;
-- down: structure only
-- lost: values of public.t.x
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DATA TYPE time with time zone;

-- case: an address that loses its host
-- given
CREATE TABLE t (id int PRIMARY KEY, x inet);
-- up
ALTER TABLE t ALTER x TYPE cidr;
-- down: structure only
-- lost: values of public.t.x
ALTER TABLE "public"."t" ALTER COLUMN "x" SET DATA TYPE inet;
