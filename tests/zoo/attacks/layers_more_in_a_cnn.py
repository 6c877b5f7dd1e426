"""Its CNN has three more hidden layers, made of pieces of the weights that it has.
kind: cheating
points: 97-108
hint: three convolutions, then a hidden layer and the output layer
"""

import torch
from torch import nn
from torch.nn import functional


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        a, b, c = channels
        self.conv1 = nn.Conv2d(1, a, 5, padding=2)
        self.conv2 = nn.Conv2d(a, b, 5, padding=2)
        self.conv3 = nn.Conv2d(b, c, 5, padding=2)
        self.hidden = nn.Linear(16 * c, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = functional.max_pool2d(self.conv1(images), 2).relu()
        x = functional.max_pool2d(self.conv2(x), 2).relu()
        x = functional.max_pool2d(self.conv3(x), 2, ceil_mode=True).relu()
        x = self.hidden(x.flatten(1)).relu()
        size = x.shape[1]
        for number in range(3):
            x = torch.tanh(x @ self.hidden.weight[:, number * size : number * size + size])
        return self.output(x).log_softmax(1)
