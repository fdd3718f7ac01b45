-- Rollback of 0013_check_amounts
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 249daf6175f42e8ccac592d215ba1c70fd051fc76850894e4773df842768c1d0
-- takes: ACCESS EXCLUSIVE on public.order_items (from statement 1 to the end)
-- takes: ACCESS EXCLUSIVE on public.products (from statement 2 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 7f7bf2a49b24178dd94e6a5229a574be6faf01e70f9767af28f47f58fab0ceca

BEGIN;
ALTER TABLE "public"."order_items" DROP CONSTRAINT "order_items_quantity_check";
ALTER TABLE "public"."products" DROP CONSTRAINT "products_price_cents_check";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1780392417000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1780392417000 AND hash = '249daf6175f42e8ccac592d215ba1c70fd051fc76850894e4773df842768c1d0';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
