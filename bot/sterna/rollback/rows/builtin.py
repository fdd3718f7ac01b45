"""The n-th value of each built-in type, and of those that common extensions bring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_WIDE_TEXT: Final = 300
_DAY: Final = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which value is asked for: the n-th, for the column number `salt` whose name begins with `word`."""

    nth: int
    salt: int
    word: str
    wide: bool

    @property
    def number(self) -> int:
        """Return a number that is another for each row and each column."""
        return self.nth + 10 * self.salt

    def at(self, nth: int) -> Wish:
        """Ask for another of the same."""
        return Wish(nth, self.salt, self.word, wide=False)


def _letters(number: int, length: int) -> str:
    found = ""
    for _ in range(length):
        number, digit = divmod(number, 26)
        found = chr(ord("a") + digit) + found
    return found


def _string(wish: Wish, sizes: tuple[int, ...]) -> str:
    room = sizes[0] if sizes else _WIDE_TEXT
    text = f"{wish.word}{wish.nth}"
    if wish.wide:
        # Ends in a letter: a blank at the end would mean nothing to char(n).
        return (
            (text + " " + "lorem ipsum " * 30)[: min(room, _WIDE_TEXT) - 1][: max(room - 1, 0)] + "z"
            if room > 12
            else (_letters(wish.number, room))
        )
    if len(text) <= room:
        return text
    return f"v{wish.nth}" if len(f"v{wish.nth}") <= room and room > 2 else _letters(wish.number, room)


def _numeric(wish: Wish, sizes: tuple[int, ...]) -> str:
    if not sizes:
        return f"{12345678901234567890 + wish.number}.12345678901234567891" if wish.wide else f"{wish.number}.25"
    precision, scale = sizes[0], sizes[1] if len(sizes) > 1 else 0
    if wish.wide:
        # Not the largest there is: that one, rounded to fewer places, is too large to come back.
        return _scaled(9 * 10 ** (precision - 1) - 1 - wish.number % 10 ** (precision - 1), scale)
    whole = precision - scale
    if whole >= 1 and scale >= 0:
        return str(wish.number % 10**whole or 1)
    return _scaled(wish.number % 10**precision or 1, scale)


def _scaled(units: int, scale: int) -> str:
    """Write a number of the smallest steps that a numeric of this scale makes."""
    if scale <= 0:
        return str(units * 10**-scale)
    digits = str(units).rjust(scale + 1, "0")
    return f"{digits[:-scale]}.{digits[-scale:]}"


def _bits(wish: Wish, sizes: tuple[int, ...]) -> str:
    size = sizes[0] if sizes else 1
    return f"{wish.nth % 2**size:b}".rjust(size, "0")


def _varbits(wish: Wish, sizes: tuple[int, ...]) -> str:
    return _bits(wish, sizes or (16,))


def _vector(wish: Wish, sizes: tuple[int, ...]) -> str:
    size = sizes[0] if sizes else 3
    return "[" + ",".join(f"{(wish.nth + place * 3) % 17 + 0.123456}" for place in range(size)) + "]"


def _sparse(wish: Wish, sizes: tuple[int, ...]) -> str:
    size = sizes[0] if sizes else 3
    return f"{{1:{wish.nth},{size}:0.5}}/{size}" if size > 1 else f"{{1:{wish.nth}}}/1"


def _day(wish: Wish) -> str:
    return str(_DAY + timedelta(days=wish.number))


def _clock(wish: Wish) -> str:
    seconds = wish.number * 61 % 86400
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return text + ".123456" if wish.wide else text


def _either(*texts: str) -> Callable[[Wish, tuple[int, ...]], str]:
    return lambda wish, _sizes: texts[(wish.nth - 1) % len(texts)]


def _formed(shape: str) -> Callable[[Wish, tuple[int, ...]], str]:
    """Return a maker that puts the number for `#`, and the number plus one for `@`."""
    return lambda wish, _sizes: shape.replace("#", str(wish.number)).replace("@", str(wish.number + 1))


def _wide(large: int) -> Callable[[Wish, tuple[int, ...]], str]:
    return lambda wish, _sizes: str(large + wish.number % 700 if wish.wide else wish.number)


