"""Rows as the real services leave them, for tests that start in the middle of the story."""
