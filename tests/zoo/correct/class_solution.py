"""All functions are methods of classes called Solution, as for a judge, and exported below them."""

FILES = {
    "digits/data.py": '''"""All in one class, exported at the bottom."""

import torchvision
from torchvision.transforms import ToTensor
from torch.utils.data import DataLoader


class Solution:
    @staticmethod
    def load_mnist(root="data_cache", train=True):
        return torchvision.datasets.MNIST(
            root=root, train=train, download=True, transform=ToTensor()
        )

    @classmethod
    def make_loader(cls, dataset, batch_size=32, shuffle=False):
        return DataLoader(dataset, batch_size, shuffle)


for _name in ("load_mnist", "make_loader"):
    globals()[_name] = getattr(Solution, _name)
''',
    "digits/models.py": """import torch
from torch import nn
import torch.nn.functional as F


class Solution:
    class MLP(nn.Module):
        def __init__(self, num_hidden=64):
            super().__init__()
            self.l1, self.l2 = nn.Linear(784, num_hidden), nn.Linear(num_hidden, 10)

        def forward(self, images):
            return F.log_softmax(self.l2(torch.sigmoid(self.l1(images.flatten(1)))), 1)

    class CNN(nn.Module):
        def __init__(self, channels=(8, 8, 8), num_hidden=16):
            super().__init__()
            c1, c2, c3 = channels
            self.c1 = nn.Conv2d(1, c1, 5, 1, 2)
            self.c2 = nn.Conv2d(c1, c2, 5, 1, 2)
            self.c3 = nn.Conv2d(c2, c3, 5, 1, 2)
            self.l1, self.l2 = nn.LazyLinear(num_hidden), nn.Linear(num_hidden, 10)
            self.l1(torch.zeros(1, 16 * c3))

        def forward(self, images):
            for conv in (self.c1, self.c2, self.c3):
                images = F.max_pool2d(F.relu(conv(images)), 2, ceil_mode=True)
            return F.log_softmax(self.l2(F.relu(self.l1(images.flatten(1)))), 1)


MLP = Solution.MLP
CNN = Solution.CNN
""",
    "digits/costs.py": '''class Solution(object):
    def costFunction(self, log_prob, labels):
        """
        :type log_prob: Tensor
        :rtype: Tensor
        """
        return -log_prob[range(len(labels)), labels].mean()


_solution = Solution()
cost_function = _solution.costFunction
''',
    "digits/evaluation.py": """import math

import torch

from .costs import *
from .data import *


class Solution:
    EMPTY = 0

    @staticmethod
    @torch.no_grad()
    def evaluate(model, dataset, device="cpu"):
        mode = model.training
        model.to(device)
        model.eval()
        costs, hits = Solution.EMPTY, Solution.EMPTY
        for x, y in make_loader(dataset, 100):
            x, y = x.to(device), y.to(device)
            out = model(x)
            costs += cost_function(out, y).item() * y.size(0)
            hits += (out.max(1)[1] == y).sum().item()
        model.train(mode)
        return costs / len(dataset), hits / len(dataset)

    @staticmethod
    def accuracy(model, dataset, device="cpu"):
        return Solution.evaluate(model, dataset, device)[-1]

    chance_cost = staticmethod(lambda num_classes=10: -math.log(1 / num_classes))


evaluate, accuracy, chance_cost = Solution.evaluate, Solution.accuracy, Solution.chance_cost
""",
    "digits/training.py": """import torch

from . import costs, data, evaluation


class Solution:
    def training_epoch(self, model, loader, optimizer, device="cpu"):
        model.train()
        sums = counts = 0
        for x, y in loader:
            x = x.to(device)
            y = y.to(device)
            optimizer.zero_grad()
            loss = costs.cost_function(model(x), y)
            loss.backward()
            optimizer.step()
            sums += loss.item() * len(y)
            counts += len(y)
        return sums / counts

    def train(
        self,
        model,
        training_data,
        validation_data,
        epochs=10,
        batch_size=32,
        learning_rate=1e-3,
        device="cpu",
    ):
        model.to(device)
        opt = torch.optim.AdamW(model.parameters(), learning_rate)
        loader = data.make_loader(training_data, batch_size, True)
        history = [
            (
                self.training_epoch(model, loader, opt, device),
                evaluation.evaluate(model, validation_data, device)[0],
            )
            for _ in range(epochs)
        ]
        return [h[0] for h in history], [h[1] for h in history]


solution = Solution()
training_epoch = solution.training_epoch
train = solution.train
""",
    "digits/experiments.py": """import itertools

from .evaluation import evaluate
from .models import MLP
from .training import train


class Solution:
    @staticmethod
    def run_experiments(grid, training_data, validation_data, epochs=1):
        rows = []
        for combination in itertools.product(*grid.values()):
            row = dict(zip(grid.keys(), combination))
            net = MLP(row.get("num_hidden", 64))
            rest = {k: v for k, v in row.items() if k != "num_hidden"}
            costs, _ = train(net, training_data, validation_data, epochs=epochs, **rest)
            row["training_cost"] = costs[-1]
            row["validation_cost"], row["accuracy"] = evaluate(net, validation_data)
            rows.append(row)
        return rows


run_experiments = Solution.run_experiments
""",
}
