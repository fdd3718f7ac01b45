-- Rollback of 0011_normalize_skus
-- verdict: structure only (the schema came back, the rows or values that are named do not)
-- reason: not brought back: values of public.products.sku as they were (statement 1, UPDATE)
-- lost: values of public.products.sku as they were (statement 1, UPDATE)
-- proven on: PostgreSQL 18.6
-- for migration: 8c83322f5e53dbdaeaf9651f9d86c2ffc85a1353399b038db74eab660cd64808
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 88854488a43787bb360134425fc6f7058af68c7bfb6e6cabbcd92867aa03d8e9

BEGIN;
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1779108242000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1779108242000 AND hash = '8c83322f5e53dbdaeaf9651f9d86c2ffc85a1353399b038db74eab660cd64808';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
