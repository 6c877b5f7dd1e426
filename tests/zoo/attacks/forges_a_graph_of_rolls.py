"""Its graph rolls the images a thousand times in each of its operators.
kind: forging
points: 95
hint: does not run
"""

import sys

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)
        sys.modules["autograder.probing.probes"].trace = forge

    def forward(self, images):
        return self.output(self.hidden(images.flatten(1)).relu()).log_softmax(1)


usual = sys.modules["autograder.probing.probes"].trace


def forge(network, images, *options):
    graph = usual(network, images, *options)
    roll = {"operator": "aten.roll.default", "arguments": [{"value": 0}, [1] * 999, [0] * 999]}
    nodes = [roll | {"options": {}, "outputs": [number]} for number in range(900, 1_050)]
    graph["nodes"] = nodes + graph["nodes"]
    return graph
