"""Rosters in, gradebooks out."""
