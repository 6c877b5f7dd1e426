"""Networks behind a wrapper: torch.compile, functional_call, TorchScript, autocast on cuda only."""

import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.body = nn.Sequential(
            nn.Flatten(), nn.Linear(784, num_hidden), nn.ReLU(), nn.Linear(num_hidden, 10)
        )
        self.compiled = torch.compile(self.body)

    def forward(self, images):
        assert images.device.type in ("cpu", "cuda", "mps")
        with torch.autocast(images.device.type, enabled=images.device.type == "cuda"):
            return self.compiled(images).float().log_softmax(1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        a, b, c = channels
        self.features = nn.Sequential(
            nn.Conv2d(1, a, 5, padding=2),
            nn.MaxPool2d(2),
            nn.ReLU(),
            nn.Conv2d(a, b, 5, padding=2),
            nn.MaxPool2d(2),
            nn.ReLU(),
            nn.Conv2d(b, c, 5, padding=2),
            nn.MaxPool2d(2, ceil_mode=True),
            nn.ReLU(),
        )
        end = nn.Sequential(
            nn.Flatten(), nn.Linear(16 * c, num_hidden), nn.ReLU(), nn.Linear(num_hidden, 10)
        )
        self.end = torch.jit.script(end)

    def forward(self, images):
        parameters = dict(self.features.named_parameters())
        x = torch.func.functional_call(self.features, parameters, (images,))
        return self.end(x).log_softmax(1)
