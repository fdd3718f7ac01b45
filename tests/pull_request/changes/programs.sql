-- # Views, functions and what hangs on tables come
CREATE TABLE a (id integer PRIMARY KEY, b integer, c text);
-- change
CREATE VIEW va AS SELECT id, b FROM a;
CREATE MATERIALIZED VIEW ma AS SELECT id FROM a;
CREATE FUNCTION twice(x integer) RETURNS integer LANGUAGE sql AS 'select 2 * x';
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE PROCEDURE work() LANGUAGE sql AS 'select 1';
CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer);
CREATE TRIGGER a_stamp BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE POLICY own ON a AS RESTRICTIVE FOR SELECT TO PUBLIC USING (b = 1);
CREATE RULE keep AS ON DELETE TO a DO INSTEAD NOTHING;
CREATE STATISTICS bc ON b, c FROM a;
CREATE SEQUENCE numbers;
REVOKE EXECUTE ON FUNCTION stamp() FROM PUBLIC;
-- told
--   Added trigger a_stamp on a: CREATE TRIGGER a_stamp BEFORE INSERT ON public.a FOR EACH ROW EXECUTE FUNCTION public.stamp()
--   Added rule keep on a: CREATE RULE keep AS ON DELETE TO public.a DO INSTEAD NOTHING;
--   Added policy own on a (restrictive, for SELECT, to PUBLIC)
--   Added statistics bc on a
--   Added materialized view ma with columns: id
--   Added sequence numbers
--   Added view va with columns: id, b
--   Added function stamp() returning trigger
--   Revoked EXECUTE on function stamp() from everybody (PUBLIC)
--   Added aggregate total(integer) returning integer
--   Added function twice(x integer) returning integer
--   Added procedure work()

-- # They change
CREATE TABLE a (id integer PRIMARY KEY, b integer, c text);
CREATE VIEW va AS SELECT id, b FROM a;
CREATE MATERIALIZED VIEW ma AS SELECT id FROM a WITH NO DATA;
CREATE FUNCTION twice(x integer) RETURNS integer LANGUAGE sql AS 'select 2 * x';
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE TRIGGER a_stamp BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE POLICY own ON a FOR SELECT USING (b = 1);
CREATE RULE keep AS ON DELETE TO a DO INSTEAD NOTHING;
CREATE STATISTICS bc ON b, c FROM a;
CREATE SEQUENCE numbers;
-- change
CREATE OR REPLACE VIEW va AS SELECT id, b, c FROM a;
REFRESH MATERIALIZED VIEW ma;
CREATE OR REPLACE FUNCTION twice(x integer) RETURNS integer LANGUAGE sql AS 'select x + x';
ALTER TABLE a DISABLE TRIGGER a_stamp;
ALTER POLICY own ON a TO sterna USING (b = 2);
ALTER TABLE a ENABLE ALWAYS RULE keep;
ALTER STATISTICS bc SET STATISTICS 200;
ALTER SEQUENCE numbers INCREMENT BY 2 CYCLE OWNED BY a.id;
GRANT EXECUTE ON FUNCTION twice(integer) TO sterna WITH GRANT OPTION;
-- told
--   Made trigger a_stamp on a disabled
--   Made rule keep on a always enabled
--   Changed roles of policy own on a from PUBLIC to sterna
--   Changed using of policy own on a from (b = 1) to (b = 2)
--   Changed target of statistics bc on a from nothing to 200
--   Filled materialized view ma
--   Changed sequence numbers: increment from 1 to 2, cycle from false to true
--   Made sequence numbers belong to a.id
--   Changed definition of view va
--   Changed definition of function twice(x integer)
--   Granted EXECUTE on function twice(x integer) to sterna with grant option

-- # They go
CREATE TABLE a (id integer PRIMARY KEY, b integer, c text);
CREATE VIEW va AS SELECT id, b FROM a;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE TRIGGER a_stamp BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE POLICY own ON a FOR SELECT USING (b = 1);
CREATE RULE keep AS ON DELETE TO a DO INSTEAD NOTHING;
CREATE STATISTICS bc ON b, c FROM a;
CREATE SEQUENCE numbers;
-- change
DROP VIEW va;
DROP TRIGGER a_stamp ON a;
DROP FUNCTION stamp();
DROP POLICY own ON a;
DROP RULE keep ON a;
DROP STATISTICS bc;
DROP SEQUENCE numbers;
-- told
--   Dropped trigger a_stamp on a
--   Dropped rule keep on a
--   Dropped policy own on a
--   Dropped statistics bc on a
--   Dropped sequence numbers
--   Dropped view va
--   Dropped function stamp()

-- # A table becomes a view
CREATE TABLE t (id integer PRIMARY KEY);
-- change
DROP TABLE t;
CREATE VIEW t AS SELECT 1 AS id;
-- told
--   Added view t with columns: id
--   Dropped t table with columns: id

-- # Operators and casts come
CREATE FUNCTION alike(integer, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE SCHEMA s;
-- change
CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = text, FUNCTION = alike);
CREATE OPERATOR s.=== (LEFTARG = integer, RIGHTARG = text, FUNCTION = alike);
CREATE CAST (text AS mood) WITH INOUT;
COMMENT ON CAST (text AS mood) IS 'as it is written';
-- told
--   Added operator === (integer, text)
--   Added operator s.=== (integer, text)
--   Added cast from text to public.mood
--   Set comment on cast from text to public.mood: as it is written

-- # Operators and casts change and go
CREATE FUNCTION alike(integer, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE CAST (text AS mood) WITH INOUT;
CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = text, FUNCTION = alike);
CREATE OPERATOR <=> (LEFTARG = integer, RIGHTARG = text, FUNCTION = alike);
CREATE SCHEMA s;
-- change
DROP CAST (text AS mood);
CREATE CAST (text AS mood) WITH INOUT AS IMPLICIT;
ALTER OPERATOR === (integer, text) SET (RESTRICT = eqsel);
ALTER OPERATOR === (integer, text) SET SCHEMA s;
DROP OPERATOR <=> (integer, text);
-- told
--   Dropped operator <=> (integer, text)
--   Changed estimates of operator s.=== (integer, text) from RESTRICT = NONE, JOIN = NONE to RESTRICT = eqsel, JOIN = NONE
--   Moved operator === (integer, text) to schema s
--   Changed definition of cast from text to public.mood

-- # Text search comes, changes and goes
CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION found (COPY = simple);
CREATE TEXT SEARCH CONFIGURATION gone (COPY = simple);
-- change
ALTER TEXT SEARCH DICTIONARY words (ACCEPT = false);
ALTER TEXT SEARCH CONFIGURATION found ALTER MAPPING FOR word WITH words;
ALTER TEXT SEARCH CONFIGURATION found RENAME TO sought;
CREATE TEXT SEARCH DICTIONARY others (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION new (COPY = english);
DROP TEXT SEARCH CONFIGURATION gone;
-- told
--   Added text search dictionary others
--   Changed options of text search dictionary words from nothing to accept = 'false'
--   Dropped text search configuration gone
--   Added text search configuration new
--   Changed definition of text search configuration sought
--   Renamed text search configuration found to sought
