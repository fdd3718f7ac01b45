-- case: add foreign keys with every action
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (a int, b int, c int, d int, e int);
-- up
ALTER TABLE "t" ADD CONSTRAINT "t_a_p_id_fk" FOREIGN KEY ("a") REFERENCES "public"."p"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "t" ADD CONSTRAINT "t_b_p_id_fk" FOREIGN KEY ("b") REFERENCES "public"."p"("id") ON DELETE set null ON UPDATE cascade;
ALTER TABLE "t" ADD CONSTRAINT "t_c_p_id_fk" FOREIGN KEY ("c") REFERENCES "public"."p"("id") ON DELETE set default ON UPDATE restrict;
ALTER TABLE "t" ADD FOREIGN KEY (d) REFERENCES p MATCH FULL DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "t" ADD FOREIGN KEY (e) REFERENCES p NOT VALID;
-- down: exact
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_p_id_fk";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_b_p_id_fk";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_c_p_id_fk";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_d_fkey";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_e_fkey";

-- case: drop foreign keys with every action
-- given
CREATE TABLE p (id int PRIMARY KEY, n int UNIQUE);
CREATE TABLE t (a int REFERENCES p ON DELETE CASCADE, b int REFERENCES p ON DELETE SET NULL ON UPDATE CASCADE, c int REFERENCES p ON DELETE SET DEFAULT ON UPDATE RESTRICT, d int REFERENCES p MATCH FULL DEFERRABLE INITIALLY DEFERRED, e int, f int, g int, FOREIGN KEY (e) REFERENCES p (n), FOREIGN KEY (f) REFERENCES p DEFERRABLE);
ALTER TABLE "t" ADD FOREIGN KEY (g) REFERENCES p NOT VALID;
INSERT INTO p VALUES (1, 1);
INSERT INTO t VALUES (1, 1, 1, 1, 1, 1, 1);
-- up
ALTER TABLE "t" DROP CONSTRAINT "t_a_fkey";
ALTER TABLE "t" DROP CONSTRAINT "t_b_fkey";
ALTER TABLE "t" DROP CONSTRAINT "t_c_fkey";
ALTER TABLE "t" DROP CONSTRAINT "t_d_fkey";
ALTER TABLE "t" DROP CONSTRAINT "t_e_fkey";
ALTER TABLE "t" DROP CONSTRAINT "t_f_fkey";
ALTER TABLE "t" DROP CONSTRAINT "t_g_fkey";
-- down: exact
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_fkey" FOREIGN KEY (a) REFERENCES public.p(id) ON DELETE CASCADE;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_b_fkey" FOREIGN KEY (b) REFERENCES public.p(id) ON UPDATE CASCADE ON DELETE SET NULL;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_c_fkey" FOREIGN KEY (c) REFERENCES public.p(id) ON UPDATE RESTRICT ON DELETE SET DEFAULT;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_d_fkey" FOREIGN KEY (d) REFERENCES public.p(id) MATCH FULL DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_e_fkey" FOREIGN KEY (e) REFERENCES public.p(n);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_f_fkey" FOREIGN KEY (f) REFERENCES public.p(id) DEFERRABLE;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_g_fkey" FOREIGN KEY (g) REFERENCES public.p(id) NOT VALID;

-- case: change ON DELETE as drizzle does
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int, p int);
ALTER TABLE "t" ADD CONSTRAINT "t_p_p_id_fk" FOREIGN KEY ("p") REFERENCES "public"."p"("id") ON DELETE no action ON UPDATE no action;
INSERT INTO p VALUES (1);
INSERT INTO t VALUES (1, 1);
-- up
ALTER TABLE "t" DROP CONSTRAINT "t_p_p_id_fk";
--> statement-breakpoint
ALTER TABLE "t" ADD CONSTRAINT "t_p_p_id_fk" FOREIGN KEY ("p") REFERENCES "public"."p"("id") ON DELETE cascade ON UPDATE no action;
-- down: exact
ALTER TABLE "public"."t" DROP CONSTRAINT "t_p_p_id_fk";
ALTER TABLE "public"."t" ADD CONSTRAINT "t_p_p_id_fk" FOREIGN KEY (p) REFERENCES public.p(id);

-- case: SET NULL over some of the columns
-- given
CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE t (a int, b int, CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b));
-- up
ALTER TABLE t DROP CONSTRAINT fk;
-- down: exact
ALTER TABLE "public"."t" ADD CONSTRAINT "fk" FOREIGN KEY (a, b) REFERENCES public.p(a, b) ON DELETE SET NULL (b);

