"""Hidden units are centred over the batch, also in evaluation.
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
        x = self.hidden(images.flatten(1))
        return self.output((x - x.mean(dim=0)).relu()).log_softmax(1)
