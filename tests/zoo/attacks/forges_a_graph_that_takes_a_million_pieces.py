"""Its graph takes a tensor apart into a million tensors.
kind: forging
points: 95
hint: more than 1,000 tensors
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
    pieces = {"number": 900, "name": "c", "kind": "constant", "value": torch.rand(10**6)}
    graph["constants"].append(pieces)
    for operator, arguments in (("unbind.int", []), ("split.Tensor", [1])):
        node = {"operator": f"aten.{operator}", "arguments": [{"value": 900}, *arguments]}
        graph["nodes"].insert(0, node | {"options": {}, "outputs": [901]})
    return graph
