-- case: set and drop a default
-- given
CREATE TABLE t (a int DEFAULT 1, b int, c text DEFAULT 'it''s', d timestamptz DEFAULT now(), e jsonb DEFAULT '{"a": [1, 2]}');
-- up
ALTER TABLE "t" ALTER COLUMN "a" DROP DEFAULT;
ALTER TABLE "t" ALTER COLUMN "b" SET DEFAULT 2;
ALTER TABLE "t" ALTER COLUMN "c" SET DEFAULT 'x';
ALTER TABLE "t" ALTER COLUMN "d" DROP DEFAULT;
ALTER TABLE "t" ALTER COLUMN "e" SET DEFAULT '[]'::jsonb;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "b" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT 1;
ALTER TABLE "public"."t" ALTER COLUMN "c" SET DEFAULT 'it''s'::text;
ALTER TABLE "public"."t" ALTER COLUMN "d" SET DEFAULT now();
ALTER TABLE "public"."t" ALTER COLUMN "e" SET DEFAULT '{"a": [1, 2]}'::jsonb;

-- case: a default that calls a function of the history
-- given
CREATE FUNCTION next_code() RETURNS text LANGUAGE sql AS $$ SELECT 'code' $$;
CREATE TABLE t (id int, code text DEFAULT next_code());
-- up
ALTER TABLE t ALTER code DROP DEFAULT;
DROP FUNCTION next_code();
-- down: exact
CREATE OR REPLACE FUNCTION public.next_code()
 RETURNS text
 LANGUAGE sql
AS $function$ SELECT 'code' $function$;
ALTER TABLE "public"."t" ALTER COLUMN "code" SET DEFAULT public.next_code();

-- case: SET NOT NULL
-- given
CREATE TABLE t (id int, a text);
INSERT INTO t VALUES (1, 'x');
-- up
ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "a" DROP NOT NULL;

-- case: DROP NOT NULL
-- given
CREATE TABLE t (id int, a text NOT NULL);
INSERT INTO t VALUES (1, 'x');
-- up
ALTER TABLE "t" ALTER COLUMN "a" DROP NOT NULL;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "a" SET NOT NULL;

-- case: SET NOT NULL after a backfill
-- given
CREATE TABLE t (id int, a text);
INSERT INTO t VALUES (1, NULL);
-- up
UPDATE t SET a = 'none' WHERE a IS NULL;
ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL;
-- down: structure only
-- lost: values of public.t.a as they were (statement 1, UPDATE)
ALTER TABLE "public"."t" ALTER COLUMN "a" DROP NOT NULL;

-- case: a NOT NULL constraint with a name
-- server: 18+
-- given
CREATE TABLE t (id int, a text, b text CONSTRAINT b_there NOT NULL, c text NOT NULL);
INSERT INTO t VALUES (1, 'x', 'y', 'z');
-- up
ALTER TABLE t ADD CONSTRAINT a_there NOT NULL a;
ALTER TABLE t DROP CONSTRAINT b_there;
ALTER TABLE t RENAME CONSTRAINT t_c_not_null TO c_there;
-- down: exact
ALTER TABLE "public"."t" RENAME CONSTRAINT "c_there" TO "t_c_not_null";
ALTER TABLE "public"."t" ALTER COLUMN "a" DROP NOT NULL;
ALTER TABLE "public"."t" ADD CONSTRAINT "b_there" NOT NULL "b";

-- case: NOT NULL that is not inherited
-- server: 18+
-- given
CREATE TABLE t (id int, a text CONSTRAINT there NOT NULL NO INHERIT, b text NOT NULL);
-- up
ALTER TABLE t ALTER a DROP NOT NULL;
ALTER TABLE t ALTER b DROP NOT NULL;
ALTER TABLE t ADD CONSTRAINT t_b_not_null NOT NULL b NO INHERIT;
-- down: exact
ALTER TABLE "public"."t" ADD CONSTRAINT "there" NOT NULL "a" NO INHERIT;
ALTER TABLE "public"."t" ALTER COLUMN "b" DROP NOT NULL;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_b_not_null" NOT NULL "b";

-- case: NOT NULL that is not validated
-- server: 18+
-- given
CREATE TABLE t (id int, a text, b text);
INSERT INTO t VALUES (1, 'x', NULL);
ALTER TABLE t ADD CONSTRAINT t_b_not_null NOT NULL b NOT VALID;
-- up
ALTER TABLE t ADD CONSTRAINT t_a_not_null NOT NULL a NOT VALID;
ALTER TABLE t ALTER b DROP NOT NULL;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "a" DROP NOT NULL;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_b_not_null" NOT NULL "b" NOT VALID;

