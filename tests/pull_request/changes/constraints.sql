-- # Constraints come
CREATE TABLE a (id integer, b integer, c text, PRIMARY KEY (id));
CREATE TABLE two (x integer, y integer, PRIMARY KEY (x, y));
CREATE TABLE nokey (id integer);
-- change
ALTER TABLE nokey ADD PRIMARY KEY (id);
ALTER TABLE a ADD CONSTRAINT positive CHECK (b > 0) NOT VALID;
ALTER TABLE a ADD CONSTRAINT once UNIQUE NULLS NOT DISTINCT (c) DEFERRABLE;
ALTER TABLE a ADD CONSTRAINT far EXCLUDE USING btree (b WITH =);
ALTER TABLE a ADD CONSTRAINT pair FOREIGN KEY (id, b) REFERENCES two MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED NOT VALID;
-- told
--   Added check constraint positive of a: CHECK ((b > 0)) NOT VALID
--   Added exclusion constraint far of a: EXCLUDE USING btree (b WITH =)
--   Added unique constraint on (c) to a (nulls not distinct deferrable)
--   Added foreign key to two table from a (id, b) (match full on update cascade on delete set null deferrable initially deferred not valid)
--   Set NOT NULL on nokey.id
--   Added primary key on (id) to nokey

-- # Constraints change and go
CREATE TABLE a (id integer PRIMARY KEY, b integer, CONSTRAINT positive CHECK (b > 0), CONSTRAINT self FOREIGN KEY (b) REFERENCES a);
ALTER TABLE a ADD CONSTRAINT later CHECK (b < 100) NOT VALID;
CREATE TABLE gone (a integer, CONSTRAINT gone_u UNIQUE (a));
-- change
ALTER TABLE a VALIDATE CONSTRAINT later;
ALTER TABLE a DROP CONSTRAINT positive;
ALTER TABLE a ADD CONSTRAINT positive CHECK (b > 1);
ALTER TABLE a ALTER CONSTRAINT self DEFERRABLE;
ALTER TABLE gone DROP CONSTRAINT gone_u;
-- told
--   Changed check constraint positive of a from CHECK ((b > 0)) to CHECK ((b > 1))
--   Validated check constraint later of a
--   Changed foreign key self of a from FOREIGN KEY (b) REFERENCES public.a(id) to FOREIGN KEY (b) REFERENCES public.a(id) DEFERRABLE
--   Dropped unique constraint gone_u of gone: UNIQUE (a)

-- # Constraints of a domain
CREATE DOMAIN age AS integer CONSTRAINT old CHECK (VALUE > 0);
-- change
ALTER DOMAIN age ADD CONSTRAINT young CHECK (VALUE < 200);
ALTER DOMAIN age DROP CONSTRAINT old;
-- told
--   Added check constraint young of domain age: CHECK ((VALUE < 200))
--   Dropped check constraint old of domain age: CHECK ((VALUE > 0))
