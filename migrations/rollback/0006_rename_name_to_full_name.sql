-- Rollback of 0006_rename_name_to_full_name
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: b65e6ec02f04880686b4eaf2a05157348c0925753fda6a46922d07217578f599
-- takes: ACCESS EXCLUSIVE on public.users (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 388f2ce800b6dbf34ca9e7e39bf15e54e870f1101c01c25808599af9d7423f8e

BEGIN;
ALTER TABLE "public"."users" RENAME COLUMN "full_name" TO "name";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1774275158000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1774275158000 AND hash = 'b65e6ec02f04880686b4eaf2a05157348c0925753fda6a46922d07217578f599';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