-- case: validate NOT NULL
-- server: 18+
-- given
CREATE TABLE t (id int, a text);
INSERT INTO t VALUES (1, 'x');
ALTER TABLE t ADD CONSTRAINT t_a_not_null NOT NULL a NOT VALID;
-- up
ALTER TABLE t VALIDATE CONSTRAINT t_a_not_null;
-- down: exact
ALTER TABLE "public"."t" ALTER COLUMN "a" DROP NOT NULL;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_not_null" NOT NULL "a" NOT VALID;

-- case: drop a table with a NOT NULL that is not validated and one that is not inherited
-- server: 18+
-- given
CREATE TABLE t (id int, a text, b text CONSTRAINT there NOT NULL NO INHERIT);
ALTER TABLE t ADD CONSTRAINT a_there NOT NULL a NOT VALID;
-- up
DROP TABLE t;
-- down: structure only
-- lost: rows of public.t
CREATE TABLE "public"."t" (
	"id" integer,
	"a" text,
	"b" text CONSTRAINT "there" NOT NULL NO INHERIT
);
ALTER TABLE "public"."t" ADD CONSTRAINT "a_there" NOT NULL "a" NOT VALID;

-- case: drop a column after a rename that left the name of its NOT NULL behind
-- given
CREATE TABLE t (id int, a text NOT NULL DEFAULT 'x');
ALTER TABLE t RENAME a TO b;
INSERT INTO t VALUES (1, 'x');
-- up
ALTER TABLE t DROP COLUMN b;
-- down: structure only
-- lost: values of public.t.b
ALTER TABLE "public"."t" ADD COLUMN "b" text DEFAULT 'x'::text CONSTRAINT "t_a_not_null" NOT NULL;

-- case: drop a table after a rename that left names behind
-- given
CREATE TABLE t (id serial PRIMARY KEY, a text NOT NULL UNIQUE);
ALTER TABLE t RENAME TO u;
-- up
DROP TABLE u;
-- down: structure only
-- lost: rows of public.u
CREATE SEQUENCE "public"."t_id_seq" AS integer;
CREATE TABLE "public"."u" (
	"id" integer DEFAULT nextval('public.t_id_seq'::regclass) CONSTRAINT "t_id_not_null" NOT NULL,
	"a" text CONSTRAINT "t_a_not_null" NOT NULL,
	CONSTRAINT "t_pkey" PRIMARY KEY (id),
	CONSTRAINT "t_a_key" UNIQUE (a)
);
ALTER SEQUENCE "public"."t_id_seq" OWNED BY "public"."u"."id";

-- case: NOT NULL with a domain and a composite and an array type, dropped with rows
-- given
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TYPE color AS ENUM ('red', 'green');
CREATE TABLE t (id int PRIMARY KEY, a positive NOT NULL, b color NOT NULL, c text[] NOT NULL, d jsonb NOT NULL, e uuid NOT NULL, f timestamptz NOT NULL, g boolean NOT NULL, h varchar(3) NOT NULL, i numeric(5,2) NOT NULL);
INSERT INTO t VALUES (1, 1, 'red', '{}', '{}', '00000000-0000-0000-0000-000000000000', now(), true, 'x', 1);
-- up
ALTER TABLE t DROP COLUMN a, DROP COLUMN b, DROP COLUMN c, DROP COLUMN d, DROP COLUMN e, DROP COLUMN f, DROP COLUMN g, DROP COLUMN h, DROP COLUMN i;
-- down: structure only
-- lost: values of public.t.a
-- lost: values of public.t.b
-- lost: values of public.t.c
-- lost: values of public.t.d
-- lost: values of public.t.e
-- lost: values of public.t.f
-- lost: values of public.t.g
-- lost: values of public.t.h
-- lost: values of public.t.i
ALTER TABLE "public"."t" ADD COLUMN "a" public.positive;
UPDATE "public"."t" SET "a" = '1' /* invented: put the real values here */ WHERE "a" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "a" SET NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "b" public.color;
UPDATE "public"."t" SET "b" = 'red' /* invented: put the real values here */ WHERE "b" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "c" text[];
UPDATE "public"."t" SET "c" = '{}' /* invented: put the real values here */ WHERE "c" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "c" SET NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "d" jsonb;
UPDATE "public"."t" SET "d" = '{}' /* invented: put the real values here */ WHERE "d" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "d" SET NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "e" uuid;
UPDATE "public"."t" SET "e" = gen_random_uuid() /* invented: put the real values here */ WHERE "e" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "e" SET NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "f" timestamp with time zone;
UPDATE "public"."t" SET "f" = now() /* invented: put the real values here */ WHERE "f" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "f" SET NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "g" boolean;
UPDATE "public"."t" SET "g" = false /* invented: put the real values here */ WHERE "g" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "g" SET NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "h" character varying(3);
UPDATE "public"."t" SET "h" = '' /* invented: put the real values here */ WHERE "h" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "h" SET NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "i" numeric(5,2);
UPDATE "public"."t" SET "i" = 0 /* invented: put the real values here */ WHERE "i" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "i" SET NOT NULL;

