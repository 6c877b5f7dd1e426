"""Settings in files of TOML, JSON and INI beside the code, read by path and as package data.
images: grey
"""

FILES = {
    "digits/config.toml": """[mlp]
inputs = 784
activation = "Tanh"
outputs = 10

[cnn]
kernel = 5
padding = "same"

[optimizer]
name = "AdamW"
weight_decay = 0.01
""",
    "digits/labels.json": """{"classes": ["null", "eins", "zwei", "drei", "vier",
             "fünf", "sechs", "sieben", "acht", "neun"]}
""",
    "digits/settings.ini": """[loader]
num_workers = 0
drop_last = no
""",
    "digits/settings.py": '''"""Everything configurable, from files beside this one."""

import configparser
import json
import tomllib
from dataclasses import asdict, dataclass, field, fields
from importlib import resources
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent

with open(HERE / "config.toml", "rb") as file:
    CONFIG = tomllib.load(file)

CLASSES = json.loads(
    resources.files(__package__).joinpath("labels.json").read_text(encoding="utf-8")
)["classes"]

parser = configparser.ConfigParser()
parser.read(HERE / "settings.ini")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoaderConfig:
    num_workers: int = 0
    drop_last: bool = False

    @classmethod
    def from_section(cls, section):
        return cls(
            num_workers=section.getint("num_workers"), drop_last=section.getboolean("drop_last")
        )


LOADER = LoaderConfig.from_section(parser["loader"])
optimizer = SimpleNamespace(**CONFIG["optimizer"])
''',
    "digits/data.py": """from dataclasses import asdict

from torch.utils.data import DataLoader
from torchvision import datasets, transforms

from .settings import LOADER


def load_mnist(root="data_cache", train=True):
    return datasets.MNIST(root, train=train, download=True, transform=transforms.ToTensor())


def make_loader(dataset, batch_size=32, shuffle=False, **more):
    options = asdict(LOADER) | dict(batch_size=batch_size, shuffle=shuffle) | more
    return DataLoader(dataset, **options)
""",
    "digits/models.py": """from torch import nn

from .settings import CLASSES, CONFIG


class MLP(nn.Module):
    def __init__(self, num_hidden=64, *, config=CONFIG["mlp"]):
        super().__init__()
        sizes = [config["inputs"], num_hidden, config["outputs"]]
        for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
            setattr(self, f"fc{i}", nn.Linear(a, b))
        self.add_module("act", getattr(nn, config["activation"])())

    def forward(self, x):
        x = x.view(-1, 784)
        return nn.functional.log_softmax(self.fc1(self.act(self.fc0(x))), dim=-1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16, **options):
        super().__init__()
        options = {
            "kernel_size": CONFIG["cnn"]["kernel"],
            "padding": CONFIG["cnn"]["padding"],
            **options,
        }
        self.body = nn.Sequential()
        before = 1
        for n in channels:
            self.body.append(nn.Conv2d(before, n, **options)).append(
                nn.MaxPool2d(2, ceil_mode=True)
            ).append(nn.ReLU())
            before = n
        self.head = nn.Sequential(
            nn.Flatten(),
            nn.Linear(before * 16, num_hidden),
            nn.ReLU(),
            nn.Linear(num_hidden, len(CLASSES)),
            nn.LogSoftmax(1),
        )

    def forward(self, x):
        return self.head(self.body(x))
""",
    "digits/training.py": """import torch

from . import settings
from .costs import cost_function
from .data import make_loader
from .evaluation import evaluate


def make_optimizer(model, lr):
    cls = getattr(torch.optim, settings.optimizer.name)
    decay, rest = [], []
    for p in model.parameters():
        (decay if p.ndim > 1 else rest).append(p)
    groups = [
        {"params": decay, "weight_decay": settings.optimizer.weight_decay},
        {"params": rest, "weight_decay": 0.0},
    ]
    return cls([g for g in groups if g["params"]], lr=lr)


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    running = torch.zeros((), device=device)
    seen = 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        log_prob = model(images)
        cost = cost_function(log_prob, labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        running += cost.detach() * len(labels)
        seen += len(labels)
    return running.item() / seen


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    model.to(device)
    optimizer = make_optimizer(model, learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    result = [], []
    for _ in range(epochs):
        result[0].append(training_epoch(model, loader, optimizer, device))
        result[1].append(evaluate(model, validation_data, device)[0])
    return result
""",
}
