-- case: quotes in every name, all dropped
-- given
CREATE SCHEMA "a""b'c_s";
CREATE TYPE "a""b'c_s"."a""b'c_e" AS ENUM ('a"b''c', 'b');
CREATE TABLE "a""b'c_s"."a""b'c_t" ("a""b'c_i" int PRIMARY KEY, "a""b'c_c" text NOT NULL DEFAULT 'a"b''c' CHECK ("a""b'c_c" <> 'a"b''c'), "a""b'c_m" "a""b'c_s"."a""b'c_e" DEFAULT 'b');
CREATE TABLE "a""b'c_s"."a""b'c_o" ("a""b'c_i" int REFERENCES "a""b'c_s"."a""b'c_t");
CREATE INDEX "a""b'c_x" ON "a""b'c_s"."a""b'c_t" (lower("a""b'c_c")) WHERE "a""b'c_i" > 0;
CREATE VIEW "a""b'c_s"."a""b'c_v" AS SELECT "a""b'c_c", "a""b'c_m" FROM "a""b'c_s"."a""b'c_t";
CREATE FUNCTION "a""b'c_s"."a""b'c_f"("a""b'c_a" "a""b'c_s"."a""b'c_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "a""b'c_s"."a""b'c_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "a""b'c_r" BEFORE UPDATE OF "a""b'c_c" ON "a""b'c_s"."a""b'c_t" FOR EACH ROW EXECUTE FUNCTION "a""b'c_s"."a""b'c_g"('a"b''c');
CREATE POLICY "a""b'c_p" ON "a""b'c_s"."a""b'c_t" USING ("a""b'c_c" = current_user);
CREATE SEQUENCE "a""b'c_s"."a""b'c_q";
CREATE DOMAIN "a""b'c_s"."a""b'c_d" AS int CONSTRAINT "a""b'c_k" CHECK (VALUE > 0);
CREATE TYPE "a""b'c_s"."a""b'c_y" AS ("a""b'c_c" int);
CREATE STATISTICS "a""b'c_s"."a""b'c_z" ON "a""b'c_i", "a""b'c_c" FROM "a""b'c_s"."a""b'c_t";
CREATE PUBLICATION "a""b'c_u" FOR TABLE "a""b'c_s"."a""b'c_t" ("a""b'c_i");
COMMENT ON COLUMN "a""b'c_s"."a""b'c_t"."a""b'c_c" IS 'a"b''c';
COMMENT ON POLICY "a""b'c_p" ON "a""b'c_s"."a""b'c_t" IS 'a"b''c';
-- up
DROP PUBLICATION "a""b'c_u";
DROP SCHEMA "a""b'c_s" CASCADE;
-- down: structure only
-- lost: rows of a"b'c_s.a"b'c_o
-- lost: rows of a"b'c_s.a"b'c_t
-- lost: the counter of sequence a"b'c_s.a"b'c_q
CREATE SCHEMA "a""b'c_s";
CREATE TYPE "a""b'c_s"."a""b'c_e" AS ENUM ('a"b''c', 'b');
CREATE DOMAIN "a""b'c_s"."a""b'c_d" AS integer CONSTRAINT "a""b'c_k" CHECK ((VALUE > 0));
CREATE TYPE "a""b'c_s"."a""b'c_y" AS ("a""b'c_c" integer);
CREATE SEQUENCE "a""b'c_s"."a""b'c_q";
CREATE OR REPLACE FUNCTION "a""b'c_s"."a""b'c_f"("a""b'c_a" "a""b'c_s"."a""b'c_e")
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE OR REPLACE FUNCTION "a""b'c_s"."a""b'c_g"()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$;
CREATE TABLE "a""b'c_s"."a""b'c_t" (
	"a""b'c_i" integer NOT NULL,
	"a""b'c_c" text DEFAULT 'a"b''c'::text NOT NULL,
	"a""b'c_m" "a""b'c_s"."a""b'c_e" DEFAULT 'b'::"a""b'c_s"."a""b'c_e",
	CONSTRAINT "a""b'c_t_pkey" PRIMARY KEY ("a""b'c_i"),
	CONSTRAINT "a""b'c_t_a""b'c_c_check" CHECK (("a""b'c_c" <> 'a"b''c'::text))
);
CREATE TABLE "a""b'c_s"."a""b'c_o" (
	"a""b'c_i" integer
);
CREATE INDEX "a""b'c_x" ON "a""b'c_s"."a""b'c_t" USING btree (lower("a""b'c_c")) WHERE ("a""b'c_i" > 0);
ALTER TABLE "a""b'c_s"."a""b'c_o" ADD CONSTRAINT "a""b'c_o_a""b'c_i_fkey" FOREIGN KEY ("a""b'c_i") REFERENCES "a""b'c_s"."a""b'c_t"("a""b'c_i");
CREATE VIEW "a""b'c_s"."a""b'c_v" AS
 SELECT "a""b'c_c",
    "a""b'c_m"
   FROM "a""b'c_s"."a""b'c_t";
CREATE STATISTICS "a""b'c_s"."a""b'c_z" ON "a""b'c_i", "a""b'c_c" FROM "a""b'c_s"."a""b'c_t";
CREATE TRIGGER "a""b'c_r" BEFORE UPDATE OF "a""b'c_c" ON "a""b'c_s"."a""b'c_t" FOR EACH ROW EXECUTE FUNCTION "a""b'c_s"."a""b'c_g"('a"b''c');
CREATE POLICY "a""b'c_p" ON "a""b'c_s"."a""b'c_t" AS PERMISSIVE FOR ALL TO PUBLIC USING (("a""b'c_c" = CURRENT_USER));
COMMENT ON COLUMN "a""b'c_s"."a""b'c_t"."a""b'c_c" IS 'a"b''c';
COMMENT ON POLICY "a""b'c_p" ON "a""b'c_s"."a""b'c_t" IS 'a"b''c';
CREATE PUBLICATION "a""b'c_u" FOR TABLE "a""b'c_s"."a""b'c_t" ("a""b'c_i");

-- case: quotes in every name, all changed
-- given
CREATE SCHEMA "a""b'c_s";
CREATE TYPE "a""b'c_s"."a""b'c_e" AS ENUM ('a"b''c', 'b');
CREATE TABLE "a""b'c_s"."a""b'c_t" ("a""b'c_i" int PRIMARY KEY, "a""b'c_c" text NOT NULL DEFAULT 'a"b''c' CHECK ("a""b'c_c" <> 'a"b''c'), "a""b'c_m" "a""b'c_s"."a""b'c_e" DEFAULT 'b');
CREATE TABLE "a""b'c_s"."a""b'c_o" ("a""b'c_i" int REFERENCES "a""b'c_s"."a""b'c_t");
CREATE INDEX "a""b'c_x" ON "a""b'c_s"."a""b'c_t" (lower("a""b'c_c")) WHERE "a""b'c_i" > 0;
CREATE VIEW "a""b'c_s"."a""b'c_v" AS SELECT "a""b'c_c", "a""b'c_m" FROM "a""b'c_s"."a""b'c_t";
CREATE FUNCTION "a""b'c_s"."a""b'c_f"("a""b'c_a" "a""b'c_s"."a""b'c_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "a""b'c_s"."a""b'c_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "a""b'c_r" BEFORE UPDATE OF "a""b'c_c" ON "a""b'c_s"."a""b'c_t" FOR EACH ROW EXECUTE FUNCTION "a""b'c_s"."a""b'c_g"('a"b''c');
CREATE POLICY "a""b'c_p" ON "a""b'c_s"."a""b'c_t" USING ("a""b'c_c" = current_user);
CREATE SEQUENCE "a""b'c_s"."a""b'c_q";
CREATE DOMAIN "a""b'c_s"."a""b'c_d" AS int CONSTRAINT "a""b'c_k" CHECK (VALUE > 0);
CREATE TYPE "a""b'c_s"."a""b'c_y" AS ("a""b'c_c" int);
CREATE STATISTICS "a""b'c_s"."a""b'c_z" ON "a""b'c_i", "a""b'c_c" FROM "a""b'c_s"."a""b'c_t";
CREATE PUBLICATION "a""b'c_u" FOR TABLE "a""b'c_s"."a""b'c_t" ("a""b'c_i");
COMMENT ON COLUMN "a""b'c_s"."a""b'c_t"."a""b'c_c" IS 'a"b''c';
COMMENT ON POLICY "a""b'c_p" ON "a""b'c_s"."a""b'c_t" IS 'a"b''c';
-- up
ALTER TABLE "a""b'c_s"."a""b'c_t" RENAME COLUMN "a""b'c_i" TO "id";
ALTER TABLE "a""b'c_s"."a""b'c_t" RENAME TO "plain";
ALTER SCHEMA "a""b'c_s" RENAME TO "calm";
ALTER TYPE "calm"."a""b'c_e" ADD VALUE 'new';
ALTER TABLE "calm"."plain" ALTER COLUMN "a""b'c_c" DROP DEFAULT, ALTER COLUMN "a""b'c_c" DROP NOT NULL;
DROP TRIGGER "a""b'c_r" ON "calm"."plain";
DROP VIEW "calm"."a""b'c_v";
ALTER SEQUENCE "calm"."a""b'c_q" INCREMENT BY 5;
COMMENT ON COLUMN "calm"."plain"."a""b'c_c" IS NULL;
-- down: exact
ALTER SCHEMA "calm" RENAME TO "a""b'c_s";
ALTER TABLE "a""b'c_s"."plain" RENAME TO "a""b'c_t";
ALTER TABLE "a""b'c_s"."a""b'c_t" RENAME COLUMN "id" TO "a""b'c_i";
ALTER TABLE "a""b'c_s"."a""b'c_t" ALTER COLUMN "a""b'c_c" SET NOT NULL;
DROP FUNCTION "a""b'c_s"."a""b'c_f"("a""b'c_a" "a""b'c_s"."a""b'c_e");
ALTER TYPE "a""b'c_s"."a""b'c_e" RENAME TO "a""b'c_e__old";
CREATE TYPE "a""b'c_s"."a""b'c_e" AS ENUM ('a"b''c', 'b');
ALTER TABLE "a""b'c_s"."a""b'c_t" ALTER COLUMN "a""b'c_m" DROP DEFAULT, ALTER COLUMN "a""b'c_m" SET DATA TYPE "a""b'c_s"."a""b'c_e" USING "a""b'c_m"::text::"a""b'c_s"."a""b'c_e", ALTER COLUMN "a""b'c_m" SET DEFAULT 'b'::"a""b'c_s"."a""b'c_e";
DROP TYPE "a""b'c_s"."a""b'c_e__old";
ALTER TABLE "a""b'c_s"."a""b'c_t" ALTER COLUMN "a""b'c_c" SET DEFAULT 'a"b''c'::text;
ALTER SEQUENCE "a""b'c_s"."a""b'c_q" INCREMENT BY 1;
CREATE VIEW "a""b'c_s"."a""b'c_v" AS
 SELECT "a""b'c_c",
    "a""b'c_m"
   FROM "a""b'c_s"."a""b'c_t";
CREATE TRIGGER "a""b'c_r" BEFORE UPDATE OF "a""b'c_c" ON "a""b'c_s"."a""b'c_t" FOR EACH ROW EXECUTE FUNCTION "a""b'c_s"."a""b'c_g"('a"b''c');
COMMENT ON COLUMN "a""b'c_s"."a""b'c_t"."a""b'c_c" IS 'a"b''c';
CREATE OR REPLACE FUNCTION "a""b'c_s"."a""b'c_f"("a""b'c_a" "a""b'c_s"."a""b'c_e")
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

-- case: spaces in every name, all made
-- given
CREATE TABLE t (id int);
-- up
CREATE SCHEMA " two  words _s";
CREATE TYPE " two  words _s"." two  words _e" AS ENUM (' two  words ', 'b');
CREATE TABLE " two  words _s"." two  words _t" (" two  words _i" int PRIMARY KEY, " two  words _c" text NOT NULL DEFAULT ' two  words ' CHECK (" two  words _c" <> ' two  words '), " two  words _m" " two  words _s"." two  words _e" DEFAULT 'b');
CREATE TABLE " two  words _s"." two  words _o" (" two  words _i" int REFERENCES " two  words _s"." two  words _t");
CREATE INDEX " two  words _x" ON " two  words _s"." two  words _t" (lower(" two  words _c")) WHERE " two  words _i" > 0;
CREATE VIEW " two  words _s"." two  words _v" AS SELECT " two  words _c", " two  words _m" FROM " two  words _s"." two  words _t";
CREATE FUNCTION " two  words _s"." two  words _f"(" two  words _a" " two  words _s"." two  words _e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION " two  words _s"." two  words _g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER " two  words _r" BEFORE UPDATE OF " two  words _c" ON " two  words _s"." two  words _t" FOR EACH ROW EXECUTE FUNCTION " two  words _s"." two  words _g"(' two  words ');
CREATE POLICY " two  words _p" ON " two  words _s"." two  words _t" USING (" two  words _c" = current_user);
CREATE SEQUENCE " two  words _s"." two  words _q";
CREATE DOMAIN " two  words _s"." two  words _d" AS int CONSTRAINT " two  words _k" CHECK (VALUE > 0);
CREATE TYPE " two  words _s"." two  words _y" AS (" two  words _c" int);
CREATE STATISTICS " two  words _s"." two  words _z" ON " two  words _i", " two  words _c" FROM " two  words _s"." two  words _t";
CREATE PUBLICATION " two  words _u" FOR TABLE " two  words _s"." two  words _t" (" two  words _i");
COMMENT ON COLUMN " two  words _s"." two  words _t"." two  words _c" IS ' two  words ';
COMMENT ON POLICY " two  words _p" ON " two  words _s"." two  words _t" IS ' two  words ';
-- down: exact
DROP PUBLICATION " two  words _u";
DROP VIEW " two  words _s"." two  words _v";
DROP TABLE " two  words _s"." two  words _o";
DROP TABLE " two  words _s"." two  words _t";
DROP SEQUENCE " two  words _s"." two  words _q";
DROP FUNCTION " two  words _s"." two  words _f"(" two  words _a" " two  words _s"." two  words _e");
DROP FUNCTION " two  words _s"." two  words _g"();
DROP TYPE " two  words _s"." two  words _e";
DROP DOMAIN " two  words _s"." two  words _d";
DROP TYPE " two  words _s"." two  words _y";
DROP SCHEMA " two  words _s";

-- case: dollar in every name, all dropped
-- given
CREATE SCHEMA "a$1$b$$_s";
CREATE TYPE "a$1$b$$_s"."a$1$b$$_e" AS ENUM ('a$1$b$$', 'b');
CREATE TABLE "a$1$b$$_s"."a$1$b$$_t" ("a$1$b$$_i" int PRIMARY KEY, "a$1$b$$_c" text NOT NULL DEFAULT 'a$1$b$$' CHECK ("a$1$b$$_c" <> 'a$1$b$$'), "a$1$b$$_m" "a$1$b$$_s"."a$1$b$$_e" DEFAULT 'b');
CREATE TABLE "a$1$b$$_s"."a$1$b$$_o" ("a$1$b$$_i" int REFERENCES "a$1$b$$_s"."a$1$b$$_t");
CREATE INDEX "a$1$b$$_x" ON "a$1$b$$_s"."a$1$b$$_t" (lower("a$1$b$$_c")) WHERE "a$1$b$$_i" > 0;
CREATE VIEW "a$1$b$$_s"."a$1$b$$_v" AS SELECT "a$1$b$$_c", "a$1$b$$_m" FROM "a$1$b$$_s"."a$1$b$$_t";
CREATE FUNCTION "a$1$b$$_s"."a$1$b$$_f"("a$1$b$$_a" "a$1$b$$_s"."a$1$b$$_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "a$1$b$$_s"."a$1$b$$_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "a$1$b$$_r" BEFORE UPDATE OF "a$1$b$$_c" ON "a$1$b$$_s"."a$1$b$$_t" FOR EACH ROW EXECUTE FUNCTION "a$1$b$$_s"."a$1$b$$_g"('a$1$b$$');
CREATE POLICY "a$1$b$$_p" ON "a$1$b$$_s"."a$1$b$$_t" USING ("a$1$b$$_c" = current_user);
CREATE SEQUENCE "a$1$b$$_s"."a$1$b$$_q";
CREATE DOMAIN "a$1$b$$_s"."a$1$b$$_d" AS int CONSTRAINT "a$1$b$$_k" CHECK (VALUE > 0);
CREATE TYPE "a$1$b$$_s"."a$1$b$$_y" AS ("a$1$b$$_c" int);
CREATE STATISTICS "a$1$b$$_s"."a$1$b$$_z" ON "a$1$b$$_i", "a$1$b$$_c" FROM "a$1$b$$_s"."a$1$b$$_t";
CREATE PUBLICATION "a$1$b$$_u" FOR TABLE "a$1$b$$_s"."a$1$b$$_t" ("a$1$b$$_i");
COMMENT ON COLUMN "a$1$b$$_s"."a$1$b$$_t"."a$1$b$$_c" IS 'a$1$b$$';
COMMENT ON POLICY "a$1$b$$_p" ON "a$1$b$$_s"."a$1$b$$_t" IS 'a$1$b$$';
-- up
DROP PUBLICATION "a$1$b$$_u";
DROP SCHEMA "a$1$b$$_s" CASCADE;
-- down: structure only
-- lost: rows of a$1$b$$_s.a$1$b$$_o
-- lost: rows of a$1$b$$_s.a$1$b$$_t
-- lost: the counter of sequence a$1$b$$_s.a$1$b$$_q
CREATE SCHEMA "a$1$b$$_s";
CREATE TYPE "a$1$b$$_s"."a$1$b$$_e" AS ENUM ('a$1$b$$', 'b');
CREATE DOMAIN "a$1$b$$_s"."a$1$b$$_d" AS integer CONSTRAINT "a$1$b$$_k" CHECK ((VALUE > 0));
CREATE TYPE "a$1$b$$_s"."a$1$b$$_y" AS ("a$1$b$$_c" integer);
CREATE SEQUENCE "a$1$b$$_s"."a$1$b$$_q";
CREATE OR REPLACE FUNCTION "a$1$b$$_s"."a$1$b$$_f"("a$1$b$$_a" "a$1$b$$_s"."a$1$b$$_e")
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE OR REPLACE FUNCTION "a$1$b$$_s"."a$1$b$$_g"()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$;
CREATE TABLE "a$1$b$$_s"."a$1$b$$_t" (
	"a$1$b$$_i" integer NOT NULL,
	"a$1$b$$_c" text DEFAULT 'a$1$b$$'::text NOT NULL,
	"a$1$b$$_m" "a$1$b$$_s"."a$1$b$$_e" DEFAULT 'b'::"a$1$b$$_s"."a$1$b$$_e",
	CONSTRAINT "a$1$b$$_t_pkey" PRIMARY KEY ("a$1$b$$_i"),
	CONSTRAINT "a$1$b$$_t_a$1$b$$_c_check" CHECK (("a$1$b$$_c" <> 'a$1$b$$'::text))
);
CREATE TABLE "a$1$b$$_s"."a$1$b$$_o" (
	"a$1$b$$_i" integer
);
CREATE INDEX "a$1$b$$_x" ON "a$1$b$$_s"."a$1$b$$_t" USING btree (lower("a$1$b$$_c")) WHERE ("a$1$b$$_i" > 0);
ALTER TABLE "a$1$b$$_s"."a$1$b$$_o" ADD CONSTRAINT "a$1$b$$_o_a$1$b$$_i_fkey" FOREIGN KEY ("a$1$b$$_i") REFERENCES "a$1$b$$_s"."a$1$b$$_t"("a$1$b$$_i");
CREATE VIEW "a$1$b$$_s"."a$1$b$$_v" AS
 SELECT "a$1$b$$_c",
    "a$1$b$$_m"
   FROM "a$1$b$$_s"."a$1$b$$_t";
CREATE STATISTICS "a$1$b$$_s"."a$1$b$$_z" ON "a$1$b$$_i", "a$1$b$$_c" FROM "a$1$b$$_s"."a$1$b$$_t";
CREATE TRIGGER "a$1$b$$_r" BEFORE UPDATE OF "a$1$b$$_c" ON "a$1$b$$_s"."a$1$b$$_t" FOR EACH ROW EXECUTE FUNCTION "a$1$b$$_s"."a$1$b$$_g"('a$1$b$$');
CREATE POLICY "a$1$b$$_p" ON "a$1$b$$_s"."a$1$b$$_t" AS PERMISSIVE FOR ALL TO PUBLIC USING (("a$1$b$$_c" = CURRENT_USER));
COMMENT ON COLUMN "a$1$b$$_s"."a$1$b$$_t"."a$1$b$$_c" IS 'a$1$b$$';
COMMENT ON POLICY "a$1$b$$_p" ON "a$1$b$$_s"."a$1$b$$_t" IS 'a$1$b$$';
CREATE PUBLICATION "a$1$b$$_u" FOR TABLE "a$1$b$$_s"."a$1$b$$_t" ("a$1$b$$_i");

-- case: percent in every name, all changed
-- given
CREATE SCHEMA "100%s %d %%_s";
CREATE TYPE "100%s %d %%_s"."100%s %d %%_e" AS ENUM ('100%s %d %%', 'b');
CREATE TABLE "100%s %d %%_s"."100%s %d %%_t" ("100%s %d %%_i" int PRIMARY KEY, "100%s %d %%_c" text NOT NULL DEFAULT '100%s %d %%' CHECK ("100%s %d %%_c" <> '100%s %d %%'), "100%s %d %%_m" "100%s %d %%_s"."100%s %d %%_e" DEFAULT 'b');
CREATE TABLE "100%s %d %%_s"."100%s %d %%_o" ("100%s %d %%_i" int REFERENCES "100%s %d %%_s"."100%s %d %%_t");
CREATE INDEX "100%s %d %%_x" ON "100%s %d %%_s"."100%s %d %%_t" (lower("100%s %d %%_c")) WHERE "100%s %d %%_i" > 0;
CREATE VIEW "100%s %d %%_s"."100%s %d %%_v" AS SELECT "100%s %d %%_c", "100%s %d %%_m" FROM "100%s %d %%_s"."100%s %d %%_t";
CREATE FUNCTION "100%s %d %%_s"."100%s %d %%_f"("100%s %d %%_a" "100%s %d %%_s"."100%s %d %%_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "100%s %d %%_s"."100%s %d %%_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "100%s %d %%_r" BEFORE UPDATE OF "100%s %d %%_c" ON "100%s %d %%_s"."100%s %d %%_t" FOR EACH ROW EXECUTE FUNCTION "100%s %d %%_s"."100%s %d %%_g"('100%s %d %%');
CREATE POLICY "100%s %d %%_p" ON "100%s %d %%_s"."100%s %d %%_t" USING ("100%s %d %%_c" = current_user);
CREATE SEQUENCE "100%s %d %%_s"."100%s %d %%_q";
CREATE DOMAIN "100%s %d %%_s"."100%s %d %%_d" AS int CONSTRAINT "100%s %d %%_k" CHECK (VALUE > 0);
CREATE TYPE "100%s %d %%_s"."100%s %d %%_y" AS ("100%s %d %%_c" int);
CREATE STATISTICS "100%s %d %%_s"."100%s %d %%_z" ON "100%s %d %%_i", "100%s %d %%_c" FROM "100%s %d %%_s"."100%s %d %%_t";
CREATE PUBLICATION "100%s %d %%_u" FOR TABLE "100%s %d %%_s"."100%s %d %%_t" ("100%s %d %%_i");
COMMENT ON COLUMN "100%s %d %%_s"."100%s %d %%_t"."100%s %d %%_c" IS '100%s %d %%';
COMMENT ON POLICY "100%s %d %%_p" ON "100%s %d %%_s"."100%s %d %%_t" IS '100%s %d %%';
-- up
ALTER TABLE "100%s %d %%_s"."100%s %d %%_t" RENAME COLUMN "100%s %d %%_i" TO "id";
ALTER TABLE "100%s %d %%_s"."100%s %d %%_t" RENAME TO "plain";
ALTER SCHEMA "100%s %d %%_s" RENAME TO "calm";
ALTER TYPE "calm"."100%s %d %%_e" ADD VALUE 'new';
ALTER TABLE "calm"."plain" ALTER COLUMN "100%s %d %%_c" DROP DEFAULT, ALTER COLUMN "100%s %d %%_c" DROP NOT NULL;
DROP TRIGGER "100%s %d %%_r" ON "calm"."plain";
DROP VIEW "calm"."100%s %d %%_v";
ALTER SEQUENCE "calm"."100%s %d %%_q" INCREMENT BY 5;
COMMENT ON COLUMN "calm"."plain"."100%s %d %%_c" IS NULL;
-- down: exact
ALTER SCHEMA "calm" RENAME TO "100%s %d %%_s";
ALTER TABLE "100%s %d %%_s"."plain" RENAME TO "100%s %d %%_t";
ALTER TABLE "100%s %d %%_s"."100%s %d %%_t" RENAME COLUMN "id" TO "100%s %d %%_i";
ALTER TABLE "100%s %d %%_s"."100%s %d %%_t" ALTER COLUMN "100%s %d %%_c" SET NOT NULL;
DROP FUNCTION "100%s %d %%_s"."100%s %d %%_f"("100%s %d %%_a" "100%s %d %%_s"."100%s %d %%_e");
ALTER TYPE "100%s %d %%_s"."100%s %d %%_e" RENAME TO "100%s %d %%_e__old";
CREATE TYPE "100%s %d %%_s"."100%s %d %%_e" AS ENUM ('100%s %d %%', 'b');
ALTER TABLE "100%s %d %%_s"."100%s %d %%_t" ALTER COLUMN "100%s %d %%_m" DROP DEFAULT, ALTER COLUMN "100%s %d %%_m" SET DATA TYPE "100%s %d %%_s"."100%s %d %%_e" USING "100%s %d %%_m"::text::"100%s %d %%_s"."100%s %d %%_e", ALTER COLUMN "100%s %d %%_m" SET DEFAULT 'b'::"100%s %d %%_s"."100%s %d %%_e";
DROP TYPE "100%s %d %%_s"."100%s %d %%_e__old";
ALTER TABLE "100%s %d %%_s"."100%s %d %%_t" ALTER COLUMN "100%s %d %%_c" SET DEFAULT '100%s %d %%'::text;
ALTER SEQUENCE "100%s %d %%_s"."100%s %d %%_q" INCREMENT BY 1;
CREATE VIEW "100%s %d %%_s"."100%s %d %%_v" AS
 SELECT "100%s %d %%_c",
    "100%s %d %%_m"
   FROM "100%s %d %%_s"."100%s %d %%_t";
CREATE TRIGGER "100%s %d %%_r" BEFORE UPDATE OF "100%s %d %%_c" ON "100%s %d %%_s"."100%s %d %%_t" FOR EACH ROW EXECUTE FUNCTION "100%s %d %%_s"."100%s %d %%_g"('100%s %d %%');
COMMENT ON COLUMN "100%s %d %%_s"."100%s %d %%_t"."100%s %d %%_c" IS '100%s %d %%';
CREATE OR REPLACE FUNCTION "100%s %d %%_s"."100%s %d %%_f"("100%s %d %%_a" "100%s %d %%_s"."100%s %d %%_e")
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

-- case: comment markers in every name, all changed
-- given
CREATE SCHEMA "x -- y /* z */_s";
CREATE TYPE "x -- y /* z */_s"."x -- y /* z */_e" AS ENUM ('x -- y /* z */', 'b');
CREATE TABLE "x -- y /* z */_s"."x -- y /* z */_t" ("x -- y /* z */_i" int PRIMARY KEY, "x -- y /* z */_c" text NOT NULL DEFAULT 'x -- y /* z */' CHECK ("x -- y /* z */_c" <> 'x -- y /* z */'), "x -- y /* z */_m" "x -- y /* z */_s"."x -- y /* z */_e" DEFAULT 'b');
CREATE TABLE "x -- y /* z */_s"."x -- y /* z */_o" ("x -- y /* z */_i" int REFERENCES "x -- y /* z */_s"."x -- y /* z */_t");
CREATE INDEX "x -- y /* z */_x" ON "x -- y /* z */_s"."x -- y /* z */_t" (lower("x -- y /* z */_c")) WHERE "x -- y /* z */_i" > 0;
CREATE VIEW "x -- y /* z */_s"."x -- y /* z */_v" AS SELECT "x -- y /* z */_c", "x -- y /* z */_m" FROM "x -- y /* z */_s"."x -- y /* z */_t";
CREATE FUNCTION "x -- y /* z */_s"."x -- y /* z */_f"("x -- y /* z */_a" "x -- y /* z */_s"."x -- y /* z */_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "x -- y /* z */_s"."x -- y /* z */_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "x -- y /* z */_r" BEFORE UPDATE OF "x -- y /* z */_c" ON "x -- y /* z */_s"."x -- y /* z */_t" FOR EACH ROW EXECUTE FUNCTION "x -- y /* z */_s"."x -- y /* z */_g"('x -- y /* z */');
CREATE POLICY "x -- y /* z */_p" ON "x -- y /* z */_s"."x -- y /* z */_t" USING ("x -- y /* z */_c" = current_user);
CREATE SEQUENCE "x -- y /* z */_s"."x -- y /* z */_q";
CREATE DOMAIN "x -- y /* z */_s"."x -- y /* z */_d" AS int CONSTRAINT "x -- y /* z */_k" CHECK (VALUE > 0);
CREATE TYPE "x -- y /* z */_s"."x -- y /* z */_y" AS ("x -- y /* z */_c" int);
CREATE STATISTICS "x -- y /* z */_s"."x -- y /* z */_z" ON "x -- y /* z */_i", "x -- y /* z */_c" FROM "x -- y /* z */_s"."x -- y /* z */_t";
CREATE PUBLICATION "x -- y /* z */_u" FOR TABLE "x -- y /* z */_s"."x -- y /* z */_t" ("x -- y /* z */_i");
COMMENT ON COLUMN "x -- y /* z */_s"."x -- y /* z */_t"."x -- y /* z */_c" IS 'x -- y /* z */';
COMMENT ON POLICY "x -- y /* z */_p" ON "x -- y /* z */_s"."x -- y /* z */_t" IS 'x -- y /* z */';
-- up
ALTER TABLE "x -- y /* z */_s"."x -- y /* z */_t" RENAME COLUMN "x -- y /* z */_i" TO "id";
ALTER TABLE "x -- y /* z */_s"."x -- y /* z */_t" RENAME TO "plain";
ALTER SCHEMA "x -- y /* z */_s" RENAME TO "calm";
ALTER TYPE "calm"."x -- y /* z */_e" ADD VALUE 'new';
ALTER TABLE "calm"."plain" ALTER COLUMN "x -- y /* z */_c" DROP DEFAULT, ALTER COLUMN "x -- y /* z */_c" DROP NOT NULL;
DROP TRIGGER "x -- y /* z */_r" ON "calm"."plain";
DROP VIEW "calm"."x -- y /* z */_v";
ALTER SEQUENCE "calm"."x -- y /* z */_q" INCREMENT BY 5;
COMMENT ON COLUMN "calm"."plain"."x -- y /* z */_c" IS NULL;
-- down: exact
ALTER SCHEMA "calm" RENAME TO "x -- y /* z */_s";
ALTER TABLE "x -- y /* z */_s"."plain" RENAME TO "x -- y /* z */_t";
ALTER TABLE "x -- y /* z */_s"."x -- y /* z */_t" RENAME COLUMN "id" TO "x -- y /* z */_i";
ALTER TABLE "x -- y /* z */_s"."x -- y /* z */_t" ALTER COLUMN "x -- y /* z */_c" SET NOT NULL;
DROP FUNCTION "x -- y /* z */_s"."x -- y /* z */_f"("x -- y /* z */_a" "x -- y /* z */_s"."x -- y /* z */_e");
ALTER TYPE "x -- y /* z */_s"."x -- y /* z */_e" RENAME TO "x -- y /* z */_e__old";
CREATE TYPE "x -- y /* z */_s"."x -- y /* z */_e" AS ENUM ('x -- y /* z */', 'b');
ALTER TABLE "x -- y /* z */_s"."x -- y /* z */_t" ALTER COLUMN "x -- y /* z */_m" DROP DEFAULT, ALTER COLUMN "x -- y /* z */_m" SET DATA TYPE "x -- y /* z */_s"."x -- y /* z */_e" USING "x -- y /* z */_m"::text::"x -- y /* z */_s"."x -- y /* z */_e", ALTER COLUMN "x -- y /* z */_m" SET DEFAULT 'b'::"x -- y /* z */_s"."x -- y /* z */_e";
DROP TYPE "x -- y /* z */_s"."x -- y /* z */_e__old";
ALTER TABLE "x -- y /* z */_s"."x -- y /* z */_t" ALTER COLUMN "x -- y /* z */_c" SET DEFAULT 'x -- y /* z */'::text;
ALTER SEQUENCE "x -- y /* z */_s"."x -- y /* z */_q" INCREMENT BY 1;
CREATE VIEW "x -- y /* z */_s"."x -- y /* z */_v" AS
 SELECT "x -- y /* z */_c",
    "x -- y /* z */_m"
   FROM "x -- y /* z */_s"."x -- y /* z */_t";
CREATE TRIGGER "x -- y /* z */_r" BEFORE UPDATE OF "x -- y /* z */_c" ON "x -- y /* z */_s"."x -- y /* z */_t" FOR EACH ROW EXECUTE FUNCTION "x -- y /* z */_s"."x -- y /* z */_g"('x -- y /* z */');
COMMENT ON COLUMN "x -- y /* z */_s"."x -- y /* z */_t"."x -- y /* z */_c" IS 'x -- y /* z */';
CREATE OR REPLACE FUNCTION "x -- y /* z */_s"."x -- y /* z */_f"("x -- y /* z */_a" "x -- y /* z */_s"."x -- y /* z */_e")
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

-- case: comment markers in every name, all made
-- given
CREATE TABLE t (id int);
-- up
CREATE SCHEMA "x -- y /* z */_s";
CREATE TYPE "x -- y /* z */_s"."x -- y /* z */_e" AS ENUM ('x -- y /* z */', 'b');
CREATE TABLE "x -- y /* z */_s"."x -- y /* z */_t" ("x -- y /* z */_i" int PRIMARY KEY, "x -- y /* z */_c" text NOT NULL DEFAULT 'x -- y /* z */' CHECK ("x -- y /* z */_c" <> 'x -- y /* z */'), "x -- y /* z */_m" "x -- y /* z */_s"."x -- y /* z */_e" DEFAULT 'b');
CREATE TABLE "x -- y /* z */_s"."x -- y /* z */_o" ("x -- y /* z */_i" int REFERENCES "x -- y /* z */_s"."x -- y /* z */_t");
CREATE INDEX "x -- y /* z */_x" ON "x -- y /* z */_s"."x -- y /* z */_t" (lower("x -- y /* z */_c")) WHERE "x -- y /* z */_i" > 0;
CREATE VIEW "x -- y /* z */_s"."x -- y /* z */_v" AS SELECT "x -- y /* z */_c", "x -- y /* z */_m" FROM "x -- y /* z */_s"."x -- y /* z */_t";
CREATE FUNCTION "x -- y /* z */_s"."x -- y /* z */_f"("x -- y /* z */_a" "x -- y /* z */_s"."x -- y /* z */_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "x -- y /* z */_s"."x -- y /* z */_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "x -- y /* z */_r" BEFORE UPDATE OF "x -- y /* z */_c" ON "x -- y /* z */_s"."x -- y /* z */_t" FOR EACH ROW EXECUTE FUNCTION "x -- y /* z */_s"."x -- y /* z */_g"('x -- y /* z */');
CREATE POLICY "x -- y /* z */_p" ON "x -- y /* z */_s"."x -- y /* z */_t" USING ("x -- y /* z */_c" = current_user);
CREATE SEQUENCE "x -- y /* z */_s"."x -- y /* z */_q";
CREATE DOMAIN "x -- y /* z */_s"."x -- y /* z */_d" AS int CONSTRAINT "x -- y /* z */_k" CHECK (VALUE > 0);
CREATE TYPE "x -- y /* z */_s"."x -- y /* z */_y" AS ("x -- y /* z */_c" int);
CREATE STATISTICS "x -- y /* z */_s"."x -- y /* z */_z" ON "x -- y /* z */_i", "x -- y /* z */_c" FROM "x -- y /* z */_s"."x -- y /* z */_t";
CREATE PUBLICATION "x -- y /* z */_u" FOR TABLE "x -- y /* z */_s"."x -- y /* z */_t" ("x -- y /* z */_i");
COMMENT ON COLUMN "x -- y /* z */_s"."x -- y /* z */_t"."x -- y /* z */_c" IS 'x -- y /* z */';
COMMENT ON POLICY "x -- y /* z */_p" ON "x -- y /* z */_s"."x -- y /* z */_t" IS 'x -- y /* z */';
-- down: exact
DROP PUBLICATION "x -- y /* z */_u";
DROP VIEW "x -- y /* z */_s"."x -- y /* z */_v";
DROP TABLE "x -- y /* z */_s"."x -- y /* z */_o";
DROP TABLE "x -- y /* z */_s"."x -- y /* z */_t";
DROP SEQUENCE "x -- y /* z */_s"."x -- y /* z */_q";
DROP FUNCTION "x -- y /* z */_s"."x -- y /* z */_f"("x -- y /* z */_a" "x -- y /* z */_s"."x -- y /* z */_e");
DROP FUNCTION "x -- y /* z */_s"."x -- y /* z */_g"();
DROP TYPE "x -- y /* z */_s"."x -- y /* z */_e";
DROP DOMAIN "x -- y /* z */_s"."x -- y /* z */_d";
DROP TYPE "x -- y /* z */_s"."x -- y /* z */_y";
DROP SCHEMA "x -- y /* z */_s";

-- case: unicode in every name, all dropped
-- given
CREATE SCHEMA "naïve_日本語_🦆_s";
CREATE TYPE "naïve_日本語_🦆_s"."naïve_日本語_🦆_e" AS ENUM ('naïve_日本語_🦆', 'b');
CREATE TABLE "naïve_日本語_🦆_s"."naïve_日本語_🦆_t" ("naïve_日本語_🦆_i" int PRIMARY KEY, "naïve_日本語_🦆_c" text NOT NULL DEFAULT 'naïve_日本語_🦆' CHECK ("naïve_日本語_🦆_c" <> 'naïve_日本語_🦆'), "naïve_日本語_🦆_m" "naïve_日本語_🦆_s"."naïve_日本語_🦆_e" DEFAULT 'b');
CREATE TABLE "naïve_日本語_🦆_s"."naïve_日本語_🦆_o" ("naïve_日本語_🦆_i" int REFERENCES "naïve_日本語_🦆_s"."naïve_日本語_🦆_t");
CREATE INDEX "naïve_日本語_🦆_x" ON "naïve_日本語_🦆_s"."naïve_日本語_🦆_t" (lower("naïve_日本語_🦆_c")) WHERE "naïve_日本語_🦆_i" > 0;
CREATE VIEW "naïve_日本語_🦆_s"."naïve_日本語_🦆_v" AS SELECT "naïve_日本語_🦆_c", "naïve_日本語_🦆_m" FROM "naïve_日本語_🦆_s"."naïve_日本語_🦆_t";
CREATE FUNCTION "naïve_日本語_🦆_s"."naïve_日本語_🦆_f"("naïve_日本語_🦆_a" "naïve_日本語_🦆_s"."naïve_日本語_🦆_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "naïve_日本語_🦆_s"."naïve_日本語_🦆_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "naïve_日本語_🦆_r" BEFORE UPDATE OF "naïve_日本語_🦆_c" ON "naïve_日本語_🦆_s"."naïve_日本語_🦆_t" FOR EACH ROW EXECUTE FUNCTION "naïve_日本語_🦆_s"."naïve_日本語_🦆_g"('naïve_日本語_🦆');
CREATE POLICY "naïve_日本語_🦆_p" ON "naïve_日本語_🦆_s"."naïve_日本語_🦆_t" USING ("naïve_日本語_🦆_c" = current_user);
CREATE SEQUENCE "naïve_日本語_🦆_s"."naïve_日本語_🦆_q";
CREATE DOMAIN "naïve_日本語_🦆_s"."naïve_日本語_🦆_d" AS int CONSTRAINT "naïve_日本語_🦆_k" CHECK (VALUE > 0);
CREATE TYPE "naïve_日本語_🦆_s"."naïve_日本語_🦆_y" AS ("naïve_日本語_🦆_c" int);
CREATE STATISTICS "naïve_日本語_🦆_s"."naïve_日本語_🦆_z" ON "naïve_日本語_🦆_i", "naïve_日本語_🦆_c" FROM "naïve_日本語_🦆_s"."naïve_日本語_🦆_t";
CREATE PUBLICATION "naïve_日本語_🦆_u" FOR TABLE "naïve_日本語_🦆_s"."naïve_日本語_🦆_t" ("naïve_日本語_🦆_i");
COMMENT ON COLUMN "naïve_日本語_🦆_s"."naïve_日本語_🦆_t"."naïve_日本語_🦆_c" IS 'naïve_日本語_🦆';
COMMENT ON POLICY "naïve_日本語_🦆_p" ON "naïve_日本語_🦆_s"."naïve_日本語_🦆_t" IS 'naïve_日本語_🦆';
-- up
DROP PUBLICATION "naïve_日本語_🦆_u";
DROP SCHEMA "naïve_日本語_🦆_s" CASCADE;
-- down: structure only
-- lost: rows of naïve_日本語_🦆_s.naïve_日本語_🦆_o
-- lost: rows of naïve_日本語_🦆_s.naïve_日本語_🦆_t
-- lost: the counter of sequence naïve_日本語_🦆_s.naïve_日本語_🦆_q
CREATE SCHEMA "naïve_日本語_🦆_s";
CREATE TYPE "naïve_日本語_🦆_s"."naïve_日本語_🦆_e" AS ENUM ('naïve_日本語_🦆', 'b');
CREATE DOMAIN "naïve_日本語_🦆_s"."naïve_日本語_🦆_d" AS integer CONSTRAINT "naïve_日本語_🦆_k" CHECK ((VALUE > 0));
CREATE TYPE "naïve_日本語_🦆_s"."naïve_日本語_🦆_y" AS ("naïve_日本語_🦆_c" integer);
CREATE SEQUENCE "naïve_日本語_🦆_s"."naïve_日本語_🦆_q";
CREATE OR REPLACE FUNCTION "naïve_日本語_🦆_s"."naïve_日本語_🦆_f"("naïve_日本語_🦆_a" "naïve_日本語_🦆_s"."naïve_日本語_🦆_e")
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE OR REPLACE FUNCTION "naïve_日本語_🦆_s"."naïve_日本語_🦆_g"()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$;
CREATE TABLE "naïve_日本語_🦆_s"."naïve_日本語_🦆_t" (
	"naïve_日本語_🦆_i" integer NOT NULL,
	"naïve_日本語_🦆_c" text DEFAULT 'naïve_日本語_🦆'::text NOT NULL,
	"naïve_日本語_🦆_m" "naïve_日本語_🦆_s"."naïve_日本語_🦆_e" DEFAULT 'b'::"naïve_日本語_🦆_s"."naïve_日本語_🦆_e",
	CONSTRAINT "naïve_日本語_🦆_t_pkey" PRIMARY KEY ("naïve_日本語_🦆_i"),
	CONSTRAINT "naïve_日本語_🦆_t_naïve_日本語_🦆_c_check" CHECK (("naïve_日本語_🦆_c" <> 'naïve_日本語_🦆'::text))
);
CREATE TABLE "naïve_日本語_🦆_s"."naïve_日本語_🦆_o" (
	"naïve_日本語_🦆_i" integer
);
CREATE INDEX "naïve_日本語_🦆_x" ON "naïve_日本語_🦆_s"."naïve_日本語_🦆_t" USING btree (lower("naïve_日本語_🦆_c")) WHERE ("naïve_日本語_🦆_i" > 0);
ALTER TABLE "naïve_日本語_🦆_s"."naïve_日本語_🦆_o" ADD CONSTRAINT "naïve_日本語_🦆_o_naïve_日本語_🦆_i_fkey" FOREIGN KEY ("naïve_日本語_🦆_i") REFERENCES "naïve_日本語_🦆_s"."naïve_日本語_🦆_t"("naïve_日本語_🦆_i");
CREATE VIEW "naïve_日本語_🦆_s"."naïve_日本語_🦆_v" AS
 SELECT "naïve_日本語_🦆_c",
    "naïve_日本語_🦆_m"
   FROM "naïve_日本語_🦆_s"."naïve_日本語_🦆_t";
CREATE STATISTICS "naïve_日本語_🦆_s"."naïve_日本語_🦆_z" ON "naïve_日本語_🦆_i", "naïve_日本語_🦆_c" FROM "naïve_日本語_🦆_s"."naïve_日本語_🦆_t";
CREATE TRIGGER "naïve_日本語_🦆_r" BEFORE UPDATE OF "naïve_日本語_🦆_c" ON "naïve_日本語_🦆_s"."naïve_日本語_🦆_t" FOR EACH ROW EXECUTE FUNCTION "naïve_日本語_🦆_s"."naïve_日本語_🦆_g"('naïve_日本語_🦆');
CREATE POLICY "naïve_日本語_🦆_p" ON "naïve_日本語_🦆_s"."naïve_日本語_🦆_t" AS PERMISSIVE FOR ALL TO PUBLIC USING (("naïve_日本語_🦆_c" = CURRENT_USER));
COMMENT ON COLUMN "naïve_日本語_🦆_s"."naïve_日本語_🦆_t"."naïve_日本語_🦆_c" IS 'naïve_日本語_🦆';
COMMENT ON POLICY "naïve_日本語_🦆_p" ON "naïve_日本語_🦆_s"."naïve_日本語_🦆_t" IS 'naïve_日本語_🦆';
CREATE PUBLICATION "naïve_日本語_🦆_u" FOR TABLE "naïve_日本語_🦆_s"."naïve_日本語_🦆_t" ("naïve_日本語_🦆_i");

-- case: sql in every name, all changed
-- given
CREATE SCHEMA "'); DROP TABLE t; --_s";
CREATE TYPE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e" AS ENUM ('''); DROP TABLE t; --', 'b');
CREATE TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" ("'); DROP TABLE t; --_i" int PRIMARY KEY, "'); DROP TABLE t; --_c" text NOT NULL DEFAULT '''); DROP TABLE t; --' CHECK ("'); DROP TABLE t; --_c" <> '''); DROP TABLE t; --'), "'); DROP TABLE t; --_m" "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e" DEFAULT 'b');
CREATE TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_o" ("'); DROP TABLE t; --_i" int REFERENCES "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t");
CREATE INDEX "'); DROP TABLE t; --_x" ON "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" (lower("'); DROP TABLE t; --_c")) WHERE "'); DROP TABLE t; --_i" > 0;
CREATE VIEW "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_v" AS SELECT "'); DROP TABLE t; --_c", "'); DROP TABLE t; --_m" FROM "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t";
CREATE FUNCTION "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_f"("'); DROP TABLE t; --_a" "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "'); DROP TABLE t; --_r" BEFORE UPDATE OF "'); DROP TABLE t; --_c" ON "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" FOR EACH ROW EXECUTE FUNCTION "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_g"('''); DROP TABLE t; --');
CREATE POLICY "'); DROP TABLE t; --_p" ON "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" USING ("'); DROP TABLE t; --_c" = current_user);
CREATE SEQUENCE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_q";
CREATE DOMAIN "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_d" AS int CONSTRAINT "'); DROP TABLE t; --_k" CHECK (VALUE > 0);
CREATE TYPE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_y" AS ("'); DROP TABLE t; --_c" int);
CREATE STATISTICS "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_z" ON "'); DROP TABLE t; --_i", "'); DROP TABLE t; --_c" FROM "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t";
CREATE PUBLICATION "'); DROP TABLE t; --_u" FOR TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" ("'); DROP TABLE t; --_i");
COMMENT ON COLUMN "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t"."'); DROP TABLE t; --_c" IS '''); DROP TABLE t; --';
COMMENT ON POLICY "'); DROP TABLE t; --_p" ON "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" IS '''); DROP TABLE t; --';
-- up
ALTER TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" RENAME COLUMN "'); DROP TABLE t; --_i" TO "id";
ALTER TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" RENAME TO "plain";
ALTER SCHEMA "'); DROP TABLE t; --_s" RENAME TO "calm";
ALTER TYPE "calm"."'); DROP TABLE t; --_e" ADD VALUE 'new';
ALTER TABLE "calm"."plain" ALTER COLUMN "'); DROP TABLE t; --_c" DROP DEFAULT, ALTER COLUMN "'); DROP TABLE t; --_c" DROP NOT NULL;
DROP TRIGGER "'); DROP TABLE t; --_r" ON "calm"."plain";
DROP VIEW "calm"."'); DROP TABLE t; --_v";
ALTER SEQUENCE "calm"."'); DROP TABLE t; --_q" INCREMENT BY 5;
COMMENT ON COLUMN "calm"."plain"."'); DROP TABLE t; --_c" IS NULL;
-- down: exact
ALTER SCHEMA "calm" RENAME TO "'); DROP TABLE t; --_s";
ALTER TABLE "'); DROP TABLE t; --_s"."plain" RENAME TO "'); DROP TABLE t; --_t";
ALTER TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" RENAME COLUMN "id" TO "'); DROP TABLE t; --_i";
ALTER TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" ALTER COLUMN "'); DROP TABLE t; --_c" SET NOT NULL;
DROP FUNCTION "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_f"("'); DROP TABLE t; --_a" "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e");
ALTER TYPE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e" RENAME TO "'); DROP TABLE t; --_e__old";
CREATE TYPE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e" AS ENUM ('''); DROP TABLE t; --', 'b');
ALTER TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" ALTER COLUMN "'); DROP TABLE t; --_m" DROP DEFAULT, ALTER COLUMN "'); DROP TABLE t; --_m" SET DATA TYPE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e" USING "'); DROP TABLE t; --_m"::text::"'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e", ALTER COLUMN "'); DROP TABLE t; --_m" SET DEFAULT 'b'::"'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e";
DROP TYPE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e__old";
ALTER TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" ALTER COLUMN "'); DROP TABLE t; --_c" SET DEFAULT '''); DROP TABLE t; --'::text;
ALTER SEQUENCE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_q" INCREMENT BY 1;
CREATE VIEW "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_v" AS
 SELECT "'); DROP TABLE t; --_c",
    "'); DROP TABLE t; --_m"
   FROM "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t";
CREATE TRIGGER "'); DROP TABLE t; --_r" BEFORE UPDATE OF "'); DROP TABLE t; --_c" ON "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" FOR EACH ROW EXECUTE FUNCTION "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_g"('''); DROP TABLE t; --');
COMMENT ON COLUMN "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t"."'); DROP TABLE t; --_c" IS '''); DROP TABLE t; --';
CREATE OR REPLACE FUNCTION "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_f"("'); DROP TABLE t; --_a" "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e")
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

-- case: sql in every name, all made
-- given
CREATE TABLE t (id int);
-- up
CREATE SCHEMA "'); DROP TABLE t; --_s";
CREATE TYPE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e" AS ENUM ('''); DROP TABLE t; --', 'b');
CREATE TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" ("'); DROP TABLE t; --_i" int PRIMARY KEY, "'); DROP TABLE t; --_c" text NOT NULL DEFAULT '''); DROP TABLE t; --' CHECK ("'); DROP TABLE t; --_c" <> '''); DROP TABLE t; --'), "'); DROP TABLE t; --_m" "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e" DEFAULT 'b');
CREATE TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_o" ("'); DROP TABLE t; --_i" int REFERENCES "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t");
CREATE INDEX "'); DROP TABLE t; --_x" ON "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" (lower("'); DROP TABLE t; --_c")) WHERE "'); DROP TABLE t; --_i" > 0;
CREATE VIEW "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_v" AS SELECT "'); DROP TABLE t; --_c", "'); DROP TABLE t; --_m" FROM "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t";
CREATE FUNCTION "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_f"("'); DROP TABLE t; --_a" "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "'); DROP TABLE t; --_r" BEFORE UPDATE OF "'); DROP TABLE t; --_c" ON "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" FOR EACH ROW EXECUTE FUNCTION "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_g"('''); DROP TABLE t; --');
CREATE POLICY "'); DROP TABLE t; --_p" ON "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" USING ("'); DROP TABLE t; --_c" = current_user);
CREATE SEQUENCE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_q";
CREATE DOMAIN "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_d" AS int CONSTRAINT "'); DROP TABLE t; --_k" CHECK (VALUE > 0);
CREATE TYPE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_y" AS ("'); DROP TABLE t; --_c" int);
CREATE STATISTICS "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_z" ON "'); DROP TABLE t; --_i", "'); DROP TABLE t; --_c" FROM "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t";
CREATE PUBLICATION "'); DROP TABLE t; --_u" FOR TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" ("'); DROP TABLE t; --_i");
COMMENT ON COLUMN "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t"."'); DROP TABLE t; --_c" IS '''); DROP TABLE t; --';
COMMENT ON POLICY "'); DROP TABLE t; --_p" ON "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t" IS '''); DROP TABLE t; --';
-- down: exact
DROP PUBLICATION "'); DROP TABLE t; --_u";
DROP VIEW "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_v";
DROP TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_o";
DROP TABLE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_t";
DROP SEQUENCE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_q";
DROP FUNCTION "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_f"("'); DROP TABLE t; --_a" "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e");
DROP FUNCTION "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_g"();
DROP TYPE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_e";
DROP DOMAIN "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_d";
DROP TYPE "'); DROP TABLE t; --_s"."'); DROP TABLE t; --_y";
DROP SCHEMA "'); DROP TABLE t; --_s";

