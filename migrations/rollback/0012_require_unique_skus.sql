-- Rollback of 0012_require_unique_skus
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 2d9ef55b96cd7d262a38dc3378d50ebd0ebf4e89b439114d42ff67975528bcc4
-- takes: ACCESS EXCLUSIVE on public.products (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 627193874e8f244c5d09acc711a8715aaa9eb737a86b4004fff4ecc1185ab324

BEGIN;
ALTER TABLE "public"."products" DROP CONSTRAINT "products_sku_unique";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1779109289000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1779109289000 AND hash = '2d9ef55b96cd7d262a38dc3378d50ebd0ebf4e89b439114d42ff67975528bcc4';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
