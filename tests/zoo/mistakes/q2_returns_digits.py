"""The network returns digits.
question: q2
hint: MLP returned torch.int64
first hint: int64
"""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        return self.output(self.hidden(images.flatten(1)).relu()).log_softmax(1).argmax(1)