-- case: sixty three bytes in every name, all made
-- given
CREATE TABLE t (id int);
-- up
CREATE SCHEMA "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s";
CREATE TYPE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_e" AS ENUM ('nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn', 'b');
CREATE TABLE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_t" ("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_i" int PRIMARY KEY, "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_c" text NOT NULL DEFAULT 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn' CHECK ("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_c" <> 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn'), "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_m" "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_e" DEFAULT 'b');
CREATE TABLE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_o" ("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_i" int REFERENCES "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_t");
CREATE INDEX "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_x" ON "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_t" (lower("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_c")) WHERE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_i" > 0;
CREATE VIEW "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_v" AS SELECT "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_c", "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_m" FROM "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_t";
CREATE FUNCTION "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_f"("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_a" "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_r" BEFORE UPDATE OF "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_c" ON "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_t" FOR EACH ROW EXECUTE FUNCTION "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_g"('nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn');
CREATE POLICY "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_p" ON "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_t" USING ("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_c" = current_user);
CREATE SEQUENCE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_q";
CREATE DOMAIN "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_d" AS int CONSTRAINT "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_k" CHECK (VALUE > 0);
CREATE TYPE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_y" AS ("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_c" int);
CREATE STATISTICS "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_z" ON "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_i", "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_c" FROM "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_t";
CREATE PUBLICATION "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_u" FOR TABLE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_t" ("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_i");
COMMENT ON COLUMN "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_t"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_c" IS 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn';
COMMENT ON POLICY "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_p" ON "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_t" IS 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn';
-- down: exact
DROP PUBLICATION "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_u";
DROP VIEW "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_v";
DROP TABLE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_o";
DROP TABLE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_t";
DROP SEQUENCE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_q";
DROP FUNCTION "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_f"(nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_a nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_e);
DROP FUNCTION "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_g"();
DROP TYPE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_e";
DROP DOMAIN "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_d";
DROP TYPE "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s"."nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_y";
DROP SCHEMA "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_s";

-- case: backslash in every name, all dropped
-- given
CREATE SCHEMA "a\b\n_s";
CREATE TYPE "a\b\n_s"."a\b\n_e" AS ENUM ('a\b\n', 'b');
CREATE TABLE "a\b\n_s"."a\b\n_t" ("a\b\n_i" int PRIMARY KEY, "a\b\n_c" text NOT NULL DEFAULT 'a\b\n' CHECK ("a\b\n_c" <> 'a\b\n'), "a\b\n_m" "a\b\n_s"."a\b\n_e" DEFAULT 'b');
CREATE TABLE "a\b\n_s"."a\b\n_o" ("a\b\n_i" int REFERENCES "a\b\n_s"."a\b\n_t");
CREATE INDEX "a\b\n_x" ON "a\b\n_s"."a\b\n_t" (lower("a\b\n_c")) WHERE "a\b\n_i" > 0;
CREATE VIEW "a\b\n_s"."a\b\n_v" AS SELECT "a\b\n_c", "a\b\n_m" FROM "a\b\n_s"."a\b\n_t";
CREATE FUNCTION "a\b\n_s"."a\b\n_f"("a\b\n_a" "a\b\n_s"."a\b\n_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "a\b\n_s"."a\b\n_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "a\b\n_r" BEFORE UPDATE OF "a\b\n_c" ON "a\b\n_s"."a\b\n_t" FOR EACH ROW EXECUTE FUNCTION "a\b\n_s"."a\b\n_g"('a\b\n');
CREATE POLICY "a\b\n_p" ON "a\b\n_s"."a\b\n_t" USING ("a\b\n_c" = current_user);
CREATE SEQUENCE "a\b\n_s"."a\b\n_q";
CREATE DOMAIN "a\b\n_s"."a\b\n_d" AS int CONSTRAINT "a\b\n_k" CHECK (VALUE > 0);
CREATE TYPE "a\b\n_s"."a\b\n_y" AS ("a\b\n_c" int);
CREATE STATISTICS "a\b\n_s"."a\b\n_z" ON "a\b\n_i", "a\b\n_c" FROM "a\b\n_s"."a\b\n_t";
CREATE PUBLICATION "a\b\n_u" FOR TABLE "a\b\n_s"."a\b\n_t" ("a\b\n_i");
COMMENT ON COLUMN "a\b\n_s"."a\b\n_t"."a\b\n_c" IS 'a\b\n';
COMMENT ON POLICY "a\b\n_p" ON "a\b\n_s"."a\b\n_t" IS 'a\b\n';
-- up
DROP PUBLICATION "a\b\n_u";
DROP SCHEMA "a\b\n_s" CASCADE;
-- down: structure only
-- lost: rows of a\b\n_s.a\b\n_o
-- lost: rows of a\b\n_s.a\b\n_t
-- lost: the counter of sequence a\b\n_s.a\b\n_q
CREATE SCHEMA "a\b\n_s";
CREATE TYPE "a\b\n_s"."a\b\n_e" AS ENUM ('a\b\n', 'b');
CREATE DOMAIN "a\b\n_s"."a\b\n_d" AS integer CONSTRAINT "a\b\n_k" CHECK ((VALUE > 0));
CREATE TYPE "a\b\n_s"."a\b\n_y" AS ("a\b\n_c" integer);
CREATE SEQUENCE "a\b\n_s"."a\b\n_q";
CREATE OR REPLACE FUNCTION "a\b\n_s"."a\b\n_f"("a\b\n_a" "a\b\n_s"."a\b\n_e")
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE OR REPLACE FUNCTION "a\b\n_s"."a\b\n_g"()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$;
CREATE TABLE "a\b\n_s"."a\b\n_t" (
	"a\b\n_i" integer NOT NULL,
	"a\b\n_c" text DEFAULT 'a\b\n'::text NOT NULL,
	"a\b\n_m" "a\b\n_s"."a\b\n_e" DEFAULT 'b'::"a\b\n_s"."a\b\n_e",
	CONSTRAINT "a\b\n_t_pkey" PRIMARY KEY ("a\b\n_i"),
	CONSTRAINT "a\b\n_t_a\b\n_c_check" CHECK (("a\b\n_c" <> 'a\b\n'::text))
);
CREATE TABLE "a\b\n_s"."a\b\n_o" (
	"a\b\n_i" integer
);
CREATE INDEX "a\b\n_x" ON "a\b\n_s"."a\b\n_t" USING btree (lower("a\b\n_c")) WHERE ("a\b\n_i" > 0);
ALTER TABLE "a\b\n_s"."a\b\n_o" ADD CONSTRAINT "a\b\n_o_a\b\n_i_fkey" FOREIGN KEY ("a\b\n_i") REFERENCES "a\b\n_s"."a\b\n_t"("a\b\n_i");
CREATE VIEW "a\b\n_s"."a\b\n_v" AS
 SELECT "a\b\n_c",
    "a\b\n_m"
   FROM "a\b\n_s"."a\b\n_t";
CREATE STATISTICS "a\b\n_s"."a\b\n_z" ON "a\b\n_i", "a\b\n_c" FROM "a\b\n_s"."a\b\n_t";
CREATE TRIGGER "a\b\n_r" BEFORE UPDATE OF "a\b\n_c" ON "a\b\n_s"."a\b\n_t" FOR EACH ROW EXECUTE FUNCTION "a\b\n_s"."a\b\n_g"('a\b\n');
CREATE POLICY "a\b\n_p" ON "a\b\n_s"."a\b\n_t" AS PERMISSIVE FOR ALL TO PUBLIC USING (("a\b\n_c" = CURRENT_USER));
COMMENT ON COLUMN "a\b\n_s"."a\b\n_t"."a\b\n_c" IS 'a\b\n';
COMMENT ON POLICY "a\b\n_p" ON "a\b\n_s"."a\b\n_t" IS 'a\b\n';
CREATE PUBLICATION "a\b\n_u" FOR TABLE "a\b\n_s"."a\b\n_t" ("a\b\n_i");

-- case: long in every name, all dropped
-- given
CREATE SCHEMA "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s";
CREATE TYPE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e" AS ENUM ('LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL', 'b');
CREATE TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i" int PRIMARY KEY, "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" text NOT NULL DEFAULT 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL' CHECK ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" <> 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL'), "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_m" "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e" DEFAULT 'b');
CREATE TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_o" ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i" int REFERENCES "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t");
CREATE INDEX "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_x" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" (lower("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c")) WHERE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i" > 0;
CREATE VIEW "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_v" AS SELECT "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c", "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_m" FROM "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t";
CREATE FUNCTION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_f"("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_a" "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_r" BEFORE UPDATE OF "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" FOR EACH ROW EXECUTE FUNCTION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_g"('LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL');
CREATE POLICY "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_p" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" USING ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" = current_user);
CREATE SEQUENCE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_q";
CREATE DOMAIN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_d" AS int CONSTRAINT "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_k" CHECK (VALUE > 0);
CREATE TYPE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_y" AS ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" int);
CREATE STATISTICS "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_z" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i", "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" FROM "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t";
CREATE PUBLICATION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_u" FOR TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i");
COMMENT ON COLUMN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" IS 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL';
COMMENT ON POLICY "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_p" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" IS 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL';
-- up
DROP PUBLICATION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_u";
DROP SCHEMA "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s" CASCADE;
-- down: structure only
-- lost: rows of LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s.LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_o
-- lost: rows of LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s.LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t
-- lost: the counter of sequence LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s.LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_q
CREATE SCHEMA "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s";
CREATE TYPE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e" AS ENUM ('LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL', 'b');
CREATE DOMAIN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_d" AS integer CONSTRAINT "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_k" CHECK ((VALUE > 0));
CREATE TYPE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_y" AS ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" integer);
CREATE SEQUENCE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_q";
CREATE OR REPLACE FUNCTION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_f"("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_a" "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e")
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
CREATE OR REPLACE FUNCTION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_g"()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$;
CREATE TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" (
	"LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i" integer NOT NULL,
	"LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" text DEFAULT 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL'::text CONSTRAINT "LLLLLLLLLLLLLLLLLLLLLLLLLL_LLLLLLLLLLLLLLLLLLLLLLLLLL_not_null1" NOT NULL,
	"LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_m" "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e" DEFAULT 'b'::"LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e",
	CONSTRAINT "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_pkey" PRIMARY KEY ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i"),
	CONSTRAINT "LLLLLLLLLLLLLLLLLLLLLLLLLLLL_LLLLLLLLLLLLLLLLLLLLLLLLLLLL_check" CHECK (("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" <> 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL'::text))
);
CREATE TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_o" (
	"LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i" integer
);
CREATE INDEX "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_x" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" USING btree (lower("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c")) WHERE ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i" > 0);
ALTER TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_o" ADD CONSTRAINT "LLLLLLLLLLLLLLLLLLLLLLLLLLLLL_LLLLLLLLLLLLLLLLLLLLLLLLLLLL_fkey" FOREIGN KEY ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i") REFERENCES "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t"("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i");
CREATE VIEW "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_v" AS
 SELECT "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c",
    "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_m"
   FROM "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t";
