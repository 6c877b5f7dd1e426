"""Batches must have 64 images.
question: q2
hint: while running the network
first hint: number of images
"""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images.view(64, 784)
        return self.output(self.hidden(x).relu()).log_softmax(1)