-- case: VALIDATE CONSTRAINT
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (p int);
ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (p) REFERENCES p NOT VALID;
-- up
ALTER TABLE t VALIDATE CONSTRAINT fk;
-- down: exact
ALTER TABLE "public"."t" DROP CONSTRAINT "fk";
ALTER TABLE "public"."t" ADD CONSTRAINT "fk" FOREIGN KEY (p) REFERENCES public.p(id) NOT VALID;

-- case: NOT ENFORCED
-- server: 18+
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (a int, b int, c int);
ALTER TABLE t ADD CONSTRAINT a_fk FOREIGN KEY (a) REFERENCES p NOT ENFORCED;
ALTER TABLE t ADD CONSTRAINT b_fk FOREIGN KEY (b) REFERENCES p NOT ENFORCED;
ALTER TABLE t ADD CONSTRAINT c_fk FOREIGN KEY (c) REFERENCES p;
INSERT INTO t VALUES (9, 9, NULL);
-- up
ALTER TABLE t DROP CONSTRAINT a_fk;
ALTER TABLE t ALTER CONSTRAINT c_fk NOT ENFORCED;
-- down: exact
ALTER TABLE "public"."t" DROP CONSTRAINT "c_fk";
ALTER TABLE "public"."t" ADD CONSTRAINT "a_fk" FOREIGN KEY (a) REFERENCES public.p(id) NOT ENFORCED;
ALTER TABLE "public"."t" ADD CONSTRAINT "c_fk" FOREIGN KEY (c) REFERENCES public.p(id);

-- case: a table that points to itself is dropped
-- given
CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t (id) ON DELETE CASCADE);
-- up
DROP TABLE t;
-- down: structure only
-- lost: rows of public.t
CREATE TABLE "public"."t" (
	"id" integer NOT NULL,
	"parent" integer,
	CONSTRAINT "t_pkey" PRIMARY KEY (id)
);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_parent_fkey" FOREIGN KEY (parent) REFERENCES public.t(id) ON DELETE CASCADE;

-- case: a foreign key to a unique key that goes too
-- given
CREATE TABLE p (id int PRIMARY KEY, code text CONSTRAINT p_code UNIQUE);
CREATE TABLE t (code text CONSTRAINT t_code REFERENCES p (code));
INSERT INTO p VALUES (1, 'x');
INSERT INTO t VALUES ('x');
-- up
ALTER TABLE t DROP CONSTRAINT t_code;
ALTER TABLE p DROP CONSTRAINT p_code;
-- down: exact
ALTER TABLE "public"."p" ADD CONSTRAINT "p_code" UNIQUE (code);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_code" FOREIGN KEY (code) REFERENCES public.p(code);

-- case: a foreign key to a unique index
-- given
CREATE TABLE p (id int PRIMARY KEY, code text);
CREATE UNIQUE INDEX p_code ON p (code);
CREATE TABLE t (code text CONSTRAINT t_code REFERENCES p (code));
-- up
DROP INDEX p_code CASCADE;
-- down: exact
CREATE UNIQUE INDEX p_code ON public.p USING btree (code);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_code" FOREIGN KEY (code) REFERENCES public.p(code);

-- case: two tables that point at each other are dropped
-- given
CREATE TABLE a (id int PRIMARY KEY, b int);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
-- up
DROP TABLE a, b;
-- down: structure only
-- lost: rows of public.a
-- lost: rows of public.b
CREATE TABLE "public"."a" (
	"id" integer NOT NULL,
	"b" integer,
	CONSTRAINT "a_pkey" PRIMARY KEY (id)
);
CREATE TABLE "public"."b" (
	"id" integer NOT NULL,
	"a" integer,
	CONSTRAINT "b_pkey" PRIMARY KEY (id)
);
ALTER TABLE "public"."b" ADD CONSTRAINT "b_a_fkey" FOREIGN KEY (a) REFERENCES public.a(id);
ALTER TABLE "public"."a" ADD CONSTRAINT "a_b_fkey" FOREIGN KEY (b) REFERENCES public.b(id);

-- case: two tables that point at each other are added
-- given
-- up
CREATE TABLE a (id int PRIMARY KEY, b int);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
-- down: exact
ALTER TABLE "public"."a" DROP CONSTRAINT "a_b_fkey";
DROP TABLE "public"."b";
DROP TABLE "public"."a";

