-- Rollback of 0004_add_email_index
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 81823c11cb28c3bffdca8bcafe34ef9e3493b79fda0f9e589e0867b08b8a9ce2
-- takes: ACCESS EXCLUSIVE on public.users (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: adac3e6d67dab984b94c07367a9e4140f1f33c40233ed6e674b4f50c559767c1

BEGIN;
DROP INDEX "public"."email_idx";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1771923464000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1771923464000 AND hash = '81823c11cb28c3bffdca8bcafe34ef9e3493b79fda0f9e589e0867b08b8a9ce2';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
