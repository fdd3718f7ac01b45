-- Rollback of 0018_index_preferences_with_gin
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: d2acf0354a6f1a9bc479049de391f1c25be69a18cb79f0fe25307252a1b35640
-- takes: ACCESS EXCLUSIVE on public.users (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 738f6920eb9ab25e2661e43e6675a7a45b81bff4e3c93475714a3961bde73bc9

BEGIN;
DROP INDEX "public"."user_preferences_idx";
CREATE INDEX user_preferences_idx ON public.users USING btree (preferences);
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1787655489000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1787655489000 AND hash = 'd2acf0354a6f1a9bc479049de391f1c25be69a18cb79f0fe25307252a1b35640';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
