-- The schema that Neon Auth keeps in step with its users.

CREATE SCHEMA neon_auth;
GRANT USAGE ON SCHEMA neon_auth TO PUBLIC;

CREATE TABLE neon_auth.users_sync (
  raw_json jsonb NOT NULL,
  id text NOT NULL GENERATED ALWAYS AS (raw_json ->> 'id') STORED PRIMARY KEY,
  name text GENERATED ALWAYS AS (raw_json ->> 'display_name') STORED,
  email text GENERATED ALWAYS AS (raw_json ->> 'primary_email') STORED,
  created_at timestamptz,
  updated_at timestamptz,
  deleted_at timestamptz
);
