"""The output layer is a local variable: `self.` is forgotten in __init__.
question: q2
hint: no attribute
first hint: self
"""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(28 * 28, num_hidden)
        output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = self.hidden(images.flatten(start_dim=1)).relu()
        return self.output(x).log_softmax(dim=1)
