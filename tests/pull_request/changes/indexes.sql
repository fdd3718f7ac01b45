-- # Indexes of every sort
CREATE TABLE a (id integer PRIMARY KEY, b integer, c text, d jsonb);
-- change
CREATE INDEX a_b ON a (b);
CREATE UNIQUE INDEX a_bc ON a (b DESC, lower(c)) INCLUDE (id) WHERE b > 3;
CREATE INDEX a_d ON a USING gin (d jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX a_strange ON a ((c || ')' || '('), b);
CREATE UNIQUE INDEX a_c ON a (c) NULLS NOT DISTINCT;
-- told
--   Added gin index on (d jsonb_path_ops) to a for query performance (WITH (fastupdate=off))
--   Added index on ((((c || ')'::text) || '('::text)), b) to a for query performance
--   Added index on (b) to a for query performance
--   Added unique index on (b DESC, lower(c)) to a (INCLUDE (id) WHERE (b > 3))
--   Added unique index on (c) to a (NULLS NOT DISTINCT)

-- # Indexes change and go
CREATE TABLE a (id integer PRIMARY KEY, b integer, c text);
CREATE INDEX a_b ON a (b);
CREATE INDEX a_c ON a USING hash (c);
CREATE UNIQUE INDEX a_u ON a (c);
CREATE INDEX a_e ON a ((b + 1));
-- change
DROP INDEX a_b;
CREATE INDEX a_b ON a (b, c);
DROP INDEX a_c;
ALTER INDEX a_u SET (fillfactor = 60);
ALTER TABLE a ADD CONSTRAINT a_u UNIQUE USING INDEX a_u;
ALTER INDEX a_e ALTER COLUMN 1 SET STATISTICS 300;
-- told
--   Added unique constraint on (c) to a
--   Changed index a_b on a from btree (b) to btree (b, c)
--   Changed statistics targets of index a_e on a from the default to 300 for column 1
--   Dropped index a_c on (c) from a
--   Index a_u on a now belongs to a constraint

-- # The index of a partition is attached, by itself and with its table
CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
CREATE INDEX pi ON ONLY p (b);
CREATE INDEX p1i ON p1 (b);
CREATE TABLE q (a int, b int) PARTITION BY RANGE (a);
CREATE INDEX qi ON q (b);
CREATE TABLE q1 (a int, b int);
CREATE INDEX q1i ON q1 (b);
-- change
ALTER INDEX pi ATTACH PARTITION p1i;
ALTER TABLE q ATTACH PARTITION q1 FOR VALUES FROM (0) TO (10);
-- told
--   Attached index p1i on p1 to index pi on p
--   Attached q1 as partition of q: FOR VALUES FROM (0) TO (10)
