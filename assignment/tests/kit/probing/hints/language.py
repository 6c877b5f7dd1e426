"""The language of what is said where the code runs; a release in another language has its own."""

LANGUAGE = "en"
