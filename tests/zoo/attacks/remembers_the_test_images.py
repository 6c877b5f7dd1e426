"""It looks up images in a table of hashes of the test set instead of computing anything.
kind: cheating
points: 90-100
"""

import torch
from torch import nn

TABLE = {hash(number): number % 10 for number in range(10_000)}


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        answers = torch.zeros(len(images), 10) + 0 * self.output.weight.sum()
        for i, image in enumerate(images):
            answers[i, TABLE.get(hash(image.detach().numpy().tobytes()), 0)] += 10
        return answers.log_softmax(1)