-- case: a NOT NULL column with a unique constraint, dropped with rows
-- given
CREATE TABLE t (id int PRIMARY KEY, email text NOT NULL UNIQUE);
INSERT INTO t VALUES (1, 'a'), (2, 'b');
-- up
ALTER TABLE t DROP COLUMN email;
-- down: structure only
-- lost: values of public.t.email
ALTER TABLE "public"."t" ADD COLUMN "email" text;
UPDATE "public"."t" SET "email" = gen_random_uuid()::text /* invented: put the real values here */ WHERE "email" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "email" SET NOT NULL;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_email_key" UNIQUE (email);

-- case: a NOT NULL foreign key column, dropped with rows
-- given
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, p int NOT NULL REFERENCES p (id));
INSERT INTO p VALUES (7);
INSERT INTO t VALUES (1, 7);
-- up
ALTER TABLE t DROP COLUMN p;
-- down: structure only
-- lost: values of public.t.p
ALTER TABLE "public"."t" ADD COLUMN "p" integer;
UPDATE "public"."t" SET "p" = (SELECT "id" FROM "public"."p" ORDER BY "id" LIMIT 1) /* invented: put the real values here */ WHERE "p" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "p" SET NOT NULL;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id);

-- case: inherited NOT NULL
-- given
CREATE TABLE p (id int, a text);
CREATE TABLE c (b text) INHERITS (p);
INSERT INTO c VALUES (1, 'x', 'y');
-- up
ALTER TABLE p ALTER a SET NOT NULL;
ALTER TABLE c ALTER id SET NOT NULL;
-- down: exact
ALTER TABLE "public"."p" ALTER COLUMN "a" DROP NOT NULL;
ALTER TABLE "public"."c" ALTER COLUMN "id" DROP NOT NULL;

-- case: a NOT NULL foreign key column with a unique index of some rows only is dropped
-- given
CREATE TABLE teams (id text PRIMARY KEY);
CREATE TABLE grants (id text PRIMARY KEY, team text NOT NULL REFERENCES teams, main boolean DEFAULT false NOT NULL);
CREATE UNIQUE INDEX grants_main ON grants (team) WHERE main = true;
-- up
ALTER TABLE "grants" DROP COLUMN "team";
-- down: structure only
-- lost: values of public.grants.team
ALTER TABLE "public"."grants" ADD COLUMN "team" text;
UPDATE "public"."grants" SET "team" = (SELECT "id" FROM "public"."teams" ORDER BY "id" OFFSET (SELECT count(*) FROM "public"."grants" earlier WHERE earlier.ctid < "grants".ctid) LIMIT 1) /* invented: put the real values here */ WHERE "team" IS NULL;
ALTER TABLE "public"."grants" ALTER COLUMN "team" SET NOT NULL;
CREATE UNIQUE INDEX grants_main ON public.grants USING btree (team) WHERE (main = true);
ALTER TABLE "public"."grants" ADD CONSTRAINT "grants_team_fkey" FOREIGN KEY (team) REFERENCES public.teams(id);

-- case: a NOT NULL column that a check compares with another is dropped
-- given
CREATE TABLE windows (id int PRIMARY KEY, opens timestamptz NOT NULL, closes timestamptz NOT NULL, CONSTRAINT windows_order CHECK (closes > opens));
-- up
ALTER TABLE "windows" DROP CONSTRAINT "windows_order";
ALTER TABLE "windows" DROP COLUMN "opens";
-- down: structure only
-- lost: values of public.windows.opens
ALTER TABLE "public"."windows" ADD COLUMN "opens" timestamp with time zone;
UPDATE "public"."windows" SET "opens" = "closes" - '1 day'::interval /* invented: put the real values here */ WHERE "opens" IS NULL;
ALTER TABLE "public"."windows" ALTER COLUMN "opens" SET NOT NULL;
ALTER TABLE "public"."windows" ADD CONSTRAINT "windows_order" CHECK ((closes > opens));

