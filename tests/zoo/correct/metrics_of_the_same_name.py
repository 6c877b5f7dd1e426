"""Training with callbacks of other files, and a metrics.py whose accuracy takes scores."""

FILES = {
    "digits/metrics.py": '''def accuracy(output, target):
    """Fraction of a batch that is right."""
    return (output.argmax(dim=1) == target).float().mean().item()
''',
    "digits/hooks.py": """HOOKS = {}


def add(event, hook):
    HOOKS.setdefault(event, []).append(hook)


def fire(event, **values):
    return [hook(**values) for hook in HOOKS[event]]
""",
    "digits/myhooks.py": """from digits import hooks


def remember(log, **values):
    log.append(values)


hooks.add("batch", remember)
hooks.HOOKS.update(epoch=[lambda log, **values: sum(v["correct"] for v in log) / len(log)])
""",
}

import torch

from . import myhooks
from .costs import cost_function
from .data import make_loader
from .evaluation import evaluate
from .hooks import add, fire
from .metrics import accuracy

OPTIONS = {"weight_decay": 1e-4, "verbose": True}
VERBOSE = OPTIONS.pop("verbose")
add("batch", lambda log, **values: VERBOSE)


def training_epoch(model, loader, optimizer, device="cpu"):
    log, cost, seen = [], 0.0, 0
    model.train()
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        output = model(images)
        loss = cost_function(output, labels)
        loss.backward()
        optimizer.step()
        cost += loss.item() * len(images)
        seen += len(images)
        fire("batch", log=log, correct=accuracy(output, labels))
    assert all(0 <= fraction <= 1 for fraction in fire("epoch", log=log))
    return cost / seen


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
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate, **OPTIONS)
    loader = make_loader(training_data, batch_size, shuffle=True)
    costs = []
    for _ in range(epochs):
        mean = training_epoch(model, loader, optimizer, device)
        costs.append((mean, evaluate(model, validation_data, device)[0]))
    return [one for one, _ in costs], [one for _, one in costs]
