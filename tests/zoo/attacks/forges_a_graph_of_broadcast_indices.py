"""Its graph writes by indices that broadcast: few of them, and millions of places.
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
    values = torch.rand(1000, 1000), torch.arange(1000)[:, None], torch.arange(1000)[None]
    for number, value in enumerate((*values, torch.tensor(0.0)), 900):
        constant = {"number": number, "name": f"c{number}", "kind": "constant", "value": value}
        graph["constants"].append(constant)
    places = [{"value": 901}, {"value": 902}]
    write = {"operator": "aten.index_put_.default", "options": {}, "outputs": [900]}
    write["arguments"] = [{"value": 900}, places, {"value": 903}]
    graph["nodes"] = [write] * 100 + graph["nodes"]
    return graph
