"""The logarithm has base 10.
question: q2
hint: sums to
first hint: natural | base 10
"""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        return self.output(self.hidden(images.flatten(1)).relu()).softmax(1).log10()
