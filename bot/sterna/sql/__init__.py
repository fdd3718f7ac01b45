"""The only room that imports sqlglot: statements and patterns."""
