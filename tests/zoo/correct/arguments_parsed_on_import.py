"""An epoch and an evaluation whose files parse the command line when they are imported."""

FILES = {
    "digits/options.py": """import argparse

parser = argparse.ArgumentParser(description="digits")
parser.add_argument("--batch_size", type=int, default=32, help="batch size (default: 32)")
parser.add_argument("--log_interval", type=int, default=50)
parser.add_argument("--test_batch_size", type=int, default=1000)
parser.add_argument("--seed", type=int, default=1, metavar="S")
args = parser.parse_args()
""",
    "digits/evaluation.py": """import argparse
import math

import torch

from .costs import cost_function
from .data import make_loader
from .options import args


def evaluate(model, dataset, device="cpu"):
    mode = model.training
    model.to(device)
    model.eval()
    test_loss = correct = 0
    with torch.no_grad():
        for data, target in make_loader(dataset, args.test_batch_size):
            data, target = data.to(device), target.to(device)
            output = model(data)
            test_loss += cost_function(output, target).item() * target.numel()
            pred = output.argmax(dim=1, keepdim=True)
            correct += pred.eq(target.view_as(pred)).sum().item()
    model.train(mode)
    return test_loss / len(dataset), correct / len(dataset)


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]


def chance_cost(num_classes=10):
    return math.log(num_classes)


if __name__ == '__main__':
    p = argparse.ArgumentParser()
    p.add_argument("weights")
    print(p.parse_args())
""",
}

import argparse

import torch

parser = argparse.ArgumentParser(description="PyTorch MNIST")
parser.add_argument("--log-interval", type=int, default=10)
parser.add_argument("--no-cuda", action="store_true")
parser.add_argument("--seed", type=int, default=1)
args = parser.parse_args()
args.cuda = not args.no_cuda and torch.cuda.is_available()
torch.manual_seed(args.seed)


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    cost_sum, n = 0.0, 0
    for i, (data, target) in enumerate(loader):
        data, target = data.to(device), target.to(device)
        optimizer.zero_grad()
        loss = cost_function(model(data), target)
        loss.backward()
        optimizer.step()
        if i % args.log_interval == 0:
            print("[%d] %.3f" % (i, loss.item()))
        cost_sum += loss.item() * len(target)
        n += len(target)
    return cost_sum / n
