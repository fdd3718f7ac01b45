-- Rollback of 0021_drop_legacy_code
-- verdict: structure only (the schema came back, the rows or values that are named do not)
-- reason: not brought back: values of public.products.legacy_code; columns come back at the end of their table
-- lost: values of public.products.legacy_code
-- proven on: PostgreSQL 18.6
-- for migration: afc9e452192dd34e87fefac3e067848931e015f236ef43189d9a0fbad1ce7bf3
-- takes: ACCESS EXCLUSIVE on public.products (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: ec7a5f7dadc6af9f331d8d67c9fd52449884527ec71ef1c02752ac357c8174ed

BEGIN;
ALTER TABLE "public"."products" ADD COLUMN "legacy_code" character varying(16);
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1791295356000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1791295356000 AND hash = 'afc9e452192dd34e87fefac3e067848931e015f236ef43189d9a0fbad1ce7bf3';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
