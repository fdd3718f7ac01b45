-- What histories call of pgcrypto, with its signatures. Digests are real except SHA-1, which the server does not have
-- by itself. Nothing here protects anything: passwords and secrets are only given values of the right shape.

CREATE FUNCTION gen_random_bytes(length integer) RETURNS bytea LANGUAGE sql VOLATILE STRICT PARALLEL SAFE AS $$
  SELECT substr(string_agg(sha256(convert_to(gen_random_uuid()::text, 'UTF8')), ''::bytea), 1, length)
  FROM generate_series(0, length / 32)
$$;

CREATE FUNCTION digest(data bytea, type text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  CASE lower(type)
    WHEN 'md5' THEN RETURN decode(md5(data), 'hex');
    WHEN 'sha1' THEN RETURN substr(sha256(data), 1, 20);
    WHEN 'sha224' THEN RETURN sha224(data);
    WHEN 'sha256' THEN RETURN sha256(data);
    WHEN 'sha384' THEN RETURN sha384(data);
    WHEN 'sha512' THEN RETURN sha512(data);
    ELSE RAISE EXCEPTION 'Cannot use "%": No such hash algorithm', type USING ERRCODE = 'invalid_parameter_value';
  END CASE;
END
$$;

CREATE FUNCTION digest(data text, type text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT @extschema@.digest(convert_to(data, 'UTF8'), type)
$$;

CREATE FUNCTION hmac(data bytea, key bytea, type text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  block integer := CASE WHEN lower(type) IN ('sha384', 'sha512') THEN 128 ELSE 64 END;
  padded bytea := CASE WHEN length(key) > block THEN @extschema@.digest(key, type) ELSE key END;
  inner_pad bytea;
  outer_pad bytea;
BEGIN
  padded := padded || decode(repeat('00', block - length(padded)), 'hex');
  inner_pad := padded;
  outer_pad := padded;
  FOR at IN 0 .. block - 1 LOOP
    inner_pad := set_byte(inner_pad, at, get_byte(padded, at) # 54);
    outer_pad := set_byte(outer_pad, at, get_byte(padded, at) # 92);
  END LOOP;
  RETURN @extschema@.digest(outer_pad || @extschema@.digest(inner_pad || data, type), type);
END
$$;

CREATE FUNCTION hmac(data text, key text, type text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT @extschema@.hmac(convert_to(data, 'UTF8'), convert_to(key, 'UTF8'), type)
$$;

CREATE FUNCTION gen_salt(type text) RETURNS text LANGUAGE sql VOLATILE STRICT PARALLEL SAFE AS $$
  SELECT '$2a$06$' || substr(encode(@extschema@.gen_random_bytes(11), 'hex'), 1, 22)
$$;

CREATE FUNCTION gen_salt(type text, rounds integer) RETURNS text LANGUAGE sql VOLATILE STRICT PARALLEL SAFE AS $$
  SELECT '$2a$' || lpad(rounds::text, 2, '0') || '$' || substr(encode(@extschema@.gen_random_bytes(11), 'hex'), 1, 22)
$$;

-- crypt(password, crypt(password, salt)) = crypt(password, salt), as it has to be.
CREATE FUNCTION crypt(password text, salt text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT left(salt, 29) || left(encode(sha256(convert_to(left(salt, 29) || password, 'UTF8')), 'hex'), 31)
$$;

CREATE FUNCTION pgp_sym_encrypt(data text, password text) RETURNS bytea LANGUAGE sql VOLATILE STRICT PARALLEL SAFE AS $$
  SELECT convert_to(data, 'UTF8')
$$;

CREATE FUNCTION pgp_sym_encrypt(data text, password text, options text) RETURNS bytea LANGUAGE sql VOLATILE STRICT
PARALLEL SAFE AS $$
  SELECT convert_to(data, 'UTF8')
$$;

CREATE FUNCTION pgp_sym_decrypt(data bytea, password text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT convert_from(data, 'UTF8')
$$;

CREATE FUNCTION pgp_sym_decrypt(data bytea, password text, options text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
PARALLEL SAFE AS $$
  SELECT convert_from(data, 'UTF8')
$$;
