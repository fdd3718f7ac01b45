-- case: three views in a circle
-- given
CREATE VIEW a AS SELECT 1 AS x; CREATE VIEW b AS SELECT 2 AS x; CREATE MATERIALIZED VIEW c AS SELECT 3 AS x;
-- up
ALTER VIEW a RENAME TO t; ALTER VIEW b RENAME TO a; ALTER MATERIALIZED VIEW c RENAME TO b; ALTER VIEW t RENAME TO c;
-- down: exact
ALTER VIEW "public"."c" RENAME TO "c__old";
ALTER MATERIALIZED VIEW "public"."b" RENAME TO "c";
ALTER VIEW "public"."a" RENAME TO "b";
ALTER VIEW "public"."c__old" RENAME TO "a";

-- case: two types swap names
-- given
CREATE TYPE a AS ENUM ('x'); CREATE DOMAIN b AS int; CREATE TABLE t (a a, b b);
-- up
ALTER TYPE a RENAME TO t2; ALTER DOMAIN b RENAME TO a; ALTER TYPE t2 RENAME TO b;
-- down: exact
ALTER TYPE "public"."b" RENAME TO "b__old";
ALTER DOMAIN "public"."a" RENAME TO "b";
ALTER TYPE "public"."b__old" RENAME TO "a";

-- case: two functions swap names
-- given
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION g(int) RETURNS int LANGUAGE sql AS 'SELECT 2';
-- up
ALTER FUNCTION f(int) RENAME TO h; ALTER FUNCTION g(int) RENAME TO f; ALTER FUNCTION h(int) RENAME TO g;
-- down: exact
ALTER FUNCTION "public"."g"(integer) RENAME TO "g__old";
ALTER FUNCTION "public"."f"(integer) RENAME TO "g";
ALTER FUNCTION "public"."g__old"(integer) RENAME TO "f";

-- case: two policies and two triggers swap names
-- given
CREATE TABLE t (id int);
CREATE POLICY a ON t USING (id = 1); CREATE POLICY b ON t USING (id = 2);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER x BEFORE INSERT ON t EXECUTE FUNCTION tf(); CREATE TRIGGER y AFTER INSERT ON t EXECUTE FUNCTION tf();
-- up
ALTER POLICY a ON t RENAME TO c; ALTER POLICY b ON t RENAME TO a; ALTER POLICY c ON t RENAME TO b;
ALTER TRIGGER x ON t RENAME TO z; ALTER TRIGGER y ON t RENAME TO x; ALTER TRIGGER z ON t RENAME TO y;
-- down: exact
ALTER POLICY "b" ON "public"."t" RENAME TO "b__old";
ALTER POLICY "a" ON "public"."t" RENAME TO "b";
ALTER TRIGGER "y" ON "public"."t" RENAME TO "y__old";
ALTER TRIGGER "x" ON "public"."t" RENAME TO "y";
ALTER POLICY "b__old" ON "public"."t" RENAME TO "a";
ALTER TRIGGER "y__old" ON "public"."t" RENAME TO "x";

-- case: two schemas swap names
-- given
CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (id int); CREATE TABLE b.u (id int);
-- up
ALTER SCHEMA a RENAME TO c; ALTER SCHEMA b RENAME TO a; ALTER SCHEMA c RENAME TO b;
-- down: exact
ALTER SCHEMA "b" RENAME TO "b__old";
ALTER SCHEMA "a" RENAME TO "b";
ALTER SCHEMA "b__old" RENAME TO "a";

-- case: two sequences and two labels swap names
-- given
CREATE SEQUENCE a; CREATE SEQUENCE b INCREMENT 2; CREATE TYPE e AS ENUM ('x', 'y');
-- up
ALTER SEQUENCE a RENAME TO c; ALTER SEQUENCE b RENAME TO a; ALTER SEQUENCE c RENAME TO b;
ALTER TYPE e RENAME VALUE 'x' TO 'z'; ALTER TYPE e RENAME VALUE 'y' TO 'x'; ALTER TYPE e RENAME VALUE 'z' TO 'y';
-- down: exact
ALTER SEQUENCE "public"."b" RENAME TO "b__old";
ALTER SEQUENCE "public"."a" RENAME TO "b";
ALTER SEQUENCE "public"."b__old" RENAME TO "a";
ALTER TYPE "public"."e" RENAME TO "e__old";
CREATE TYPE "public"."e" AS ENUM ('x', 'y');
DROP TYPE "public"."e__old";

-- case: a column renamed away and another put in its place
-- given
CREATE TABLE t (id int PRIMARY KEY, n text, CHECK (n <> ''));
CREATE INDEX t_n ON t (lower(n));
CREATE VIEW v AS SELECT n FROM t;
-- up
ALTER TABLE t RENAME COLUMN n TO n_old;
ALTER TABLE t ADD COLUMN n int;
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "n";
ALTER TABLE "public"."t" RENAME COLUMN "n_old" TO "n";

