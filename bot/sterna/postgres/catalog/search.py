"""Text search: dictionaries and configurations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sterna.postgres.catalog.record import Identity, outside_extensions

if TYPE_CHECKING:
    from sterna.postgres.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A dictionary of text search; `template` is quoted, `options` stand as CREATE takes them."""

    QUERY: ClassVar[str] = f"""
        SELECT d.oid, n.nspname AS schema, d.dictname AS name, format('%I.%I', tn.nspname, t.tmplname) AS template,
          d.dictinitoption AS options, pg_get_userbyid(d.dictowner) AS owner
        FROM pg_ts_dict d JOIN ns n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate
          JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
        WHERE {outside_extensions("pg_ts_dict", "d.oid")}"""

    oid: int
    schema: str
    name: str
    template: str
    options: str | None
    owner: str

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, _catalog: Catalog) -> Identity:
        """Return schema and name."""
        return (self.schema, self.name)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return template, options and owner."""
        return {"template": self.template, "options": self.options, "owner": self.owner}


@dataclass(frozen=True, slots=True)
class Mapping:
    """The dictionaries that are asked about one kind of token, quoted, in order."""

    token: str
    dictionaries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration of text search; `parser` is quoted."""

    QUERY: ClassVar[str] = f"""
        SELECT c.oid, n.nspname AS schema, c.cfgname AS name, format('%I.%I', pn.nspname, p.prsname) AS parser,
          coalesce((SELECT json_agg(json_build_object('token', t.alias, 'dictionaries', m.names) ORDER BY t.alias)
            FROM (SELECT maptokentype, json_agg(mapdict::regdictionary::text ORDER BY mapseqno) AS names
              FROM pg_ts_config_map WHERE mapcfg = c.oid GROUP BY maptokentype) m
            JOIN ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype), '[]') AS mappings,
          pg_get_userbyid(c.cfgowner) AS owner
        FROM pg_ts_config c JOIN ns n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser
          JOIN pg_namespace pn ON pn.oid = p.prsnamespace
        WHERE {outside_extensions("pg_ts_config", "c.oid")}"""

    oid: int
    schema: str
    name: str
    parser: str
    mappings: tuple[Mapping, ...]
    owner: str

    @property
    def key(self) -> int:
        """Return the OID."""
        return self.oid

    def identity(self, _catalog: Catalog) -> Identity:
        """Return schema and name."""
        return (self.schema, self.name)

    def traits(self, _catalog: Catalog) -> dict[str, object]:
        """Return parser, mappings and owner."""
        return {"parser": self.parser, "definition": self.mappings, "owner": self.owner}
