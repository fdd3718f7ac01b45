"""Markdown pages become a Guide: rules, checklists, examples. The only reader."""
