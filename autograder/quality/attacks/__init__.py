"""Hostile submissions, and what must come of each."""
