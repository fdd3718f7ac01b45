-- # What belongs to the database comes
CREATE TABLE a (id integer PRIMARY KEY, b integer);
CREATE SCHEMA sales;
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'begin end';
-- change
CREATE SCHEMA app;
CREATE EXTENSION pg_trgm;
CREATE PUBLICATION news FOR TABLE a (id) WHERE (id > 3) WITH (publish = 'insert');
CREATE PUBLICATION sold FOR TABLES IN SCHEMA sales;
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE EVENT TRIGGER watched ON ddl_command_end EXECUTE FUNCTION watch();
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
COMMENT ON TABLE a IS 'Things';
COMMENT ON COLUMN a.b IS 'Which';
COMMENT ON SCHEMA app IS 'Ours';
GRANT USAGE ON SCHEMA app TO PUBLIC;
-- told
--   Added schema app
--   Granted USAGE on schema app to everybody (PUBLIC)
--   Set comment on schema app: Ours
--   Added extension pg_trgm 1.6
--   Set comment on table a: Things
--   Set comment on column a.b: Which
--   Added publication everything of all tables
--   Added publication news of a
--   Added publication sold of all tables in schema sales
--   Added event trigger watched
--   Granted SELECT on all tables that role sterna_admin creates in schema app to everybody (PUBLIC)

-- # It changes
CREATE TABLE a (id integer PRIMARY KEY, b integer);
CREATE TABLE b (id integer PRIMARY KEY);
CREATE SCHEMA app;
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'begin end';
CREATE PUBLICATION news FOR TABLE a WITH (publish = 'insert');
CREATE EVENT TRIGGER watched ON ddl_command_end EXECUTE FUNCTION watch();
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
COMMENT ON TABLE a IS 'Things';
-- change
ALTER PUBLICATION news ADD TABLE b;
ALTER PUBLICATION news SET (publish = 'insert, update');
ALTER EVENT TRIGGER watched DISABLE;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT INSERT ON TABLES TO PUBLIC;
COMMENT ON TABLE a IS 'Other things';
ALTER SCHEMA app RENAME TO application;
-- told
--   Renamed schema app to application
--   Changed comment on table a: Other things
--   Changed operations of publication news from insert to insert, update
--   Changed tables of publication news from a to a, b
--   Made event trigger watched disabled
--   Granted INSERT on all tables that role sterna_admin creates in schema application to everybody (PUBLIC)

-- # It goes
CREATE TABLE a (id integer PRIMARY KEY);
CREATE SCHEMA app;
CREATE EXTENSION pg_trgm;
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'begin end';
CREATE PUBLICATION news FOR TABLE a;
CREATE EVENT TRIGGER watched ON ddl_command_end EXECUTE FUNCTION watch();
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
COMMENT ON TABLE a IS 'Things';
-- change
DROP EVENT TRIGGER watched;
DROP PUBLICATION news;
ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM PUBLIC;
DROP EXTENSION pg_trgm;
DROP SCHEMA app;
COMMENT ON TABLE a IS NULL;
-- told
--   Dropped schema app
--   Dropped extension pg_trgm
--   Removed comment on table a
--   Dropped publication news
--   Dropped event trigger watched
--   Revoked SELECT on all tables that role sterna_admin creates from everybody (PUBLIC)
