-- Rollback of 0000_create_accounts
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: e493bd4b7e955279503285b4bf0277dd2fbe01ff61067fceb7193eaa996bb1cb
-- takes: ACCESS EXCLUSIVE on public.beta_signups (from statement 2 to the end)
-- takes: ACCESS EXCLUSIVE on public.memberships (from statement 1 to the end)
-- takes: ACCESS EXCLUSIVE on public.teams (from statement 1 to the end)
-- takes: ACCESS EXCLUSIVE on public.users (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 4c6f3e2836eec09e176d585f72c2a31bc3b57350bf57afdd2a30a19475e1f5bd

BEGIN;
DROP TABLE "public"."memberships";
DROP TABLE "public"."beta_signups";
DROP TABLE "public"."users";
DROP TABLE "public"."teams";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1768210867000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1768210867000 AND hash = 'e493bd4b7e955279503285b4bf0277dd2fbe01ff61067fceb7193eaa996bb1cb';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