-- case: a table renamed away and another put in its place
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
CREATE TABLE u (t int REFERENCES t (id));
CREATE VIEW v AS SELECT n FROM t;
CREATE POLICY p ON u USING (EXISTS (SELECT FROM t WHERE t.id = u.t));
-- up
ALTER TABLE t RENAME TO t_old;
CREATE TABLE t (id int PRIMARY KEY);
CREATE VIEW w AS SELECT id FROM t;
-- down: exact
DROP VIEW "public"."w";
DROP TABLE "public"."t";
ALTER TABLE "public"."t_old" RENAME TO "t";

-- case: a type renamed away and another put in its place
-- given
CREATE TYPE e AS ENUM ('x', 'y');
CREATE TABLE u (id int, a e DEFAULT 'x', b e[]);
CREATE VIEW v AS SELECT a FROM u;
-- up
ALTER TYPE e RENAME TO e_old;
CREATE TYPE e AS ENUM ('x', 'z');
ALTER TABLE u ADD COLUMN c e DEFAULT 'z';
-- down: exact
ALTER TABLE "public"."u" DROP COLUMN "c";
DROP TYPE "public"."e";
ALTER TYPE "public"."e_old" RENAME TO "e";

-- case: the enum of a column exchanged by way of another type
-- given
CREATE TYPE e AS ENUM ('x', 'y');
CREATE TABLE u (id int, a e DEFAULT 'x');
-- up
ALTER TYPE e RENAME TO e_old;
CREATE TYPE e AS ENUM ('x', 'z');
ALTER TABLE u ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE e USING a::text::e, ALTER COLUMN a SET DEFAULT 'x';
DROP TYPE e_old;
-- down: exact
ALTER TYPE "public"."e" RENAME TO "e__old";
CREATE TYPE "public"."e" AS ENUM ('x', 'y');
ALTER TABLE "public"."u" ALTER COLUMN "a" DROP DEFAULT, ALTER COLUMN "a" SET DATA TYPE "public"."e" USING "a"::text::"public"."e", ALTER COLUMN "a" SET DEFAULT 'x'::public.e;
DROP TYPE "public"."e__old";

-- case: a function renamed away and another put in its place
-- given
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE TABLE t (a int DEFAULT f(1), b int GENERATED ALWAYS AS (f(2)) STORED);
-- up
ALTER FUNCTION f(int) RENAME TO f_old;
CREATE FUNCTION f(int) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'x' $$;
CREATE VIEW v AS SELECT f(1);
-- down: exact
DROP VIEW "public"."v";
DROP FUNCTION "public"."f"(integer);
ALTER FUNCTION "public"."f_old"(integer) RENAME TO "f";

-- case: a schema renamed away and another put in its place
-- given
CREATE SCHEMA s;
CREATE TABLE s.t (id int);
CREATE VIEW v AS SELECT id FROM s.t;
-- up
ALTER SCHEMA s RENAME TO s_old;
CREATE SCHEMA s;
CREATE TABLE s.t (id int, n text);
-- down: exact
DROP TABLE "s"."t";
DROP SCHEMA "s";
ALTER SCHEMA "s_old" RENAME TO "s";

-- case: a view renamed away and a table put in its place
-- given
CREATE VIEW v AS SELECT 1 AS x;
CREATE VIEW on_v AS SELECT x FROM v;
-- up
ALTER VIEW v RENAME TO v_old;
CREATE TABLE v (x int);
CREATE VIEW on_new AS SELECT x FROM v;
-- down: exact
DROP VIEW "public"."on_new";
DROP TABLE "public"."v";
ALTER VIEW "public"."v_old" RENAME TO "v";

-- case: an index, a constraint, a trigger and a policy renamed away and others put in their place
-- given
CREATE TABLE t (a int, b int CONSTRAINT c CHECK (b > 0));
CREATE INDEX i ON t (a);
CREATE POLICY p ON t USING (a = 1);
CREATE FUNCTION z() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION z();
-- up
ALTER INDEX i RENAME TO i_old; CREATE INDEX i ON t (b);
ALTER TABLE t RENAME CONSTRAINT c TO c_old; ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
ALTER POLICY p ON t RENAME TO p_old; CREATE POLICY p ON t USING (a = 2);
ALTER TRIGGER g ON t RENAME TO g_old; CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION z();
-- down: exact
DROP POLICY "p" ON "public"."t";
DROP TRIGGER "g" ON "public"."t";
ALTER TABLE "public"."t" DROP CONSTRAINT "c";
DROP INDEX "public"."i";
ALTER TABLE "public"."t" RENAME CONSTRAINT "c_old" TO "c";
ALTER INDEX "public"."i_old" RENAME TO "i";
ALTER POLICY "p_old" ON "public"."t" RENAME TO "p";
ALTER TRIGGER "g_old" ON "public"."t" RENAME TO "g";
