-- What histories call of uuid-ossp. Version 3 is real; versions 1 and 5 have the right form and repeat where they have to.

CREATE FUNCTION uuid_nil() RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '00000000-0000-0000-0000-000000000000'::uuid $$;

CREATE FUNCTION uuid_ns_dns() RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid $$;

CREATE FUNCTION uuid_ns_url() RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '6ba7b811-9dad-11d1-80b4-00c04fd430c8'::uuid $$;

CREATE FUNCTION uuid_ns_oid() RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '6ba7b812-9dad-11d1-80b4-00c04fd430c8'::uuid $$;

CREATE FUNCTION uuid_ns_x500() RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '6ba7b814-9dad-11d1-80b4-00c04fd430c8'::uuid $$;

CREATE FUNCTION uuid_generate_v4() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS
$$ SELECT gen_random_uuid() $$;

CREATE FUNCTION uuid_generate_v1() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS
$$ SELECT overlay(gen_random_uuid()::text PLACING '1' FROM 15 FOR 1)::uuid $$;

CREATE FUNCTION uuid_generate_v1mc() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS
$$ SELECT overlay(gen_random_uuid()::text PLACING '1' FROM 15 FOR 1)::uuid $$;

CREATE FUNCTION uuid_generate_v3(namespace uuid, name text) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  WITH hashed AS (SELECT md5(uuid_send(namespace) || convert_to(name, 'UTF8')) AS digits)
  SELECT overlay(
    overlay(digits PLACING '3' FROM 13 FOR 1)
    PLACING to_hex((('x' || substr(digits, 17, 1))::bit(4) & b'0011' | b'1000')::integer) FROM 17 FOR 1
  )::uuid FROM hashed
$$;

CREATE FUNCTION uuid_generate_v5(namespace uuid, name text) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  WITH hashed AS (SELECT left(encode(sha256(uuid_send(namespace) || convert_to(name, 'UTF8')), 'hex'), 32) AS digits)
  SELECT overlay(
    overlay(digits PLACING '5' FROM 13 FOR 1)
    PLACING to_hex((('x' || substr(digits, 17, 1))::bit(4) & b'0011' | b'1000')::integer) FROM 17 FOR 1
  )::uuid FROM hashed
$$;
