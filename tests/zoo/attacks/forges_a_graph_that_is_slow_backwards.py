"""Its graph writes a number at a time into a large tensor, and is slow where gradients come back.
kind: forging
points: 93-102
hint: that a question may take
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
    nodes, step = graph["nodes"], {"options": {}}
    large = {"operator": "aten.zeros.default", "arguments": [[10**7]], "outputs": [901]}
    total = {"operator": "aten.sum.default", "arguments": [{"value": graph["output"]}]}
    nodes += [step | large, step | total | {"outputs": [902]}]
    for number in range(903, 1_700):
        one = {"operator": "aten.select.int", "arguments": [{"value": 901}, 0, number]}
        write = {"operator": "aten.add_.Tensor", "arguments": [{"value": number}, {"value": 902}]}
        nodes += [step | one | {"outputs": [number]}, step | write | {"outputs": [number]}]
    last = {"operator": "aten.select.int", "arguments": [{"value": 901}, 0, 0]}
    add = {"operator": "aten.add.Tensor"}
    add["arguments"] = [{"value": graph["output"]}, {"value": 2_000}]
    nodes += [step | last | {"outputs": [2_000]}, step | add | {"outputs": [2_001]}]
    return graph | {"output": 2_001}