CREATE STATISTICS "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_z" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i", "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" FROM "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t";
CREATE TRIGGER "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_r" BEFORE UPDATE OF "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" FOR EACH ROW EXECUTE FUNCTION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_g"('LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL');
CREATE POLICY "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_p" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" AS PERMISSIVE FOR ALL TO PUBLIC USING (("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" = CURRENT_USER));
COMMENT ON COLUMN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" IS 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL';
COMMENT ON POLICY "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_p" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" IS 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL';
CREATE PUBLICATION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_u" FOR TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i");

-- case: long in every name, all changed
-- given
CREATE SCHEMA "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s";
CREATE TYPE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e" AS ENUM ('LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL', 'b');
CREATE TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i" int PRIMARY KEY, "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" text NOT NULL DEFAULT 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL' CHECK ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" <> 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL'), "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_m" "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e" DEFAULT 'b');
CREATE TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_o" ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i" int REFERENCES "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t");
CREATE INDEX "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_x" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" (lower("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c")) WHERE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i" > 0;
CREATE VIEW "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_v" AS SELECT "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c", "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_m" FROM "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t";
CREATE FUNCTION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_f"("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_a" "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_r" BEFORE UPDATE OF "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" FOR EACH ROW EXECUTE FUNCTION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_g"('LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL');
CREATE POLICY "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_p" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" USING ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" = current_user);
CREATE SEQUENCE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_q";
CREATE DOMAIN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_d" AS int CONSTRAINT "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_k" CHECK (VALUE > 0);
CREATE TYPE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_y" AS ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" int);
CREATE STATISTICS "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_z" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i", "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" FROM "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t";
CREATE PUBLICATION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_u" FOR TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" ("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i");
COMMENT ON COLUMN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" IS 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL';
COMMENT ON POLICY "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_p" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" IS 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL';
-- up
ALTER TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" RENAME COLUMN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i" TO "id";
ALTER TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" RENAME TO "plain";
ALTER SCHEMA "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s" RENAME TO "calm";
ALTER TYPE "calm"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e" ADD VALUE 'new';
ALTER TABLE "calm"."plain" ALTER COLUMN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" DROP DEFAULT, ALTER COLUMN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" DROP NOT NULL;
DROP TRIGGER "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_r" ON "calm"."plain";
DROP VIEW "calm"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_v";
ALTER SEQUENCE "calm"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_q" INCREMENT BY 5;
COMMENT ON COLUMN "calm"."plain"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" IS NULL;
-- down: exact
ALTER SCHEMA "calm" RENAME TO "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s";
ALTER TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."plain" RENAME TO "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t";
ALTER TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" RENAME COLUMN "id" TO "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_i";
ALTER TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" ADD CONSTRAINT "LLLLLLLLLLLLLLLLLLLLLLLLLL_LLLLLLLLLLLLLLLLLLLLLLLLLL_not_null1" NOT NULL "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c";
DROP FUNCTION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_f"("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_a" "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e");
ALTER TYPE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e" RENAME TO "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL__old";
CREATE TYPE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e" AS ENUM ('LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL', 'b');
ALTER TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" ALTER COLUMN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_m" DROP DEFAULT, ALTER COLUMN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_m" SET DATA TYPE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e" USING "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_m"::text::"LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e", ALTER COLUMN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_m" SET DEFAULT 'b'::"LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e";
DROP TYPE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL__old";
ALTER TABLE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" ALTER COLUMN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" SET DEFAULT 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL'::text;
ALTER SEQUENCE "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_q" INCREMENT BY 1;
CREATE VIEW "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_v" AS
 SELECT "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c",
    "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_m"
   FROM "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t";
