-- case: rules of all kinds
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
CREATE TABLE log (id int, n text);
CREATE VIEW v AS SELECT * FROM t;
CREATE RULE r1 AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (NEW.id, NEW.n);
CREATE RULE r2 AS ON DELETE TO t WHERE OLD.id < 10 DO INSTEAD NOTHING;
CREATE RULE r3 AS ON UPDATE TO v DO INSTEAD (UPDATE t SET n = NEW.n WHERE id = OLD.id; INSERT INTO log VALUES (OLD.id, 'x'));
ALTER TABLE t DISABLE RULE r1;
COMMENT ON RULE r2 ON t IS 'never';
-- up
DROP RULE r1 ON t; DROP RULE r2 ON t; DROP RULE r3 ON v;
-- down: exact
CREATE RULE r1 AS
    ON INSERT TO public.t DO  INSERT INTO public.log (id, n)
  VALUES (new.id, new.n);
CREATE RULE r2 AS
    ON DELETE TO public.t
   WHERE (old.id < 10) DO INSTEAD NOTHING;
CREATE RULE r3 AS
    ON UPDATE TO public.v DO INSTEAD ( UPDATE public.t SET n = new.n
  WHERE (t.id = old.id);
 INSERT INTO public.log (id, n)
  VALUES (old.id, 'x'::text);
);
ALTER TABLE "public"."t" DISABLE RULE "r1";
COMMENT ON RULE "r2" ON "public"."t" IS 'never';

-- case: rule changed, renamed and disabled
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
CREATE RULE r1 AS ON DELETE TO t DO INSTEAD NOTHING;
CREATE RULE r2 AS ON UPDATE TO t WHERE NEW.id = 1 DO INSTEAD NOTHING;
-- up
ALTER RULE r1 ON t RENAME TO "R one";
CREATE OR REPLACE RULE r2 AS ON UPDATE TO t WHERE NEW.id = 2 DO INSTEAD NOTHING;
ALTER TABLE t ENABLE REPLICA RULE r2;
-- down: exact
ALTER RULE "R one" ON "public"."t" RENAME TO "r1";
DROP RULE "r2" ON "public"."t";
CREATE RULE r2 AS
    ON UPDATE TO public.t
   WHERE (new.id = 1) DO INSTEAD NOTHING;

-- case: rules added to a table and a view
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
CREATE VIEW v AS SELECT * FROM t;
-- up
CREATE RULE r1 AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (NEW.*) RETURNING t.*;
CREATE RULE r2 AS ON DELETE TO t DO ALSO NOTHING;
-- down: exact
DROP RULE "r1" ON "public"."v";
DROP RULE "r2" ON "public"."t";

-- case: view with rules and triggers and grants dropped by cascade of its table
-- given
CREATE TABLE t (id int PRIMARY KEY, n text);
CREATE VIEW v AS SELECT id FROM t;
CREATE RULE r1 AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (NEW.id);
GRANT SELECT, INSERT ON v TO reader;
-- up
ALTER TABLE t DROP COLUMN id CASCADE;
-- down: structure only
-- lost: values of public.t.id
ALTER TABLE "public"."t" ADD COLUMN "id" integer;
UPDATE "public"."t" SET "id" = (SELECT count(*) FROM "public"."t" earlier WHERE earlier.ctid < "t".ctid) /* invented: put the real values here */ WHERE "id" IS NULL;
ALTER TABLE "public"."t" ALTER COLUMN "id" SET NOT NULL;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY (id);
CREATE VIEW "public"."v" AS
 SELECT id
   FROM public.t;
CREATE RULE r1 AS
    ON INSERT TO public.v DO INSTEAD  INSERT INTO public.t (id)
  VALUES (new.id);
GRANT INSERT, SELECT ON TABLE "public"."v" TO "reader";
