"""A network as data: admitted, executed and described without its author's code.

Knows PyTorch and `probing`; a source is never trusted. Its face is `graph.Graph` and
`layers.layers_of`. Students have a copy, for their public checks.
"""
