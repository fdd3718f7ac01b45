-- Rollback of 0005_add_audit_logs
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 4be2e0bf0f6507a365d1b18b8ede350a1710d870e306906b6931e83ce1e0d83a
-- takes: ACCESS EXCLUSIVE on public.audit_logs (from statement 1 to the end)
-- takes: ACCESS EXCLUSIVE on public.users (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 0c46d87f26ff09d086c816d1dd34585f5f915f3a093ba4b924c2bcd3cf34ed0a

BEGIN;
DROP TABLE "public"."audit_logs";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1773055805000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1773055805000 AND hash = '4be2e0bf0f6507a365d1b18b8ede350a1710d870e306906b6931e83ce1e0d83a';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
