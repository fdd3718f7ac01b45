-- # Types come
-- change
CREATE TYPE status AS ENUM ('new', 'it''s');
CREATE DOMAIN age AS integer DEFAULT 3 NOT NULL CHECK (VALUE > 0);
CREATE TYPE span AS RANGE (subtype = integer);
CREATE TYPE pair AS (a integer, b text);
CREATE COLLATION german (provider = libc, locale = 'C');
-- told
--   Added collation german
--   Added domain age (integer, not null, default 3)
--   Added range type span over integer
--   Added enum status with values: 'new', 'it''s'
--   Added check constraint age_check of domain age: CHECK ((VALUE > 0))
--   Added composite type pair with attributes: a, b

-- # Types change
CREATE TYPE status AS ENUM ('new', 'paid', 'done');
CREATE TYPE redone AS ENUM ('a', 'b', 'c');
CREATE DOMAIN age AS integer;
CREATE COLLATION german (provider = libc, locale = 'C');
-- change
ALTER TYPE status ADD VALUE 'refunded' BEFORE 'done';
ALTER TYPE status ADD VALUE 'lost';
ALTER TYPE status RENAME VALUE 'paid' TO 'payed';
DROP TYPE redone;
CREATE TYPE redone AS ENUM ('c', 'a', 'd');
ALTER DOMAIN age SET NOT NULL;
ALTER DOMAIN age SET DEFAULT 4;
ALTER COLLATION german RENAME TO deutsch;
GRANT USAGE ON TYPE status TO sterna;
REVOKE USAGE ON TYPE age FROM PUBLIC;
-- told
--   Renamed collation german to deutsch
--   Changed default of domain age from nothing to 4
--   Set NOT NULL on domain age
--   Revoked USAGE on domain age from everybody (PUBLIC)
--   Added value 'd' to enum redone
--   Changed the order of the values of enum redone
--   Removed value 'b' from enum redone
--   Added value 'lost' to enum status
--   Added value 'refunded' to enum status before 'done'
--   Renamed value 'paid' of enum status to 'payed'
--   Granted USAGE on enum status to sterna

-- # Types go
CREATE TYPE status AS ENUM ('new');
CREATE DOMAIN age AS integer CHECK (VALUE > 0);
CREATE TYPE pair AS (a integer);
CREATE COLLATION german (provider = libc, locale = 'C');
-- change
DROP TYPE status, pair;
DROP DOMAIN age;
DROP COLLATION german;
-- told
--   Dropped collation german
--   Dropped domain age
--   Dropped enum status
--   Dropped composite type pair
