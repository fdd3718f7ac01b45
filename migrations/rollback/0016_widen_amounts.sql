-- Rollback of 0016_widen_amounts
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 32a4fbf2a9dec9afeb3bea74fd9fe42ee1ec2cb485a67316cdf916e260ad7988
-- takes: ACCESS EXCLUSIVE on public.order_items (from statement 1 to the end), and writes it anew
-- takes: ACCESS EXCLUSIVE on public.orders (from statement 2 to the end), and writes it anew
-- takes: ACCESS EXCLUSIVE on public.products (from statement 3 to the end), and writes it anew
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: d5fd0c0c88eeb9e5b4aa0b61b1b48a5b2b308da9a5387316252b9449ad8d6ca1

BEGIN;
ALTER TABLE "public"."order_items" ALTER COLUMN "unit_price_cents" SET DATA TYPE integer;
ALTER TABLE "public"."orders" ALTER COLUMN "total_cents" SET DATA TYPE integer;
ALTER TABLE "public"."products" ALTER COLUMN "price_cents" SET DATA TYPE integer;
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1783955268000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1783955268000 AND hash = '32a4fbf2a9dec9afeb3bea74fd9fe42ee1ec2cb485a67316cdf916e260ad7988';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
