-- case: a configuration copied and mapped
-- given
CREATE TABLE t (id int);
-- up
CREATE TEXT SEARCH CONFIGURATION my_cfg (COPY = english);
ALTER TEXT SEARCH CONFIGURATION my_cfg ALTER MAPPING FOR word WITH simple;
CREATE INDEX i ON t (to_tsvector('my_cfg', id::text));
-- down: exact
DROP INDEX "public"."i";
DROP TEXT SEARCH CONFIGURATION "public"."my_cfg";

-- case: a configuration dropped that an index and a generated column use
-- given
CREATE TEXT SEARCH DICTIONARY "My Dict" (TEMPLATE = simple, STOPWORDS = english, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION my_cfg (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION my_cfg ADD MAPPING FOR asciiword, word, hword WITH "My Dict", english_stem;
ALTER TEXT SEARCH CONFIGURATION my_cfg ADD MAPPING FOR int WITH simple;
COMMENT ON TEXT SEARCH CONFIGURATION my_cfg IS 'words of ours';
COMMENT ON TEXT SEARCH DICTIONARY "My Dict" IS 'it''s ours';
CREATE TABLE t (id int, body text, found tsvector GENERATED ALWAYS AS (to_tsvector('my_cfg', body)) STORED);
CREATE INDEX i ON t USING gin (to_tsvector('my_cfg', body));
-- up
DROP TEXT SEARCH DICTIONARY "My Dict" CASCADE;
-- down: exact
CREATE TEXT SEARCH DICTIONARY "public"."My Dict" (TEMPLATE = pg_catalog.simple, stopwords = 'english', accept = 'false');
CREATE TEXT SEARCH CONFIGURATION "public"."my_cfg" (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION "public"."my_cfg" ADD MAPPING FOR "asciiword", "hword", "word" WITH public."My Dict", english_stem;
ALTER TEXT SEARCH CONFIGURATION "public"."my_cfg" ADD MAPPING FOR "int" WITH simple;
ALTER TABLE "public"."t" ADD COLUMN "found" tsvector GENERATED ALWAYS AS (to_tsvector('public.my_cfg'::regconfig, body)) STORED;
CREATE INDEX i ON public.t USING gin (to_tsvector('public.my_cfg'::regconfig, body));
COMMENT ON TEXT SEARCH CONFIGURATION "public"."my_cfg" IS 'words of ours';
COMMENT ON TEXT SEARCH DICTIONARY "public"."My Dict" IS 'it''s ours';

-- case: mappings altered, dropped and added
-- given
CREATE TEXT SEARCH CONFIGURATION my_cfg (COPY = simple);
-- up
ALTER TEXT SEARCH CONFIGURATION my_cfg ALTER MAPPING FOR word, asciiword WITH english_stem;
ALTER TEXT SEARCH CONFIGURATION my_cfg DROP MAPPING FOR int, url;
-- down: exact
ALTER TEXT SEARCH CONFIGURATION "public"."my_cfg" ADD MAPPING FOR "int", "url" WITH simple;
ALTER TEXT SEARCH CONFIGURATION "public"."my_cfg" ALTER MAPPING FOR "asciiword", "word" WITH simple;

-- case: options of a dictionary
-- given
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word WITH d;
-- up
ALTER TEXT SEARCH DICTIONARY d (LANGUAGE = german, STOPWORDS = german);
-- down: exact
ALTER TEXT SEARCH DICTIONARY "public"."d" (language = 'english', stopwords);

-- case: renamed, moved and swapped
-- given
CREATE SCHEMA s;
CREATE TEXT SEARCH DICTIONARY a (TEMPLATE = simple);
CREATE TEXT SEARCH DICTIONARY b (TEMPLATE = simple, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
-- up
ALTER TEXT SEARCH DICTIONARY a RENAME TO x;
ALTER TEXT SEARCH DICTIONARY b RENAME TO a;
ALTER TEXT SEARCH DICTIONARY x RENAME TO b;
ALTER TEXT SEARCH CONFIGURATION c SET SCHEMA s;
ALTER TEXT SEARCH CONFIGURATION s.c RENAME TO d;
-- down: exact
ALTER TEXT SEARCH CONFIGURATION "s"."d" SET SCHEMA "public";
ALTER TEXT SEARCH CONFIGURATION "public"."d" RENAME TO "c";
ALTER TEXT SEARCH DICTIONARY "public"."b" RENAME TO "b__old";
ALTER TEXT SEARCH DICTIONARY "public"."a" RENAME TO "b";
ALTER TEXT SEARCH DICTIONARY "public"."b__old" RENAME TO "a";

-- case: another owner
-- given
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple);
-- up
CREATE ROLE ts_owner;
GRANT CREATE ON SCHEMA public TO ts_owner;
ALTER TEXT SEARCH CONFIGURATION c OWNER TO ts_owner;
ALTER TEXT SEARCH DICTIONARY d OWNER TO ts_owner;
-- down: structure only
-- lost: what belongs to the whole server, not to this database (statement 1, CREATE ROLE)
ALTER TEXT SEARCH DICTIONARY "public"."d" OWNER TO CURRENT_USER;
ALTER TEXT SEARCH CONFIGURATION "public"."c" OWNER TO CURRENT_USER;
REVOKE CREATE ON SCHEMA "public" FROM "ts_owner";

-- case: a configuration made anew under its name
-- given
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
CREATE VIEW v AS SELECT to_tsvector('c', 'x') AS q;
-- up
DROP TEXT SEARCH CONFIGURATION c CASCADE;
CREATE TEXT SEARCH CONFIGURATION c (COPY = german);
-- down: exact
CREATE VIEW "public"."v" AS
 SELECT to_tsvector('public.c'::regconfig, 'x'::text) AS q;
ALTER TEXT SEARCH CONFIGURATION "public"."c" ALTER MAPPING FOR "asciihword", "asciiword", "hword", "hword_asciipart", "hword_part", "word" WITH simple;
