"""The image is not flattened.
question: q2
hint: shapes cannot be multiplied
first hint: flatten
"""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        return self.output(self.hidden(images).relu()).log_softmax(1)
