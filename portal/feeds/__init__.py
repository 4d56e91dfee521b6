"""Atom feeds of what happened."""
