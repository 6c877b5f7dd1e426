"""Mutants of the reference, and what becomes of them when they are graded."""
