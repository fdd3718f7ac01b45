"""The functions that a statement calls, and which of PostgreSQL's own change nothing."""

from __future__ import annotations

from typing import Final

from sterna.sql.tokens import NAME, WORD, Token, keyword, spoken, word_set

# Words that may stand before a parenthesis without being called.
_NOT_CALLED: Final = word_set(
    """
    ALL AND ANY ARRAY AS ASYMMETRIC BETWEEN BY CASE CHECK COLLATE COPY CROSS CUBE CYCLE DISTINCT ELSE EXCEPT EXISTS
    FETCH FILTER FIRST FOR FROM FULL GROUP GROUPING HAVING ILIKE IN INNER INTERSECT INTO IS JOIN LATERAL LEFT LIKE
    LIMIT MATERIALIZED NATURAL NOT OF OFFSET ON ONLY OR ORDER OUTER OVER OVERLAPS PARTITION RANGE RECURSIVE RETURNING
    RIGHT ROLLUP ROW ROWS SELECT SETS SIMILAR SOME SYMMETRIC TABLESAMPLE THEN TO UNION USING VALUES VARIADIC WHEN WHERE
    WINDOW WITH WITHIN
    BIGINT BIT BOOLEAN BPCHAR CHAR CHARACTER DEC DECIMAL FLOAT INTERVAL NCHAR NUMERIC TIME TIMESTAMP TIMESTAMPTZ
    TIMETZ VARBIT VARCHAR VARYING VECTOR
    """
)

# PostgreSQL's own functions that neither write nor take a lock nor change the session: what migrations look with.
_HARMLESS: Final = word_set(
    """
    abs age array_agg array_append array_cat array_length array_position array_remove array_replace array_to_json
    array_to_string avg bit_and bit_or bit_xor bool_and bool_or btrim cardinality cast ceil ceiling char_length
    character_length chr clock_timestamp coalesce col_description concat concat_ws convert_from convert_to corr count
    cume_dist current_database current_schema current_schemas current_setting date date_bin date_part date_trunc decode
    dense_rank div encode every exp extract first_value floor format format_type gen_random_uuid generate_series
    generate_subscripts greatest has_column_privilege has_database_privilege has_function_privilege
    has_schema_privilege has_sequence_privilege has_table_privilege initcap isfinite json_agg json_array_elements
    json_array_elements_text json_array_length json_build_array json_build_object json_each json_each_text
    json_extract_path json_extract_path_text json_object json_object_agg json_object_keys json_populate_record
    json_strip_nulls json_to_record json_to_recordset json_typeof jsonb_agg jsonb_array_elements
    jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text
    jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys
    jsonb_path_exists jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_populate_record
    jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof justify_days
    justify_hours justify_interval lag last_value lead least left length ln localtime localtimestamp log lower lpad
    ltrim make_date make_interval make_time make_timestamp make_timestamptz max md5 min mod mode now nth_value ntile
    nullif num_nonnulls num_nulls obj_description octet_length overlay percent_rank percentile_cont percentile_disc
    pg_column_size pg_get_constraintdef pg_get_expr pg_get_functiondef pg_get_indexdef pg_get_serial_sequence
    pg_get_triggerdef pg_get_viewdef pg_is_in_recovery pg_relation_size pg_size_pretty pg_table_is_visible
    pg_table_size pg_total_relation_size pg_typeof pi position power quote_ident quote_literal quote_nullable
    random rank regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array
    regexp_split_to_table regexp_substr repeat replace reverse right round row_number row_to_json row_to_jsonb rpad
    rtrim sha256 sign split_part sqrt starts_with statement_timestamp stddev string_agg string_to_array string_to_table
    strpos substr substring sum timeofday to_char to_date to_hex to_json to_jsonb to_number to_regclass to_regnamespace
    to_regproc to_regprocedure to_regrole to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp translate
    treat trim trunc txid_current unnest upper uuidv4 uuidv7 variance version width_bucket
    """
)
_SEQUENCES: Final = frozenset({"nextval", "setval"})
_SESSION: Final = word_set(
    """
    pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all pg_advisory_unlock_shared
    pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_notify pg_sleep pg_try_advisory_lock
    pg_try_advisory_lock_shared pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared set_config
    """
)


def effect(text: str) -> str:
    """Return what the functions in a statement may do: `anything`, `sequences`, `session` or `nothing`.

    The strongest wins. A function that is not known here may do anything.
    """
    names = called(text)
    if any(name not in _HARMLESS | _SEQUENCES | _SESSION for name in names):
        return "anything"
    if any(name in _SEQUENCES for name in names):
        return "sequences"
    return "session" if any(name in _SESSION for name in names) else "nothing"


def called(text: str) -> tuple[str, ...]:
    """Return the names that are called in a statement, folded; `pg_catalog.` is left out, other schemas stay."""
    found = list(spoken(text))
    return tuple(_qualified(text, found, at) for at, token in enumerate(found[:-1]) if _is_call(text, found, at, token))


def _is_call(text: str, found: list[Token], at: int, token: Token) -> bool:
    if token.sort not in {WORD, NAME} or text[found[at + 1].start] != "(":
        return False
    before = text[found[at - 1].start : found[at - 1].end] if at else ""
    if token.sort == WORD and before != "." and keyword(text[token.start : token.end]) in _NOT_CALLED:
        return False
    # `) name (columns)` and `AS name (columns)` are aliases: nothing is called there.
    return before != ")" and keyword(before) not in {"AS", "WITH", "RECURSIVE"}


def _qualified(text: str, found: list[Token], at: int) -> str:
    parts = [_fold(text, found[at])]
    while at > 1 and text[found[at - 1].start] == "." and found[at - 2].sort in {WORD, NAME}:
        at -= 2
        parts.insert(0, _fold(text, found[at]))
    return ".".join(parts[1:] if parts[0] == "pg_catalog" else parts)


def _fold(text: str, token: Token) -> str:
    word = text[token.start : token.end]
    if token.sort == NAME:
        return word[1:-1].replace('""', '"') if word.startswith('"') else word
    return word.lower() if word.isascii() else word
