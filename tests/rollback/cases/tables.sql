-- case: create a table with everything
-- given
CREATE TABLE p (id int PRIMARY KEY);
-- up
CREATE TABLE "orders" (
	"id" serial PRIMARY KEY NOT NULL,
	"p" integer NOT NULL,
	"code" varchar(20) DEFAULT 'x' NOT NULL,
	"total" numeric(10, 2) GENERATED ALWAYS AS (1.5 * p) STORED,
	"n" integer GENERATED ALWAYS AS IDENTITY (sequence name "orders_n_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	CONSTRAINT "orders_code_unique" UNIQUE("code"),
	CONSTRAINT "positive" CHECK ("orders"."p" > 0)
);
--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_p_p_id_fk" FOREIGN KEY ("p") REFERENCES "public"."p"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "orders_p" ON "orders" USING btree ("p");
-- down: exact
DROP TABLE "public"."orders";

-- case: create a table that old drizzle guards
-- given
CREATE TABLE there (id int);
-- up
CREATE TABLE IF NOT EXISTS "there" ("id" integer);
CREATE TABLE IF NOT EXISTS "come" ("id" integer);
-- down: exact
DROP TABLE "public"."come";

-- case: drop a table with everything
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE "orders" (
	"id" serial PRIMARY KEY NOT NULL,
	"p" integer NOT NULL REFERENCES p (id) ON DELETE CASCADE,
	"code" varchar(20) DEFAULT 'x' NOT NULL UNIQUE,
	"total" numeric(10, 2) GENERATED ALWAYS AS (1.5 * p) STORED,
	CONSTRAINT "positive" CHECK ("p" > 0)
);
CREATE INDEX "orders_p" ON "orders" USING btree ("p");
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON orders USING (p > 1);
COMMENT ON TABLE orders IS 'all of them';
GRANT SELECT ON orders TO PUBLIC;
INSERT INTO p VALUES (1);
INSERT INTO orders (p) VALUES (1);
-- up
DROP POLICY "own" ON "orders" CASCADE;--> statement-breakpoint
DROP TABLE "orders" CASCADE;
-- down: structure only
-- lost: rows of public.orders
CREATE SEQUENCE "public"."orders_id_seq" AS integer;
CREATE TABLE "public"."orders" (
	"id" integer DEFAULT nextval('public.orders_id_seq'::regclass) NOT NULL,
	"p" integer NOT NULL,
	"code" character varying(20) DEFAULT 'x'::character varying NOT NULL,
	"total" numeric(10,2) GENERATED ALWAYS AS (1.5 * (p)::numeric) STORED,
	CONSTRAINT "orders_pkey" PRIMARY KEY (id),
	CONSTRAINT "orders_code_key" UNIQUE (code),
	CONSTRAINT "positive" CHECK ((p > 0))
);
ALTER SEQUENCE "public"."orders_id_seq" OWNED BY "public"."orders"."id";
CREATE INDEX orders_p ON public.orders USING btree (p);
ALTER TABLE "public"."orders" ADD CONSTRAINT "orders_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id) ON DELETE CASCADE;
CREATE POLICY "own" ON "public"."orders" AS PERMISSIVE FOR ALL TO PUBLIC USING ((p > 1));
ALTER TABLE "public"."orders" ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE "public"."orders" IS 'all of them';
GRANT SELECT ON TABLE "public"."orders" TO PUBLIC;

-- case: drop a table with CASCADE and what went along
-- given
CREATE TABLE t (id int PRIMARY KEY, name text);
CREATE TABLE u (id int PRIMARY KEY, t int REFERENCES t);
CREATE VIEW v AS SELECT id FROM t;
CREATE MATERIALIZED VIEW m AS SELECT id FROM v;
CREATE UNIQUE INDEX m_id ON m (id);
CREATE FUNCTION f(t) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- up
DROP TABLE t CASCADE;
-- down: structure only
-- lost: rows of public.t
-- lost: which values belong together in public.t
CREATE TABLE "public"."t" (
	"id" integer NOT NULL,
	"name" text,
	CONSTRAINT "t_pkey" PRIMARY KEY (id)
);
INSERT INTO "public"."t" ("id") OVERRIDING SYSTEM VALUE SELECT DISTINCT o."t" /* invented: put the real values here */ FROM "public"."u" o WHERE o."t" IS NOT NULL AND NOT EXISTS (SELECT FROM "public"."t" p WHERE p."id" = o."t");
ALTER TABLE "public"."u" ADD CONSTRAINT "u_t_fkey" FOREIGN KEY (t) REFERENCES public.t(id);
CREATE VIEW "public"."v" AS
 SELECT id
   FROM public.t;
CREATE MATERIALIZED VIEW "public"."m" AS
 SELECT id
   FROM public.v;
CREATE OR REPLACE FUNCTION public.f(public.t)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE UNIQUE INDEX m_id ON public.m USING btree (id);

-- case: rename a table
-- given
CREATE TABLE t (id serial PRIMARY KEY, name text UNIQUE);
CREATE TABLE u (t int REFERENCES t);
CREATE VIEW v AS SELECT * FROM t;
INSERT INTO t (name) VALUES ('a');
-- up
ALTER TABLE "t" RENAME TO "renamed";
-- down: exact
ALTER TABLE "public"."renamed" RENAME TO "t";

-- case: rename a table and its foreign keys as drizzle does
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE "users" (id int PRIMARY KEY, p int);
ALTER TABLE "users" ADD CONSTRAINT "users_p_p_id_fk" FOREIGN KEY ("p") REFERENCES "public"."p"("id") ON DELETE no action ON UPDATE no action;
-- up
ALTER TABLE "users" RENAME TO "people";--> statement-breakpoint
ALTER TABLE "people" DROP CONSTRAINT "users_p_p_id_fk";
--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_p_p_id_fk" FOREIGN KEY ("p") REFERENCES "public"."p"("id") ON DELETE no action ON UPDATE no action;
-- down: exact
ALTER TABLE "public"."people" RENAME TO "users";
ALTER TABLE "public"."users" DROP CONSTRAINT "people_p_p_id_fk";
ALTER TABLE "public"."users" ADD CONSTRAINT "users_p_p_id_fk" FOREIGN KEY (p) REFERENCES public.p(id);

-- case: swap two tables
-- given
CREATE TABLE a (id int PRIMARY KEY, x text);
CREATE TABLE b (id int PRIMARY KEY, y int);
INSERT INTO a VALUES (1, 'x');
INSERT INTO b VALUES (2, 3);
-- up
ALTER TABLE a RENAME TO c;
ALTER TABLE b RENAME TO a;
ALTER TABLE c RENAME TO b;
-- down: exact
ALTER TABLE "public"."b" RENAME TO "b__old";
ALTER TABLE "public"."a" RENAME TO "b";
ALTER TABLE "public"."b__old" RENAME TO "a";

-- case: a new table in the place of one that was put aside
-- given
CREATE TABLE t (id int PRIMARY KEY, x text);
INSERT INTO t VALUES (1, 'x');
-- up
ALTER TABLE t RENAME TO t_old;
CREATE TABLE t (id bigint PRIMARY KEY, x text NOT NULL);
INSERT INTO t SELECT * FROM t_old;
-- down: exact
DROP TABLE "public"."t";
ALTER TABLE "public"."t_old" RENAME TO "t";

-- case: drop a table and create another of its name
-- given
CREATE TABLE t (id int PRIMARY KEY, x text);
INSERT INTO t VALUES (1, 'x');
-- up
DROP TABLE t;
CREATE TABLE t (id int PRIMARY KEY, y int);
-- down: structure only
-- lost: rows of public.t
ALTER TABLE "public"."t" DROP COLUMN "y";
ALTER TABLE "public"."t" ADD COLUMN "x" text;

-- case: move a table to another schema
-- given
CREATE SCHEMA s;
CREATE TABLE t (id serial PRIMARY KEY, n int);
CREATE INDEX t_n ON t (n);
INSERT INTO t (n) VALUES (1);
-- up
ALTER TABLE "public"."t" SET SCHEMA "s";
-- down: exact
ALTER TABLE "s"."t" SET SCHEMA "public";

-- case: move a table to another schema and rename it
-- given
CREATE SCHEMA s;
CREATE TABLE t (id serial PRIMARY KEY, n int);
CREATE TABLE s.t (id int);
-- up
ALTER TABLE t RENAME TO u;
ALTER TABLE u SET SCHEMA s;
-- down: exact
ALTER TABLE "s"."u" SET SCHEMA "public";
ALTER TABLE "public"."u" RENAME TO "t";

-- case: move a table to a new schema
-- given
CREATE TABLE t (id int PRIMARY KEY);
-- up
CREATE SCHEMA "s";
--> statement-breakpoint
ALTER TABLE "public"."t" SET SCHEMA "s";
-- down: exact
ALTER TABLE "s"."t" SET SCHEMA "public";
DROP SCHEMA "s";

-- case: unlogged tables
-- given
CREATE UNLOGGED TABLE gone (id serial PRIMARY KEY);
CREATE UNLOGGED TABLE u (id serial);
CREATE TABLE l (id int GENERATED ALWAYS AS IDENTITY);
INSERT INTO l DEFAULT VALUES;
-- up
DROP TABLE gone;
ALTER TABLE u SET LOGGED;
ALTER TABLE l SET UNLOGGED;
CREATE UNLOGGED TABLE come (id int);
-- down: structure only
-- lost: rows of public.gone
CREATE UNLOGGED SEQUENCE "public"."gone_id_seq" AS integer;
CREATE UNLOGGED TABLE "public"."gone" (
	"id" integer DEFAULT nextval('public.gone_id_seq'::regclass) NOT NULL,
	CONSTRAINT "gone_pkey" PRIMARY KEY (id)
);
ALTER SEQUENCE "public"."gone_id_seq" OWNED BY "public"."gone"."id";
ALTER TABLE "public"."u" SET UNLOGGED;
ALTER TABLE "public"."l" SET LOGGED;
DROP TABLE "public"."come";

-- case: storage parameters
-- given
CREATE TABLE t (id int, x text) WITH (fillfactor = 80, autovacuum_enabled = false);
CREATE TABLE gone (id int, x text) WITH (fillfactor = 70, toast.autovacuum_enabled = off);
-- up
ALTER TABLE t SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.1, toast.autovacuum_enabled = false);
ALTER TABLE t RESET (autovacuum_enabled);
DROP TABLE gone;
-- down: structure only
-- lost: rows of public.gone
CREATE TABLE "public"."gone" (
	"id" integer,
	"x" text
) WITH (fillfactor=70, toast.autovacuum_enabled=off);
ALTER TABLE "public"."t" SET (fillfactor=80, autovacuum_enabled=false);
ALTER TABLE "public"."t" RESET (autovacuum_vacuum_scale_factor);
ALTER TABLE "public"."t" RESET (toast.autovacuum_enabled);

