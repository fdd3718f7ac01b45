-- Custom SQL migration file, put your code below! --
-- Step 2 of 3: who has no department yet is in General. The application has to write the column before step 3.
-- sterna: ignore rollback-not-proven because rolling back 0007 takes the values away with their column.
UPDATE "users" SET "department" = 'General' WHERE "department" IS NULL;
