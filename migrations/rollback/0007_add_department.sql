-- Rollback of 0007_add_department
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 2f5d2f75db817ac32b3cb6762af62a1dd769cbe472ac9eb92732999f88ffa849
-- takes: ACCESS EXCLUSIVE on public.users (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 95f15ce56445a4599d7b0a767281c4cf291adc5c82f4817858f832d08c9d599a

BEGIN;
ALTER TABLE "public"."users" DROP COLUMN "department";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1775552606000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1775552606000 AND hash = '2f5d2f75db817ac32b3cb6762af62a1dd769cbe472ac9eb92732999f88ffa849';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
