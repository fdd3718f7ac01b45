-- case: create indexes of many kinds
-- given
CREATE TABLE t (a int, b text, c jsonb, d int4range);
-- up
CREATE INDEX "t_a" ON "t" USING btree ("a");
CREATE UNIQUE INDEX "t_ab" ON "t" USING btree ("a" DESC NULLS LAST, lower("b")) WHERE "a" > 0;
CREATE INDEX "t_c" ON "t" USING gin ("c" jsonb_path_ops);
CREATE INDEX "t_d" ON "t" USING gist ("d");
CREATE INDEX "t_b" ON "t" USING hash ("b");
CREATE INDEX "t_i" ON "t" ("a") INCLUDE ("b") WITH (fillfactor=70);
-- down: exact
DROP INDEX "public"."t_a";
DROP INDEX "public"."t_ab";
DROP INDEX "public"."t_c";
DROP INDEX "public"."t_d";
DROP INDEX "public"."t_b";
DROP INDEX "public"."t_i";

-- case: drop indexes of many kinds
-- given
CREATE TABLE t (a int, b text, c jsonb, d int4range, e text COLLATE "C");
CREATE INDEX "t_a" ON "t" USING btree ("a");
CREATE UNIQUE INDEX "t_ab" ON "t" USING btree ("a" DESC NULLS LAST, lower("b")) WHERE "a" > 0;
CREATE INDEX "t_c" ON "t" USING gin ("c" jsonb_path_ops);
CREATE INDEX "t_d" ON "t" USING gist ("d");
CREATE INDEX "t_b" ON "t" USING hash ("b");
CREATE INDEX "t_i" ON "t" ("a") INCLUDE ("b") WITH (fillfactor=70);
CREATE INDEX "t_p" ON "t" ("b" text_pattern_ops, "e" COLLATE "POSIX");
CREATE INDEX "t_brin" ON "t" USING brin ("a") WITH (pages_per_range=8);
CREATE UNIQUE INDEX "t_n" ON "t" ("a", "b") NULLS NOT DISTINCT;
INSERT INTO t VALUES (1, 'x', '{}', '[1,2)', 'y');
-- up
DROP INDEX t_a, t_ab, t_c, t_d, t_b, t_i, t_p, t_brin, t_n;
-- down: exact
CREATE INDEX t_a ON public.t USING btree (a);
CREATE UNIQUE INDEX t_ab ON public.t USING btree (a DESC NULLS LAST, lower(b)) WHERE (a > 0);
CREATE INDEX t_c ON public.t USING gin (c jsonb_path_ops);
CREATE INDEX t_d ON public.t USING gist (d);
CREATE INDEX t_b ON public.t USING hash (b);
CREATE INDEX t_i ON public.t USING btree (a) INCLUDE (b) WITH (fillfactor='70');
CREATE INDEX t_p ON public.t USING btree (b text_pattern_ops, e COLLATE "POSIX");
CREATE INDEX t_brin ON public.t USING brin (a) WITH (pages_per_range='8');
CREATE UNIQUE INDEX t_n ON public.t USING btree (a, b) NULLS NOT DISTINCT;

-- case: create an index concurrently
-- given
CREATE TABLE t (a int);
INSERT INTO t VALUES (1);
-- up
CREATE INDEX CONCURRENTLY "t_a" ON "t" USING btree ("a");
-- down: exact
DROP INDEX "public"."t_a";

-- case: drop an index concurrently
-- given
CREATE TABLE t (a int);
CREATE INDEX t_a ON t (a);
-- up
DROP INDEX CONCURRENTLY t_a;
-- down: exact
CREATE INDEX t_a ON public.t USING btree (a);

-- case: change an index under its name
-- given
CREATE TABLE t (a int, b int);
CREATE INDEX t_i ON t (a);
INSERT INTO t VALUES (1, 2);
-- up
DROP INDEX "t_i";--> statement-breakpoint
CREATE INDEX "t_i" ON "t" USING btree ("a","b");
-- down: exact
DROP INDEX "public"."t_i";
CREATE INDEX t_i ON public.t USING btree (a);

