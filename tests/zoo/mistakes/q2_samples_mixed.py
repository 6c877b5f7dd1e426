"""A reshape in the wrong order mixes the images of a batch.
question: q2
hint: other images of its batch
first hint: other images
"""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images.reshape(784, -1).T
        return self.output(self.hidden(x).relu()).log_softmax(1)
