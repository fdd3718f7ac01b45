-- Rollback of 0019_number_orders
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 9681da2b392aeffdbb48e0fa985e373f25fbcb0d34e400a625c2dbce80f01d12
-- takes: ACCESS EXCLUSIVE on public.orders (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 1566b1d70b8cd33b66311b60e0102129c6b9c979a082bf5ae52884ad549724fa

BEGIN;
ALTER TABLE "public"."orders" DROP COLUMN "number";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1788788025000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1788788025000 AND hash = '9681da2b392aeffdbb48e0fa985e373f25fbcb0d34e400a625c2dbce80f01d12';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
