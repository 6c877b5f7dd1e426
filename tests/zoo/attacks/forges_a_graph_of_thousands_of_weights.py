"""Its graph names thousands of weights of one number each, and mixes all of them again and again.
kind: forging
points: 95-101
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
MANY = 5_000


def forge(network, images, *options):
    graph = usual(network, images, *options)
    for number in range(1_000, 1_000 + MANY):
        weight = {"number": number, "name": f"w{number}", "kind": "parameter"}
        graph["constants"].append(weight | {"value": torch.zeros(1)})
    nodes, step = [], {"options": {}}
    for start in range(0, MANY, 1_000):
        weights = [{"value": 1_000 + start + place} for place in range(1_000)]
        nodes.append(step | {"operator": "aten.cat.default", "arguments": [weights]})
        nodes[-1]["outputs"] = [500_000 + start]
        nodes.append(step | {"operator": "aten.sum.default"})
        nodes[-1] |= {"arguments": [{"value": 500_000 + start}], "outputs": [500_001 + start]}
    last = graph["output"]
    for number in range(600_000, 601_900):
        other = 500_001 + number % 5 * 1_000
        nodes.append(step | {"operator": "aten.add.Tensor", "outputs": [number]})
        nodes[-1]["arguments"] = [{"value": last}, {"value": other}]
        last = number
    graph["nodes"] += nodes
    return graph | {"output": last}
