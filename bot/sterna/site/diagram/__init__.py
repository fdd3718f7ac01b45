"""Entity diagrams: a catalog becomes boxes and lines, in SVG and in words."""
