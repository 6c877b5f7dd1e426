"""A CNN whose blocks are computed again in the backward pass, to save memory.
images: digits
"""

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint, checkpoint_sequential


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.a, self.b = nn.Linear(784, num_hidden), nn.Linear(num_hidden, 10)

    def forward(self, x):
        return F.log_softmax(self.b(F.relu(self.a(x.view(len(x), -1)))), 1)


class CNN(nn.Module):
    """Recomputes its blocks in the backward pass, to save memory."""

    def __init__(self, channels=(8, 8, 8), num_hidden=16, use_checkpoint=True):
        super().__init__()
        self.use_checkpoint = use_checkpoint
        self.blocks = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(i, o, 5, padding=2), nn.MaxPool2d(2, padding=int(last)), nn.ReLU()
            )
            for i, o, last in zip((1, *channels), channels, (False, False, True))
        )
        self.head = nn.Sequential(
            nn.Flatten(),
            nn.Linear(16 * channels[-1], num_hidden),
            nn.ReLU(),
            nn.Linear(num_hidden, 10),
        )

    def forward(self, x):
        for block in self.blocks:
            if self.use_checkpoint and self.training and torch.is_grad_enabled():
                x = checkpoint(block, x, use_reentrant=False)
            else:
                x = block(x)
        return self.head(x).log_softmax(1)