-- case: row level security
-- given
CREATE TABLE a (id int);
CREATE TABLE b (id int);
CREATE TABLE gone (id int);
ALTER TABLE b ENABLE ROW LEVEL SECURITY;
ALTER TABLE b FORCE ROW LEVEL SECURITY;
ALTER TABLE gone ENABLE ROW LEVEL SECURITY;
ALTER TABLE gone FORCE ROW LEVEL SECURITY;
-- up
ALTER TABLE "a" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "b" DISABLE ROW LEVEL SECURITY;
ALTER TABLE b NO FORCE ROW LEVEL SECURITY;
DROP TABLE gone;
-- down: structure only
-- lost: rows of public.gone
CREATE TABLE "public"."gone" (
	"id" integer
);
ALTER TABLE "public"."gone" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."gone" FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."a" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."b" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."b" FORCE ROW LEVEL SECURITY;

-- case: inheritance
-- given
CREATE TABLE p (a int DEFAULT 1, b text);
CREATE TABLE c (d int) INHERITS (p);
CREATE TABLE e (a int, b text);
CREATE TABLE f (a int DEFAULT 7) INHERITS (p);
INSERT INTO c VALUES (1, 'x', 2);
-- up
ALTER TABLE c NO INHERIT p;
ALTER TABLE e INHERIT p;
ALTER TABLE p ALTER a SET DEFAULT 2;
-- down: by hand
-- reason: the schema does not come back whole (DEFAULT c a): see the residue
ALTER TABLE "public"."e" NO INHERIT "public"."p";
ALTER TABLE "public"."e" ALTER COLUMN "a" DROP DEFAULT;
ALTER TABLE "public"."p" ALTER COLUMN "a" SET DEFAULT 1;
ALTER TABLE "public"."f" ALTER COLUMN "a" SET DEFAULT 7;
ALTER TABLE "public"."c" INHERIT "public"."p";

