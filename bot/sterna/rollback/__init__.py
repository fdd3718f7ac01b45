"""Observe, undo, prove."""
