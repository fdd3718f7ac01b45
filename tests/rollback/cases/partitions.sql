-- case: create a partitioned table with its partitions
-- given
-- up
CREATE TABLE p (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE p2 PARTITION OF p DEFAULT;
CREATE INDEX ON p (id);
-- down: exact
DROP TABLE "public"."p";

-- case: drop a partitioned table by range
-- given
CREATE TABLE p (id int, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE p2 PARTITION OF p DEFAULT;
CREATE INDEX p_id ON p (id);
-- up
DROP TABLE p;
-- down: structure only
-- lost: rows of public.p
-- lost: rows of public.p1
-- lost: rows of public.p2
CREATE TABLE "public"."p" (
	"id" integer NOT NULL,
	"at" date NOT NULL,
	CONSTRAINT "p_pkey" PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE "public"."p1" (
	"id" integer CONSTRAINT "p_id_not_null" NOT NULL,
	"at" date CONSTRAINT "p_at_not_null" NOT NULL,
	CONSTRAINT "p1_pkey" PRIMARY KEY (id, at)
);
CREATE TABLE "public"."p2" (
	"id" integer CONSTRAINT "p_id_not_null" NOT NULL,
	"at" date CONSTRAINT "p_at_not_null" NOT NULL,
	CONSTRAINT "p2_pkey" PRIMARY KEY (id, at)
);
CREATE INDEX p_id ON public.p USING btree (id);
ALTER TABLE "public"."p" ATTACH PARTITION "public"."p1" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
ALTER TABLE "public"."p" ATTACH PARTITION "public"."p2" DEFAULT;

-- case: drop a partitioned table by list and hash
-- given
CREATE TABLE l (id int, kind text) PARTITION BY LIST (lower(kind));
CREATE TABLE l_a PARTITION OF l FOR VALUES IN ('a', NULL);
CREATE TABLE l_b PARTITION OF l FOR VALUES IN ('b') PARTITION BY HASH (id);
CREATE TABLE l_b0 PARTITION OF l_b FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE l_b1 PARTITION OF l_b FOR VALUES WITH (MODULUS 2, REMAINDER 1);
-- up
DROP TABLE l;
-- down: structure only
-- lost: rows of public.l
-- lost: rows of public.l_a
-- lost: rows of public.l_b
-- lost: rows of public.l_b0
-- lost: rows of public.l_b1
CREATE TABLE "public"."l" (
	"id" integer,
	"kind" text
) PARTITION BY LIST (lower(kind));
CREATE TABLE "public"."l_a" (
	"id" integer,
	"kind" text
);
CREATE TABLE "public"."l_b" (
	"id" integer,
	"kind" text
) PARTITION BY HASH (id);
CREATE TABLE "public"."l_b0" (
	"id" integer,
	"kind" text
);
CREATE TABLE "public"."l_b1" (
	"id" integer,
	"kind" text
);
ALTER TABLE "public"."l" ATTACH PARTITION "public"."l_a" FOR VALUES IN ('a', NULL);
ALTER TABLE "public"."l" ATTACH PARTITION "public"."l_b" FOR VALUES IN ('b');
ALTER TABLE "public"."l_b" ATTACH PARTITION "public"."l_b0" FOR VALUES WITH (modulus 2, remainder 0);
ALTER TABLE "public"."l_b" ATTACH PARTITION "public"."l_b1" FOR VALUES WITH (modulus 2, remainder 1);

-- case: add and drop partitions
-- given
CREATE TABLE p (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX p_id ON p (id);
-- up
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
DROP TABLE p1;
-- down: structure only
-- lost: rows of public.p1
-- lost: rows of public.p
CREATE TABLE "public"."p1" (
	"id" integer,
	"at" date CONSTRAINT "p_at_not_null" NOT NULL
);
DROP TABLE "public"."p2";
CREATE INDEX p1_id_idx ON public.p1 USING btree (id);
ALTER TABLE "public"."p" ATTACH PARTITION "public"."p1" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

-- case: attach and detach
-- given
CREATE TABLE p (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE INDEX p_id ON p (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE alone (id int, at date NOT NULL);
INSERT INTO p1 VALUES (1, '2024-05-05');
INSERT INTO alone VALUES (2, '2025-05-05');
-- up
ALTER TABLE p DETACH PARTITION p1;
ALTER TABLE p ATTACH PARTITION alone FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- down: exact
ALTER TABLE "public"."p" DETACH PARTITION "public"."alone";
ALTER TABLE "public"."p" ATTACH PARTITION "public"."p1" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
DROP INDEX "public"."alone_id_idx";

-- case: other bounds
-- given
CREATE TABLE p (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO p1 VALUES (1, '2024-05-05');
-- up
ALTER TABLE p DETACH PARTITION p1;
ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM ('2024-01-01') TO ('2026-01-01');
-- down: exact
ALTER TABLE "public"."p" DETACH PARTITION "public"."p1";
ALTER TABLE "public"."p" ATTACH PARTITION "public"."p1" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

-- case: columns and constraints of a partitioned table
-- given
CREATE TABLE p (id int, at date NOT NULL, n int DEFAULT 1, x text) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO p VALUES (1, '2024-05-05', 2, 'x');
-- up
ALTER TABLE p ADD COLUMN m int DEFAULT 5 NOT NULL;
ALTER TABLE p ALTER n SET DEFAULT 2;
ALTER TABLE p ALTER n SET NOT NULL;
ALTER TABLE p ADD CONSTRAINT n_check CHECK (n > 0);
ALTER TABLE p RENAME x TO y;
ALTER TABLE p ALTER id TYPE bigint;
-- down: exact
ALTER TABLE "public"."p" RENAME COLUMN "y" TO "x";
ALTER TABLE "public"."p" ALTER COLUMN "id" SET DATA TYPE integer;
ALTER TABLE "public"."p" DROP CONSTRAINT "n_check";
ALTER TABLE "public"."p" DROP COLUMN "m";
ALTER TABLE "public"."p" ALTER COLUMN "n" DROP NOT NULL;
ALTER TABLE "public"."p" ALTER COLUMN "n" SET DEFAULT 1;

-- case: drop columns and constraints of a partitioned table
-- given
CREATE TABLE p (id int, at date NOT NULL, n int DEFAULT 1 NOT NULL, CONSTRAINT n_check CHECK (n > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO p VALUES (1, '2024-05-05', 2);
-- up
ALTER TABLE p DROP CONSTRAINT n_check;
ALTER TABLE p DROP CONSTRAINT p_pkey;
ALTER TABLE p ALTER n DROP NOT NULL;
ALTER TABLE p ALTER n DROP DEFAULT;
-- down: exact
ALTER TABLE "public"."p" ALTER COLUMN "n" SET NOT NULL;
ALTER TABLE "public"."p" ALTER COLUMN "n" SET DEFAULT 1;
ALTER TABLE "public"."p" ADD CONSTRAINT "n_check" CHECK ((n > 0));
ALTER TABLE "public"."p" ADD CONSTRAINT "p_pkey" PRIMARY KEY (id, at);

-- case: drop a column of a partitioned table
-- given
CREATE TABLE p (id int, at date NOT NULL, n int, z int) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX p_n ON p (n);
-- up
ALTER TABLE p DROP COLUMN n;
-- down: structure only
-- lost: values of public.p.n
-- lost: values of public.p1.n
ALTER TABLE "public"."p" ADD COLUMN "n" integer;
CREATE INDEX p_n ON public.p USING btree (n);

-- case: what a partition has of its own
-- given
CREATE TABLE p (id int, at date NOT NULL, n int) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX p1_own ON p1 (n);
ALTER TABLE p1 ADD CONSTRAINT own CHECK (n < 100);
ALTER TABLE p1 ALTER n SET DEFAULT 7;
ALTER TABLE p1 SET (fillfactor = 50);
-- up
DROP INDEX p1_own;
ALTER TABLE p1 DROP CONSTRAINT own;
ALTER TABLE p1 ALTER n DROP DEFAULT;
ALTER TABLE p1 RESET (fillfactor);
-- down: exact
ALTER TABLE "public"."p1" ALTER COLUMN "n" SET DEFAULT 7;
ALTER TABLE "public"."p1" ADD CONSTRAINT "own" CHECK ((n < 100));
CREATE INDEX p1_own ON public.p1 USING btree (n);
ALTER TABLE "public"."p1" SET (fillfactor=50);

-- case: drop a partition that has things of its own
-- given
CREATE TABLE p (id int, at date NOT NULL, n int, CONSTRAINT whole CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE INDEX p_n ON p (n);
CREATE TABLE p1 (n int DEFAULT 7, at date NOT NULL, id int, CONSTRAINT whole CHECK (id > 0), CONSTRAINT own CHECK (n < 100)) WITH (fillfactor = 50);
CREATE INDEX p1_special ON p1 (n);
ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX p1_own ON p1 (id);
-- up
DROP TABLE p1;
-- down: structure only
-- lost: rows of public.p1
CREATE TABLE "public"."p1" (
	"n" integer DEFAULT 7,
	"at" date NOT NULL,
	"id" integer,
	CONSTRAINT "own" CHECK ((n < 100)),
	CONSTRAINT "whole" CHECK ((id > 0))
) WITH (fillfactor=50);
CREATE INDEX p1_special ON public.p1 USING btree (n);
CREATE INDEX p1_own ON public.p1 USING btree (id);
ALTER TABLE "public"."p" ATTACH PARTITION "public"."p1" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

-- case: unique keys of a partitioned table
-- given
CREATE TABLE p (id int, at date NOT NULL, n int) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- up
ALTER TABLE p ADD PRIMARY KEY (id, at);
ALTER TABLE p ADD CONSTRAINT u UNIQUE (n, at);
CREATE INDEX p_n ON p (n);
-- down: exact
ALTER TABLE "public"."p" DROP CONSTRAINT "p_pkey";
ALTER TABLE "public"."p" DROP CONSTRAINT "u";
DROP INDEX "public"."p_n";
ALTER TABLE "public"."p" ALTER COLUMN "id" DROP NOT NULL;

-- case: foreign keys of partitions
-- given
CREATE TABLE q (id int PRIMARY KEY);
CREATE TABLE p (id int, at date NOT NULL, q int REFERENCES q) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- up
DROP TABLE p;
-- down: structure only
-- lost: rows of public.p
-- lost: rows of public.p1
CREATE TABLE "public"."p" (
	"id" integer,
	"at" date NOT NULL,
	"q" integer
) PARTITION BY RANGE (at);
CREATE TABLE "public"."p1" (
	"id" integer,
	"at" date CONSTRAINT "p_at_not_null" NOT NULL,
	"q" integer
);
ALTER TABLE "public"."p" ADD CONSTRAINT "p_q_fkey" FOREIGN KEY (q) REFERENCES public.q(id);
ALTER TABLE "public"."p" ATTACH PARTITION "public"."p1" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

-- case: detach a partition with a foreign key, a trigger and a key
-- given
CREATE TABLE q (id int PRIMARY KEY);
CREATE TABLE p (id int, at date NOT NULL, q int REFERENCES q, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER g AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();
INSERT INTO p VALUES (1, '2024-05-05', NULL);
-- up
ALTER TABLE p DETACH PARTITION p1;
-- down: exact
ALTER TABLE "public"."p" ATTACH PARTITION "public"."p1" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

-- case: identity of a partitioned table
-- server: 17+
-- given
CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- up
ALTER TABLE p ALTER id SET GENERATED BY DEFAULT;
ALTER TABLE p ALTER id DROP IDENTITY;
-- down: structure only
-- lost: the counter of sequence public.p_id_seq
ALTER TABLE "public"."p" ALTER COLUMN "id" ADD GENERATED ALWAYS AS IDENTITY;
SELECT pg_catalog.setval('"public"."p_id_seq"', (SELECT coalesce(max("id") + 1, 1) FROM "public"."p"), false);

-- case: rename partitions and move them
-- given
CREATE SCHEMA parts;
CREATE TABLE p (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX p_id ON p (id);
INSERT INTO p VALUES (1, '2024-05-05');
-- up
ALTER TABLE p1 RENAME TO p_2024;
ALTER TABLE p_2024 SET SCHEMA parts;
ALTER TABLE p RENAME TO whole;
-- down: exact
ALTER TABLE "public"."whole" RENAME TO "p";
ALTER TABLE "parts"."p_2024" SET SCHEMA "public";
ALTER TABLE "public"."p_2024" RENAME TO "p1";

-- case: another partition key
-- given
CREATE TABLE p (id int, at date NOT NULL) PARTITION BY RANGE (at);
-- up
DROP TABLE p;
CREATE TABLE p (id int, at date NOT NULL) PARTITION BY HASH (id);
-- down: structure only
-- lost: rows of public.p
DROP TABLE "public"."p";
CREATE TABLE "public"."p" (
	"id" integer,
	"at" date CONSTRAINT "p_at_not_null" NOT NULL
) PARTITION BY RANGE (at);

-- case: a partition of a table that foreign keys point to
-- given
CREATE TABLE pk (a int PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE pk1 PARTITION OF pk FOR VALUES FROM (0) TO (1000);
CREATE TABLE fk (a int REFERENCES pk) PARTITION BY RANGE (a);
CREATE TABLE fk1 PARTITION OF fk FOR VALUES FROM (0) TO (750);
-- up
CREATE TABLE pk3 PARTITION OF pk FOR VALUES FROM (2000) TO (3000) PARTITION BY RANGE (a);
CREATE TABLE pk3a PARTITION OF pk3 FOR VALUES FROM (2000) TO (2500);
-- down: exact
ALTER TABLE "public"."pk" DETACH PARTITION "public"."pk3";
DROP TABLE "public"."pk3";

-- case: keys and a check of a partition by another name
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (a int PRIMARY KEY, b int, c int REFERENCES p CHECK (c > 0), UNIQUE (a, b)) PARTITION BY RANGE (a);
CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (1000);
-- up
ALTER INDEX t1_pkey RENAME TO t1_key;
ALTER TABLE t1 RENAME CONSTRAINT t1_a_b_key TO t1_both;
ALTER TABLE t1 RENAME CONSTRAINT t_c_fkey TO t1_c;
ALTER TABLE t RENAME CONSTRAINT t_c_check TO c_above_zero;
-- down: exact
ALTER TABLE "public"."t" RENAME CONSTRAINT "c_above_zero" TO "t_c_check";
ALTER TABLE "public"."t1" RENAME CONSTRAINT "t1_key" TO "t1_pkey";
ALTER TABLE "public"."t1" RENAME CONSTRAINT "t1_both" TO "t1_a_b_key";
ALTER TABLE "public"."t1" RENAME CONSTRAINT "t1_c" TO "t_c_fkey";

-- case: indexes of partitions attached one by one
-- given
CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
CREATE TABLE p3 PARTITION OF p FOR VALUES FROM (20) TO (30);
CREATE INDEX pi ON ONLY p (b);
CREATE INDEX p1i ON p1 (b);
CREATE INDEX p3i ON p3 (b);
ALTER INDEX pi ATTACH PARTITION p1i;
-- up
CREATE INDEX p2i ON p2 (b);
ALTER INDEX pi ATTACH PARTITION p2i;
ALTER INDEX pi ATTACH PARTITION p3i;
-- down: exact
DROP INDEX "public"."pi";
CREATE INDEX pi ON ONLY public.p USING btree (b);
CREATE INDEX p1i ON public.p1 USING btree (b);
CREATE INDEX p3i ON public.p3 USING btree (b);
ALTER INDEX "public"."pi" ATTACH PARTITION "public"."p1i";

-- case: indexes on two levels of partitions attached one by one
-- given
CREATE TABLE p (a int, b int, c int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10) PARTITION BY RANGE (c);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
CREATE TABLE p11 PARTITION OF p1 FOR VALUES FROM (0) TO (10);
CREATE INDEX pi ON ONLY p (b);
CREATE INDEX p1i ON ONLY p1 (b);
ALTER INDEX pi ATTACH PARTITION p1i;
-- up
CREATE INDEX p11i ON p11 (b);
ALTER INDEX p1i ATTACH PARTITION p11i;
-- down: exact
DROP INDEX "public"."pi";
CREATE INDEX p1i ON ONLY public.p1 USING btree (b);
CREATE INDEX pi ON ONLY public.p USING btree (b);
ALTER INDEX "public"."pi" ATTACH PARTITION "public"."p1i";