-- case: drop a parent and its children
-- given
CREATE TABLE p (a int DEFAULT 1 NOT NULL, b text, CONSTRAINT a_check CHECK (a > 0));
CREATE TABLE c (d int, CONSTRAINT d_check CHECK (d > 0)) INHERITS (p);
CREATE TABLE f (a int DEFAULT 7) INHERITS (p);
-- up
DROP TABLE p CASCADE;
-- down: structure only
-- lost: rows of public.c
-- lost: rows of public.f
-- lost: rows of public.p
CREATE TABLE "public"."p" (
	"a" integer DEFAULT 1 NOT NULL,
	"b" text,
	CONSTRAINT "a_check" CHECK ((a > 0))
);
CREATE TABLE "public"."c" (
	"d" integer,
	CONSTRAINT "d_check" CHECK ((d > 0))
) INHERITS ("public"."p");
CREATE TABLE "public"."f" (
	"a" integer DEFAULT 7
) INHERITS ("public"."p");

-- case: create a parent and its children
-- given
-- up
CREATE TABLE p (a int DEFAULT 1 NOT NULL, b text);
CREATE TABLE c (d int) INHERITS (p);
-- down: exact
DROP TABLE "public"."c";
DROP TABLE "public"."p";

-- case: columns of a parent
-- given
CREATE TABLE p (a int, b text);
CREATE TABLE c (d int) INHERITS (p);
INSERT INTO c VALUES (1, 'x', 2);
-- up
ALTER TABLE p ADD COLUMN e int;
ALTER TABLE p RENAME b TO bb;
ALTER TABLE p ALTER a TYPE bigint;
ALTER TABLE c ADD COLUMN own int;
-- down: exact
ALTER TABLE "public"."p" RENAME COLUMN "bb" TO "b";
ALTER TABLE "public"."p" ALTER COLUMN "a" SET DATA TYPE integer;
ALTER TABLE "public"."p" DROP COLUMN "e";
ALTER TABLE "public"."c" DROP COLUMN "own";

