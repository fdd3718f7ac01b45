"""The only room that imports psycopg: servers, catalogs, locks, dumps."""
