"""The commands: each reads options, calls one function, and prints."""
