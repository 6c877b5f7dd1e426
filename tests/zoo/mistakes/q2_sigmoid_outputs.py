"""Each output is the logarithm of a sigmoid of its own.
question: q2
hint: sums to
first hint: sums to
"""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        return nn.functional.logsigmoid(self.output(self.hidden(images.flatten(1)).relu()))
