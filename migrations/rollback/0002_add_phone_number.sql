-- Rollback of 0002_add_phone_number
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 6aac2ccb8f45eec20c6f7f95fe1c5b346380fe830e946e5b57df01e39613d01c
-- takes: ACCESS EXCLUSIVE on public.users (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 55bae9bc73a1a9b44b997ac52554f8d03b5795a7abb57627470ff93965e60fb2

BEGIN;
ALTER TABLE "public"."users" DROP COLUMN "phone_number";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1770114151000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1770114151000 AND hash = '6aac2ccb8f45eec20c6f7f95fe1c5b346380fe830e946e5b57df01e39613d01c';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
