-- case: views on views, three deep, dropped by cascade
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE VIEW v1 AS SELECT id, n FROM a;
CREATE VIEW v2 AS SELECT id, upper(n) AS n FROM v1;
CREATE VIEW v3 AS SELECT count(*) AS c FROM v2;
COMMENT ON VIEW v2 IS 'the second';
GRANT SELECT ON v3 TO reader;
-- up
DROP VIEW v1 CASCADE;
-- down: exact
CREATE VIEW "public"."v1" AS
 SELECT id,
    n
   FROM public.a;
CREATE VIEW "public"."v2" AS
 SELECT id,
    upper(n) AS n
   FROM public.v1;
CREATE VIEW "public"."v3" AS
 SELECT count(*) AS c
   FROM public.v2;
COMMENT ON VIEW "public"."v2" IS 'the second';
GRANT SELECT ON TABLE "public"."v3" TO "reader";

-- case: base table dropped by cascade with three views
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE VIEW v1 AS SELECT id, n FROM a;
CREATE VIEW v2 AS SELECT id, upper(n) AS n FROM v1;
CREATE MATERIALIZED VIEW v3 AS SELECT id FROM v2;
CREATE UNIQUE INDEX v3_id ON v3 (id);
-- up
DROP TABLE a CASCADE;
-- down: structure only
-- lost: rows of public.a
CREATE TABLE "public"."a" (
	"id" integer NOT NULL,
	"n" text,
	CONSTRAINT "a_pkey" PRIMARY KEY (id)
);
CREATE VIEW "public"."v1" AS
 SELECT id,
    n
   FROM public.a;
CREATE VIEW "public"."v2" AS
 SELECT id,
    upper(n) AS n
   FROM public.v1;
CREATE MATERIALIZED VIEW "public"."v3" AS
 SELECT id
   FROM public.v2;
CREATE UNIQUE INDEX v3_id ON public.v3 USING btree (id);

-- case: column type under three views
-- given
CREATE TABLE a (id int PRIMARY KEY, n varchar(10));
CREATE VIEW v1 AS SELECT id, n FROM a;
CREATE VIEW v2 AS SELECT id, n FROM v1;
CREATE VIEW v3 AS SELECT n FROM v2;
-- up
DROP VIEW v3; DROP VIEW v2; DROP VIEW v1;
ALTER TABLE a ALTER COLUMN n TYPE text;
CREATE VIEW v1 AS SELECT id, n FROM a;
CREATE VIEW v2 AS SELECT id, n FROM v1;
CREATE VIEW v3 AS SELECT n FROM v2;
-- down: exact
DROP VIEW "public"."v3";
DROP VIEW "public"."v2";
DROP VIEW "public"."v1";
ALTER TABLE "public"."a" ALTER COLUMN "n" SET DATA TYPE character varying(10);
CREATE VIEW "public"."v1" AS
 SELECT id,
    n
   FROM public.a;
CREATE VIEW "public"."v2" AS
 SELECT id,
    n
   FROM public.v1;
CREATE VIEW "public"."v3" AS
 SELECT n
   FROM public.v2;

-- case: security_barrier and security_invoker and check option set
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE VIEW v AS SELECT id, n FROM a WHERE id > 0;
-- up
ALTER VIEW v SET (security_barrier = true, security_invoker = on);
CREATE OR REPLACE VIEW v WITH (security_barrier = true) AS SELECT id, n FROM a WHERE id > 0 WITH LOCAL CHECK OPTION;
-- down: exact
ALTER VIEW "public"."v" RESET (security_barrier, check_option);

-- case: options of a view taken away
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE VIEW v WITH (security_barrier, security_invoker) AS SELECT id, n FROM a WHERE id > 0 WITH CASCADED CHECK OPTION;
-- up
CREATE OR REPLACE VIEW v AS SELECT id, n FROM a;
-- down: exact
CREATE OR REPLACE VIEW "public"."v" WITH (security_barrier=true, security_invoker=true, check_option=cascaded) AS
 SELECT id,
    n
   FROM public.a
  WHERE (id > 0);
ALTER VIEW "public"."v" SET (security_barrier=true, security_invoker=true, check_option=cascaded);

-- case: check option dropped with view
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE VIEW v WITH (security_barrier) AS SELECT id, n FROM a WHERE id > 0 WITH CASCADED CHECK OPTION;
-- up
DROP VIEW v;
-- down: exact
CREATE VIEW "public"."v" WITH (security_barrier=true, check_option=cascaded) AS
 SELECT id,
    n
   FROM public.a
  WHERE (id > 0);

