-- Rollback of 0010_extend_order_status
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 92343242c211fd1b8bc951da7c654c4bc5bbd9cc427f3712a1c8cc25d0624eea
-- takes: ACCESS EXCLUSIVE on public.orders (from statement 3 to the end), and writes it anew
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 10ed99e731e3041be5a23199053811dd676f29a22a9c378eb57467c1afcf4329

BEGIN;
ALTER TYPE "public"."order_status" RENAME TO "order_status__old";
CREATE TYPE "public"."order_status" AS ENUM ('pending', 'paid', 'shipped', 'cancelled');
ALTER TABLE "public"."orders" ALTER COLUMN "status" DROP DEFAULT, ALTER COLUMN "status" SET DATA TYPE "public"."order_status" USING "status"::text::"public"."order_status", ALTER COLUMN "status" SET DEFAULT 'pending'::public.order_status;
DROP TYPE "public"."order_status__old";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1777911641000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1777911641000 AND hash = '92343242c211fd1b8bc951da7c654c4bc5bbd9cc427f3712a1c8cc25d0624eea';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
