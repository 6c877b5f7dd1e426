"""An MLP that is one Sequential with a LogSoftmax at the end."""

from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden: int = 64) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(28 * 28, num_hidden),
            nn.Sigmoid(),
            nn.Linear(num_hidden, 10),
            nn.LogSoftmax(dim=1),
        )

    def forward(self, images):
        return self.layers(images)