-- case: column defaults on a view
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE VIEW v AS SELECT id, n FROM a;
ALTER VIEW v ALTER COLUMN n SET DEFAULT 'x';
-- up
ALTER VIEW v ALTER COLUMN n DROP DEFAULT;
ALTER VIEW v ALTER COLUMN id SET DEFAULT 7;
-- down: exact
ALTER VIEW "public"."v" ALTER COLUMN "id" DROP DEFAULT;
ALTER VIEW "public"."v" ALTER COLUMN "n" SET DEFAULT 'x'::text;

-- case: view with column defaults dropped
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE VIEW v AS SELECT id, n FROM a;
ALTER VIEW v ALTER COLUMN n SET DEFAULT 'x';
COMMENT ON COLUMN v.n IS 'the name';
GRANT SELECT (n) ON v TO reader;
-- up
DROP VIEW v;
-- down: exact
CREATE VIEW "public"."v" AS
 SELECT id,
    n
   FROM public.a;
COMMENT ON COLUMN "public"."v"."n" IS 'the name';
ALTER VIEW "public"."v" ALTER COLUMN "n" SET DEFAULT 'x'::text;
GRANT SELECT ("n") ON TABLE "public"."v" TO "reader";

-- case: recursive view dropped
-- given
CREATE RECURSIVE VIEW nums (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM nums WHERE n < 100;
-- up
DROP VIEW nums;
-- down: exact
CREATE VIEW "public"."nums" AS
 WITH RECURSIVE nums(n) AS (
         VALUES (1)
        UNION ALL
         SELECT (nums_1.n + 1)
           FROM nums nums_1
          WHERE (nums_1.n < 100)
        )
 SELECT n
   FROM nums;

-- case: recursive view replaced
-- given
CREATE RECURSIVE VIEW nums (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM nums WHERE n < 100;
-- up
CREATE OR REPLACE RECURSIVE VIEW nums (n) AS VALUES (1) UNION ALL SELECT n + 2 FROM nums WHERE n < 10;
-- down: exact
CREATE OR REPLACE VIEW "public"."nums" AS
 WITH RECURSIVE nums(n) AS (
         VALUES (1)
        UNION ALL
         SELECT (nums_1.n + 1)
           FROM nums nums_1
          WHERE (nums_1.n < 100)
        )
 SELECT n
   FROM nums;

-- case: view replaced with more columns, another view on it
-- given
CREATE TABLE a (id int PRIMARY KEY, n text, m text);
CREATE VIEW v AS SELECT id, n FROM a;
CREATE VIEW w AS SELECT * FROM v;
-- up
CREATE OR REPLACE VIEW v AS SELECT id, n, m FROM a;
-- down: exact
DROP VIEW "public"."w";
DROP VIEW "public"."v";
CREATE VIEW "public"."v" AS
 SELECT id,
    n
   FROM public.a;
CREATE VIEW "public"."w" AS
 SELECT id,
    n
   FROM public.v;

-- case: view made again with fewer columns
-- given
CREATE TABLE a (id int PRIMARY KEY, n text, m text);
CREATE VIEW v AS SELECT id, n, m FROM a;
COMMENT ON VIEW v IS 'v';
-- up
DROP VIEW v;
CREATE VIEW v AS SELECT id FROM a;
-- down: exact
CREATE OR REPLACE VIEW "public"."v" AS
 SELECT id,
    n,
    m
   FROM public.a;
COMMENT ON VIEW "public"."v" IS 'v';

-- case: view renamed and its column renamed
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE VIEW v AS SELECT id, n FROM a;
CREATE VIEW w AS SELECT n FROM v;
-- up
ALTER VIEW v RENAME COLUMN n TO label;
ALTER VIEW v RENAME TO v_two;
-- down: exact
ALTER VIEW "public"."v_two" RENAME TO "v";
ALTER VIEW "public"."v" RENAME COLUMN "label" TO "n";

-- case: view moved to another schema, made there
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE VIEW v AS SELECT id, n FROM a;
CREATE VIEW w AS SELECT n FROM v;
-- up
CREATE SCHEMA s;
ALTER VIEW v SET SCHEMA s;
-- down: exact
ALTER VIEW "s"."v" SET SCHEMA "public";
DROP SCHEMA "s";

-- case: materialized view with indexes dropped by cascade
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE MATERIALIZED VIEW m AS SELECT id, n FROM a WITH NO DATA;
CREATE UNIQUE INDEX m_id ON m (id);
CREATE INDEX m_n ON m (lower(n)) WHERE n IS NOT NULL;
COMMENT ON INDEX m_n IS 'lower';
CREATE VIEW on_m AS SELECT id FROM m;
-- up
DROP MATERIALIZED VIEW m CASCADE;
-- down: exact
CREATE MATERIALIZED VIEW "public"."m" AS
 SELECT id,
    n
   FROM public.a
WITH NO DATA;
CREATE VIEW "public"."on_m" AS
 SELECT id
   FROM public.m;
CREATE UNIQUE INDEX m_id ON public.m USING btree (id);
CREATE INDEX m_n ON public.m USING btree (lower(n)) WHERE (n IS NOT NULL);
COMMENT ON INDEX "public"."m_n" IS 'lower';

-- case: materialized view refreshed
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE MATERIALIZED VIEW m AS SELECT id, n FROM a WITH NO DATA;
-- up
REFRESH MATERIALIZED VIEW m;
-- down: exact
REFRESH MATERIALIZED VIEW "public"."m" WITH NO DATA;

-- case: materialized view made anew with another definition
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE MATERIALIZED VIEW m WITH (fillfactor = 70) AS SELECT id, n FROM a;
CREATE INDEX m_n ON m (n);
ALTER MATERIALIZED VIEW m CLUSTER ON m_n;
-- up
DROP MATERIALIZED VIEW m;
CREATE MATERIALIZED VIEW m AS SELECT id FROM a;
-- down: exact
DROP MATERIALIZED VIEW "public"."m";
CREATE MATERIALIZED VIEW "public"."m" WITH (fillfactor=70) AS
 SELECT id,
    n
   FROM public.a;
ALTER MATERIALIZED VIEW "public"."m" SET (fillfactor=70);
CREATE INDEX m_n ON public.m USING btree (n);
ALTER TABLE "public"."m" CLUSTER ON "m_n";

-- case: materialized view column statistics and storage
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE MATERIALIZED VIEW m AS SELECT id, n FROM a;
-- up
ALTER MATERIALIZED VIEW m ALTER COLUMN n SET STATISTICS 500;
ALTER MATERIALIZED VIEW m ALTER COLUMN n SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW m SET (fillfactor = 60);
ALTER MATERIALIZED VIEW m RENAME COLUMN n TO nn;
-- down: exact
ALTER MATERIALIZED VIEW "public"."m" RENAME COLUMN "nn" TO "n";
ALTER MATERIALIZED VIEW "public"."m" ALTER COLUMN "n" SET STORAGE DEFAULT;
ALTER MATERIALIZED VIEW "public"."m" ALTER COLUMN "n" SET STATISTICS -1;
ALTER MATERIALIZED VIEW "public"."m" RESET (fillfactor);

-- case: materialized view with column statistics dropped
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE MATERIALIZED VIEW m AS SELECT id, n FROM a;
ALTER MATERIALIZED VIEW m ALTER COLUMN n SET STATISTICS 500;
ALTER MATERIALIZED VIEW m ALTER COLUMN n SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW m ALTER COLUMN n SET (n_distinct = -0.5);
-- up
DROP MATERIALIZED VIEW m;
-- down: exact
CREATE MATERIALIZED VIEW "public"."m" AS
 SELECT id,
    n
   FROM public.a;
ALTER MATERIALIZED VIEW "public"."m" ALTER COLUMN "n" SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW "public"."m" ALTER COLUMN "n" SET STATISTICS 500;
ALTER MATERIALIZED VIEW "public"."m" ALTER COLUMN "n" SET (n_distinct=-0.5);

-- case: view owner changed
-- given
CREATE TABLE a (id int PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM a;
-- up
ALTER VIEW v OWNER TO app_owner;
-- down: exact
ALTER VIEW "public"."v" OWNER TO CURRENT_USER;

-- case: view to materialized view
-- given
CREATE TABLE a (id int PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM a;
-- up
DROP VIEW v;
CREATE MATERIALIZED VIEW v AS SELECT id FROM a;
CREATE INDEX v_id ON v (id);
-- down: exact
DROP MATERIALIZED VIEW "public"."v";
CREATE VIEW "public"."v" AS
 SELECT id
   FROM public.a;

-- case: materialized view to table
-- given
CREATE TABLE a (id int PRIMARY KEY);
CREATE MATERIALIZED VIEW v AS SELECT id FROM a;
CREATE INDEX v_id ON v (id);
-- up
DROP MATERIALIZED VIEW v;
CREATE TABLE v (id int PRIMARY KEY);
CREATE INDEX v_id ON v (id);
-- down: exact
DROP TABLE "public"."v";
CREATE MATERIALIZED VIEW "public"."v" AS
 SELECT id
   FROM public.a;
CREATE INDEX v_id ON public.v USING btree (id);

-- case: table to view of the renamed table
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE VIEW on_a AS SELECT id FROM a;
-- up
ALTER TABLE a RENAME TO a_data;
CREATE VIEW a AS SELECT id, n FROM a_data;
-- down: exact
DROP VIEW "public"."a";
ALTER TABLE "public"."a_data" RENAME TO "a";

-- case: table dropped and a view under its name
-- given
CREATE TABLE b (id int PRIMARY KEY, n text);
CREATE TABLE a (id int PRIMARY KEY, n text);
COMMENT ON TABLE a IS 'was a table';
-- up
DROP TABLE a;
CREATE VIEW a AS SELECT id, n FROM b;
-- down: structure only
-- lost: rows of public.a
DROP VIEW "public"."a";
CREATE TABLE "public"."a" (
	"id" integer CONSTRAINT "a_id_not_null" NOT NULL,
	"n" text,
	CONSTRAINT "a_pkey" PRIMARY KEY (id)
);
COMMENT ON TABLE "public"."a" IS 'was a table';

-- case: plain table to partitioned table
-- given
CREATE TABLE ev (id int NOT NULL, at date NOT NULL, PRIMARY KEY (id, at));
CREATE INDEX ev_at ON ev (at);
-- up
ALTER TABLE ev RENAME TO ev_old;
CREATE TABLE ev (id int NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE ev_2024 PARTITION OF ev FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
DROP TABLE ev_old;
CREATE INDEX ev_at ON ev (at);
-- down: structure only
-- lost: rows of public.ev
DROP TABLE "public"."ev";
CREATE TABLE "public"."ev" (
	"id" integer CONSTRAINT "ev_id_not_null" NOT NULL,
	"at" date CONSTRAINT "ev_at_not_null" NOT NULL,
	CONSTRAINT "ev_pkey" PRIMARY KEY (id, at)
);
CREATE INDEX ev_at ON public.ev USING btree (at);

-- case: view swaps names with another
-- given
CREATE TABLE a (id int PRIMARY KEY);
CREATE VIEW v1 AS SELECT id FROM a;
CREATE VIEW v2 AS SELECT id + 1 AS id FROM a;
-- up
ALTER VIEW v1 RENAME TO tmp;
ALTER VIEW v2 RENAME TO v1;
ALTER VIEW tmp RENAME TO v2;
-- down: exact
ALTER VIEW "public"."v2" RENAME TO "v2__old";
ALTER VIEW "public"."v1" RENAME TO "v2";
ALTER VIEW "public"."v2__old" RENAME TO "v1";

-- case: view with window, cte, lateral, union and casts
-- given
CREATE TABLE a (id int PRIMARY KEY, n text, at timestamptz, tags text[], j jsonb);
CREATE VIEW v AS
WITH w AS (SELECT id, row_number() OVER (PARTITION BY n ORDER BY at DESC NULLS LAST) AS rn FROM a)
SELECT a.id, a.n::varchar(5) AS short, x.tag, w.rn, a.j ->> 'k' AS k,
  CASE WHEN a.id BETWEEN 1 AND 10 AND (a.n LIKE 'a%' OR a.n IS NULL) THEN 'x' END AS c
FROM a JOIN w USING (id) CROSS JOIN LATERAL unnest(a.tags) AS x(tag) WHERE a.at > now() - interval '1 day' AND (a.id BETWEEN 2 AND 5 AND a.n <> 'z')
UNION ALL SELECT 0, NULL, NULL, 0, NULL, 'lit';
-- up
DROP VIEW v;
-- down: exact
CREATE VIEW "public"."v" AS
 WITH w AS (
         SELECT a.id,
            row_number() OVER (PARTITION BY a.n ORDER BY a.at DESC NULLS LAST) AS rn
           FROM public.a
        )
 SELECT a.id,
    (a.n)::character varying(5) AS short,
    x.tag,
    w.rn,
    (a.j ->> 'k'::text) AS k,
        CASE
            WHEN (((a.id >= 1) AND (a.id <= 10)) AND ((a.n ~~ 'a%'::text) OR (a.n IS NULL))) THEN 'x'::text
            ELSE NULL::text
        END AS c
   FROM ((public.a
     JOIN w USING (id))
     CROSS JOIN LATERAL unnest(a.tags) x(tag))
  WHERE ((a.at > (now() - '1 day'::interval)) AND (((a.id >= 2) AND (a.id <= 5)) AND (a.n <> 'z'::text)))
UNION ALL
 SELECT 0 AS id,
    NULL::character varying AS short,
    NULL::text AS tag,
    0 AS rn,
    NULL::text AS k,
    'lit'::text AS c;

-- case: view that groups by primary key
-- given
CREATE TABLE a (id int PRIMARY KEY, n text, m text);
CREATE VIEW v AS SELECT id, n, m, count(*) FROM a GROUP BY id;
-- up
DROP VIEW v;
ALTER TABLE a DROP CONSTRAINT a_pkey;
-- down: exact
ALTER TABLE "public"."a" ADD CONSTRAINT "a_pkey" PRIMARY KEY (id);
CREATE VIEW "public"."v" AS
 SELECT id,
    n,
    m,
    count(*) AS count
   FROM public.a
  GROUP BY id;

-- case: primary key dropped by cascade takes a view along
-- given
CREATE TABLE a (id int PRIMARY KEY, n text, m text);
CREATE VIEW v AS SELECT id, n, m, count(*) FROM a GROUP BY id;
-- up
ALTER TABLE a DROP CONSTRAINT a_pkey CASCADE;
-- down: exact
ALTER TABLE "public"."a" ADD CONSTRAINT "a_pkey" PRIMARY KEY (id);
CREATE VIEW "public"."v" AS
 SELECT id,
    n,
    m,
    count(*) AS count
   FROM public.a
  GROUP BY id;

-- case: column added before a view that shows it
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE VIEW v AS SELECT id, n FROM a;
-- up
ALTER TABLE a ADD COLUMN m text;
CREATE OR REPLACE VIEW v AS SELECT id, n, m FROM a;
CREATE VIEW w AS SELECT m FROM v;
-- down: exact
DROP VIEW "public"."w";
DROP VIEW "public"."v";
ALTER TABLE "public"."a" DROP COLUMN "m";
CREATE OR REPLACE VIEW "public"."v" AS
 SELECT id,
    n
   FROM public.a;

-- case: view over a composite row
-- given
CREATE TABLE a (id int PRIMARY KEY, n text);
CREATE VIEW v AS SELECT a AS whole FROM a;
CREATE FUNCTION f(v) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- up
DROP VIEW v CASCADE;
-- down: exact
CREATE VIEW "public"."v" AS
 SELECT a.*::public.a AS whole
   FROM public.a;
CREATE OR REPLACE FUNCTION public.f(public.v)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

-- case: a materialized view is emptied
-- given
CREATE MATERIALIZED VIEW m AS SELECT 1 AS x;
CREATE MATERIALIZED VIEW n AS SELECT 1 AS x WITH NO DATA;
CREATE TABLE t (id int);
-- up
REFRESH MATERIALIZED VIEW m WITH NO DATA;
REFRESH MATERIALIZED VIEW n;
ALTER TABLE t ADD COLUMN x int;
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "x";
REFRESH MATERIALIZED VIEW "public"."m";
REFRESH MATERIALIZED VIEW "public"."n" WITH NO DATA;

-- case: a materialized view goes with the added column that it reads, before its own turn comes
-- given
CREATE TABLE products (id integer PRIMARY KEY, name text NOT NULL, price numeric(10,2));
CREATE MATERIALIZED VIEW expensive AS SELECT id, name, price FROM products WHERE price > 100;
-- up
DROP MATERIALIZED VIEW expensive;
ALTER TABLE products ADD COLUMN category text;
CREATE MATERIALIZED VIEW expensive AS SELECT id, name, price, category FROM products WHERE price > 100;
-- down: exact
DROP MATERIALIZED VIEW "public"."expensive";
ALTER TABLE "public"."products" DROP COLUMN "category";
CREATE MATERIALIZED VIEW "public"."expensive" AS
 SELECT id,
    name,
    price
   FROM public.products
  WHERE (price > (100)::numeric);
