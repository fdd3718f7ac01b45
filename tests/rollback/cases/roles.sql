-- case: roles created, altered and renamed
-- given
CREATE TABLE t (id int);
CREATE ROLE old_role;
-- up
CREATE ROLE "manager" WITH CREATEDB NOINHERIT;
ALTER ROLE "manager" WITH NOCREATEDB;
ALTER ROLE old_role RENAME TO new_role;
CREATE TABLE u (id int);
GRANT SELECT ON t TO "manager";
-- down: structure only
-- lost: what belongs to the whole server, not to this database (statement 1, CREATE ROLE)
-- lost: what belongs to the whole server, not to this database (statement 2, ALTER ROLE)
-- lost: what belongs to the whole server, not to this database (statement 3, ALTER ROLE ... RENAME TO)
DROP TABLE "public"."u";
REVOKE SELECT ON TABLE "public"."t" FROM "manager";

-- case: role created alone
-- given
CREATE TABLE t (id int);
-- up
CREATE ROLE lonely;
-- down: structure only
-- lost: what belongs to the whole server, not to this database (statement 1, CREATE ROLE)

-- case: membership granted
-- given
CREATE TABLE t (id int);
CREATE ROLE team;
-- up
GRANT reader TO team;
-- down: structure only
-- lost: what belongs to the whole server, not to this database (statement 1, GRANT)

-- case: grants of a role that is dropped
-- given
CREATE ROLE doomed;
CREATE TABLE t (id int);
GRANT SELECT ON t TO doomed;
CREATE POLICY p ON t TO doomed USING (true);
-- up
DROP POLICY p ON t;
REVOKE ALL ON t FROM doomed;
DROP ROLE doomed;
-- down: by hand
-- lost: what belongs to the whole server, not to this database (statement 3, DROP ROLE)
-- reason: the migration drops role doomed, and the way back names it: create the role first
CREATE POLICY "p" ON "public"."t" AS PERMISSIVE FOR ALL TO doomed USING (true);
GRANT SELECT ON TABLE "public"."t" TO "doomed";

-- case: role renamed in its own migration, then named
-- given
CREATE TABLE t (id int);
CREATE ROLE user_one;
-- up
ALTER ROLE user_one RENAME TO user_two;
CREATE POLICY p ON t TO user_two USING (true);
-- down: structure only
-- lost: what belongs to the whole server, not to this database (statement 1, ALTER ROLE ... RENAME TO)
DROP POLICY "p" ON "public"."t";
