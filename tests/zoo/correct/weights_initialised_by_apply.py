"""Networks whose weights start by a function that apply gives every layer, by the class's name."""

import torch.nn as nn
import torch.nn.functional as F
import torch.nn.init as init


def weights_init(m):
    classname = m.__class__.__name__
    if classname.find("Conv") != -1:
        init.kaiming_normal_(m.weight.data, nonlinearity="relu")
        m.bias.data.fill_(0)
    elif classname.find("Linear") != -1:
        init.xavier_uniform_(m.weight)
        init.constant_(m.bias, 0.01)


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super(MLP, self).__init__()
        self.fc1 = nn.Linear(784, num_hidden)
        self.fc2 = nn.Linear(num_hidden, 10)
        self.apply(weights_init)

    def forward(self, input):
        x = input.view(-1, self.num_flat_features(input))
        x = F.relu(self.fc1(x))
        return F.log_softmax(self.fc2(x), dim=1)

    def num_flat_features(self, x):
        size = x.size()[1:]  # all dimensions except the batch dimension
        num_features = 1
        for s in size:
            num_features *= s
        return num_features


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super(CNN, self).__init__()
        self.conv1 = nn.Conv2d(1, channels[0], 5, padding=2)
        self.conv2 = nn.Conv2d(channels[0], channels[1], 5, padding=2)
        self.conv3 = nn.Conv2d(channels[1], channels[2], 5, padding=2)
        self.fc1 = nn.Linear(channels[2] * 4 * 4, num_hidden)
        self.fc2 = nn.Linear(num_hidden, 10)
        for m in self.modules():
            weights_init(m)

    def forward(self, x):
        x = F.relu(F.max_pool2d(self.conv1(x), (2, 2)))
        x = F.relu(F.max_pool2d(self.conv2(x), 2))
        x = F.relu(F.max_pool2d(F.pad(self.conv3(x), (0, 1, 0, 1), value=float("-inf")), 2))
        x = x.view(x.shape[0], -1)
        x = F.relu(self.fc1(x))
        return F.log_softmax(self.fc2(x), dim=1)