-- case: swap the names of two indexes
-- given
CREATE TABLE t (a int, b int);
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (b);
-- up
ALTER INDEX i RENAME TO k;
ALTER INDEX j RENAME TO i;
ALTER INDEX k RENAME TO j;
-- down: exact
ALTER INDEX "public"."j" RENAME TO "j__old";
ALTER INDEX "public"."i" RENAME TO "j";
ALTER INDEX "public"."j__old" RENAME TO "i";

-- case: storage parameters of an index
-- given
CREATE TABLE t (a int, b int);
CREATE INDEX i ON t (a) WITH (fillfactor = 70);
CREATE INDEX j ON t (b);
-- up
ALTER INDEX i RESET (fillfactor);
ALTER INDEX j SET (fillfactor = 50);
-- down: exact
ALTER INDEX "public"."i" SET (fillfactor=70);
ALTER INDEX "public"."j" RESET (fillfactor);

-- case: CLUSTER ON
-- given
CREATE TABLE t (a int, b int);
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (b);
ALTER TABLE t CLUSTER ON i;
-- up
ALTER TABLE t CLUSTER ON j;
-- down: exact
ALTER TABLE "public"."t" CLUSTER ON "i";

-- case: drop the index that a table is clustered on and identified by
-- given
CREATE TABLE t (a int NOT NULL, b int);
CREATE UNIQUE INDEX i ON t (a);
CREATE INDEX j ON t (b);
ALTER TABLE t CLUSTER ON j;
ALTER TABLE t REPLICA IDENTITY USING INDEX i;
-- up
DROP INDEX i, j;
-- down: exact
CREATE UNIQUE INDEX i ON public.t USING btree (a);
CREATE INDEX j ON public.t USING btree (b);
ALTER TABLE "public"."t" REPLICA IDENTITY USING INDEX "i";
ALTER TABLE "public"."t" CLUSTER ON "j";

-- case: replica identity
-- given
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (id int PRIMARY KEY, n int NOT NULL UNIQUE);
CREATE TABLE c (id int PRIMARY KEY, n int NOT NULL UNIQUE);
CREATE TABLE d (id int PRIMARY KEY);
ALTER TABLE b REPLICA IDENTITY FULL;
ALTER TABLE c REPLICA IDENTITY USING INDEX c_n_key;
-- up
ALTER TABLE a REPLICA IDENTITY FULL;
ALTER TABLE b REPLICA IDENTITY USING INDEX b_n_key;
ALTER TABLE c REPLICA IDENTITY DEFAULT;
ALTER TABLE d REPLICA IDENTITY NOTHING;
-- down: exact
ALTER TABLE "public"."a" REPLICA IDENTITY DEFAULT;
ALTER TABLE "public"."b" REPLICA IDENTITY FULL;
ALTER TABLE "public"."c" REPLICA IDENTITY USING INDEX "c_n_key";
ALTER TABLE "public"."d" REPLICA IDENTITY DEFAULT;

-- case: statistics target of an expression
-- given
CREATE TABLE t (a int, b int);
CREATE INDEX i ON t ((a + 1), b, (b * 2));
ALTER INDEX i ALTER COLUMN 3 SET STATISTICS 20;
-- up
ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 100;
ALTER INDEX i ALTER COLUMN 3 SET STATISTICS -1;
-- down: exact
ALTER INDEX "public"."i" ALTER COLUMN 1 SET STATISTICS -1;
ALTER INDEX "public"."i" ALTER COLUMN 3 SET STATISTICS 20;

-- case: drop an index that has a statistics target
-- given
CREATE TABLE t (a int, b int);
CREATE INDEX i ON t ((a + 1), b);
ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 100;
-- up
DROP INDEX i;
-- down: exact
CREATE INDEX i ON public.t USING btree (((a + 1)), b);
ALTER INDEX "public"."i" ALTER COLUMN 1 SET STATISTICS 100;

-- case: extended statistics
-- given
CREATE TABLE t (a int, b int, c int);
CREATE STATISTICS gone (ndistinct, mcv) ON a, b FROM t;
CREATE STATISTICS target ON b, c FROM t;
-- up
DROP STATISTICS gone;
CREATE STATISTICS come ON a, (b + 1) FROM t;
ALTER STATISTICS target SET STATISTICS 100;
ALTER STATISTICS target RENAME TO renamed;
-- down: exact
ALTER STATISTICS "public"."renamed" RENAME TO "target";
DROP STATISTICS "public"."come";
CREATE STATISTICS public.gone (ndistinct, mcv) ON a, b FROM public.t;
ALTER STATISTICS "public"."target" SET STATISTICS -1;

