"""All weights start at zero.
question: q2
hint: has not changed
first hint: weights start
"""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)

    def forward(self, images):
        return self.output(self.hidden(images.flatten(1)).relu()).log_softmax(1)
