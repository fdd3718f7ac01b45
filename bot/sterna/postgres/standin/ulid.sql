-- A ULID as text: 48 bits of milliseconds and 80 random bits in Crockford's base 32, 26 characters that sort by time.

CREATE DOMAIN ulid AS text CHECK (VALUE ~ '^[0-7][0-9A-HJKMNP-TV-Z]{25}$');

CREATE FUNCTION gen_ulid() RETURNS ulid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  WITH bits AS (
    SELECT b'00' || floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint::bit(48)
      || ('x' || right(replace(gen_random_uuid()::text, '-', ''), 12))::bit(48)
      || ('x' || left(replace(gen_random_uuid()::text, '-', ''), 8))::bit(32) AS digits
  )
  SELECT string_agg(
    substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substring(digits FROM at * 5 + 1 FOR 5)::bit(5)::integer + 1, 1),
    '' ORDER BY at
  )::@extschema@.ulid
  FROM bits, generate_series(0, 25) AS at
$$;

CREATE FUNCTION gen_monotonic_ulid() RETURNS ulid LANGUAGE sql VOLATILE PARALLEL SAFE AS
$$ SELECT @extschema@.gen_ulid() $$;
