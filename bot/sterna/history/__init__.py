"""A migrations folder becomes a History."""
