-- case: a query that fills a table calls what deletes
-- given
CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
-- up
CREATE TABLE n AS SELECT wipe();
-- down: structure only
-- lost: rows that public.wipe() may have changed
DROP TABLE "public"."n";

-- case: a default calls what deletes
-- given
CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
-- up
ALTER TABLE t ADD COLUMN n int DEFAULT wipe();
-- down: structure only
-- lost: rows that public.wipe() may have changed
ALTER TABLE "public"."t" DROP COLUMN "n";

-- case: a check calls what deletes
-- given
CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
-- up
ALTER TABLE t ADD CONSTRAINT c CHECK (wipe() = 1);
-- down: structure only
-- lost: rows that public.wipe() may have changed
ALTER TABLE "public"."t" DROP CONSTRAINT "c";

-- case: a check that is validated later calls what deletes
-- given
CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
ALTER TABLE t ADD CONSTRAINT c CHECK (wipe() = 1) NOT VALID;
-- up
ALTER TABLE t VALIDATE CONSTRAINT c;
-- down: structure only
-- lost: rows that public.wipe() may have changed
ALTER TABLE "public"."t" DROP CONSTRAINT "c";
ALTER TABLE "public"."t" ADD CONSTRAINT "c" CHECK ((public.wipe() = 1)) NOT VALID;

