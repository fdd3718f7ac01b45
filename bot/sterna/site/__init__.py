"""The only room that imports Sphinx."""
