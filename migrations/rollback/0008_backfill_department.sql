-- Rollback of 0008_backfill_department, written by hand.
-- Step 2 of 3 gave 'General' to users without a department, and nobody else writes that value before step 3.

BEGIN;
UPDATE "public"."users" SET "department" = NULL WHERE "department" = 'General';
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1775639870000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1775639870000 AND hash = '867c1815dbb2e30b452823bc5b8a9d117883860de80ef4dfbd0e4fdef4cf7507';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
