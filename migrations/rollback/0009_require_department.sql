-- Rollback of 0009_require_department
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 1b520fe33b55daad46447deb1143e08408b9091a22cc1fb16285340d83d4921a
-- takes: ACCESS EXCLUSIVE on public.users (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 979f4ccf916538e588943d8186b44f75b6db8a57e795ebe9e402e32c1eb22b75

BEGIN;
ALTER TABLE "public"."users" ALTER COLUMN "department" DROP NOT NULL;
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1776162913000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1776162913000 AND hash = '1b520fe33b55daad46447deb1143e08408b9091a22cc1fb16285340d83d4921a';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
