-- What Drizzle's migrator makes before it runs the first migration (drizzle-orm 0.x, the table of the journal layout).

CREATE SCHEMA drizzle;

CREATE TABLE drizzle.__drizzle_migrations (
  id serial PRIMARY KEY,
  hash text NOT NULL,
  created_at bigint
);
