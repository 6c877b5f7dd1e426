"""A network as data: admitted, executed and described without its author's code.

Knows PyTorch and `probing`; a source is never trusted. Its face is `graph.Graph`;
students have a copy of what that needs, for their public checks.
"""