-- case: a column of a parent is dropped
-- given
CREATE TABLE p (a int, b text);
CREATE TABLE c (d int) INHERITS (p);
-- up
ALTER TABLE p DROP COLUMN b;
-- down: structure only
-- lost: values of public.p.b
-- lost: values of public.c.b
ALTER TABLE "public"."p" ADD COLUMN "b" text;

-- case: a table without columns
-- given
CREATE TABLE gone ();
-- up
DROP TABLE gone;
CREATE TABLE come ();
-- down: structure only
-- lost: rows of public.gone
CREATE TABLE "public"."gone" ();
DROP TABLE "public"."come";

-- case: a table made of a query
-- given
CREATE TABLE t (id int, n text);
-- up
CREATE TABLE u AS SELECT id, upper(n) AS n FROM t;
-- down: exact
DROP TABLE "public"."u";

-- case: a table like another
-- given
CREATE TABLE t (id int PRIMARY KEY, n text DEFAULT 'x' CHECK (n <> ''));
CREATE INDEX ON t (n);
-- up
CREATE TABLE u (LIKE t INCLUDING ALL);
-- down: exact
DROP TABLE "public"."u";

-- case: a typed table
-- given
CREATE TYPE pair AS (a int, b text);
CREATE TABLE gone OF pair (PRIMARY KEY (a), b WITH OPTIONS DEFAULT 'x');
-- up
DROP TABLE gone;
CREATE TABLE come OF pair;
-- down: structure only
-- lost: rows of public.gone
CREATE TABLE "public"."gone" (
	"a" integer NOT NULL,
	"b" text DEFAULT 'x'::text,
	CONSTRAINT "gone_pkey" PRIMARY KEY (a)
);
DROP TABLE "public"."come";
ALTER TABLE "public"."gone" OF public.pair;

-- case: temporary tables and blocks that clean up after themselves
-- given
CREATE TABLE t (id int);
-- up
CREATE TEMPORARY TABLE passing (id int) ON COMMIT DROP;
DO $$ BEGIN CREATE TABLE scratch (id int); DROP TABLE scratch; END $$;
ALTER TABLE t ADD COLUMN n int;
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "n";