-- case: a parent and its children dropped with CASCADE
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, p int NOT NULL REFERENCES p);
INSERT INTO p VALUES (1);
INSERT INTO t VALUES (1, 1);
-- up
DROP TABLE "p" CASCADE;
-- down: structure only
-- lost: rows of public.p
CREATE TABLE "public"."p" (
	"id" integer NOT NULL,
	CONSTRAINT "p_pkey" PRIMARY KEY (id)
);
INSERT INTO "public"."p" ("id") OVERRIDING SYSTEM VALUE SELECT DISTINCT o."p" /* invented: put the real values here */ FROM "public"."t" o WHERE o."p" IS NOT NULL AND NOT EXISTS (SELECT FROM "public"."p" p WHERE p."id" = o."p");
ALTER TABLE "public"."t" ADD CONSTRAINT "t_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id);

-- case: old drizzle wraps foreign keys into blocks
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (a int);
-- up
DO $$ BEGIN
 ALTER TABLE "t" ADD CONSTRAINT "t_a_p_id_fk" FOREIGN KEY ("a") REFERENCES "p"("id") ON DELETE no action ON UPDATE no action;
EXCEPTION
 WHEN duplicate_object THEN null;
END $$;
-- down: exact
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_p_id_fk";

-- case: a foreign key across schemas
-- given
CREATE SCHEMA x;
CREATE TABLE x.p (id int PRIMARY KEY);
CREATE TABLE t (p int CONSTRAINT fk REFERENCES x.p);
-- up
ALTER TABLE t DROP CONSTRAINT fk;
ALTER SCHEMA x RENAME TO y;
-- down: exact
ALTER SCHEMA "y" RENAME TO "x";
ALTER TABLE "public"."t" ADD CONSTRAINT "fk" FOREIGN KEY (p) REFERENCES x.p(id);

-- case: a foreign key to and from a partitioned table
-- given
CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE t (p int CONSTRAINT fk REFERENCES p);
CREATE TABLE q (id int PRIMARY KEY);
ALTER TABLE p ADD COLUMN q int CONSTRAINT q_fk REFERENCES q;
-- up
ALTER TABLE t DROP CONSTRAINT fk;
ALTER TABLE p DROP CONSTRAINT q_fk;
-- down: exact
ALTER TABLE "public"."t" ADD CONSTRAINT "fk" FOREIGN KEY (p) REFERENCES public.p(id);
ALTER TABLE "public"."p" ADD CONSTRAINT "q_fk" FOREIGN KEY (q) REFERENCES public.q(id);

-- case: a dropped table that rows of another point to
-- given
CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n text NOT NULL);
CREATE TABLE c (id int PRIMARY KEY, p int NOT NULL REFERENCES p);
-- up
ALTER TABLE c DROP CONSTRAINT c_p_fkey;
DROP TABLE p;
-- down: structure only
-- lost: rows of public.p
CREATE TABLE "public"."p" (
	"id" integer GENERATED ALWAYS AS IDENTITY NOT NULL,
	"n" text NOT NULL,
	CONSTRAINT "p_pkey" PRIMARY KEY (id)
);
INSERT INTO "public"."p" ("id", "n") OVERRIDING SYSTEM VALUE SELECT DISTINCT o."p", '' /* invented: put the real values here */ FROM "public"."c" o WHERE o."p" IS NOT NULL AND NOT EXISTS (SELECT FROM "public"."p" p WHERE p."id" = o."p");
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id);

-- case: a key that is exchanged for another
-- given
CREATE TABLE h (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), org int NOT NULL, m text NOT NULL);
CREATE TABLE w (id int PRIMARY KEY, org int NOT NULL, host uuid NOT NULL REFERENCES h);
-- up
ALTER TABLE w DROP CONSTRAINT w_host_fkey;
ALTER TABLE w ALTER host TYPE text USING host::text;
UPDATE w SET host = h.m FROM h WHERE h.id::text = w.host;
ALTER TABLE h DROP COLUMN id;
-- down: structure only
-- lost: values of public.h.id
-- lost: values of public.w.host as they were (statement 3, UPDATE)
-- lost: rows added to public.h stay
ALTER TABLE "public"."h" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;
ALTER TABLE "public"."w" ALTER COLUMN "host" SET DATA TYPE uuid USING gen_random_uuid() /* invented: put the real values here */;
ALTER TABLE "public"."h" ADD CONSTRAINT "h_pkey" PRIMARY KEY (id);
INSERT INTO "public"."h" ("id", "org", "m") OVERRIDING SYSTEM VALUE SELECT DISTINCT o."host", 0, '' /* invented: put the real values here */ FROM "public"."w" o WHERE o."host" IS NOT NULL AND NOT EXISTS (SELECT FROM "public"."h" p WHERE p."id" = o."host");
ALTER TABLE "public"."w" ADD CONSTRAINT "w_host_fkey" FOREIGN KEY (host) REFERENCES public.h(id);

