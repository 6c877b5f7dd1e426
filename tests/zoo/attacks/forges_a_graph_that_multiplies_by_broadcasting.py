"""Its graph multiplies matrices that broadcast, for which PyTorch copies them a hundred times.
kind: forging
points: 95
hint: computes too much
"""

import sys

import torch
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
    for number, value in ((900, torch.rand(1500, 1, 1, 100)), (901, torch.rand(1, 150, 100, 1))):
        constant = {"number": number, "name": f"c{number}", "kind": "constant", "value": value}
        graph["constants"].append(constant)
    step = {"operator": "aten.matmul.default", "arguments": [{"value": 900}, {"value": 901}]}
    nodes = [step | {"options": {}, "outputs": [number]} for number in range(902, 906)]
    graph["nodes"] = nodes + graph["nodes"]
    return graph
