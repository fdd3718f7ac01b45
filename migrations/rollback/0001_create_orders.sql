-- Rollback of 0001_create_orders
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: d38ab386a711b7691089455e801fdb33d1642ddd2a3ea2de5ae78bd7a6cf7a77
-- takes: ACCESS EXCLUSIVE on public.order_items (from statement 1 to the end)
-- takes: ACCESS EXCLUSIVE on public.orders (from statement 1 to the end)
-- takes: ACCESS EXCLUSIVE on public.products (from statement 1 to the end)
-- takes: ACCESS EXCLUSIVE on public.users (from statement 3 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 2fd1bf463385ed6ed01e341101c849017ecb0403cb8483dcbd39c2c6e5c68c72

BEGIN;
DROP TABLE "public"."order_items";
DROP TABLE "public"."products";
DROP TABLE "public"."orders";
DROP TYPE "public"."order_status";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1768827952000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1768827952000 AND hash = 'd38ab386a711b7691089455e801fdb33d1642ddd2a3ea2de5ae78bd7a6cf7a77';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
