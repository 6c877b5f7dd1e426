"""A network as data: described, checked and executed without its author's code."""
