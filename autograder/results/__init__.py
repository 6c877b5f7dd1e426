"""A grade, and the files it is written to."""
