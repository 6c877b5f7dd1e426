"""Its graph scales an image two thousand times, whose shape takes Python long to compute.
kind: forging
points: 95
hint: take too long to check
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
    for number in range(1_000, 2_900):
        source = {"value": 0 if number == 1_000 else number}
        scale = {"operator": "aten.upsample_bilinear2d.default", "options": {}}
        scale |= {"arguments": [source, [28, 28], False], "outputs": [number + 1]}
        graph["nodes"].append(scale)
    return graph
