-- Rollback of 0003_add_user_preferences
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 5aedfb4e7fc77bf0cf2e313f82a0562987c5a47a4f0b3a3b19f492584730f4c0
-- takes: ACCESS EXCLUSIVE on public.users (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 81ee0115f2659d84d3737b7c5943bfa162ca7b0c8782ecd6361b1f4f63666c63

BEGIN;
ALTER TABLE "public"."users" DROP COLUMN "preferences";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1770738499000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1770738499000 AND hash = '5aedfb4e7fc77bf0cf2e313f82a0562987c5a47a4f0b3a3b19f492584730f4c0';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
