-- # The guide's own example
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL);
-- change
CREATE TABLE "audit_logs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	"user_id" integer NOT NULL,
	"action" text NOT NULL,
	"metadata" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE "audit_logs" ADD CONSTRAINT "audit_logs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE CASCADE ON UPDATE no action;
CREATE INDEX "audit_logs_user_id_created_at_idx" ON "audit_logs" USING btree ("user_id","created_at");
-- told
--   Added audit_logs table with columns: id, user_id, action, metadata, created_at
--   Added index on (user_id, created_at) to audit_logs for query performance
--   Added foreign key to users table from audit_logs.user_id (on delete cascade)

-- # Tables of every sort
CREATE TABLE parent (id integer PRIMARY KEY);
CREATE TYPE pair AS (a integer, b integer);
-- change
CREATE UNLOGGED TABLE fast (id integer PRIMARY KEY);
CREATE TABLE keyed (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE heir (own text) INHERITS (parent);
CREATE TABLE days (id integer, day date) PARTITION BY RANGE (day);
CREATE TABLE days_2020 PARTITION OF days FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE INDEX days_day ON days (day);
CREATE TABLE "Odd Name" ("select" integer PRIMARY KEY, "Mixed" text);
CREATE TABLE typed OF pair;
CREATE TABLE empty ();
-- told
--   Added "Odd Name" table with columns: select, "Mixed"
--   Added days table with columns: id, day; partitioned by RANGE (day); no primary key
--   Added index on (day) to days for query performance
--   Added days_2020 table as partition of days: FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')
--   Added empty table without columns; no primary key
--   Added fast unlogged table with columns: id
--   Added heir table with columns: id, own; inherits from parent; no primary key
--   Added keyed table with columns: a, b; primary key: a, b
--   Added typed table with columns: a, b; no primary key

-- # A dropped table takes its own parts along in silence, and others' foreign keys by name
CREATE TABLE old (id serial PRIMARY KEY, a integer UNIQUE, CHECK (a > 0));
CREATE INDEX old_a ON old (a);
COMMENT ON TABLE old IS 'x'; COMMENT ON COLUMN old.a IS 'y';
CREATE TABLE other (o integer CONSTRAINT other_old REFERENCES old);
-- change
DROP TABLE old CASCADE;
-- told
--   Dropped old table with columns: id, a
--   Dropped foreign key other_old of other: FOREIGN KEY (o) REFERENCES public.old(id)

-- # A table made anew under the same name
CREATE TABLE t (id integer PRIMARY KEY, a text);
-- change
DROP TABLE t;
CREATE TABLE t (id integer PRIMARY KEY, a text);
-- told
--   Dropped t table and created it again: its rows are gone

-- # Renames are told once, not in everything that names the object
CREATE TYPE status AS ENUM ('a', 'b');
CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, s status DEFAULT 'a', CONSTRAINT named CHECK (name <> ''));
CREATE INDEX users_name ON users (lower(name)) WHERE name IS NOT NULL;
CREATE TABLE orders (u integer REFERENCES users);
-- change
ALTER TABLE users RENAME COLUMN name TO full_name;
ALTER TABLE users RENAME TO "Members";
ALTER TABLE "Members" RENAME CONSTRAINT named TO has_name;
ALTER TYPE status RENAME TO state;
ALTER INDEX users_name RENAME TO members_name;
-- told
--   Renamed enum status to state
--   Renamed table users to "Members"
--   Renamed column users.name to full_name
--   Renamed check constraint named of users to has_name
--   Renamed index users_name on users to members_name

-- # A table moves to another schema with its sequence
CREATE SCHEMA app;
CREATE TABLE users (id serial PRIMARY KEY);
CREATE TABLE orders (u integer REFERENCES users);
-- change
ALTER TABLE users SET SCHEMA app;
-- told
--   Moved table users to schema app

-- # What can be set on a table
CREATE TABLE t (id integer PRIMARY KEY, a text NOT NULL);
CREATE UNIQUE INDEX t_a ON t (a);
CREATE TABLE parent (id integer);
-- change
ALTER TABLE t SET (fillfactor = 70, toast.autovacuum_enabled = false);
ALTER TABLE t SET UNLOGGED;
ALTER TABLE t REPLICA IDENTITY FULL;
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;
ALTER TABLE t CLUSTER ON t_a;
ALTER TABLE t ADD COLUMN extra integer;
ALTER TABLE t INHERIT parent;
-- told
--   Changed persistence of table t from permanent to unlogged
--   Changed replica identity of table t from the primary key to the full row
--   Changed storage parameters of table t from the default to fillfactor=70
--   Changed toast parameters of table t from the default to autovacuum_enabled=false
--   Enabled row level security on t
--   Forced row level security on t for its owner too
--   Made t inherit from parent
--   Added column t.extra (integer)
--   Made the table clustered on index t_a on t

-- # Partitions come and go
CREATE TABLE p (id integer) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 (id integer);
-- change
ALTER TABLE p DETACH PARTITION p1;
ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (2);
-- told
--   Detached partition p1 from p
--   Attached p2 as partition of p: FOR VALUES IN (2)

-- # An owner is given
CREATE TABLE t (id integer PRIMARY KEY);
-- change
ALTER TABLE t OWNER TO sterna;
GRANT SELECT ON t TO PUBLIC;
REVOKE DELETE ON t FROM sterna;
-- told
--   Changed owner of table t from sterna_admin to sterna
--   Granted SELECT on table t to everybody (PUBLIC)
--   Revoked DELETE on table t from sterna

-- # Nothing changes
CREATE TABLE t (id integer PRIMARY KEY);
-- change
ALTER TABLE t ALTER COLUMN id TYPE integer;
SELECT 1;
-- told