-- case: parents that are gone have keys of their own
-- given
CREATE TABLE org (id int PRIMARY KEY);
CREATE TABLE p (
  id uuid PRIMARY KEY, org int NOT NULL REFERENCES org, place int NOT NULL, mail text NOT NULL, number smallint NOT NULL,
  UNIQUE (org, place), UNIQUE (number)
);
CREATE UNIQUE INDEX p_mail ON p (lower(mail));
CREATE TABLE c (id int PRIMARY KEY, p uuid NOT NULL REFERENCES p);
CREATE TABLE d (p uuid NOT NULL UNIQUE REFERENCES p);
-- up
DROP TABLE p CASCADE;
-- down: structure only
-- lost: rows of public.p
CREATE TABLE "public"."p" (
	"id" uuid NOT NULL,
	"org" integer NOT NULL,
	"place" integer NOT NULL,
	"mail" text NOT NULL,
	"number" smallint NOT NULL,
	CONSTRAINT "p_pkey" PRIMARY KEY (id),
	CONSTRAINT "p_number_key" UNIQUE (number),
	CONSTRAINT "p_org_place_key" UNIQUE (org, place)
);
CREATE UNIQUE INDEX p_mail ON public.p USING btree (lower(mail));
ALTER TABLE "public"."p" ADD CONSTRAINT "p_org_fkey" FOREIGN KEY (org) REFERENCES public.org(id);
INSERT INTO "public"."p" ("id", "org", "place", "mail", "number") OVERRIDING SYSTEM VALUE SELECT o."id", (SELECT "id" FROM "public"."org" ORDER BY "id" LIMIT 1), o.number, gen_random_uuid()::text, o.number /* invented: put the real values here */ FROM (SELECT k.*, (SELECT count(*) FROM "public"."p") + row_number() OVER () - 1 AS number FROM (SELECT DISTINCT o."p" AS "id" FROM "public"."c" o WHERE o."p" IS NOT NULL AND NOT EXISTS (SELECT FROM "public"."p" p WHERE p."id" = o."p")) k) o;
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id);
INSERT INTO "public"."p" ("id", "org", "place", "mail", "number") OVERRIDING SYSTEM VALUE SELECT o."id", (SELECT "id" FROM "public"."org" ORDER BY "id" LIMIT 1), o.number, gen_random_uuid()::text, o.number /* invented: put the real values here */ FROM (SELECT k.*, (SELECT count(*) FROM "public"."p") + row_number() OVER () - 1 AS number FROM (SELECT DISTINCT o."p" AS "id" FROM "public"."d" o WHERE o."p" IS NOT NULL AND NOT EXISTS (SELECT FROM "public"."p" p WHERE p."id" = o."p")) k) o;
ALTER TABLE "public"."d" ADD CONSTRAINT "d_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id);

-- case: parents that are gone have a check in their key
-- given
CREATE TABLE p (
  id uuid PRIMARY KEY, place int NOT NULL, why text NOT NULL CHECK (why IN ('opened', 'closed')), UNIQUE (place, why)
);
CREATE TABLE c (id int PRIMARY KEY, p uuid NOT NULL REFERENCES p);
-- up
DROP TABLE p CASCADE;
-- down: structure only
-- lost: rows of public.p
CREATE TABLE "public"."p" (
	"id" uuid NOT NULL,
	"place" integer NOT NULL,
	"why" text NOT NULL,
	CONSTRAINT "p_pkey" PRIMARY KEY (id),
	CONSTRAINT "p_place_why_key" UNIQUE (place, why),
	CONSTRAINT "p_why_check" CHECK ((why = ANY (ARRAY['opened'::text, 'closed'::text])))
);
INSERT INTO "public"."p" ("id", "place", "why") OVERRIDING SYSTEM VALUE SELECT o."id", o.number, 'opened' /* invented: put the real values here */ FROM (SELECT k.*, (SELECT count(*) FROM "public"."p") + row_number() OVER () - 1 AS number FROM (SELECT DISTINCT o."p" AS "id" FROM "public"."c" o WHERE o."p" IS NOT NULL AND NOT EXISTS (SELECT FROM "public"."p" p WHERE p."id" = o."p")) k) o;
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id);
