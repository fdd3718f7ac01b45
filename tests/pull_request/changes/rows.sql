-- # Statements that the schema does not show
CREATE TABLE users (id integer PRIMARY KEY, department text);
CREATE TABLE "Odd Name" (id integer);
CREATE SEQUENCE numbers;
-- change
-- Step 2 of 3.
UPDATE "users" SET "department" = 'General' WHERE "department" IS NULL;
INSERT INTO users (id) VALUES (1);
DELETE FROM ONLY public.users WHERE id = 1;
WITH moved AS (DELETE FROM users RETURNING id) INSERT INTO "Odd Name" SELECT id FROM moved;
TRUNCATE "Odd Name";
SELECT setval('numbers', 3);
DO $$ BEGIN PERFORM 1; END $$;
CREATE ROLE sterna_reader;
LOCK TABLE users IN SHARE MODE;
-- told
--   Updated rows of users: statement 1, line 2
--   Inserted rows into users: statement 2, line 3
--   Deleted rows from users: statement 3, line 4
--   Changed rows or sequence values with WITH: statement 4, line 5
--   Emptied "Odd Name": statement 5, line 6
--   Changed rows or sequence values with SELECT: statement 6, line 7
--   Ran code that may do anything, DO: statement 7, line 8
--   Ran CREATE ROLE, which works outside the tables of this database: statement 8, line 9
--   Locked users: statement 9, line 10
