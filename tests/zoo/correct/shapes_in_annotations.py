"""Functions whose annotations name shapes, by a library that only annotations use."""

FILES = {
    "digits/shapes.py": """from beartype import beartype as typechecker
from jaxtyping import Float, Int, jaxtyped

Images = Float["torch.Tensor", "batch 1 28 28"]
LogProbs = Float["torch.Tensor", "batch 10"]
Labels = Int["torch.Tensor", "batch"]
""",
    "digits/models.py": """import torch
from jaxtyping import Float
from torch import Tensor, nn

from .shapes import Images, LogProbs


class MLP(nn.Module):
    hidden: nn.Linear
    scale: Float[Tensor, "1"]

    def __init__(self, num_hidden: int = 64) -> None:
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.out = nn.Linear(num_hidden, 10)

    def forward(self, images: Float[Tensor, "b 1 28 28"]) -> LogProbs:
        h: Float[Tensor, "b h"] = torch.relu(self.hidden(torch.flatten(images, 1)))
        return torch.log_softmax(self.out(h), dim=1)


class CNN(nn.Module):
    def __init__(self, channels: tuple[int, int, int] = (8, 8, 8), num_hidden: int = 16) -> None:
        super().__init__()
        a, b, c = channels
        pool = nn.MaxPool2d(2, ceil_mode=True)
        self.net = nn.Sequential(
            nn.Conv2d(1, a, 5, padding=2),
            pool,
            nn.ReLU(),
            nn.Conv2d(a, b, 5, padding=2),
            pool,
            nn.ReLU(),
            nn.Conv2d(b, c, 5, padding=2),
            pool,
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(16 * c, num_hidden),
            nn.ReLU(),
            nn.Linear(num_hidden, 10),
            nn.LogSoftmax(-1),
        )

    def forward(self, images: Images) -> LogProbs:
        return self.net(images)
""",
    "digits/costs.py": """from torch import Tensor

from .shapes import Labels, LogProbs


def cost_function(log_prob: LogProbs, labels: Labels) -> "Float[Tensor, '']":
    return -log_prob.take_along_dim(labels[:, None], dim=1).squeeze(1).mean(0)
""",
    "digits/evaluation.py": """import math
from typing import Annotated

import torch
from jaxtyping import Float
from torch import nn
from torch.utils.data import Dataset

from .costs import cost_function
from .data import make_loader
from .shapes import Images, Labels, LogProbs

Fraction = Annotated[float, "between 0 and 1"]


def predict(model: nn.Module, images: Images) -> LogProbs:
    return model(images)


@torch.inference_mode()
def evaluate(
    model: nn.Module, dataset: Dataset, device: "torch.device | str" = "cpu"
) -> tuple[float, Fraction]:
    training = model.training
    model.eval().to(device)
    cost: Float = torch.zeros((), device=device)
    right = 0
    try:
        for images, labels in make_loader(dataset, 64):
            images: Images = images.to(device)
            labels: Labels = labels.to(device)
            log_prob = predict(model, images)
            cost += cost_function(log_prob, labels) * images.shape[0]
            right += log_prob.argmax(1).eq(labels).sum().item()
    finally:
        model.train(training)
    return cost.item() / len(dataset), right / len(dataset)


def accuracy(
    model: nn.Module, dataset: Dataset, device: "torch.device | str" = "cpu"
) -> Fraction:
    return evaluate(model, dataset, device)[1]


def chance_cost(num_classes: int = 10) -> Annotated[float, "nats"]:
    return math.log(num_classes)
""",
}