-- case: objects of one name in five schemas
-- given
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE SCHEMA c;
CREATE SCHEMA d;
CREATE TABLE t (id int PRIMARY KEY, n int);
CREATE TABLE a.t (id int PRIMARY KEY, n int);
CREATE TABLE b.t (id int PRIMARY KEY, n int);
CREATE TABLE c.t (id int PRIMARY KEY, n int);
CREATE TABLE d.t (id int PRIMARY KEY, n int);
CREATE INDEX t_n ON b.t (n);
-- up
ALTER TABLE a.t ADD COLUMN m int;
DROP INDEX b.t_n;
ALTER TABLE c.t RENAME n TO m;
DROP TABLE d.t;
ALTER TABLE t ALTER n SET NOT NULL;
-- down: structure only
-- lost: rows of d.t
ALTER TABLE "c"."t" RENAME COLUMN "m" TO "n";
CREATE TABLE "d"."t" (
	"id" integer NOT NULL,
	"n" integer,
	CONSTRAINT "t_pkey" PRIMARY KEY (id)
);
ALTER TABLE "a"."t" DROP COLUMN "m";
ALTER TABLE "public"."t" ALTER COLUMN "n" DROP NOT NULL;
CREATE INDEX t_n ON b.t USING btree (n);

-- case: a change of search_path
-- given
CREATE SCHEMA s;
CREATE TABLE s.t (id int);
CREATE TABLE t (id int);
-- up
SET search_path = s, public;
ALTER TABLE t ADD COLUMN n int;
CREATE TABLE u (id int);
-- down: exact
ALTER TABLE "s"."t" DROP COLUMN "n";
DROP TABLE "s"."u";

-- case: many tables that lean on each other
-- given
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
CREATE TABLE c (id int PRIMARY KEY, b int REFERENCES b, a int REFERENCES a);
-- up
DROP TABLE c;
DROP TABLE b;
DROP TABLE a;
-- down: structure only
-- lost: rows of public.a
-- lost: rows of public.b
-- lost: rows of public.c
CREATE TABLE "public"."a" (
	"id" integer NOT NULL,
	CONSTRAINT "a_pkey" PRIMARY KEY (id)
);
CREATE TABLE "public"."b" (
	"id" integer NOT NULL,
	"a" integer,
	CONSTRAINT "b_pkey" PRIMARY KEY (id)
);
CREATE TABLE "public"."c" (
	"id" integer NOT NULL,
	"b" integer,
	"a" integer,
	CONSTRAINT "c_pkey" PRIMARY KEY (id)
);
ALTER TABLE "public"."b" ADD CONSTRAINT "b_a_fkey" FOREIGN KEY (a) REFERENCES public.a(id);
ALTER TABLE "public"."c" ADD CONSTRAINT "c_b_fkey" FOREIGN KEY (b) REFERENCES public.b(id);
ALTER TABLE "public"."c" ADD CONSTRAINT "c_a_fkey" FOREIGN KEY (a) REFERENCES public.a(id);

-- case: a plain table becomes a view
-- given
CREATE TABLE base (id int, n int);
CREATE TABLE t (id int, n int);
-- up
DROP TABLE t;
CREATE VIEW t AS SELECT id, n FROM base;
-- down: structure only
-- lost: rows of public.t
DROP VIEW "public"."t";
CREATE TABLE "public"."t" (
	"id" integer,
	"n" integer
);

-- case: a plain table becomes partitioned
-- given
CREATE TABLE t (id int, at date);
INSERT INTO t VALUES (1, '2024-01-01');
-- up
ALTER TABLE t RENAME TO t_old;
CREATE TABLE t (id int, at date) PARTITION BY RANGE (at);
ALTER TABLE t ATTACH PARTITION t_old DEFAULT;
-- down: exact
ALTER TABLE "public"."t" DETACH PARTITION "public"."t_old";
DROP TABLE "public"."t";
ALTER TABLE "public"."t_old" RENAME TO "t";

-- case: a plain table becomes partitioned under its name
-- given
CREATE TABLE t (id int, at date);
-- up
DROP TABLE t;
CREATE TABLE t (id int, at date) PARTITION BY RANGE (at);
-- down: structure only
-- lost: rows of public.t
DROP TABLE "public"."t";
CREATE TABLE "public"."t" (
	"id" integer,
	"at" date
);

-- case: the owner of a table
-- given
CREATE ROLE keeper;
GRANT CREATE ON SCHEMA public TO keeper;
CREATE TABLE t (id serial);
-- up
ALTER TABLE t OWNER TO keeper;
-- down: exact
ALTER TABLE "public"."t" OWNER TO CURRENT_USER;
ALTER SEQUENCE "public"."t_id_seq" OWNER TO CURRENT_USER;
