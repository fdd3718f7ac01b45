"""How findings and proofs are said; the only room that imports Jinja2."""
