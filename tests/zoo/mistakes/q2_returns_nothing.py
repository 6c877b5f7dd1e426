"""The forward pass returns nothing.
question: q2
hint: returned None; expected a tensor
first hint: returned None
"""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = self.hidden(images.flatten(1)).relu()
        x = self.output(x).log_softmax(1)
