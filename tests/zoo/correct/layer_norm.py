"""An MLP whose hidden units are normalised for each sample, and Kaiming's initial weights."""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.norm = nn.LayerNorm(num_hidden)
        self.output = nn.Linear(num_hidden, 10)
        nn.init.kaiming_normal_(self.hidden.weight)
        nn.init.zeros_(self.hidden.bias)
        nn.init.xavier_uniform_(self.output.weight, gain=0.5)

    def forward(self, images):
        return self.output(self.norm(self.hidden(images.flatten(1))).relu()).log_softmax(-1)
