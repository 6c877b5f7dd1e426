"""The cost stands in training.py, as in older hand-ins, and costs.py still holds the stub."""

FILES = {
    "digits/costs.py": '''
from torch import Tensor


def cost_function(log_prob: Tensor, labels: Tensor) -> Tensor:
    """Return the mean negative log-likelihood of the right labels."""
    # TODO q3: return the mean negative log-likelihood of the labels
    raise NotImplementedError("q3: return the mean negative log-likelihood of the labels")
''',
    "digits/training.py": """
import torch
from torch import nn

from .costs import cost_function
from .data import make_loader
from .evaluation import evaluate


def cost_function(log_prob, labels):
    return nn.NLLLoss()(log_prob, labels)


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    costs, count = 0.0, 0
    for images, labels in loader:
        cost = cost_function(model(images.to(device)), labels.to(device))
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        costs += cost.item() * len(labels)
        count += len(labels)
    return costs / count


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
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    costs = [], []
    for _ in range(epochs):
        costs[0].append(training_epoch(model, loader, optimizer, device))
        costs[1].append(evaluate(model, validation_data, device)[0])
    return costs
""",
}
