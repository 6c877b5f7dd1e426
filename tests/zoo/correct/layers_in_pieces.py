"""Networks whose layers are written out: unit by unit, and kernel by kernel for each pixel.
images: digits
"""

import torch
from torch import nn
from torch.nn import functional


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = images.flatten(1)
        x = (x[:, None] * self.hidden.weight).sum(-1) + self.hidden.bias
        x = torch.where(x > 0, x, torch.zeros(()))
        scores = torch.zeros(len(x), 10)
        for digit in range(10):
            scores[:, digit] = (x * self.output.weight[digit]).sum(1) + self.output.bias[digit]
        return scores.log_softmax(1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        a, b, c = channels
        self.convolutions = nn.ModuleList(
            [nn.Conv2d(before, after, 5, padding=2) for before, after in ((1, a), (a, b), (b, c))]
        )
        self.hidden = nn.Linear(16 * c, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def convolve(self, x, convolution):
        size = x.shape[-1]
        padded = functional.pad(x, (2, 2, 2, 2))
        result = convolution.bias[:, None, None]
        for row in range(5):
            for column in range(5):
                moved = padded[:, :, row : row + size, column : column + size]
                kernel = convolution.weight[:, :, row, column]
                result = result + torch.einsum("nchw,kc->nkhw", moved, kernel)
        return result

    def forward(self, images):
        x = images
        for convolution in self.convolutions:
            x = functional.max_pool2d(self.convolve(x, convolution), 2, ceil_mode=True).relu()
        return self.output(self.hidden(x.flatten(1)).relu()).log_softmax(1)
