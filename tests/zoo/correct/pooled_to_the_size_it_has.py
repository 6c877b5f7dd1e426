"""Networks of torchvision's blocks; an adaptive pooling finds the size that it is asked for.
images: digits
"""

import torch
import torchvision
from torch import fx, nn
from torchvision.ops import Conv2dNormActivation


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        body = torchvision.ops.MLP(784, [num_hidden, 10], activation_layer=nn.ELU, inplace=False)
        self.net = fx.symbolic_trace(nn.Sequential(nn.Flatten(), body, nn.LogSoftmax(dim=1)))

    def forward(self, images):
        return self.net(images)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        layers, before = [], 1
        for after in channels:
            layers.append(Conv2dNormActivation(before, after, kernel_size=5, norm_layer=None))
            layers.append(nn.MaxPool2d(2, ceil_mode=True))
            before = after
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d((4, 4))
        self.classifier = torchvision.ops.MLP(before * 16, [num_hidden, 10])

    def forward(self, images):
        x = self.avgpool(self.features(images))
        return nn.functional.log_softmax(self.classifier(torch.flatten(x, 1)), dim=1)