-- case: drop a table with statistics, cluster, replica identity and storage parameters
-- given
CREATE TABLE t (a int NOT NULL, b int) WITH (fillfactor = 80, toast.autovacuum_enabled = false);
CREATE UNIQUE INDEX i ON t (a);
ALTER TABLE t CLUSTER ON i;
ALTER TABLE t REPLICA IDENTITY USING INDEX i;
CREATE STATISTICS s ON a, b FROM t;
-- up
DROP TABLE t;
-- down: structure only
-- lost: rows of public.t
CREATE TABLE "public"."t" (
	"a" integer NOT NULL,
	"b" integer
) WITH (fillfactor=80);
CREATE UNIQUE INDEX i ON public.t USING btree (a);
CREATE STATISTICS public.s ON a, b FROM public.t;
ALTER TABLE "public"."t" CLUSTER ON "i";
ALTER TABLE "public"."t" REPLICA IDENTITY USING INDEX "i";

-- case: partitioned indexes
-- given
CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
CREATE INDEX gone ON p (b);
CREATE INDEX own ON p1 (b DESC);
-- up
DROP INDEX gone;
DROP INDEX own;
CREATE INDEX come ON p (a, b);
-- down: exact
DROP INDEX "public"."come";
CREATE INDEX gone ON public.p USING btree (b);
CREATE INDEX own ON public.p1 USING btree (b DESC);

-- case: an invalid index on a partitioned table alone
-- given
CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE INDEX only_here ON ONLY p (b);
-- up
CREATE INDEX p1_b ON p1 (b);
ALTER INDEX only_here ATTACH PARTITION p1_b;
-- down: exact
DROP INDEX "public"."only_here";
CREATE INDEX only_here ON ONLY public.p USING btree (b);

-- case: drop an invalid index on a partitioned table alone
-- given
CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE INDEX only_here ON ONLY p (b);
-- up
DROP INDEX only_here;
-- down: exact
CREATE INDEX only_here ON ONLY public.p USING btree (b);

-- case: an index with the name of a dropped constraint
-- given
CREATE TABLE t (a int, b int, CONSTRAINT k UNIQUE (a));
-- up
ALTER TABLE t DROP CONSTRAINT k;
CREATE INDEX k ON t (b);
-- down: exact
DROP INDEX "public"."k";
ALTER TABLE "public"."t" ADD CONSTRAINT "k" UNIQUE (a);

-- case: an index of the same name in another schema
-- given
CREATE SCHEMA x;
CREATE TABLE x.t (a int);
CREATE TABLE t (a int);
CREATE INDEX i ON x.t (a);
CREATE INDEX i ON t (a);
-- up
DROP INDEX x.i;
-- down: exact
CREATE INDEX i ON x.t USING btree (a);

-- case: an index with a function of the history
-- given
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE TABLE t (a int);
CREATE INDEX i ON t (f(a));
-- up
DROP INDEX i;
DROP FUNCTION f(int);
-- down: exact
CREATE OR REPLACE FUNCTION public.f(integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1 + 1$function$;
CREATE INDEX i ON public.t USING btree (public.f(a));

-- case: a vector index
-- given
CREATE EXTENSION vector;
CREATE TABLE t (id int PRIMARY KEY, e vector(3));
-- up
CREATE INDEX "e_hnsw" ON "t" USING hnsw ("e" vector_cosine_ops) WITH (m=16,ef_construction=64);
-- down: exact
DROP INDEX "public"."e_hnsw";

-- case: drop a vector column with its index
-- given
CREATE EXTENSION vector;
CREATE TABLE t (id int PRIMARY KEY, e vector(3));
CREATE INDEX "e_hnsw" ON "t" USING hnsw ("e" vector_cosine_ops) WITH (m=16,ef_construction=64);
-- up
ALTER TABLE t DROP COLUMN e;
-- down: structure only
-- lost: values of public.t.e
ALTER TABLE "public"."t" ADD COLUMN "e" public.vector(3);
CREATE INDEX e_hnsw ON public.t USING hnsw (e public.vector_cosine_ops) WITH (m='16', ef_construction='64');