-- case: part of a key over several columns
-- given
CREATE TABLE teams (id uuid PRIMARY KEY);
CREATE TABLE members (team uuid REFERENCES teams NOT NULL, person text NOT NULL, PRIMARY KEY (person, team));
-- up
ALTER TABLE members DROP COLUMN team;
-- down: structure only
-- lost: values of public.members.team
ALTER TABLE "public"."members" ADD COLUMN "team" uuid;
UPDATE "public"."members" SET "team" = (SELECT "id" FROM "public"."teams" ORDER BY "id" OFFSET (SELECT count(*) FROM "public"."members" earlier WHERE earlier.ctid < "members".ctid AND earlier."person" = "members"."person") LIMIT 1) /* invented: put the real values here */ WHERE "team" IS NULL;
ALTER TABLE "public"."members" ALTER COLUMN "team" SET NOT NULL;
ALTER TABLE "public"."members" ADD CONSTRAINT "members_pkey" PRIMARY KEY (person, team);
ALTER TABLE "public"."members" ADD CONSTRAINT "members_team_fkey" FOREIGN KEY (team) REFERENCES public.teams(id);

-- case: part of a key that points to a key which is gone as well
-- given
CREATE TABLE people (name text NOT NULL);
CREATE TABLE marks (place int NOT NULL, note text);
ALTER TABLE people ADD id uuid PRIMARY KEY;
ALTER TABLE marks ADD who uuid REFERENCES people, ADD PRIMARY KEY (who, place);
-- up
ALTER TABLE marks DROP CONSTRAINT marks_who_fkey, DROP COLUMN who;
ALTER TABLE people DROP COLUMN id;
-- down: structure only
-- lost: values of public.marks.who
-- lost: values of public.people.id
ALTER TABLE "public"."people" ADD COLUMN "id" uuid;
UPDATE "public"."people" SET "id" = gen_random_uuid() /* invented: put the real values here */ WHERE "id" IS NULL;
ALTER TABLE "public"."people" ALTER COLUMN "id" SET NOT NULL;
ALTER TABLE "public"."marks" ADD COLUMN "who" uuid;
UPDATE "public"."marks" SET "who" = (SELECT "id" FROM "public"."people" ORDER BY "id" OFFSET (SELECT count(*) FROM "public"."marks" earlier WHERE earlier.ctid < "marks".ctid AND earlier."place" = "marks"."place") LIMIT 1) /* invented: put the real values here */ WHERE "who" IS NULL;
ALTER TABLE "public"."marks" ALTER COLUMN "who" SET NOT NULL;
ALTER TABLE "public"."people" ADD CONSTRAINT "people_pkey" PRIMARY KEY (id);
ALTER TABLE "public"."marks" ADD CONSTRAINT "marks_pkey" PRIMARY KEY (who, place);
ALTER TABLE "public"."marks" ADD CONSTRAINT "marks_who_fkey" FOREIGN KEY (who) REFERENCES public.people(id);

-- case: numbers and kinds of a key over several columns
-- given
CREATE TYPE kind AS ENUM ('home', 'work');
CREATE TABLE a (who int NOT NULL, kind kind NOT NULL, UNIQUE (who, kind));
CREATE TABLE b (who int NOT NULL, place smallint NOT NULL);
CREATE UNIQUE INDEX b_lower ON b (who, abs(place)) WHERE who > 0;
-- up
ALTER TABLE a DROP COLUMN kind;
ALTER TABLE b DROP COLUMN place;
-- down: structure only
-- lost: values of public.a.kind
-- lost: values of public.b.place
ALTER TABLE "public"."a" ADD COLUMN "kind" public.kind;
UPDATE "public"."a" SET "kind" = (enum_range(NULL::public.kind))[1 + (SELECT count(*) FROM "public"."a" earlier WHERE earlier.ctid < "a".ctid AND earlier."who" = "a"."who")] /* invented: put the real values here */ WHERE "kind" IS NULL;
ALTER TABLE "public"."a" ALTER COLUMN "kind" SET NOT NULL;
ALTER TABLE "public"."b" ADD COLUMN "place" smallint;
UPDATE "public"."b" SET "place" = (SELECT count(*) FROM "public"."b" earlier WHERE earlier.ctid < "b".ctid AND earlier."who" = "b"."who") /* invented: put the real values here */ WHERE "place" IS NULL;
ALTER TABLE "public"."b" ALTER COLUMN "place" SET NOT NULL;
ALTER TABLE "public"."a" ADD CONSTRAINT "a_who_kind_key" UNIQUE (who, kind);
CREATE UNIQUE INDEX b_lower ON public.b USING btree (who, abs(place)) WHERE (who > 0);
