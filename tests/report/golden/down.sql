-- Rollback of 0001_change
-- verdict: structure only (the schema came back, the rows or values that are named do not)
-- reason: not brought back: rows
-- lost: rows of public.t
-- proven on: PostgreSQL 18.6
-- for migration: abababababababababababababababababababababababababababababababab
-- provided: role anon
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 6c58bde798774e289ffaafb45514284eeaf7769395738f5662fc484392a056f5

BEGIN;
DROP TABLE "public"."t";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1768210867000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1768210867000 AND hash = 'abababababababababababababababababababababababababababababababab';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
