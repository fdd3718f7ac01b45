-- Custom SQL migration file, put your code below! --
-- Step 2 of 3: who has no department yet is in General. The application has to write the column before step 3.
UPDATE "users" SET "department" = 'General' WHERE "department" IS NULL;
