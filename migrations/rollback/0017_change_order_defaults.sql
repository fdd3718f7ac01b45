-- Rollback of 0017_change_order_defaults
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 19db5930f8ec0117025a16b4cd034b63548b3cc6a115708b8bfb9588beb4a652
-- takes: ACCESS EXCLUSIVE on public.order_items (from statement 1 to the end)
-- takes: ACCESS EXCLUSIVE on public.orders (from statement 2 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: e5a3f77137cebcd8de5aa66256a96060d2c9760af3838a9dcaad90fcfde37e52

BEGIN;
ALTER TABLE "public"."order_items" ALTER COLUMN "quantity" SET DEFAULT 1;
ALTER TABLE "public"."orders" ALTER COLUMN "currency" SET DEFAULT 'USD'::bpchar;
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1785755602000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1785755602000 AND hash = '19db5930f8ec0117025a16b4cd034b63548b3cc6a115708b8bfb9588beb4a652';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