-- case: an index calls what calls what deletes
-- given
CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
CREATE FUNCTION loud() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM public.u WHERE id = 99; RETURN 1; END $$;
CREATE FUNCTION calm(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT public.loud()';
-- up
CREATE INDEX i ON t (calm(id));
-- down: structure only
-- lost: rows that public.loud() may have changed
DROP INDEX "public"."i";

-- case: a block declares what deletes
-- given
CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
-- up
DO $$ DECLARE n int := wipe(); BEGIN NULL; END $$;
-- down: structure only
-- lost: rows that public.wipe() may have changed

-- case: what deletes is made, called and dropped
-- given
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE u (id int);
-- up
CREATE FUNCTION once() RETURNS int LANGUAGE plpgsql AS 'BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END';
ALTER TABLE t ADD COLUMN n int DEFAULT once();
ALTER TABLE t ALTER COLUMN n DROP DEFAULT;
DROP FUNCTION once();
-- down: structure only
-- lost: rows that once() may have changed
ALTER TABLE "public"."t" DROP COLUMN "n";

-- case: what deletes is called a last time and dropped
-- given
CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
-- up
ALTER TABLE t ADD COLUMN n int DEFAULT wipe();
ALTER TABLE t ALTER COLUMN n DROP DEFAULT;
DROP FUNCTION wipe();
-- down: structure only
-- lost: rows that public.wipe() may have changed
CREATE OR REPLACE FUNCTION public.wipe()
 RETURNS integer
 LANGUAGE plpgsql
AS $function$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $function$;
ALTER TABLE "public"."t" DROP COLUMN "n";

-- case: what deletes is dropped and not called
-- given
CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
-- up
DROP FUNCTION wipe();
-- down: exact
CREATE OR REPLACE FUNCTION public.wipe()
 RETURNS integer
 LANGUAGE plpgsql
AS $function$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $function$;

-- case: a trigger on rows that come looks for rows of others
-- given
CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.mail = 'x' THEN UPDATE u SET id = 1 WHERE id = 99; END IF; RETURN NEW; END $$;
CREATE TRIGGER tt AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();
-- up
INSERT INTO t VALUES (990, 'x');
-- down: structure only
-- lost: rows that public.tf() may have changed
DELETE FROM "public"."t" WHERE "id" IN (990);

-- case: a trigger on rows that go looks for rows of others
-- given
CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM u WHERE id = 99'; RETURN OLD; END $$;
CREATE TRIGGER tt AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION tf();
-- up
INSERT INTO t VALUES (990, 'x');
-- down: structure only
-- lost: rows that public.tf() may have changed
DELETE FROM "public"."t" WHERE "id" IN (990);

-- case: a trigger that locks and compares writes nothing
-- given
CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE' THEN NEW.mail = 'y'; END IF; PERFORM 1 FROM u FOR NO KEY UPDATE; RETURN NEW; END $$;
CREATE TRIGGER tt BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();
-- up
INSERT INTO t VALUES (990, 'x');
-- down: exact
DELETE FROM "public"."t" WHERE "id" IN (990);

-- case: a block calls what deletes under a condition that no row meets
-- given
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
-- up
DO $$ DECLARE n int; BEGIN IF EXISTS (SELECT FROM t WHERE id = 123456) THEN n := wipe(); END IF; END $$;
-- down: structure only
-- lost: rows that public.wipe() may have changed

-- case: a block calls under a condition what calls what deletes
-- given
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
CREATE FUNCTION calm() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN wipe(); END $$;
-- up
DO $$ DECLARE n int; BEGIN IF EXISTS (SELECT FROM t WHERE id = 123456) THEN n := calm(); END IF; END $$;
-- down: structure only
-- lost: rows that public.wipe() may have changed

-- case: a trigger whose condition no row of ours meets
-- given
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN NEW; END $$;
CREATE TRIGGER tt AFTER UPDATE ON t FOR EACH ROW WHEN (NEW.a = 123456) EXECUTE FUNCTION wipe();
-- up
ALTER TABLE t ADD COLUMN b int;
UPDATE t SET b = 1;
-- down: structure only
-- lost: rows that public.wipe() may have changed
ALTER TABLE "public"."t" DROP COLUMN "b";

-- case: a trigger for other events, one that is off, and one that only looks
-- given
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN NEW; END $$;
CREATE FUNCTION calm() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM u; RETURN NEW; END $$;
CREATE TRIGGER t1 AFTER INSERT OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION wipe();
CREATE TRIGGER t2 AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION wipe();
CREATE TRIGGER t3 AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION calm();
ALTER TABLE t DISABLE TRIGGER t2;
-- up
ALTER TABLE t ADD COLUMN b int;
UPDATE t SET b = 1;
-- down: exact
ALTER TABLE "public"."t" DROP COLUMN "b";

-- case: a trigger calls under a condition what writes and so fires another
-- given
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE TABLE u (id int);
CREATE TABLE w (id int);
CREATE FUNCTION last() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN TRUNCATE w; RETURN NULL; END $$;
CREATE TRIGGER tu AFTER DELETE ON u EXECUTE FUNCTION last();
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
CREATE FUNCTION calm() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.a = 123456 THEN NEW.a := wipe(); END IF; RETURN NEW; END $$;
CREATE TRIGGER tt BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION calm();
-- up
INSERT INTO t VALUES (990, 1);
-- down: structure only
-- lost: rows that public.last() may have changed
-- lost: rows that public.wipe() may have changed
DELETE FROM "public"."t" WHERE "id" IN (990);

-- case: a key hands a delete on to a table whose trigger writes
-- given
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE TABLE c (t int REFERENCES t ON DELETE CASCADE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN NULL; END $$;
CREATE TRIGGER tc AFTER DELETE ON c FOR EACH ROW WHEN (OLD.t = 123456) EXECUTE FUNCTION wipe();
-- up
DELETE FROM t WHERE a = 123456;
-- down: structure only
-- lost: rows of public.t (statement 1, DELETE)
-- lost: rows that public.wipe() may have changed

-- case: a rule that deletes under a condition
-- given
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE TABLE u (id int);
CREATE RULE r AS ON UPDATE TO t WHERE NEW.a = 123456 DO ALSO DELETE FROM u WHERE id = 99;
-- up
ALTER TABLE t ADD COLUMN b int;
UPDATE t SET b = 1;
-- down: structure only
-- lost: rows that rule r of t may have changed
ALTER TABLE "public"."t" DROP COLUMN "b";

-- case: a default that calls what deletes, in a table that takes no row of ours
-- given
CREATE TABLE t (id int PRIMARY KEY, CHECK (id > 5 AND id < 5));
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
-- up
ALTER TABLE t ADD COLUMN n int DEFAULT wipe();
-- down: structure only
-- lost: rows that public.wipe() may have changed
ALTER TABLE "public"."t" DROP COLUMN "n";

-- case: a query that fills a table calls what deletes for a row that no table of ours holds
-- given
CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
-- up
CREATE TABLE n AS SELECT wipe() FROM t WHERE mail = 'boss';
-- down: structure only
-- lost: rows that public.wipe() may have changed
DROP TABLE "public"."n";

-- case: defaults that are only set call nothing
-- given
CREATE TABLE t (id int PRIMARY KEY, n int);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END $$;
-- up
ALTER TABLE t ALTER COLUMN n SET DEFAULT wipe();
CREATE TABLE v (id int DEFAULT wipe());
CREATE VIEW w AS SELECT wipe();
-- down: exact
DROP VIEW "public"."w";
ALTER TABLE "public"."t" ALTER COLUMN "n" DROP DEFAULT;
DROP TABLE "public"."v";

-- case: a trigger of a partition and one of a table that inherits
-- given
CREATE TABLE p (id int, a int) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100000);
CREATE TABLE q (id int, a int);
CREATE TABLE q1 () INHERITS (q);
CREATE TABLE u (id int);
CREATE FUNCTION wipe() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 99; RETURN NEW; END $$;
CREATE FUNCTION clear() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = 98; RETURN NEW; END $$;
CREATE TRIGGER tp AFTER UPDATE ON p1 FOR EACH ROW WHEN (NEW.a = 123456) EXECUTE FUNCTION wipe();
CREATE TRIGGER tq AFTER UPDATE ON q1 FOR EACH ROW WHEN (NEW.a = 123456) EXECUTE FUNCTION clear();
-- up
ALTER TABLE p ADD COLUMN b int;
UPDATE p SET b = 1;
ALTER TABLE q ADD COLUMN b int;
UPDATE q SET b = 1;
-- down: structure only
-- lost: rows that public.clear() may have changed
-- lost: rows that public.wipe() may have changed
ALTER TABLE "public"."p" DROP COLUMN "b";
ALTER TABLE "public"."q" DROP COLUMN "b";