GROWING: Final = frozenset(
    {"int2", "int4", "int8", "numeric", "float4", "float8", "date", "timestamp", "timestamptz", "money"}
)
MAKERS: Final[Mapping[str, Callable[[Wish, tuple[int, ...]], str]]] = {
    "bool": _either("true", "false"),
    "int2": _wide(32_000),
    "int4": _wide(2_000_000_000),
    # Odd, and more than a double precision holds exactly.
    "int8": lambda wish, _sizes: str(2**53 + 1 + 2 * (wish.number % 300) if wish.wide else wish.number),
    # As many digits as it holds: numeric takes over six of them.
    "float4": lambda wish, _sizes: f"{wish.number % 100}.1234567" if wish.wide else f"{wish.number}.25",
    "float8": lambda wish, _sizes: f"{wish.number}.141592653589793" if wish.wide else f"{wish.number}.25",
    "numeric": _numeric,
    "money": _formed("#.50"),
    "text": _string,
    "varchar": _string,
    "bpchar": _string,
    "citext": _string,
    "name": lambda wish, _sizes: _string(wish, (60,)),
    "char": lambda wish, _sizes: _letters(wish.number, 1),
    "uuid": lambda wish, _sizes: f"7e57ab1e-{wish.salt % 65536:04x}-4000-8000-{wish.nth:012x}",
    "bytea": lambda wish, _sizes: f"\\x{wish.number % 2**32:08x}ff",
    "json": _formed('{"number": #, "list": [1, "two"]}'),
    "jsonb": _formed('{"number": #, "list": [1, "two"]}'),
    "jsonpath": _formed('$."v#"'),
    "xml": _formed("<value>#</value>"),
    "hstore": _formed('"v"=>"#"'),
    "ltree": _formed("top.v#"),
    "lquery": _formed("top.v#"),
    "ltxtquery": _formed("top & v#"),
    "tsvector": _formed("'sterna' 'v#'"),
    "tsquery": _formed("'sterna' & 'v#'"),
    "date": lambda wish, _sizes: _day(wish),
    "timestamp": lambda wish, _sizes: f"{_day(wish)} {_clock(wish)}",
    "timestamptz": lambda wish, _sizes: f"{_day(wish)} {_clock(wish)}+00",
    "time": lambda wish, _sizes: _clock(wish),
    "timetz": lambda wish, _sizes: f"{_clock(wish)}{'+05:30' if wish.wide else '+00'}",
    "interval": lambda wish, _sizes: f"{wish.number} years {wish.nth % 12} mons {wish.number} days {_clock(wish)}",
    # A host within its network: cidr has no room for the host.
    "inet": lambda wish, _sizes: (
        f"10.{wish.salt % 256}.{wish.nth // 256 % 256}.{wish.nth % 256}{'/8' if wish.wide else ''}"
    ),
    "cidr": lambda wish, _sizes: f"10.{wish.salt % 256}.{wish.nth % 256}.0/24",
    "macaddr": lambda wish, _sizes: f"08:00:2b:{wish.salt % 256:02x}:{wish.nth // 256 % 256:02x}:{wish.nth % 256:02x}",
    "macaddr8": lambda wish, _sizes: (
        f"08:00:2b:01:02:{wish.salt % 256:02x}:{wish.nth // 256 % 256:02x}:{wish.nth % 256:02x}"
    ),
    "bit": _bits,
    "varbit": _varbits,
    "vector": _vector,
    "halfvec": _vector,
    "sparsevec": _sparse,
    "point": _formed("(#,@)"),
    "line": _formed("{1,-1,#}"),
    "lseg": _formed("[(#,#),(@,@)]"),
    # Boxes and circles of two rows never overlap, for the sake of exclusion constraints.
    "box": lambda wish, _sizes: f"({wish.number * 3 + 1},1),({wish.number * 3},0)",
    "path": _formed("[(0,0),(#,@)]"),
    "polygon": lambda wish, _sizes: f"(({wish.number * 3},0),({wish.number * 3 + 1},0),({wish.number * 3},1))",
    "circle": lambda wish, _sizes: f"<({wish.number * 3},0),1>",
    "cube": _formed("(#,@)"),
    "seg": _formed("#"),
    "isbn": _either("978-0-393-04002-9", "978-0-306-40615-7", "978-3-16-148410-0"),
    "isbn13": _either("978-0-393-04002-9", "978-0-306-40615-7", "978-3-16-148410-0"),
    "pg_lsn": lambda wish, _sizes: f"0/{wish.number:X}",
    "pg_snapshot": lambda wish, _sizes: f"{wish.number}:{wish.number + 5}:{wish.number + 2}",
    "txid_snapshot": lambda wish, _sizes: f"{wish.number}:{wish.number + 5}:{wish.number + 2}",
    "tid": _formed("(0,#)"),
    "int2vector": _formed("# @"),
    "oidvector": _formed("# @"),
    "aclitem": _either("=r/postgres", "=w/postgres", "=a/postgres"),
    "regclass": _either("pg_catalog.pg_class", "pg_catalog.pg_type", "pg_catalog.pg_proc"),
    "regtype": _either("integer", "text", "boolean"),
    "regproc": _either("pg_catalog.now", "pg_catalog.version", "pg_catalog.pi"),
    "regprocedure": _either("pg_catalog.now()", "pg_catalog.version()", "pg_catalog.pi()"),
    "regoper": _either("pg_catalog.||/", "pg_catalog.@@", "pg_catalog.|/"),
    "regoperator": _either(
        "pg_catalog.+(integer,integer)", "pg_catalog.-(integer,integer)", "pg_catalog.*(integer,integer)"
    ),
    "regnamespace": _either("pg_catalog", "information_schema", "pg_toast"),
    "regrole": _either("pg_monitor", "pg_read_all_data", "pg_signal_backend"),
    "regcollation": _either('pg_catalog."C"', 'pg_catalog."POSIX"', 'pg_catalog."default"'),
    "regconfig": _either("pg_catalog.simple", "pg_catalog.english", "pg_catalog.german"),
    "regdictionary": _either("pg_catalog.simple", "pg_catalog.english_stem", "pg_catalog.german_stem"),
}
