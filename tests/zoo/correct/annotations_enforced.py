"""A package whose functions check what they get and return against the skeleton's annotations."""

FILES = {
    "digits/guards.py": '''"""Check arguments and results against the annotations."""

from __future__ import annotations
import functools, inspect, types, typing

__all__ = ["checked"]


def _fits(value, hint) -> bool:
    if hint is typing.Any or hint is inspect.Parameter.empty:
        return True
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, one) for one in typing.get_args(hint))
    if origin is tuple:
        args = typing.get_args(hint)
        return (
            isinstance(value, tuple) and len(args) == len(value) and all(map(_fits, value, args))
        )
    if origin is list:
        return isinstance(value, list) and all(
            _fits(one, typing.get_args(hint)[0]) for one in value
        )
    if origin is dict:
        k, v = typing.get_args(hint)
        return isinstance(value, dict) and all(
            _fits(a, k) and _fits(b, v) for a, b in value.items()
        )
    if hint is None:
        return value is None
    return isinstance(value, origin or hint)


def checked(function):
    signature = inspect.signature(function)

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        hints = typing.get_type_hints(function)
        for name, value in signature.bind(*args, **kwargs).arguments.items():
            if name in hints and not _fits(value, hints[name]):
                raise TypeError(f"{function.__qualname__}: {name}={value!r} is not {hints[name]}")
        result = function(*args, **kwargs)
        if "return" in hints and not _fits(result, hints["return"]):
            raise TypeError(f"{function.__qualname__} returned {result!r}, not {hints['return']}")
        return result

    return wrapper
''',
    "digits/data.py": """from __future__ import annotations
from torchvision.datasets import MNIST
from torchvision.transforms import v2
import torch
from torch.utils.data import DataLoader, Dataset
from .guards import checked


@checked
def load_mnist(root: str = "data_cache", train: bool = True) -> Dataset:
    transform = v2.Compose([v2.ToImage(), v2.ToDtype(torch.float32, scale=True)])
    return MNIST(root=root, train=train, transform=transform, download=True)


@checked
def make_loader(dataset: Dataset, batch_size: int = 32, shuffle: bool = False) -> DataLoader:
    return DataLoader(dataset, batch_size, shuffle, pin_memory=torch.cuda.is_available())
""",
    "digits/costs.py": """from __future__ import annotations
import torch
from torch import Tensor
from .guards import checked


@checked
def cost_function(log_prob: Tensor, labels: Tensor) -> Tensor:
    assert log_prob.dtype is torch.float32 and labels.dtype is torch.int64
    assert log_prob.ndim == 2 and labels.shape == log_prob.shape[:1]
    assert bool((log_prob <= 1e-6).all()), "these are no logarithms of probabilities"
    assert bool(((labels >= 0) & (labels < log_prob.shape[1])).all())
    return torch.distributions.Categorical(logits=log_prob).log_prob(labels).neg().mean()
""",
    "digits/models.py": """from __future__ import annotations
import torch
from torch import Tensor, nn
from .guards import checked


class MLP(nn.Module):
    @checked
    def __init__(self, num_hidden: int = 64) -> None:
        super().__init__()
        self.net: nn.Sequential = nn.Sequential(
            nn.Flatten(), nn.Linear(784, num_hidden), nn.SiLU(), nn.Linear(num_hidden, 10)
        )

    @checked
    def forward(self, images: Tensor) -> Tensor:
        if images.dtype is not torch.float32:
            raise TypeError(f"{images.dtype=}")
        if images.shape[1:] != (1, 28, 28):
            raise ValueError(f"{images.shape=}")
        if images.min() < 0 or images.max() > 1:
            raise ValueError(f"{images.min()=} {images.max()=}")
        return torch.distributions.Categorical(logits=self.net(images)).logits


class CNN(nn.Module):
    @checked
    def __init__(self, channels: tuple[int, int, int] = (8, 8, 8), num_hidden: int = 16) -> None:
        super().__init__()
        a, b, c = channels
        self.blocks = nn.ModuleList([self.block(i, o) for i, o in ((1, a), (a, b), (b, c))])
        self.head = nn.Sequential(
            nn.Flatten(), nn.Linear(c * 16, num_hidden), nn.ReLU(), nn.Linear(num_hidden, 10)
        )

    @staticmethod
    def block(i: int, o: int) -> nn.Sequential:
        return nn.Sequential(
            nn.Conv2d(i, o, (5, 5), padding=(2, 2)),
            nn.MaxPool2d((2, 2), ceil_mode=True),
            nn.ReLU(),
        )

    @checked
    def forward(self, images: Tensor) -> Tensor:
        assert images.dtype == torch.float32 and tuple(images.shape[1:]) == (1, 28, 28), (
            f"{images.shape=}"
        )
        assert 0 <= images.min().item() and images.max().item() <= 1
        for block in self.blocks:
            images = block(images)
        return torch.distributions.Categorical(logits=self.head(images)).logits
""",
    "digits/evaluation.py": """from __future__ import annotations
import torch
from torch import nn
from torch.utils.data import Dataset
from .costs import cost_function
from .data import make_loader
from .guards import checked


@checked
def evaluate(
    model: nn.Module, dataset: Dataset, device: torch.device | str = "cpu"
) -> tuple[float, float]:
    device = torch.device(device)
    mode = model.training
    model = model.to(device)
    costs, hits = [], []
    try:
        model.train(False)
        with torch.no_grad():
            for images, labels in make_loader(dataset, batch_size=100):
                assert images.dtype is torch.float32 and labels.dtype is torch.int64
                out = model(images.to(device))
                costs += [cost_function(out, labels.to(device)).double().item()] * len(labels)
                hits += (out.argmax(1).cpu() == labels).tolist()
    finally:
        model.train(mode)
    return sum(costs) / len(costs), sum(hits) / len(hits)


@checked
def accuracy(model: nn.Module, dataset: Dataset, device: torch.device | str = "cpu") -> float:
    return evaluate(model, dataset, device)[1]


@checked
def chance_cost(num_classes: int = 10) -> float:
    return torch.distributions.Categorical(probs=torch.ones(num_classes)).entropy().item()
""",
    "digits/training.py": """from __future__ import annotations
import torch
from torch import nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader, Dataset
from .costs import cost_function
from .data import make_loader
from .evaluation import evaluate
from .guards import checked


@checked
def training_epoch(
    model: nn.Module, loader: DataLoader, optimizer: Optimizer, device: torch.device | str = "cpu"
) -> float:
    model.train(True)
    numbers: list[tuple[float, int]] = []
    for images, labels in loader:
        optimizer.zero_grad(set_to_none=True)
        cost = cost_function(model(images.to(device)), labels.to(device))
        cost.backward()
        optimizer.step()
        numbers.append((float(cost), labels.numel()))
    return sum(c * n for c, n in numbers) / sum(n for _, n in numbers)


@checked
def train(
    model: nn.Module,
    training_data: Dataset,
    validation_data: Dataset,
    epochs: int = 10,
    batch_size: int = 32,
    learning_rate: float = 1e-3,
    device: torch.device | str = "cpu",
) -> tuple[list[float], list[float]]:
    optimizer = torch.optim.AdamW(model.to(device).parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size=batch_size, shuffle=True)
    pairs = [
        (
            training_epoch(model, loader, optimizer, device),
            evaluate(model, validation_data, device)[0],
        )
        for _ in range(epochs)
    ]
    return [a for a, _ in pairs], [b for _, b in pairs]
""",
    "digits/experiments.py": """from __future__ import annotations
import inspect, itertools
from torch.utils.data import Dataset
from .evaluation import evaluate
from .guards import checked
from .models import MLP
from .training import train


@checked
def run_experiments(
    grid: dict[str, list], training_data: Dataset, validation_data: Dataset, epochs: int = 1
) -> list[dict]:
    rows = []
    for values in itertools.product(*grid.values()):
        row = dict(zip(grid, values))
        of_model = {k: v for k, v in row.items() if k in inspect.signature(MLP).parameters}
        of_train = {k: v for k, v in row.items() if k in inspect.signature(train).parameters}
        assert of_model | of_train == row, f"{row=}"
        model = MLP(**of_model)
        costs, validation = train(
            model, training_data, validation_data, epochs=epochs, **of_train
        )
        assert all(isinstance(c, float) for c in costs + validation)
        cost, share = evaluate(model, validation_data)
        rows.append(
            {**row, "training_cost": costs[-1], "validation_cost": cost, "accuracy": share}
        )
    return rows
""",
}