CREATE TRIGGER "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_r" BEFORE UPDATE OF "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" ON "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t" FOR EACH ROW EXECUTE FUNCTION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_g"('LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL');
COMMENT ON COLUMN "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_t"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_c" IS 'LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL';
CREATE OR REPLACE FUNCTION "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_f"("LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_a" "LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_s"."LLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLLL_e")
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;

-- case: a newline in every name, all changed
-- given
CREATE SCHEMA "one
two_s";
CREATE TYPE "one
two_s"."one
two_e" AS ENUM ('one
two', 'b');
CREATE TABLE "one
two_s"."one
two_t" ("one
two_i" int PRIMARY KEY, "one
two_c" text NOT NULL DEFAULT 'one
two' CHECK ("one
two_c" <> 'one
two'), "one
two_m" "one
two_s"."one
two_e" DEFAULT 'b');
CREATE TABLE "one
two_s"."one
two_o" ("one
two_i" int REFERENCES "one
two_s"."one
two_t");
CREATE INDEX "one
two_x" ON "one
two_s"."one
two_t" (lower("one
two_c")) WHERE "one
two_i" > 0;
CREATE VIEW "one
two_s"."one
two_v" AS SELECT "one
two_c", "one
two_m" FROM "one
two_s"."one
two_t";
CREATE FUNCTION "one
two_s"."one
two_f"("one
two_a" "one
two_s"."one
two_e") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "one
two_s"."one
two_g"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "one
two_r" BEFORE UPDATE OF "one
two_c" ON "one
two_s"."one
two_t" FOR EACH ROW EXECUTE FUNCTION "one
two_s"."one
two_g"('one
two');
CREATE POLICY "one
two_p" ON "one
two_s"."one
two_t" USING ("one
two_c" = current_user);
CREATE SEQUENCE "one
two_s"."one
two_q";
CREATE DOMAIN "one
two_s"."one
two_d" AS int CONSTRAINT "one
two_k" CHECK (VALUE > 0);
CREATE TYPE "one
two_s"."one
two_y" AS ("one
two_c" int);
CREATE STATISTICS "one
two_s"."one
two_z" ON "one
two_i", "one
two_c" FROM "one
two_s"."one
two_t";
CREATE PUBLICATION "one
two_u" FOR TABLE "one
two_s"."one
two_t" ("one
two_i");
COMMENT ON COLUMN "one
two_s"."one
two_t"."one
two_c" IS 'one
two';
COMMENT ON POLICY "one
two_p" ON "one
two_s"."one
two_t" IS 'one
two';
-- up
ALTER TABLE "one
two_s"."one
two_t" RENAME COLUMN "one
two_i" TO "id";
ALTER TABLE "one
two_s"."one
two_t" RENAME TO "plain";
ALTER SCHEMA "one
two_s" RENAME TO "calm";
ALTER TYPE "calm"."one
two_e" ADD VALUE 'new';
ALTER TABLE "calm"."plain" ALTER COLUMN "one
two_c" DROP DEFAULT, ALTER COLUMN "one
two_c" DROP NOT NULL;
DROP TRIGGER "one
two_r" ON "calm"."plain";
DROP VIEW "calm"."one
two_v";
ALTER SEQUENCE "calm"."one
two_q" INCREMENT BY 5;
COMMENT ON COLUMN "calm"."plain"."one
two_c" IS NULL;
-- down: exact
ALTER SCHEMA "calm" RENAME TO "one
two_s";
ALTER TABLE "one
two_s"."plain" RENAME TO "one
two_t";
ALTER TABLE "one
two_s"."one
two_t" RENAME COLUMN "id" TO "one
two_i";
ALTER TABLE "one
two_s"."one
two_t" ALTER COLUMN "one
two_c" SET NOT NULL;
DROP FUNCTION "one
two_s"."one
two_f"("one
two_a" "one
two_s"."one
two_e");
ALTER TYPE "one
two_s"."one
two_e" RENAME TO "one
two_e__old";
CREATE TYPE "one
two_s"."one
two_e" AS ENUM ('one
two', 'b');
ALTER TABLE "one
two_s"."one
two_t" ALTER COLUMN "one
two_m" DROP DEFAULT, ALTER COLUMN "one
two_m" SET DATA TYPE "one
two_s"."one
two_e" USING "one
two_m"::text::"one
two_s"."one
two_e", ALTER COLUMN "one
two_m" SET DEFAULT 'b'::"one
two_s"."one
two_e";
DROP TYPE "one
two_s"."one
two_e__old";
ALTER TABLE "one
two_s"."one
two_t" ALTER COLUMN "one
two_c" SET DEFAULT 'one
two'::text;
ALTER SEQUENCE "one
two_s"."one
two_q" INCREMENT BY 1;
CREATE VIEW "one
two_s"."one
two_v" AS
 SELECT "one
two_c",
    "one
two_m"
   FROM "one
two_s"."one
two_t";
CREATE TRIGGER "one
two_r" BEFORE UPDATE OF "one
two_c" ON "one
two_s"."one
two_t" FOR EACH ROW EXECUTE FUNCTION "one
two_s"."one
two_g"('one
two');
COMMENT ON COLUMN "one
two_s"."one
two_t"."one
two_c" IS 'one
two';
CREATE OR REPLACE FUNCTION "one
two_s"."one
two_f"("one
two_a" "one
two_s"."one
two_e")
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
