-- The functions of pg_net. They return a request number; nothing is ever sent.

CREATE SCHEMA net;
GRANT USAGE ON SCHEMA net TO PUBLIC;
CREATE SEQUENCE net.request_number;
GRANT USAGE ON SEQUENCE net.request_number TO PUBLIC;

CREATE FUNCTION net.http_get(
  url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}', timeout_milliseconds integer DEFAULT 5000
) RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT nextval('net.request_number') $$;

CREATE FUNCTION net.http_post(
  url text, body jsonb DEFAULT '{}', params jsonb DEFAULT '{}',
  headers jsonb DEFAULT '{"Content-Type": "application/json"}', timeout_milliseconds integer DEFAULT 5000
) RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT nextval('net.request_number') $$;

CREATE FUNCTION net.http_delete(
  url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}', timeout_milliseconds integer DEFAULT 5000
) RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT nextval('net.request_number') $$;
