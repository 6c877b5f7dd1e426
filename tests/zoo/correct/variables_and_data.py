"""Code of PyTorch's first years: Variable, .data, log_softmax without dim, view_as."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.autograd import Variable

from .costs import cost_function
from .data import make_loader


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super(CNN, self).__init__()
        self.conv1 = nn.Conv2d(1, channels[0], kernel_size=5, padding=2)
        self.conv2 = nn.Conv2d(channels[0], channels[1], kernel_size=5, padding=2)
        self.conv3 = nn.Conv2d(channels[1], channels[2], kernel_size=5, padding=2)
        self.num_flat = channels[2] * 4 * 4
        self.fc1 = nn.Linear(self.num_flat, num_hidden)
        self.fc2 = nn.Linear(num_hidden, 10)

    def forward(self, x):
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        x = F.relu(F.max_pool2d(self.conv2(x), 2))
        x = F.relu(F.max_pool2d(self.conv3(x), 2, ceil_mode=True))
        x = x.view(-1, self.num_flat)
        x = F.relu(self.fc1(x))
        x = self.fc2(x)
        return F.log_softmax(x)


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    running_loss = 0.0
    total = 0
    for batch_idx, (data, target) in enumerate(loader):
        if str(device).startswith("cuda"):
            data, target = data.cuda(), target.cuda()
        else:
            data, target = data.to(device), target.to(device)
        data, target = Variable(data), Variable(target)
        optimizer.zero_grad()
        output = model(data)
        loss = cost_function(output, target)
        loss.backward()
        optimizer.step()
        running_loss += loss.data.item() * data.size()[0]
        total += data.size()[0]
        if batch_idx % 200 == 199:
            print("[%5d] loss: %.3f" % (batch_idx + 1, running_loss / total))
    return running_loss / total


def evaluate(model, dataset, device="cpu"):
    training = model.training
    model.to(device)
    model.eval()
    test_loss = 0
    correct = 0
    with torch.no_grad():  # was: volatile=True
        for data, target in make_loader(dataset, 100):
            data, target = Variable(data.to(device)), Variable(target.to(device))
            output = model(data)
            test_loss += cost_function(output, target).data.item() * len(data)
            pred = output.data.max(1, keepdim=True)[1]
            correct += pred.eq(target.data.view_as(pred)).cpu().sum()
    model.train(training)
    return test_loss / len(dataset), float(correct) / len(dataset)


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]


def chance_cost(num_classes=10):
    return math.log(num_classes)
