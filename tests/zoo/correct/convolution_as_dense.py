"""An MLP whose dense layers are convolutions that cover the whole image.
images: digits
"""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Conv2d(1, num_hidden, kernel_size=28)
        self.output = nn.Conv2d(num_hidden, 10, kernel_size=1)

    def forward(self, images):
        return self.output(self.hidden(images).relu()).flatten(1).log_softmax(1)
