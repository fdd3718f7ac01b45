-- case: rename a column and keep its rows
-- given
CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO users VALUES (1, 'a'), (2, 'b');
-- up
ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";
-- down: exact
ALTER TABLE "public"."users" RENAME COLUMN "full_name" TO "name";
